"""What is drawn on the pad: strokes and pictures, the pen, and the steps to take back.

It computes nothing from the drawing; it only reports that there is another one, and whoever shows
it asks for it when the next frame is due.
"""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from explorer.digits.drawing import Drawing, Picture, Stroke
from explorer.digits.drawing_json import drawing_from_json, drawing_to_json
from explorer.errors import UserError
from explorer.live.facts import Pen
from explorer.live.history import History
from explorer.text import _

_log = logging.getLogger(__name__)
_KEPT = 30  # steps back that outlive the program


class DrawingBoard(QObject):
    """Keeps the drawing, its history and the stroke under way; `seed` chooses the samples.

    `changed` follows every change at once, each move of the pen included.
    """

    changed = Signal()
    pen_changed = Signal(object)  # Pen
    history_changed = Signal(bool, bool)  # can undo, can redo
    message_reported = Signal(str)

    def __init__(self, seed: int | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seed = seed
        self._random: np.random.Generator | None = None  # costs 10 ms to import, so when needed
        self._history = History(Drawing())
        self._stroke: list[tuple[float, float, float | None]] = []
        self._pen = Pen()
        self._erases_once = False  # until the end of the stroke

    @property
    def drawing(self) -> Drawing:
        """What is on the pad now, the stroke under way included."""
        if not self._stroke:
            return self._history.now
        return replace(self._history.now, strokes=(*self._history.now.strokes, self._live_stroke()))

    @property
    def pen(self) -> Pen:
        """What the next stroke is drawn with."""
        return self._pen

    @property
    def remembered(self) -> str:
        """The drawing and the last steps back, for `recall`; empty if nothing was ever drawn."""
        history = self._history
        if not history.past and history.now.empty:
            return ""
        from explorer.packing import pack  # with json, which the first paint must not wait for

        kept = (*history.past[-_KEPT:], self.drawing)
        return pack([drawing_to_json(drawing) for drawing in kept])

    def recall(self, text: str) -> None:
        """Bring back what `remembered` had, unless something was drawn meanwhile."""
        if not text or self._history.past or not self.drawing.empty:
            return
        from explorer.packing import unpack

        try:
            *past, now = map(drawing_from_json, unpack(text))
        except (UserError, TypeError, ValueError):
            _log.warning("the drawing of the last time cannot be read")
            return
        self._set_history(History(now, tuple(past)))

    @Slot(float, float, object, bool)
    def begin_stroke(
        self, x: float, y: float, pressure: float | None = None, erasing: bool = False
    ) -> None:
        """Put the pen down at a point of the pad (pad pixels, y down; pressure 0 to 1).

        With `erasing`, as by the pen's other end, this stroke erases; the pen is back after it.
        """
        self.end_stroke()
        if erasing and not self._pen.eraser:
            self._erases_once = True
            self.set_eraser(True)
        self.extend_stroke(x, y, pressure)

    @Slot(float, float, object)
    def extend_stroke(self, x: float, y: float, pressure: float | None = None) -> None:
        """Move the pen; ink comes out under it, however the drawing is turned and shifted."""
        drawing = self._history.now
        if drawing.moved:
            x, y = drawing.from_pad(np.array([[x, y]], np.float32))[0].tolist()
        self._stroke.append((x, y, pressure))
        self.changed.emit()

    @Slot()
    def end_stroke(self) -> None:
        """Lift the pen: the stroke becomes one step of the undo history."""
        if self._stroke:
            drawing = self.drawing
            self._stroke = []
            self._change(drawing)
        if self._erases_once:
            self._erases_once = False
            self.set_eraser(False)

    @Slot()
    def undo(self) -> None:
        """Take the last stroke or change back."""
        self._stroke = []
        self._set_history(self._history.undo())

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back."""
        self.end_stroke()
        self._set_history(self._history.redo())

    @Slot()
    def clear(self) -> None:
        """Empty the pad; one undo brings everything back."""
        self.end_stroke()
        drawing = self._history.now
        if not drawing.empty or drawing.moved or drawing.thicken != 1:
            self._change(Drawing())

    @Slot(float, float)
    def set_shift(self, dx: float, dy: float) -> None:
        """Move the whole drawing by pad pixels."""
        self._change(replace(self._history.now, shift=(dx, dy)), "shift")

    @Slot(float)
    def set_turn(self, degrees: float) -> None:
        """Turn the whole drawing clockwise."""
        self._change(replace(self._history.now, turn=degrees), "turn")

    @Slot(float)
    def set_thicken(self, factor: float) -> None:
        """Multiply the width of every stroke."""
        self._change(replace(self._history.now, thicken=factor), "thicken")

    @Slot(object)
    def place_picture(self, picture: Picture) -> None:
        """Put a picture on the pad instead of what is there."""
        self.end_stroke()
        self._change(Drawing(picture=picture))
        self.message_reported.emit(_picture_sentence(picture))

    def place_drawing(self, drawing: Drawing) -> None:
        """Put a drawing on the pad instead of what is there."""
        self._stroke = []
        self._change(drawing)

    @Slot(int)
    def place_sample(self, digit: int) -> None:
        """Put a random bundled image of a class on the pad."""
        from explorer.digits.datasets import random_sample

        if self._random is None:
            self._random = np.random.default_rng(self._seed)
        self.place_drawing(Drawing(picture=random_sample(digit, self._random)))

    @Slot()
    def flip_polarity(self) -> None:
        """Exchange ink and paper of the picture on the pad."""
        picture = self._history.now.picture
        if picture is not None:
            flipped = replace(picture, ink=255 - picture.ink, inverted=not picture.inverted)
            self._change(replace(self._history.now, picture=flipped))

    @Slot(float)
    def set_pen_width(self, width: float) -> None:
        """Set the width of the next strokes in pad pixels."""
        self._set_pen(replace(self._pen, width=width))

    @Slot(float)
    def set_softness(self, softness: float) -> None:
        """Set how soft the edge of the next strokes is, 0 to 1."""
        self._set_pen(replace(self._pen, softness=softness))

    @Slot(bool)
    def set_eraser(self, on: bool) -> None:
        """Choose between pen and eraser."""
        self._set_pen(replace(self._pen, eraser=on))

    def _change(self, drawing: Drawing, kind: str = "") -> None:
        self._set_history(self._history.step(drawing, kind))

    def _set_history(self, history: History[Drawing]) -> None:
        self._history = history
        self.history_changed.emit(bool(history.past), bool(history.future))
        self.changed.emit()

    def _set_pen(self, pen: Pen) -> None:
        if pen != self._pen:
            self._pen = pen
            self.pen_changed.emit(pen)

    def _live_stroke(self) -> Stroke:
        table = np.array([(x, y) for x, y, _pressure in self._stroke], np.float32)
        pressures = [pressure for _x, _y, pressure in self._stroke]
        known = None
        if all(p is not None for p in pressures):
            known = np.array(pressures, np.float32)
        return Stroke(table, self._pen.width, self._pen.softness, self._pen.eraser, known)


def _picture_sentence(picture: Picture) -> str:
    sentence = _("{name}: ink read as light on dark. Switch it above the pad if that is wrong.")
    if picture.inverted:
        sentence = _("{name}: ink read as dark on light. Switch it above the pad if that is wrong.")
    return sentence.format(name=picture.name)
