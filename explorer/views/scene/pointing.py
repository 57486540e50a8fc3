"""What the user does with a picture of the network, by mouse, wheel, fingers and keyboard.

It reports which cell is pointed at and moves a closer look: the camera in the shared state does all
zooming, so that whole pixels stay whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QStatusTipEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGestureEvent,
    QPinchGesture,
    QToolTip,
    QWidget,
)

from explorer.network.cells import Cell
from explorer.views.parts.focus import FocusRing
from explorer.views.scene import zoom as zooming
from explorer.views.scene.content import Content
from explorer.views.scene.describe import describe, kernel_tip
from explorer.views.scene.edges import Edge, describe_edge, nearest
from explorer.views.scene.held_key import HeldKey
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.places import cell_at, cell_box, kernel_at, stage_at
from explorer.views.scene.walk import Direction, first_cell, walk
from explorer.views.style.themed import Themed

_KEYS: dict[int, Direction] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_PageUp: "previous-map",
    Qt.Key.Key_PageDown: "next-map",
}
_STAGE_KEYS: dict[int, Direction] = {  # with Ctrl
    Qt.Key.Key_Left: "previous-stage",
    Qt.Key.Key_Right: "next-stage",
    Qt.Key.Key_PageUp: "previous-stage",
    Qt.Key.Key_PageDown: "next-stage",
}
STEP = 1.25  # of zooming by key
CLICK = 4  # pixels that a click may move
NEAR = 5  # pixels from an edge that still count as on it


class PointedView(Themed, FocusRing, pg.GraphicsView):  # type: ignore[misc] # pyqtgraph ships no types
    """Turns gestures into signals and into moves of the camera."""

    cell_hovered = Signal(object)  # Cell | None
    cell_clicked = Signal(object)  # Cell
    released = Signal()
    kernel_clicked = Signal(str, int)  # stage, kernel
    stage_activated = Signal(str)  # its name was clicked, or Enter pressed once more on its cell
    rested = Signal(QPoint)  # the mouse, where there is no tip, on the desktop
    field_turned = Signal()  # where a number comes from, or where it goes

    def __init__(self, content: Content, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)  # type: ignore[call-arg]
        self.content, self.state = content, content.state
        self._hovered: Cell | None = None
        self._pressed: QPointF | None = None  # where a button went down
        self._grip, self._moved = QPointF(), False  # where a drag is; no click any more
        self._drag: Callable[[float, float], None] | None = None
        self._fitted = True  # the whole network is shown
        self._shift, self._space = (
            HeldKey(key, self) for key in (Qt.Key.Key_Shift, Qt.Key.Key_Space)
        )
        self._shift.changed.connect(self._turn_field)
        self._space.changed.connect(self._show_hand)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)

    def move_focus(self, direction: Direction) -> None:
        """Walk from the selected cell to a neighbour, as the keyboard does."""
        current, layout = self._current(), self.state.layout
        if current is None:
            cell = first_cell(layout.spec)
        else:
            cell = walk(layout.spec, current, direction, layout.stage(current.stage).columns)
        self._hovered = cell
        self._reveal(cell)
        if self.state.frozen:
            self.cell_clicked.emit(cell)
        else:
            self.cell_hovered.emit(cell)
        self._announce()

    def _current(self) -> Cell | None:
        return self.state.selection.cell if self.state.selection else self._hovered

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab walk the stages while a cell is selected; past the last one it goes on."""
        selection, spec = self.state.selection, self.state.layout.spec
        if selection is not None:
            last = spec.stages[-1 if forward else 0].name
            if selection.cell.stage != last:
                self.move_focus("next-stage" if forward else "previous-stage")
                return True
        moved: bool = super().focusNextPrevChild(forward)
        return moved

    def _announce(self) -> None:
        """Let a screen reader read the sentence that the status bar shows."""
        if QAccessible.isActive() and self.state.selection is not None:
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self, self.state.selection.sentence)
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, and a drag where one begins."""
        self._pressed = self._grip = event.position()
        self._moved, self._drag = self._drags(event), self._drag_from(event)

    def _drags(self, event: QMouseEvent) -> bool:
        """Whether a press moves the picture from anywhere: the middle button, or Space held."""
        left = event.button() == Qt.MouseButton.LeftButton
        return event.button() == Qt.MouseButton.MiddleButton or (left and self._space.held)

    def _drag_from(self, event: QMouseEvent) -> Callable[[float, float], None] | None:
        """Return what a drag from here does by (right, down) pixels, if anything."""
        left = event.button() == Qt.MouseButton.LeftButton
        empty = left and self._cell(event.position()) is None
        return self._pan if empty or self._drags(event) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Report what is under the mouse, or drag the picture."""
        point = event.position()
        if self._pressed is None:
            if event.buttons() == Qt.MouseButton.NoButton:
                self._point(event)
            return
        self._moved |= (point - self._pressed).manhattanLength() > CLICK
        if self._moved and self._drag is not None:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            step, self._grip = point - self._grip, point
            self._drag(step.x(), step.y())

    def _point(self, event: QMouseEvent) -> None:
        """Report what is under the mouse."""
        point = event.position()
        self._shift.set_held(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        cell = self._cell(point)
        self._point_at(cell.stage if cell is not None else self._named(point))
        self._hover(cell)
        self._hover_edge(None if cell is not None else self._edge(point), event.globalPosition())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or freeze the cell that was clicked; an empty place lets go."""
        clicked = self._pressed is not None and not self._moved
        self._pressed = None
        self._show_hand()
        if clicked and event.button() == Qt.MouseButton.LeftButton:
            self._click(event.position())

    def _click(self, point: QPointF) -> None:
        """Act on a click: open a kernel's layer, keep a cell, or let go."""
        cell, kernel = self._cell(point), self._kernel(point)
        if cell is None and self._name_tip(point):
            self.stage_activated.emit(self._named(point))
        elif kernel is not None:
            self.kernel_clicked.emit(*kernel)
        elif cell is not None:
            self.cell_clicked.emit(cell)
        else:
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Begin another drag soon after the last one, or act on a double click."""
        if event.button() != Qt.MouseButton.LeftButton or self._drags(event):
            self.mousePressEvent(event)
        elif self._kernel(event.position()) is None:  # else the first click opened its window
            self._double_click(event)

    def _double_click(self, event: QMouseEvent) -> None:
        """Let the map under the mouse fill the view; a second time, or elsewhere, fit."""
        cell = self._cell(event.position())
        if cell is None or not self.show_map(cell):
            self.fit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Watch Shift and Space while the mouse is here, wherever the keyboard is."""
        super().enterEvent(event)
        focus = QApplication.focusWidget()
        self._shift.listen(focus)
        # The window hears of Space where the focus has no use for it. A button that was clicked
        # has none: who goes by keyboard sees a ring around it.
        clicked = isinstance(focus, QAbstractButton) and not getattr(focus, "ring", True)
        self._space.listen(self.window(), focus if clicked else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing when the mouse leaves."""
        self._shift.stop()
        self._space.stop()
        self._point_at("")
        self._hover(None)
        self._hover_edge(None, QPointF())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        self.zoom(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by pinching, explain headers and kernels."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(1 + event.value(), event.position())
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self.tip(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self)
            if not words:
                self.rested.emit(event.globalPos())
            return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                centre = self.viewport().mapFromGlobal(pinch.centerPoint())
                self.zoom(pinch.scaleFactor(), centre)
                return True
        handled: bool = super().viewportEvent(event)
        return handled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, zoom, fit, freeze and let go by keyboard."""
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        walks = _STAGE_KEYS if control else _KEYS
        if key in walks:
            self.move_focus(walks[key])
        elif control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif control and key == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif key in (Qt.Key.Key_F, Qt.Key.Key_Home) or (control and key == Qt.Key.Key_0):
            self.fit()
        elif key == Qt.Key.Key_Escape:
            self.released.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._hovered is not None:
            selection = self.state.selection if self.state.frozen else None
            if selection is not None and selection.cell == self._hovered:
                self.stage_activated.emit(self._hovered.stage)
            else:
                self.cell_clicked.emit(self._hovered)
        elif key == Qt.Key.Key_Shift:
            self._shift.set_held(True)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Show the field of the switch again."""
        if event.key() == Qt.Key.Key_Shift:
            self._shift.set_held(False)
        event.ignore()

    def _hover_edge(self, edge: Edge | None, place: QPointF) -> None:
        """Show what the edge under the mouse adds, in a tip and in the window's status bar."""
        if edge is self.state.edge:
            return
        self.state.edge = edge
        words = ""
        if edge is not None and self.content.contributions is not None:
            spec, target = self.state.layout.spec, self.content.contributions.cell
            words = describe_edge(spec, edge, target, self.state.edge_quantity)
        QToolTip.showText(place.toPoint(), words, self)
        QApplication.sendEvent(self, QStatusTipEvent(words))
        self.cell_hovered.emit(edge.term.origin if edge is not None else None)
        self.viewport().update()

    def _point_at(self, stage: str) -> None:
        """Mark the winners of a pooling while the mouse is over its maps or its name."""
        before = self.state.marked
        self.content.point_at(stage)
        if self.state.marked != before:
            self.viewport().update()

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.cell_hovered.emit(cell)

    def fit(self) -> None:
        """Show the whole network as large as the window allows."""
        self._fitted = True
        self._lay_out()
        layout = self.state.layout
        width, height = self.viewport().width(), self.viewport().height()
        self.state.camera = zooming.fitted(layout.width, layout.height, width, height)
        self.viewport().update()

    @property
    def fitted(self) -> bool:
        """Whether the whole network is shown."""
        return self._fitted

    @property
    def hovered(self) -> Cell | None:
        """The cell under the mouse, or the one that the keys walked to."""
        return self._hovered

    def look(self) -> dict[str, Any]:
        """Return the closer look that one has, as JSON; empty where the whole network is shown."""
        return {} if self._fitted else asdict(self.state.camera)

    def show_look(self, look: Mapping[str, Any]) -> None:
        """Look as `look` returned it."""
        self.fit()
        if look:
            self._look(zooming.Camera(**{k: float(v) for k, v in look.items()}))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge around a point of the window, by default its middle."""
        point = at if at is not None else QRectF(self.viewport().rect()).center()
        self._look(self.state.camera.zoomed(factor, point.x(), point.y()))

    def show_map(self, cell: Cell) -> bool:
        """Let the map or vector of a cell fill the view; False if it did already."""
        stage, window = self.state.layout.stage(cell.stage), self.viewport().size()
        box = stage.tiles[cell.index[0]] if len(cell.index) == 3 else stage.box
        wanted = zooming.closest(box, window.width(), window.height())
        near = self.state.camera == wanted
        if not near:
            self._look(wanted)
        return not near

    def tip(self, point: QPointF) -> str:
        """Return a sentence about the header or the kernel at a place of the window, or ''."""
        kernel = self._kernel(point)
        if kernel is not None:
            return kernel_tip(self.state.layout.spec.stage(kernel[0]), kernel[1])
        return self._name_tip(point)

    def _name_tip(self, point: QPointF) -> str:
        layout = self.state.layout
        x, y = self.state.camera.to_scene(point.x(), point.y())
        stage = stage_at(layout, x, y)
        if stage is None or not stage.header.box.contains(x, y):
            return ""
        return describe(layout.spec, stage.stage)

    def cell_rect(self, cell: Cell) -> QRectF:
        """Return where a cell appears, in pixels of this widget."""
        return self.state.on_window(cell_box(self.state.layout, cell))

    def _show_hand(self) -> None:
        """Show by the pointer that a drag would move the picture."""
        if self._space.held:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.viewport().unsetCursor()

    def _turn_field(self) -> None:
        """Show the field that the switch and Shift ask for."""
        self.state.forward = self.state.forward_chosen != self._shift.held
        self.content.join()
        self.viewport().update()
        self.field_turned.emit()

    def _reveal(self, cell: Cell) -> None:
        """Move a closer look so that a cell is in it."""
        if self._fitted:
            return
        rect, window = self.cell_rect(cell), self.viewport().size()
        shown = Box(rect.x(), rect.y(), rect.width(), rect.height())
        right, down = zooming.into_view(shown, window.width(), window.height())
        if right or down:
            self._pan(right, down)

    def _pan(self, right: float, down: float) -> None:
        self._look(self.state.camera.moved(right, down))

    def _look(self, camera: zooming.Camera) -> None:
        layout, window = self.state.layout, self.viewport()
        self._fitted = False
        self.state.camera = zooming.kept(
            camera, layout.width, layout.height, window.width(), window.height()
        )
        self.viewport().update()

    def _cell(self, point: QPointF) -> Cell | None:
        return cell_at(self.state.layout, *self.state.camera.to_scene(point.x(), point.y()))

    def _named(self, point: QPointF) -> str:
        """Return the stage whose name, or a place between its maps, is at a place of the window."""
        x, y = self.state.camera.to_scene(point.x(), point.y())
        stage = stage_at(self.state.layout, x, y)
        return stage.stage.name if stage is not None else ""

    def _kernel(self, point: QPointF) -> tuple[str, int] | None:
        return kernel_at(self.state.layout, *self.state.camera.to_scene(point.x(), point.y()))

    def _edge(self, point: QPointF) -> Edge | None:
        camera = self.state.camera
        x, y = camera.to_scene(point.x(), point.y())
        return nearest(self.state.edges, x, y, NEAR / camera.scale)

    def _lay_out(self) -> None:
        """Lay the network out for the size of the window, where that is another one."""
        raise NotImplementedError
