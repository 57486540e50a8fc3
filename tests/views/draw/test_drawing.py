"""Pad and preparation with a session and no page around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.network.cells import Cell, Region, Selection
from explorer.views.draw.drawing import PadHost
from explorer.views.draw.preparation import PreparationPanel
from explorer.views.pad.panel import PadPanel
from explorer.views.scene.selection_places import pad_box

PATCH = Region("input", (0, 12, 12), (1, 17, 17))


class Side:
    """Both panels, connected."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.panel, self.preparation = PadPanel(), PreparationPanel()
        self.host = PadHost(self.panel, self.preparation, session, self.panel)


@pytest.fixture
def side(qtbot: QtBot) -> Iterator[Side]:
    session = Session(seed=1)
    side = Side(session)
    qtbot.addWidget(side.panel)
    qtbot.addWidget(side.preparation)
    yield side
    session.close()


def draw(side: Side, erasing: bool = False) -> None:
    pad = side.panel.pad
    pad.stroke_begun.emit(60.0, 60.0, None, erasing)
    pad.stroke_extended.emit(200.0, 180.0, None)
    pad.stroke_ended.emit()
    side.session.flush()


def test_ink_from_the_pad_is_shown_as_pixels(side: Side) -> None:
    draw(side)
    assert len(side.session.drawing.strokes) == 1
    assert side.session.preparation is not None
    assert side.preparation.pixels.facts[1].startswith("ink")


def test_a_stroke_of_the_pens_other_end_erases_and_a_chosen_eraser_stays(side: Side) -> None:
    pens = []
    for chosen in (False, True):
        side.session.set_eraser(chosen)
        draw(side, erasing=True)
        pens.append(side.session.pen.eraser)
    assert pens == [False, True]
    assert [stroke.eraser for stroke in side.session.drawing.strokes] == [True, True]


def test_what_is_selected_is_marked_where_the_drawing_is_now(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked: list[object] = []
    monkeypatch.setattr(side.panel.pad, "show_marked", marked.append)
    draw(side)
    selection = Selection(Cell("conv1", (0, 12, 12)), 0.5, "conv1", (PATCH,))
    side.session.frame_changed.emit(replace(side.session.frame, selection=selection))
    first = pad_box(selection, side.session.preparation)
    assert marked[-1] == first
    side.panel.shift_requested.emit(40.0, 0.0)
    side.session.flush()
    side.session.frame_changed.emit(replace(side.session.frame, selection=selection))
    assert marked[-1] == pad_box(selection, side.session.preparation) != first
    side.session.frame_changed.emit(replace(side.session.frame, selection=None))
    assert marked[-1] is None


def test_a_step_that_is_switched_off_reaches_the_session(side: Side) -> None:
    side.preparation.steps["crop"].click()
    assert not side.session.options.crop
