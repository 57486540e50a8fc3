"""The session without any widget: intents in, records out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Picture
from explorer.digits.options import Options
from explorer.live.session import Session
from explorer.network.cells import Cell
from explorer.network.network import Network
from explorer.network.presets import preset
from tests.live.followed import Followed

LINE = [(100.0, 60.0), (120.0, 120.0), (140.0, 200.0)]


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(preset("lenet"), device="cpu", seed=1)
    session.set_network(Network.untrained(preset("lenet"), seed=1))
    yield session
    session.close()


class Heard:
    """Keeps what a signal said."""

    def __init__(self, signal: object) -> None:
        self.all: list[object] = []
        signal.connect(self._keep)  # type: ignore[attr-defined]

    def _keep(self, *said: object) -> None:
        self.all.append(said[0] if len(said) == 1 else said)


def draw(session: Session) -> None:
    session.begin_stroke(*LINE[0], None)
    for x, y in LINE[1:]:
        session.extend_stroke(x, y, None)
    session.end_stroke()
    session.flush()


def test_a_stroke_becomes_pixels_and_a_trace_of_every_stage(session: Session) -> None:
    draw(session)
    assert session.preparation is not None
    assert not session.preparation.empty
    assert session.trace is not None
    assert len(session.trace.stages) == len(session.spec.stages)
    np.testing.assert_array_equal(session.trace.pixels, session.preparation.pixels)


def test_the_trace_follows_the_stroke_before_the_pen_is_lifted(session: Session) -> None:
    session.begin_stroke(*LINE[0], None)
    session.flush()
    first = session.trace
    session.extend_stroke(*LINE[2], None)
    session.flush()
    assert first is not None
    assert session.trace is not None
    assert not np.array_equal(first.pixels, session.trace.pixels)


def test_many_moves_in_one_frame_cost_one_update(session: Session, qtbot: QtBot) -> None:
    """A fast mouse never builds up a queue."""
    session.flush()
    traced = Followed(session, "trace")
    session.begin_stroke(10, 10, None)
    with qtbot.waitSignal(session.frame_changed):
        for x in range(200):
            session.extend_stroke(10.0 + x, 40.0, None)
    assert len(traced.all) <= 2
    assert len(session.drawing.strokes[-1].points) == 201


def test_an_empty_pad_has_no_trace(session: Session) -> None:
    session.flush()
    assert session.frame.drawing is session.drawing
    assert session.frame.preparation is not None
    assert session.frame.trace is None


def test_undo_and_redo_take_strokes_back_and_bring_them_again(session: Session) -> None:
    draw(session)
    draw(session)
    session.undo()
    assert len(session.drawing.strokes) == 1
    session.undo()
    assert session.drawing.empty
    session.redo()
    assert len(session.drawing.strokes) == 1


def test_clear_is_one_step_that_undo_takes_back(session: Session) -> None:
    draw(session)
    session.set_turn(20.0)
    session.clear()
    assert session.drawing.empty
    assert session.drawing.turn == 0
    session.undo()
    assert session.drawing.turn == 20
    assert len(session.drawing.strokes) == 1


def test_clearing_an_empty_pad_adds_no_step(session: Session) -> None:
    heard = Heard(session.history_changed)
    session.clear()
    assert heard.all == []


def test_the_pen_that_was_chosen_draws_the_next_stroke(session: Session) -> None:
    session.set_pen_width(30.0)
    session.set_eraser(True)
    draw(session)
    stroke = session.drawing.strokes[-1]
    assert stroke.width == 30
    assert stroke.eraser


def test_pressure_reaches_the_stroke(session: Session) -> None:
    session.begin_stroke(10, 10, 0.25)
    session.extend_stroke(20, 20, 0.75)
    session.end_stroke()
    np.testing.assert_allclose(session.drawing.strokes[-1].pressures, [0.25, 0.75])


def test_switching_a_step_off_changes_what_the_network_sees(session: Session) -> None:
    draw(session)
    before = session.trace
    session.set_options(Options(redraw=False, crop=False, scale=False, centre=False))
    session.flush()
    assert before is not None
    assert session.trace is not None
    assert not np.array_equal(before.pixels, session.trace.pixels)


def test_turning_the_polarity_of_a_picture_exchanges_ink_and_paper(session: Session) -> None:
    ink = np.zeros((28, 28), np.uint8)
    ink[5:20, 10:14] = 200
    session.place_picture(Picture(ink, "one.png"))
    session.flip_polarity()
    assert session.drawing.picture is not None
    np.testing.assert_array_equal(session.drawing.picture.ink, 255 - ink)
    session.undo()
    assert session.drawing.picture is not None
    np.testing.assert_array_equal(session.drawing.picture.ink, ink)


def test_a_sample_of_the_asked_class_fills_the_pad_and_repeats_with_the_seed(
    session: Session, qapp: object
) -> None:
    session.place_sample(7)
    assert session.drawing.picture is not None
    twin = Session(preset("lenet"), seed=1)
    twin.place_sample(7)
    assert twin.drawing.picture is not None
    np.testing.assert_array_equal(session.drawing.picture.ink, twin.drawing.picture.ink)
    twin.close()


def test_hovering_selects_a_cell_and_a_new_trace_updates_its_value(session: Session) -> None:
    draw(session)
    heard = Followed(session, "selection", "frozen")
    session.hover(Cell("conv1", (2, 10, 12)))
    selection, frozen = heard.all[-1]  # type: ignore[misc]
    assert session.trace is not None
    assert selection.value == session.trace.stage("conv1").values[2, 10, 12]
    assert not frozen
    draw(session)
    selection, _ = heard.all[-1]  # type: ignore[misc]
    assert selection.value == session.trace.stage("conv1").values[2, 10, 12]


def test_a_frozen_cell_stays_until_it_is_released(session: Session) -> None:
    draw(session)
    heard = Followed(session, "selection", "frozen")
    session.freeze(Cell("pool1", (0, 3, 3)))
    session.hover(Cell("conv2", (0, 0, 0)))
    selection, frozen = heard.all[-1]  # type: ignore[misc]
    assert selection.cell.stage == "pool1"
    assert frozen
    session.release()
    assert heard.all[-1] == (None, False)


def test_another_architecture_lets_go_of_the_selection(session: Session) -> None:
    draw(session)
    session.freeze(Cell("conv2", (0, 3, 3)))
    heard = Followed(session, "selection", "frozen")
    session.set_network(Network.untrained(preset("tiny")))
    assert heard.all[0] == (None, False)
    assert session.spec.name == "tiny"


def test_a_preset_is_loaded_in_a_thread_and_announced(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.network_changed, timeout=60_000) as said:
        session.use_preset("tiny")
    assert said.args[0].parameters == 530


def test_only_the_newest_of_several_wishes_counts(session: Session, qtbot: QtBot) -> None:
    heard = Heard(session.network_changed)
    session.use_preset("harley")
    session.use_preset("article")
    session.use_preset("tiny")
    qtbot.waitUntil(lambda: bool(heard.all), timeout=60_000)
    assert [facts.spec.name for facts in heard.all] == ["tiny"]  # type: ignore[attr-defined]


def test_a_wrong_file_is_refused_in_one_sentence_and_the_network_stays(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "net.safetensors"
    path.write_bytes(b"nothing of the kind")
    before = session.spec
    with qtbot.waitSignal(session.failed, timeout=60_000) as said:
        session.open_checkpoint(path)
    assert "net.safetensors" in said.args[0]
    assert session.spec is before
    draw(session)
    assert session.trace is not None


def test_a_saved_network_opens_again_and_computes_the_same(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    draw(session)
    assert session.trace is not None
    before = session.trace.logits
    path = tmp_path / "mine.safetensors"
    session.save_checkpoint(path)
    with qtbot.waitSignal(session.network_changed, timeout=60_000):
        session.open_checkpoint(path)
    np.testing.assert_array_equal(session.trace.logits, before)


def test_closing_while_a_network_loads_waits_for_it_and_says_nothing(qapp: object) -> None:
    session = Session(preset("lenet"))
    heard = Heard(session.network_changed)
    session.use_preset("lenet")
    session.close()
    assert heard.all == []


def test_a_frozen_cell_is_explained_and_the_explanation_follows_the_drawing(
    session: Session,
) -> None:
    draw(session)
    heard = Followed(session, "explanation")
    session.hover(Cell("conv1", (0, 9, 9)))
    assert heard.all == []  # a cell that the mouse passes needs no explanation
    session.freeze(Cell("conv1", (0, 9, 9)))
    first = heard.all[-1]
    draw(session)
    assert session.trace is not None
    for explanation, trace in ((heard.all[-1], session.trace),):
        value = trace.stage("conv1").values[0, 9, 9]
        assert explanation.total == pytest.approx(value, abs=1e-5)  # type: ignore[attr-defined]
    assert heard.all[-1] is not first
    session.release()
    assert heard.all[-1] is None


def test_a_logit_is_explained_as_its_lead_over_a_rival(session: Session) -> None:
    draw(session)
    heard = Followed(session, "explanation")
    session.freeze(Cell("logits", (4,)))
    session.set_rival(9)
    assert session.trace is not None
    lead = session.trace.logits[4] - session.trace.logits[9]
    assert heard.all[-1].total == pytest.approx(lead, abs=1e-5)  # type: ignore[attr-defined]
    session.freeze(Cell("logits", (5,)))
    assert heard.all[-1].against is None  # type: ignore[attr-defined]


def test_the_temperature_changes_the_explained_probabilities_only(session: Session) -> None:
    draw(session)
    session.freeze(Cell("probabilities", (3,)))
    heard = Followed(session, "explanation")
    session.set_temperature(4.0)
    explanation = heard.all[-1]
    assert session.trace is not None
    scaled = session.trace.logits.astype(float) / 4
    expected = np.exp(scaled) / np.exp(scaled).sum()
    np.testing.assert_allclose(explanation.probabilities, expected, rtol=1e-6)  # type: ignore[attr-defined]
    assert explanation.value == session.trace.probabilities[3]  # type: ignore[attr-defined]


def test_ink_comes_out_under_the_pen_on_a_turned_and_shifted_drawing(session: Session) -> None:
    session.set_turn(30.0)
    session.set_shift(20.0, -10.0)
    draw(session)
    drawing = session.drawing
    np.testing.assert_allclose(drawing.to_pad(drawing.strokes[0].points), LINE, atol=1e-3)


def test_a_network_for_other_things_than_digits_sees_pictures_as_they_are(
    session: Session,
) -> None:
    boots = replace(preset("lenet"), classes=tuple(f"kind {n}" for n in range(10)))
    session.set_network(Network.untrained(boots))
    assert not any((session.options.crop, session.options.scale, session.options.centre))
    session.set_network(Network.untrained(preset("lenet")))
    assert session.options == Options()


def test_a_unit_or_an_output_brings_its_contributions_when_pointed_at(session: Session) -> None:
    draw(session)
    heard = Followed(session, "contributions")
    session.hover(Cell("dense1", (5,)))
    assert heard.all[-1].cell == Cell("dense1", (5,))  # type: ignore[attr-defined]
    session.hover(Cell("probabilities", (4,)))
    assert heard.all[-1].cell == Cell("logits", (4,))  # type: ignore[attr-defined]
    session.hover(Cell("conv1", (0, 3, 3)))
    assert heard.all[-1] is None
    session.freeze(Cell("logits", (2,)))
    session.set_rival(7)
    assert heard.all[-1].against == Cell("logits", (7,))  # type: ignore[attr-defined]
    session.release()
    assert heard.all[-1] is None
