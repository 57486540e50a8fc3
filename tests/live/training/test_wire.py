"""What goes through the wire comes out the same, in whatever pieces it arrives."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.digits.datasets import Dataset
from explorer.live.training.facts import RunFacts, TrainerState
from explorer.live.training.wire import Decoder, Encoder
from explorer.network.presets import preset
from explorer.training.plan import Plan


def facts(key: str) -> RunFacts:
    judge = Dataset("few", np.zeros((3, 1, 12, 12), np.uint8), np.arange(3), ("a", "b", "c"))
    return RunFacts(
        key=key,
        name="a run",
        spec=preset("tiny"),
        plan=Plan(),
        classes=("a", "b", "c"),
        images=3,
        judged_on="test",
        judge=judge,
        first=0,
        total=10,
        steps_per_epoch=5,
        batch_size=2,
        folder=None,
        device="cpu",
    )


def sent(*messages: object) -> list[Any]:
    """Return what arrives of some messages, byte by byte."""
    encoder, decoder = Encoder(), Decoder()
    stream = b"".join(encoder.encode(message) for message in messages)
    return [what for i in range(len(stream)) for what in decoder.feed(stream[i : i + 1])]


ARRAYS = [
    np.arange(12, dtype=np.float32).reshape(3, 4),
    np.arange(12, dtype=np.int64).reshape(3, 4).T,
    np.arange(20, dtype=np.float32)[::2],
    np.zeros((0, 5), np.float32),
    np.array(2.5, np.float32),
    np.array([True, False]),
    np.array([np.nan, np.inf], np.float32),
]


@pytest.mark.parametrize("array", ARRAYS)
def test_arrays_arrive_as_they_were(array: np.ndarray) -> None:
    (arrived,) = sent((array, array))
    assert arrived[0].dtype == array.dtype
    np.testing.assert_array_equal(arrived[0], array)
    assert arrived[1] is arrived[0]


def test_arrays_as_records_have_them_cannot_be_changed() -> None:
    (arrived,) = sent(ARRAYS[0])
    with pytest.raises(ValueError, match="read-only"):
        arrived[0] = 1


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60), st.integers(0, 3))
def test_pieces_of_any_size_make_the_same_messages(sizes: list[int], many: int) -> None:
    messages = [("fact", number, np.arange(number * 50.0)) for number in range(many + 1)]
    encoder, decoder = Encoder(), Decoder()
    stream, arrived, at = b"".join(map(encoder.encode, messages)), [], 0
    while at < len(stream):
        size = sizes[len(arrived) % len(sizes)]
        arrived += decoder.feed(stream[at : at + size])
        at += size
    assert [number for _, number, _ in arrived] == [number for _, number, _ in messages]
    for (_, _, ours), (_, _, theirs) in zip(arrived, messages, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_mappings_that_cannot_be_changed_stay_so() -> None:
    (arrived,) = sent(MappingProxyType({"conv1": 3}))
    assert isinstance(arrived, MappingProxyType)
    assert arrived == {"conv1": 3}


def test_facts_of_a_run_travel_once_and_stay_one_object() -> None:
    run = facts("r1")
    encoder, decoder = Encoder(), Decoder()
    first = encoder.encode(TrainerState(run=run))
    second = encoder.encode(("again", TrainerState(run=run), run.spec))
    assert len(second) < len(first) / 2
    (state,), (again,) = list(decoder.feed(first)), list(decoder.feed(second))
    assert again[1].run is state.run
    assert again[2] is state.run.spec
    assert state.run.spec.stages[0] is state.run.spec.stages[0]
    assert state.run.spec == run.spec
    np.testing.assert_array_equal(state.run.judge.images, run.judge.images)


def test_a_run_that_was_forgotten_travels_again() -> None:
    run, encoder, decoder = facts("r1"), Encoder(), Decoder()
    (first,) = decoder.feed(encoder.encode(run_in := (run,)))
    for end in (encoder, decoder):
        end.forget("r1")
    (second,) = decoder.feed(encoder.encode(run_in))
    assert second[0] is not first[0]
    assert second[0].key == "r1"


def test_what_cannot_travel_is_refused_where_it_is_said() -> None:
    with pytest.raises((TypeError, AttributeError), match=r"pickle|local"):
        Encoder().encode(lambda: None)
