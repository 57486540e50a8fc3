"""Key frames stay within their places, evenly spread."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from explorer.training.record.frames import (
    BUDGET,
    CLOSEST,
    NEIGHBOURS,
    MemoryFrames,
    Neighbourhood,
    first_spacing,
    places,
)
from explorer.training.record.state import State

LENET = 61_706 * 3 * 4  # weights and AdamW's two moments


def state(step: int, size: int = 1) -> State:
    return State(step, step, ("weights",), torch.full((1, size), float(step)))


def filled(total: int, count: int, batch_size: int = 64, first: int = 0) -> MemoryFrames:
    frames = MemoryFrames(first, first_spacing(total - first, count, batch_size), count)
    for step in range(first, total + 1):
        if frames.wants(step):
            frames.put(state(step))
    return frames


def test_ten_thousand_steps_of_lenet_take_at_most_256_mebibytes_and_thirty_steps_to_jump() -> None:
    frames = filled(10_000, places(LENET))
    assert len(frames.steps) * LENET + NEIGHBOURS <= 256 * 2**20
    assert BUDGET + NEIGHBOURS <= 256 * 2**20
    assert frames.spacing <= 30


@given(st.integers(1, 20_000), st.integers(3, 400), st.integers(1, 2000), st.integers(0, 50))
def test_every_step_has_a_frame_at_most_one_spacing_before_it(
    total: int, count: int, batch_size: int, first: int
) -> None:
    frames = filled(first + total, count, batch_size, first)
    steps = [*frames.steps, first + total]
    assert frames.steps[0] == first
    assert len(frames.steps) <= count
    assert all(b - a <= frames.spacing for a, b in pairwise(steps))


@given(st.integers(1, 2_000_000), st.integers(3, 400))
def test_the_spacing_begins_small_and_ends_where_all_fits(total: int, count: int) -> None:
    spacing = first_spacing(total, count, 64)
    assert CLOSEST <= spacing <= 2 * CLOSEST + 1
    frames_needed = total / spacing + 1
    assert frames_needed <= count or spacing * 2 > CLOSEST


def test_large_batches_get_closer_frames() -> None:
    assert first_spacing(100, 300, 512) < first_spacing(100, 300, 64) < first_spacing(100, 300, 1)


def test_a_frame_is_the_state_that_was_put() -> None:
    frames = filled(1000, 10)
    for step in frames.steps:
        assert frames.get(step).values.item() == step
        assert frames.weights(step).item() == step


def test_asking_before_the_beginning_or_between_frames() -> None:
    frames = filled(100, 10, first=50)
    assert frames.before(59) == 50
    with pytest.raises(ValueError, match="no frame"):
        frames.before(49)
    with pytest.raises(KeyError):
        frames.get(51)


def test_dropped_frames_leave_the_memory() -> None:
    frames = filled(5000, 10)
    assert frames.bytes == 4 * len(frames.steps)


def test_the_neighbourhood_forgets_the_oldest() -> None:
    near = Neighbourhood(budget=12)
    for step in range(5):
        near.keep(state(step))
    assert near.bytes == 12
    assert [step in near for step in range(5)] == [False, False, True, True, True]
    assert near.before(1) is None
    found = near.before(9)
    assert found is not None
    assert found.step == 4
