"""Gestures on the pad become intents in pad pixels; drawings become pixels on the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QEventPoint,
    QImage,
    QInputDevice,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Drawing
from explorer.live.facts import Pen
from explorer.views.pad.pad import Pad
from explorer.views.style.theme import Theme, theme
from tests.views.records import SEVEN, seven, stroke

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def pad(shown: Callable[..., Pad]) -> Pad:
    return shown(Pad(), 140, 140)  # half as large as the pad's own pixels


def test_a_mouse_stroke_is_said_in_pad_pixels(
    qtbot: QtBot, pad: Pad, heard: Callable[..., list[Any]]
) -> None:
    begun, extended, ended = (
        heard(s) for s in (pad.stroke_begun, pad.stroke_extended, pad.stroke_ended)
    )
    qtbot.mousePress(pad, LEFT, pos=QPoint(20, 30))
    qtbot.mouseMove(pad, QPoint(70, 35))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(70, 35))
    assert begun == [(40.0, 60.0, None, False)]
    assert extended[-1] == (140.0, 70.0, None)
    assert len(ended) == 1


def test_moving_without_a_button_draws_nothing(
    qtbot: QtBot, pad: Pad, heard: Callable[..., list[Any]]
) -> None:
    extended = heard(pad.stroke_extended)
    qtbot.mouseMove(pad, QPoint(70, 35))
    assert extended == []


def test_the_right_button_draws_and_erases_nothing(
    qtbot: QtBot, pad: Pad, heard: Callable[..., list[Any]]
) -> None:
    begun, ended = heard(pad.stroke_begun), heard(pad.stroke_ended)
    qtbot.mouseClick(pad, RIGHT, pos=QPoint(10, 10))
    assert begun == ended == []


def test_a_second_button_during_a_stroke_is_ignored(
    qtbot: QtBot, pad: Pad, heard: Callable[..., list[Any]]
) -> None:
    begun, ended = heard(pad.stroke_begun), heard(pad.stroke_ended)
    qtbot.mousePress(pad, LEFT, pos=QPoint(10, 10))
    qtbot.mouseClick(pad, RIGHT, pos=QPoint(12, 12))
    assert len(begun) == 1
    assert ended == []
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(12, 12))
    assert len(ended) == 1


def test_a_hand_that_leaves_the_pad_stays_within_reason(
    qtbot: QtBot, pad: Pad, heard: Callable[..., list[Any]]
) -> None:
    extended = heard(pad.stroke_extended)
    qtbot.mousePress(pad, LEFT, pos=QPoint(70, 70))
    qtbot.mouseMove(pad, QPoint(-5000, 9000))
    qtbot.mouseRelease(pad, LEFT)
    assert extended[0] == (-280.0, 560.0, None)


def _tablet(kind: QEvent.Type, place: QPointF, pressure: float, eraser: bool) -> QTabletEvent:
    pointer = QPointingDevice.PointerType
    device = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        pointer.Eraser if eraser else pointer.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        1,
    )
    down = LEFT if kind != QEvent.Type.TabletRelease else Qt.MouseButton.NoButton
    modifiers = Qt.KeyboardModifier.NoModifier
    event = QTabletEvent(kind, device, place, place, pressure, 0, 0, 0, 0, 0, modifiers, LEFT, down)
    event.kept = device  # type: ignore[attr-defined]  # the event does not keep its device alive
    return event


@pytest.mark.parametrize("eraser", [False, True])
def test_a_tablet_brings_pressure_and_its_other_end_erases(
    pad: Pad, heard: Callable[..., list[Any]], eraser: bool
) -> None:
    begun, extended, ended = (
        heard(s) for s in (pad.stroke_begun, pad.stroke_extended, pad.stroke_ended)
    )
    for kind, pressure in (
        (QEvent.Type.TabletPress, 0.25),
        (QEvent.Type.TabletMove, 0.75),
        (QEvent.Type.TabletRelease, 0.0),
    ):
        QApplication.sendEvent(pad, _tablet(kind, QPointF(35, 70), pressure, eraser))
    assert begun == [(70.0, 140.0, 0.25, eraser)]
    assert extended == [(70.0, 140.0, 0.75)]
    assert len(ended) == 1


def test_a_finger_draws(pad: Pad, heard: Callable[..., list[Any]]) -> None:
    begun, extended, ended = (
        heard(s) for s in (pad.stroke_begun, pad.stroke_extended, pad.stroke_ended)
    )
    device = QPointingDevice()
    states = QEventPoint.State
    for kind, state in (
        (QEvent.Type.TouchBegin, states.Pressed),
        (QEvent.Type.TouchUpdate, states.Updated),
        (QEvent.Type.TouchEnd, states.Released),
    ):
        point = QEventPoint(0, state, QPointF(14, 28), QPointF(14, 28))
        event = QTouchEvent(kind, device, Qt.KeyboardModifier.NoModifier, [point])
        QApplication.sendEvent(pad, event)
    assert begun[0][2:] == (None, False)
    assert len(extended) == 1
    assert len(ended) == 1


def test_files_and_images_can_be_dropped(
    pad: Pad, heard: Callable[..., list[Any]], tmp_path: Path
) -> None:
    dropped = heard(pad.content_dropped)
    file, image = QMimeData(), QMimeData()
    file.setUrls([QUrl.fromLocalFile(str(tmp_path / "seven.png"))])
    image.setImageData(QImage(4, 4, QImage.Format.Format_Grayscale8))
    for data in (file, image):
        _drop(pad, data)
    assert dropped[0] == tmp_path / "seven.png"
    assert dropped[1].startswith(b"\x89PNG")


def test_text_cannot_be_dropped(pad: Pad, heard: Callable[..., list[Any]]) -> None:
    data = QMimeData()
    data.setText("seven")
    dropped = heard(pad.content_dropped)
    assert not _drop(pad, data)
    assert dropped == []


def _drop(pad: Pad, data: QMimeData) -> bool:
    copy, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, LEFT, keys)
    pad.dragEnterEvent(enter)  # QApplication accepts such events from a window system only
    accepted = enter.isAccepted()
    if accepted:
        pad.dropEvent(QDropEvent(QPointF(9, 9), copy, data, LEFT, keys))
    return accepted


def test_showing_a_drawing_says_nothing(pad: Pad, heard: Callable[..., list[Any]]) -> None:
    said = heard(pad.stroke_begun) + heard(pad.stroke_extended)
    pad.show_drawing(seven())
    pad.show_pen(Pen(width=30.0, eraser=True))
    assert said == []


def test_ink_and_paper_come_from_the_theme(pad: Pad, look: Theme) -> None:
    pad.show_drawing(Drawing((stroke([(140, 140), (150, 140)]),)))
    table = look.colormaps.ink
    assert pad.grab().toImage().pixel(70, 70) == table[254]
    assert pad.grab().toImage().pixel(70, 120) == table[0]
    dark = theme("dark")
    pad.set_theme(dark)
    assert pad.grab().toImage().pixel(70, 70) == dark.colormaps.ink[254]


def test_an_empty_pad_invites_and_a_drawing_takes_its_place(pad: Pad, look: Theme) -> None:
    paper = look.colormaps.ink[0]
    inner = pad.grab().toImage().copy(20, 20, 100, 100)
    assert any(inner.pixel(x, y) != paper for x in range(100) for y in range(100))
    pad.show_drawing(Drawing((stroke([(10, 10), (12, 10)]),)))
    inner = pad.grab().toImage().copy(20, 20, 100, 100)
    assert all(inner.pixel(x, y) == paper for x in range(100) for y in range(100))


def test_the_selected_area_is_outlined(pad: Pad, look: Theme) -> None:
    pad.show_drawing(Drawing((stroke(SEVEN),)))
    before = pad.grab().toImage()
    pad.show_marked((200, 200, 240, 240))
    after = pad.grab().toImage()
    assert after.pixelColor(100, 110) != before.pixelColor(100, 110)
    pad.show_marked(None)
    assert pad.grab().toImage() == before
