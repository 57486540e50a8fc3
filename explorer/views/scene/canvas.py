"""The picture of the network: a graphics view that paints few large items, zooms, pans and points.

The view's own transform stays the identity; the camera in the shared state does all zooming, so
that whole pixels stay whole.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPaintEvent,
    QResizeEvent,
    QStatusTipEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QGestureEvent,
    QGraphicsScene,
    QGraphicsView,
    QPinchGesture,
    QToolTip,
    QWidget,
)

from explorer.network.cells import Cell, Selection
from explorer.network.explanations import DenseExplanation
from explorer.network.records import Trace, Weights
from explorer.network.spec import Spec
from explorer.views.scene import camera as cameras
from explorer.views.scene.content import Content
from explorer.views.scene.derived import Derived
from explorer.views.scene.describe import describe, describe_kernel
from explorer.views.scene.edge_item import Edges
from explorer.views.scene.edges import Edge, nearest, sentence
from explorer.views.scene.geometry import Box
from explorer.views.scene.headers import Type
from explorer.views.scene.held_key import HeldShift
from explorer.views.scene.items import Backdrop, Layers, Maps, Overlay, Ribbons, SceneItem
from explorer.views.scene.layout import arrange
from explorer.views.scene.moves_item import MovedWinners
from explorer.views.scene.number_item import CellNumbers
from explorer.views.scene.parts import Parts
from explorer.views.scene.pixels import PixelStyle
from explorer.views.scene.places import cell_at, cell_box, kernel_at, region_boxes, stage_at
from explorer.views.scene.scales import Scope
from explorer.views.scene.slide_item import Cover
from explorer.views.scene.state import SceneState
from explorer.views.scene.text import scene_type
from explorer.views.scene.trail import Rect, trail_of
from explorer.views.scene.walk import Direction, first_cell, walk
from explorer.views.theme import Theme

_KEYS: dict[int, Direction] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_PageUp: "previous map",
    Qt.Key.Key_PageDown: "next map",
}
_STAGE_KEYS: dict[int, Direction] = {  # with Ctrl
    Qt.Key.Key_Left: "previous stage",
    Qt.Key.Key_Right: "next stage",
    Qt.Key.Key_PageUp: "previous stage",
    Qt.Key.Key_PageDown: "next stage",
}
_STEP = 1.25  # of zooming by key
_CLICK = 4  # pixels that a click may move
_NEAR = 5  # pixels from an edge that still count as on it


class Canvas(pg.GraphicsView):  # type: ignore[misc] # pyqtgraph ships no types
    """Shows a spec and a trace; says which cell the mouse or the keyboard points at."""

    cell_hovered = Signal(object)  # Cell | None
    cell_clicked = Signal(object)  # Cell
    released = Signal()
    kernel_clicked = Signal(str, int)  # stage, kernel
    view_changed = Signal()  # zoomed, dragged or laid out anew

    def __init__(
        self,
        spec: Spec,
        theme: Theme,
        parent: QWidget | None = None,
        content: Content | None = None,
    ) -> None:
        super().__init__(parent, background=None)
        self._type: Type = scene_type(theme)
        if content is None:
            content = Content(SceneState(theme, arrange(spec, 900, 700, self._type)))
        self.content, self.state = content, content.state
        self._arranged: tuple[object, ...] = ()
        self.layers = Layers(self.state, self._make_items())
        self._parts = Parts(self, self.state)
        self._fitted = True
        self._hovered: Cell | None = None
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self._space = False
        self._shift = HeldShift(self)
        self._shift.changed.connect(self._turn_field)
        self._prepare()

    def _make_items(self) -> list[SceneItem]:
        kinds = (Backdrop, Ribbons, Edges, Maps, CellNumbers, MovedWinners, Cover, Overlay)
        return [kind(self.state) for kind in kinds]

    def _prepare(self) -> None:
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.setCentralWidget(None)
        self.addItem(self.layers)

    # What is shown

    @property
    def scope(self) -> Scope:
        """What shares one range of colours."""
        return self.content.scope

    @property
    def winners(self) -> bool:
        """Whether the cells that lost a pooling window are faded."""
        return self.content.winners

    def show_spec(self, spec: Spec) -> None:
        """Show the structure of a network, without numbers until a trace comes."""
        self.content.show_spec(spec)
        self.fit()
        self.content.fill()
        self.follow()

    def show_trace(self, trace: Trace | None) -> None:
        """Show all numbers of a trace at once; None is the calm state of an empty pad."""
        if trace is not None and trace.spec != self.state.layout.spec:
            self.show_spec(trace.spec)
        self.content.show_trace(trace)
        self.follow()

    def show_weights(self, weights: Mapping[str, Weights]) -> None:
        """Show the kernels of a network that nothing was drawn for yet."""
        self.content.show_weights(weights)
        self.follow()

    def show_derived(self, derived: Derived | None) -> None:
        """Show other numbers in place of values, until a trace or weights come; None: values."""
        self.content.show_derived(derived)
        self.follow()

    def show_selection(self, selection: Selection | None, frozen: bool) -> None:
        """Outline a selection; `frozen` also fades what it does not concern."""
        before = self._marked()
        self.content.show_selection(selection, frozen)
        self._describe()
        self._mark(before)

    def show_contributions(self, explanation: DenseExplanation | None) -> None:
        """Draw the edges of the selected unit, of which the selection was shown before."""
        if explanation is not None or self.content.contributions is not None:
            before = self._marked()
            self.content.show_contributions(explanation)
            self._mark(before)

    def show_pointed(self, cell: Cell | None) -> None:
        """Outline a cell that is pointed at elsewhere, in the card say; None takes it away."""
        self.state.pointed = cell
        self.viewport().update()

    def set_scope(self, scope: Scope) -> None:
        """Choose what shares one range of colours."""
        self.content.set_scope(scope)
        self.follow()

    def set_winners(self, shown: bool) -> None:
        """Fade the cells that lost a pooling window, or show all alike."""
        self.content.set_winners(shown)
        self.follow()

    def set_pixels(self, style: PixelStyle) -> None:
        """Choose how the pixels of the input are drawn and counted."""
        self.content.set_pixels(style)
        self.follow()

    def set_forward(self, forward: bool) -> None:
        """Show where a number goes; else where it comes from. Shift held shows the other one."""
        self.state.forward_chosen = forward
        self._turn_field()

    def follow(self) -> None:
        """Show what the content is now."""
        self._describe()
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Take all colours and text sizes from a theme."""
        self._type = scene_type(theme)
        self.state.set_theme(theme)
        self._lay_out()

    def fit(self) -> None:
        """Show the whole network as large as the window allows."""
        self._fitted = True
        self._lay_out()
        layout = self.state.layout
        width, height = self.viewport().width(), self.viewport().height()
        self.state.camera = cameras.fitted(layout.width, layout.height, width, height)
        self.viewport().update()
        self.view_changed.emit()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge around a point of the window, by default its middle."""
        point = at if at is not None else QRectF(self.viewport().rect()).center()
        self._look(self.state.camera.zoomed(factor, point.x(), point.y()))

    def show_map(self, cell: Cell) -> bool:
        """Let the map or vector of a cell fill the view; False if it did already."""
        stage, window = self.state.layout.stage(cell.stage), self.viewport().size()
        box = stage.tiles[cell.index[0]] if len(cell.index) == 3 else stage.box
        wanted = cameras.closest(box, window.width(), window.height())
        near = self.state.camera == wanted
        if not near:
            self._look(wanted)
        return not near

    def tip(self, point: QPointF) -> str:
        """Return a sentence about the header or the kernel at a place of the window, or ''."""
        layout = self.state.layout
        x, y = self.state.camera.to_scene(point.x(), point.y())
        kernel = self._kernel(point)
        if kernel is not None:
            words = describe_kernel(layout.spec.stage(kernel[0]), kernel[1])
            return f"{words} A click shows all kernels large."
        stage = stage_at(layout, x, y)
        if stage is None or not stage.header.box.contains(x, y):
            return ""
        return describe(layout.spec, stage.stage)

    def cell_rect(self, cell: Cell) -> QRectF:
        """Return where a cell appears, in pixels of this widget."""
        return self.state.on_window(cell_box(self.state.layout, cell))

    def selection_rects(self) -> list[QRectF]:
        """Return where the selected cell's own map and receptive field appear."""
        selection, layout = self.state.selection, self.state.layout
        if selection is None:
            return []
        stage, index = layout.stage(selection.cell.stage), selection.cell.index
        own = stage.tiles[index[0]] if len(index) == 3 else cell_box(layout, selection.cell)
        fields = self.state.regions(selection)
        boxes = [box for field in fields for _, box in region_boxes(layout, field)]
        return [self.state.on_window(box) for box in (own, *boxes)]

    def map_rects(self) -> list[QRectF]:
        """Return where the selected cell's map and all maps of its field appear, as a whole."""
        selection, layout = self.state.selection, self.state.layout
        if selection is None or len(selection.cell.index) != 3:
            return self.selection_rects()
        boxes = [layout.stage(selection.cell.stage).tiles[selection.cell.index[0]]]
        for field in selection.fields:
            tiles = layout.stage(field.stage).tiles
            boxes += [tiles[tile] for tile, _ in region_boxes(layout, field)]
        return [self.state.on_window(box) for box in boxes]

    def move_focus(self, direction: Direction) -> None:
        """Walk from the selected cell to a neighbour, as the keyboard does."""
        current = self.state.selection.cell if self.state.selection else self._hovered
        layout = self.state.layout
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

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab walk the stages while a cell is selected; past the last one it goes on."""
        selection, spec = self.state.selection, self.state.layout.spec
        if selection is not None:
            last = spec.stages[-1 if forward else 0].name
            if selection.cell.stage != last:
                self.move_focus("next stage" if forward else "previous stage")
                return True
        moved: bool = super().focusNextPrevChild(forward)
        return moved

    def _lay_out(self) -> None:
        size, ratio = self.viewport().size(), self.viewport().devicePixelRatioF()
        self.layers.set_area(QRectF(self.viewport().rect()))
        plan = (self.content.spec, size.width(), size.height(), self._type, ratio)
        if plan != self._arranged:
            self._arranged = plan
            self.state.set_layout(arrange(*plan))
            self.content.join()
            self.content.fill()
            self.viewport().update()

    def _describe(self) -> None:
        if self.state.selection is not None:
            self.setAccessibleDescription(self.state.selection.sentence)

    def _turn_field(self) -> None:
        """Show the field that the switch and Shift ask for."""
        self.state.forward = self.state.forward_chosen != self._shift.held
        self.content.join()
        self.viewport().update()
        self.view_changed.emit()

    def _marked(self) -> list[Rect] | None:
        """Return the parts of the window that are marked; None if marks are all over."""
        if self.state.frozen or self.state.edge is not None:
            return None
        trail = trail_of(self.state)
        return [] if trail is None else trail.areas

    def _mark(self, before: list[Rect] | None) -> None:
        """Paint the parts again that were marked before or are marked now."""
        now = self._marked()
        if before is None or now is None:
            self.viewport().update()
        else:
            self._parts.ask(before + now)

    def _reveal(self, cell: Cell) -> None:
        """Move a closer look so that a cell is in it."""
        if self._fitted:
            return
        rect, window = self.cell_rect(cell), self.viewport().size()
        shown = Box(rect.x(), rect.y(), rect.width(), rect.height())
        right, down = cameras.into_view(shown, window.width(), window.height())
        if right or down:
            self._pan(right, down)

    def _pan(self, right: float, down: float) -> None:
        self._look(self.state.camera.moved(right, down))

    def _announce(self) -> None:
        """Let a screen reader say the sentence that the status bar shows."""
        if QAccessible.isActive() and self.state.selection is not None:
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self, self.state.selection.sentence)
            )

    def _look(self, camera: cameras.Camera) -> None:
        layout, window = self.state.layout, self.viewport()
        self._fitted = False
        self.state.camera = cameras.kept(
            camera, layout.width, layout.height, window.width(), window.height()
        )
        self.viewport().update()
        self.view_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all, or only the parts where marks came and went."""
        if not self._parts.paint(event.region(), self.layers):
            super().paintEvent(event)

    # What the user does

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew while the whole network is shown; a closer look stays where it is."""
        super().resizeEvent(event)
        if not hasattr(self, "layers"):
            return
        if self._fitted:
            self.fit()
        self.layers.set_area(QRectF(self.viewport().rect()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the mouse, or drag the picture."""
        point = event.position()
        self._shift.tell(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        if self._dragged is not None:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            step = point - self._dragged
            self._dragged = point
            self._look(self.state.camera.moved(step.x(), step.y()))
        elif event.buttons() == Qt.MouseButton.NoButton:
            cell = self._cell(point)
            self._hover(cell)
            self._hover_edge(
                None if cell is not None else self._edge(point), event.globalPosition()
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, or a drag: the middle button, Space, or an empty place."""
        self._pressed = event.position()
        left = event.button() == Qt.MouseButton.LeftButton
        free = left and (self._space or self._cell(event.position()) is None)
        if free or event.button() == Qt.MouseButton.MiddleButton:
            self._dragged = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or freeze the cell that was clicked; an empty place lets go."""
        start, self._pressed, self._dragged = self._pressed, None, None
        self.viewport().unsetCursor()
        if event.button() != Qt.MouseButton.LeftButton or start is None or self._space:
            return
        if (event.position() - start).manhattanLength() > _CLICK:
            return
        cell, kernel = self._cell(event.position()), self._kernel(event.position())
        if kernel is not None:
            self.kernel_clicked.emit(*kernel)
        elif cell is None:
            self.released.emit()
        else:
            self.cell_clicked.emit(cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let the map under the mouse fill the view; a second time, or elsewhere, fit."""
        cell = self._cell(event.position())
        if self._kernel(event.position()) is not None:
            return  # the first click opened its window
        if cell is None or not self.show_map(cell):
            self.fit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Hear Shift while the mouse is here, wherever the keyboard is."""
        super().enterEvent(event)
        self._shift.listen()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing when the mouse leaves."""
        self._shift.stop()
        self._hover(None)
        self._hover_edge(None, QPointF())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        self.zoom(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by pinching, explain headers and kernels, follow a move to another screen."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(1 + event.value(), event.position())
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip(QPointF(event.pos())), self)
            return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange and self._fitted:
            self.fit()
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
            self.zoom(_STEP)
        elif control and key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif key in (Qt.Key.Key_F, Qt.Key.Key_Home) or (control and key == Qt.Key.Key_0):
            self.fit()
        elif key == Qt.Key.Key_Escape:
            self.released.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._hovered is not None:
            self.cell_clicked.emit(self._hovered)
        elif key == Qt.Key.Key_Shift:
            self._shift.tell(True)
        elif key == Qt.Key.Key_Space:
            self._space = True
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Stop dragging with Space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
        elif event.key() == Qt.Key.Key_Shift:
            self._shift.tell(False)
        event.ignore()

    def _cell(self, point: QPointF) -> Cell | None:
        return cell_at(self.state.layout, *self.state.camera.to_scene(point.x(), point.y()))

    def _kernel(self, point: QPointF) -> tuple[str, int] | None:
        return kernel_at(self.state.layout, *self.state.camera.to_scene(point.x(), point.y()))

    def _edge(self, point: QPointF) -> Edge | None:
        camera = self.state.camera
        x, y = camera.to_scene(point.x(), point.y())
        return nearest(self.state.edges, x, y, _NEAR / camera.scale)

    def _hover_edge(self, edge: Edge | None, place: QPointF) -> None:
        """Say what the edge under the mouse adds, in a tip and in the window's status bar."""
        if edge is self.state.edge:
            return
        self.state.edge = edge
        words = ""
        if edge is not None and self.content.contributions is not None:
            words = sentence(edge, self.content.contributions.cell, self.state.edge_quantity)
        QToolTip.showText(place.toPoint(), words, self)
        QApplication.sendEvent(self, QStatusTipEvent(words))
        self.cell_hovered.emit(edge.term.origin if edge is not None else None)
        self.viewport().update()

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.cell_hovered.emit(cell)
