"""Other choices on a running network, without widgets: through the session's intents and facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.live.what_if import FURTHEST, own_kind
from explorer.network.cells import Cell
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.switch import replaced
from tests.live.followed import Followed
from tests.live.test_session import Heard, draw


@pytest.fixture
def network() -> Network:
    return Network.untrained(preset("lenet"), seed=1)


@pytest.fixture
def session(qapp: object, network: Network) -> Iterator[Session]:
    session = Session(preset("lenet"), device="cpu", seed=1)
    session.set_network(network)
    yield session
    session.close()


def last(heard: Heard) -> Any:
    return heard.all[-1]


def test_the_exchanged_network_is_what_is_traced(session: Session, network: Network) -> None:
    draw(session)
    session.exchange("pool1", "average")
    assert session.trace is not None
    expected = replaced(network, "pool1", "average").trace(session.trace.pixels)
    np.testing.assert_array_equal(session.trace.logits, expected.logits)
    assert session.spec.stage("pool1").layer != preset("lenet").stage("pool1").layer


def test_the_difference_to_the_original_comes_with_the_trace(session: Session) -> None:
    draw(session)
    frames = Followed(session, "trace", "exchange")
    compared = Followed(session, "exchange")
    session.exchange("pool1", "average")
    assert all((exchange is None) == (trace is None) for trace, exchange in frames.all)
    assert last(compared).after is session.trace
    assert last(compared).before.spec == preset("lenet")
    assert last(compared).stage("relu1").changed_count == 0
    assert last(compared).stage("pool1").changed_count > 0
    draw(session)
    assert last(compared).after is session.trace


def test_without_a_change_no_comparison_is_made_or_said(session: Session) -> None:
    compared, shifted = Followed(session, "exchange"), Followed(session, "shift")
    draw(session)
    assert compared.all == shifted.all == []


def test_exchange_and_shift_together_are_said_against_the_original(session: Session) -> None:
    draw(session)
    original = session.trace
    differed = Followed(session, "comparison")
    session.exchange("relu1", "tanh")
    session.move_pixels(1, 0)
    session.flush()
    assert original is not None
    np.testing.assert_array_equal(last(differed).before.logits, original.logits)
    assert last(differed).after is session.trace
    session.restore_original()
    session.flush()
    assert last(differed) is None


def test_own_kind_undoes_the_exchange(session: Session, network: Network) -> None:
    draw(session)
    before = session.trace
    exchanged, compared = Heard(session.what_if.exchanged), Followed(session, "exchange")
    session.exchange("relu2", "tanh")
    session.exchange("relu2", "relu")
    assert [dict(kinds) for kinds in exchanged.all] == [{"relu2": "tanh"}, {}]  # type: ignore[call-overload]
    assert last(compared) is None
    assert session.what_if.network is network
    assert before is not None
    assert session.trace is not None
    np.testing.assert_array_equal(session.trace.logits, before.logits)


def test_several_stages_are_exchanged_and_all_keep_their_names(
    session: Session, network: Network
) -> None:
    session.exchange("relu1", "tanh")
    session.exchange("relu2", "sigmoid")
    session.exchange("pool2", "sum")
    kinds = [stage.layer for stage in session.spec.stages if stage.kind == "activation"]
    assert [k.kind for k in kinds] == ["tanh", "sigmoid", "relu", "relu"]  # type: ignore[union-attr]
    assert own_kind(session.spec, "pool2") == "sum"
    assert [s.name for s in session.spec.stages] == [s.name for s in network.spec.stages]


def test_the_output_can_be_a_sigmoid(session: Session) -> None:
    draw(session)
    session.exchange("probabilities", "sigmoid")
    assert session.trace is not None
    np.testing.assert_allclose(
        session.trace.probabilities, 1 / (1 + np.exp(-session.trace.logits)), rtol=1e-5
    )


def test_a_frozen_cell_stays_while_its_stage_is_exchanged(session: Session) -> None:
    draw(session)
    session.freeze(Cell("relu1", (2, 9, 9)))
    selected, explained = Followed(session, "selection", "frozen"), Followed(session, "explanation")
    session.exchange("relu1", "tanh")
    selection, frozen = last(selected)
    assert selection.cell == Cell("relu1", (2, 9, 9))
    assert frozen
    assert last(explained).kind == "tanh"
    session.restore_original()
    assert last(selected)[0].cell == Cell("relu1", (2, 9, 9))


def test_what_cannot_be_exchanged_is_refused_in_one_sentence(session: Session) -> None:
    failed = Heard(session.failed)
    session.exchange("conv1", "max")
    session.exchange("pool1", "median")
    assert len(failed.all) == 2
    assert session.what_if.kinds == {}


def test_one_pixel_moves_what_the_network_sees_though_the_drawing_is_centred(
    session: Session, network: Network
) -> None:
    draw(session)
    assert session.preparation is not None
    before = session.preparation
    shift = Followed(session, "shift")
    session.move_pixels(1, 0)
    session.flush()
    np.testing.assert_array_equal(session.preparation.pixels[..., 1:], before.pixels[..., :-1])
    assert session.preparation.pad_area(3, 6) == before.pad_area(3, 5)
    assert last(shift).after is session.trace
    np.testing.assert_array_equal(last(shift).before.pixels, before.pixels)
    assert last(shift).stage("pool1").moved_count > 0
    assert last(shift).stage("pool1").change > 0


def test_moving_compares_within_the_exchanged_network(session: Session) -> None:
    """What a pixel does to average pooling, not what both changes do together."""
    draw(session)
    exchange, shift = Followed(session, "exchange"), Followed(session, "shift")
    session.exchange("pool1", "average")
    session.move_pixels(0, 1)
    session.flush()
    assert last(shift).before.spec == last(shift).after.spec == session.spec
    assert last(exchange).before.spec == preset("lenet")
    assert last(exchange).after is last(shift).before
    assert last(exchange).stage("input").changed_count == 0


def test_moves_add_up_and_end_before_the_digit_leaves_the_grid(session: Session) -> None:
    shifted = Heard(session.what_if.shifted)
    for _ in range(FURTHEST + 3):
        session.move_pixels(-1, 0)
    assert last(shifted) == (-FURTHEST, 0)
    assert len(shifted.all) == FURTHEST


def test_restoring_takes_everything_back(session: Session, network: Network) -> None:
    draw(session)
    before = session.trace
    session.exchange("pool1", "sum")
    session.move_pixels(1, 1)
    session.flush()
    what_if = session.what_if
    heard = [Heard(s) for s in (what_if.exchanged, what_if.shifted)]
    measured = Heard(what_if.measured)
    session.restore_original()
    session.flush()
    assert [last(h) for h in heard] == [{}, (0, 0)]
    assert (session.frame.exchange, session.frame.shift) == (None, None)
    assert last(measured).state == "idle"
    assert before is not None
    assert session.trace is not None
    np.testing.assert_array_equal(session.trace.logits, before.logits)
    assert not what_if.active


def test_another_network_starts_over(session: Session) -> None:
    session.exchange("pool1", "sum")
    offered, exchanged = Heard(session.what_if.offered), Heard(session.what_if.exchanged)
    session.set_network(Network.untrained(preset("tiny")))
    assert offered.all == [preset("tiny")]
    assert exchanged.all == [{}]
    assert session.spec == preset("tiny")


def test_an_empty_pad_has_nothing_to_compare(session: Session) -> None:
    draw(session)
    session.exchange("pool1", "sum")
    compared = Followed(session, "exchange")
    session.clear()
    session.flush()
    assert compared.all == [None]


def test_before_a_network_is_loaded_nothing_can_be_exchanged(qapp: object) -> None:
    session = Session(preset("lenet"))
    session.exchange("pool1", "sum")
    session.move_pixels(1, 0)
    session.what_if.measure()
    session.restore_original()
    assert not session.what_if.active
    session.close()


def test_accuracy_is_measured_after_every_change(session: Session, qtbot: QtBot) -> None:
    measured = Heard(session.what_if.measured)
    session.exchange("pool2", "average")
    assert last(measured).state == "running"
    qtbot.waitUntil(lambda: last(measured).state == "done")
    assert 0 <= last(measured).before.accuracy <= 1
    session.move_pixels(1, 0)
    assert last(measured).state == "running"
    session.what_if.cancel()
    assert last(measured).state == "stopped"
    session.what_if.measure()
    qtbot.waitUntil(lambda: last(measured).state == "done")


def test_what_is_shown_is_what_is_saved(session: Session, qtbot: QtBot, tmp_path: Any) -> None:
    session.exchange("pool1", "average")
    path = tmp_path / "average.safetensors"
    session.save_checkpoint(path)
    with qtbot.waitSignal(session.network_changed, timeout=60_000):
        session.open_checkpoint(path)
    assert own_kind(session.spec, "pool1") == "average"
    assert session.what_if.kinds == {}
