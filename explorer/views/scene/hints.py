"""Hints at the pointer: what the mouse can do here, each once, when it is of use."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtWidgets import QToolTip

from explorer.live.settings import Settings
from explorer.views.parts.help import strong
from explorer.views.scene.gestures import GESTURES
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import SMALL

GIVEN = "hints_given"  # in the settings: names, with a blank between
_QUIET_MS = 15_000  # from one to the next: the first is read and tried


_OF_USE: dict[str, Callable[[SceneView], bool]] = {
    "zoom": lambda scene: scene.canvas.fitted,
    "move": lambda scene: not scene.canvas.fitted,
    "numbers": lambda scene: scene.canvas.hovered is not None and scene.canvases.form == "flat",
    "forward": lambda scene: scene.canvas.hovered is not None,
}


class Hints(QObject):
    """Gives hints where the mouse rests on a scene; the settings keep which were given."""

    def __init__(self, scene: SceneView, settings: Settings) -> None:
        super().__init__(scene)
        self._scene, self._settings = scene, settings
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        scene.rested.connect(self._give)

    @Slot(QPoint)
    def _give(self, pointer: QPoint) -> None:
        canvas, given = self._scene.canvas, self._settings.get(GIVEN, "").split()
        useful = (name for name, fits in _OF_USE.items() if name not in given and fits(self._scene))
        name, place = next(useful, ""), self._below_the_cell(pointer)
        last = canvas.screen().availableGeometry().bottom() - 8 * canvas.theme.size(SMALL)
        if not name or self._quiet.isActive() or place.y() > last:  # four lines and their distance
            return
        self._settings.set(GIVEN, " ".join([*given, name]))
        text = next(strong(gesture.text) for gesture in GESTURES if gesture.hint == name)
        QToolTip.showText(place, text, canvas)
        self._quiet.start()

    def _below_the_cell(self, pointer: QPoint) -> QPoint:
        """Return where no tip covers the cell that is pointed at: Qt shows it below a place."""
        canvas = self._scene.canvas
        if canvas.hovered is None:
            return pointer
        foot = canvas.cell_rect(canvas.hovered).toAlignedRect().bottomLeft()
        return QPoint(pointer.x(), max(pointer.y(), canvas.viewport().mapToGlobal(foot).y()))
