"""The stacked picture as a widget: rotate, zoom, pan, fan out, and point as in the flat one.

It shares the state of the flat canvas, so the same numbers in the same colours appear in both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from PySide6.QtCore import (
    QEasingCurve,
    QObject,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from explorer.network.cells import Cell
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.scene.canvas import Canvas
from explorer.views.scene.describe import describe
from explorer.views.scene.edges import Edge, nearest
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.options import SceneOptions
from explorer.views.scene.paint.items import SceneItem
from explorer.views.scene.pointing import NEAR, STEP
from explorer.views.scene.stacked.camera import View
from explorer.views.scene.stacked.highlight import edge_ends
from explorer.views.scene.stacked.items import StackedPicture
from explorer.views.scene.stacked.marks import bounds, cell_at, cell_mark, kernel_at
from explorer.views.scene.stacked.planes import Arrangement, arrange, best_depth, blend, fitted
from explorer.views.scene.stacked.space_state import SpaceState
from explorer.views.scene.state import Rect
from explorer.views.style.theme import Theme

_DEGREES = 0.4  # per pixel dragged
_KEY_DEGREES = 4.0
_MARGIN, _FOOT = 22.0, 84.0  # around the planes; below them, for the labels
_SETTLE_MS, _FAN_MS = 120, 260  # after a turn; from a stack to a fan
_TURNS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class Fans(QObject):
    """Which stages stand fanned out, and the short motion from one arrangement to the next.

    Emits `moved(Arrangement, bool)` on the way; the second is whether it goes on.
    """

    moved = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: frozenset[str] = frozenset()
        self.reduced_motion = False  # arrive at once
        self._ends: tuple[Arrangement, Arrangement] | None = None
        self._motion = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=_FAN_MS)
        self._motion.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._motion.valueChanged.connect(self._on_motion)

    @property
    def moving(self) -> bool:
        """Whether planes are on their way."""
        return self._motion.state() == QVariantAnimation.State.Running

    def turn_over(self, name: str) -> None:
        """Count a stage as fanned out, or as stacked again."""
        self.names = self.names ^ {name}

    def forget(self) -> None:
        """Count all stages as stacked."""
        self.names = frozenset()

    def go(self, start: Arrangement, goal: Arrangement) -> None:
        """Move the planes from where they are to where they belong."""
        self._motion.stop()
        self._ends = start, goal
        if self.reduced_motion:
            self._on_motion(1.0)
        else:
            self._motion.start()

    def stop(self) -> None:
        """Leave the planes where they are."""
        self._motion.stop()

    @Slot(object)
    def _on_motion(self, share: float) -> None:
        if self._ends is not None:
            start, goal = self._ends
            done = share >= 1.0
            self.moved.emit(goal if done else blend(start, goal, share), not done)


class StackedCanvas(Canvas):
    """Shows what `flat` shows, as stacks of planes in space; `space` has where."""

    def __init__(self, flat: Canvas, parent: QWidget | None = None) -> None:
        self._flat = flat
        self.fans = Fans()
        self.space = SpaceState(flat.state, arrange(flat.state.layout, 1.5))
        self._arranged_for: tuple[object, ...] = ()
        super().__init__(flat.state.layout.spec, flat.state.theme, parent, flat.content)
        self._settling = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settling.timeout.connect(self.settle)
        self.fans.moved.connect(self._on_fans_moved)

    def _make_items(self) -> list[SceneItem]:
        return [StackedPicture(self.space)]

    # What is shown, as far as it is not the content's

    def show_spec(self, spec: Spec) -> None:
        self._flat.show_spec(spec)
        self.fans.forget()
        self.follow()

    def show_options(self, options: SceneOptions) -> None:
        """Show the same numbers by other choices; with reduced motion, planes fan out at once."""
        self.fans.reduced_motion = options.reduced_motion
        super().show_options(options)

    def set_theme(self, theme: Theme) -> None:
        """Take all colours and text sizes from a theme, as the flat canvas does first."""
        self._theme = theme
        self._flat.set_theme(theme)
        self.follow()

    def follow(self) -> None:
        """Show what the content is now, in the layout of the flat canvas."""
        self._lay_out()
        super().follow()

    # Where one looks from

    @property
    def view(self) -> View:
        """Where one looks from."""
        return self.space.view

    def fit(self) -> None:
        """Show the whole network from where one looked first, as large as the window allows."""
        self._fitted = True
        self._lay_out()
        self._look_from(self._fit(self.space.arrangement, View()))

    def reset(self) -> None:
        """Look from where one looked first, with all stages stacked."""
        self.fans.forget()
        self._arranged_for = ()
        self.fit()

    def look(self) -> dict[str, Any]:
        """Return from where one looks and which stages are fanned out, as JSON."""
        return {**asdict(self.view), "fitted": self._fitted, "fans": sorted(self.fans.names)}

    def show_look(self, look: Mapping[str, Any]) -> None:
        """Look as `look` returned it."""
        self.reset()
        places = {name: float(look[name]) for name in asdict(self.view) if name in look}
        for name in look.get("fans", ()):
            self.fans.turn_over(str(name))
        self._fitted = bool(look.get("fitted", True))
        self.space.show(self._arrangement(), replace(self.view, **places))
        self._look_at(self._arrangement())

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        point = at if at is not None else QRectF(self.viewport().rect()).center()
        self._fitted = False
        self._look_from(self.view.zoomed(factor, point.x(), point.y()))

    def turn(self, yaw: float, pitch: float) -> None:
        """Look from further right or above by so many degrees."""
        if self._fitted:
            turned = self._fit(self.space.arrangement, self.view.turned(yaw, pitch))
        else:
            middle = QRectF(self.viewport().rect()).center()
            pivot = (*self.view.to_plane(middle.x(), middle.y(), 0.0), 0.0)
            turned = self.view.turned_about(yaw, pitch, pivot)
        self.space.turning = True
        self._settling.start()
        self._look_from(turned)

    @Slot()
    def settle(self) -> None:
        """Paint as finely as at rest after a turn, as happens by itself in a moment."""
        self._settling.stop()
        self.space.turning = False
        self.viewport().update()

    def fan(self, name: str) -> None:
        """Stand the planes of a stage side by side, or stack them again."""
        before = self.space.arrangement
        if before.stacks[self.state.layout.spec.index(name)].foldable:
            self.fans.turn_over(name)
            self.fans.go(before, self._arrangement())

    # Where cells appear

    def _name_tip(self, point: QPointF) -> str:
        index, spec = self.space.label_at(point.x(), point.y()), self.state.layout.spec
        if index is None:
            return ""
        stack, words = self.space.arrangement.stacks[index], describe(spec, spec.stages[index])
        if not stack.foldable:
            return words
        fan, fold = _("A click fans its maps out."), _("A click stacks its maps again.")
        return f"{words} {fold if stack.fanned else fan}"

    def cell_rect(self, cell: Cell) -> QRectF:
        return bounds(self.view, cell_mark(self.state.layout.spec, self.space.arrangement, cell))

    # What the user does

    def _drag_from(self, event: QMouseEvent) -> Callable[[float, float], None] | None:
        """Return what a drag does: it turns, also with Shift it moves the picture."""
        left = event.button() == Qt.MouseButton.LeftButton
        shifted = left and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return self._pan if shifted or self._drags(event) else self._rotate if left else None

    def _rotate(self, right: float, down: float) -> None:
        self.turn(-_DEGREES * right, _DEGREES * down)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.space.moving = self._pressed is not None and self._moved

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._rest()
        super().mouseReleaseEvent(event)

    def _click(self, point: QPointF) -> None:
        """Fan a stage out whose label is clicked; else act as the flat picture does."""
        label = self.space.label_at(point.x(), point.y())
        if label is None or self._cell(point) is not None or self._kernel(point) is not None:
            super()._click(point)
        else:
            self.fan(self.state.layout.spec.stages[label].name)

    def _double_click(self, event: QMouseEvent) -> None:
        """Look from where one looked first when the background is double-clicked."""
        point = event.position()
        if self._cell(point) is None and self.space.label_at(point.x(), point.y()) is None:
            self.reset()
        else:
            self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn with Alt and the arrow keys, zoom with + and -, fan out with X; else as flat."""
        key, modifiers = event.key(), event.modifiers()
        if modifiers & Qt.KeyboardModifier.AltModifier and key in _TURNS:
            right, up = _TURNS[Qt.Key(key)]
            self.turn(_KEY_DEGREES * right, _KEY_DEGREES * up)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif key == Qt.Key.Key_X and (current := self._current()) is not None:
            self.fan(current.stage)
        elif key == Qt.Key.Key_Home:
            self.reset()
        else:
            super().keyPressEvent(event)

    # How it works

    def _refit(self) -> None:
        if self._fitted:
            self._lay_out()
            self._look_at(self.space.arrangement)

    def _point(self, event: QMouseEvent) -> None:
        super()._point(event)
        x, y = event.position().x(), event.position().y()
        if self._hovered is None and self.space.label_at(x, y) is not None:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self._show_hand()

    def _cell(self, point: QPointF) -> Cell | None:
        spec = self.state.layout.spec
        return cell_at(spec, self.space.arrangement, self.view, point.x(), point.y())

    def _named(self, point: QPointF) -> str:
        label = self.space.label_at(point.x(), point.y())
        return "" if label is None else self.state.layout.spec.stages[label].name

    def _kernel(self, point: QPointF) -> tuple[str, int] | None:
        spec = self.state.layout.spec
        if not self.state.kernels:
            return None
        return kernel_at(spec, self.space.arrangement, self.view, point.x(), point.y())

    def _edge(self, point: QPointF) -> Edge | None:
        """Return the edge under a place of the window, as the flat picture has it."""
        selection, edges = self.state.selection, self.state.edges
        if selection is None or not edges:
            return None
        ends = edge_ends(self.space, selection.cell)
        return nearest(edges, point.x(), point.y(), NEAR, ends)

    def _arrangement(self) -> Arrangement:
        wide, high = self._room()
        layout = self.state.layout
        return arrange(layout, best_depth(layout, wide, high), self.fans.names)

    def _room(self) -> tuple[float, float]:
        wide, high = self.viewport().width(), self.viewport().height()
        return max(60.0, wide - 2 * _MARGIN), max(60.0, high - _MARGIN - _FOOT)

    def _fit(self, arrangement: Arrangement, view: View) -> View:
        return fitted(arrangement, view, *self._room()).moved(_MARGIN, _MARGIN)

    def _lay_out(self) -> None:
        self.layers.set_area(QRectF(self.viewport().rect()))
        self.space.window = Box(0, 0, self.viewport().width(), self.viewport().height())
        key = (self.state.layout, self._room())
        if key != self._arranged_for:
            self._arranged_for = key
            self.fans.stop()
            self._look_at(self._arrangement())

    def _rest(self) -> None:
        """Write the numbers again that were left out while the picture moved."""
        if self.space.moving:
            self.space.moving = False
            self.viewport().update()

    def _look_at(self, arrangement: Arrangement) -> None:
        view = self._fit(arrangement, self.view) if self._fitted else self.view
        self._look_from(view, arrangement)

    def _look_from(self, view: View, arrangement: Arrangement | None = None) -> None:
        self.space.show(arrangement or self.space.arrangement, view)
        self.viewport().update()

    @Slot(object, bool)
    def _on_fans_moved(self, arrangement: Arrangement, moving: bool) -> None:
        self.space.moving = moving
        self._look_at(arrangement)

    def _marked(self) -> list[Rect] | None:
        """Return None: in space marks are all over."""
        return None

    def _reveal(self, cell: Cell) -> None:
        inside = QRectF(self.viewport().rect()).adjusted(24, 24, -24, -24)
        rect = self.cell_rect(cell)
        if not self._fitted and not inside.contains(rect.center()):
            way = inside.center() - rect.center()
            self._look_from(self.view.moved(way.x(), way.y()))

    def _pan(self, right: float, down: float) -> None:
        self._fitted = False
        self._look_from(self.view.moved(right, down))
