"""Brings the strokes that are drawn on a pad to the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.views.pad.pad import Pad


class Strokes(QObject):
    """Draws in the session what is drawn on a pad.

    A stroke begun with the pen's other end or the right button erases; the pen is back after it.
    """

    def __init__(self, pad: Pad, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._erasing_for_one_stroke = False
        pad.stroke_begun.connect(self._on_begun)
        pad.stroke_extended.connect(session.extend_stroke)
        pad.stroke_ended.connect(self._on_ended)

    @Slot(float, float, object, bool)
    def _on_begun(self, x: float, y: float, pressure: float | None, erasing: bool) -> None:
        if erasing and not self._session.pen.eraser:
            self._erasing_for_one_stroke = True
            self._session.set_eraser(True)
        self._session.begin_stroke(x, y, pressure)

    @Slot()
    def _on_ended(self) -> None:
        self._session.end_stroke()
        if self._erasing_for_one_stroke:
            self._erasing_for_one_stroke = False
            self._session.set_eraser(False)
