"""Pad and preparation of the Draw page, with a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Picture
from explorer.live.session import Session
from explorer.network.cells import Cell, Region, Selection
from explorer.views.draw.page import DrawPage
from explorer.views.scene.selection_places import pad_box

PATCH = Region("input", (0, 12, 12), (1, 17, 17))


class Side:
    """Both panels, connected."""

    def __init__(self, session: Session) -> None:
        self.session, self.page = session, DrawPage(session)
        self.panel, self.preparation = self.page.pad_panel, self.page.preparation


@pytest.fixture
def side(qtbot: QtBot) -> Iterator[Side]:
    session = Session(seed=1)
    side = Side(session)
    qtbot.addWidget(side.page)
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


def test_each_control_of_the_pad_reaches_the_session(
    qtbot: QtBot, side: Side, heard: Callable[..., list[Any]]
) -> None:
    session, panel, asked = side.session, side.panel, heard(side.page.action_requested)
    draw(side)
    panel.undo_button.click()
    assert session.drawing.empty
    panel.redo_button.click()
    assert not session.drawing.empty
    panel.clear_button.click()
    assert session.drawing.empty
    panel.open_button.click()
    panel.save_button.click()
    assert asked == ["open_image", "save_png"]
    session.place_picture(Picture(np.zeros((4, 4), np.uint8), inverted=True))
    panel.polarity.click()
    picture = session.drawing.picture
    assert picture is not None
    assert not picture.inverted
    for slider in (panel.pen_width, panel.softness, panel.turn, panel.thicken, panel.right):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert (session.pen.width, session.pen.softness) == (23.0, pytest.approx(0.05))
    drawing = session.drawing
    assert (drawing.turn, drawing.thicken) == (1.0, pytest.approx(1.05))
    assert drawing.shift == (1.0, 0.0)
