"""The flat picture of the network: a graphics view that paints few large items."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from explorer.network.cells import Cell, Selection
from explorer.network.explanations import DenseExplanation
from explorer.network.records import Trace, Weights
from explorer.network.spec import Spec
from explorer.views.parts.focus import paint_frame
from explorer.views.scene.content import Content
from explorer.views.scene.derived import Derived
from explorer.views.scene.layout.headers import Type
from explorer.views.scene.layout.layout import arrange
from explorer.views.scene.options import SceneOptions
from explorer.views.scene.paint.cell_numbers import CellNumbers
from explorer.views.scene.paint.edge_item import Edges
from explorer.views.scene.paint.headings import Headings
from explorer.views.scene.paint.highlight import paint_last_ribbons, paint_selection
from explorer.views.scene.paint.items import (
    Backdrop,
    Drawn,
    Layers,
    Maps,
    SceneItem,
    paint_moved_winners,
)
from explorer.views.scene.paint.parts import Parts
from explorer.views.scene.paint.slide_item import paint_cover
from explorer.views.scene.pointing import PointedView
from explorer.views.scene.state import Rect, SceneState, scene_type
from explorer.views.scene.trail import trail_of
from explorer.views.scene.zoom import follow
from explorer.views.style.theme import Theme


class Canvas(PointedView):
    """Shows a spec and a trace; reports which cell the mouse or the keyboard points at."""

    def __init__(
        self,
        spec: Spec,
        theme: Theme,
        parent: QWidget | None = None,
        content: Content | None = None,
    ) -> None:
        style = scene_type(theme)
        if content is None:
            content = Content(SceneState(theme, arrange(spec, 900, 700, style)))
        super().__init__(content, parent)
        self._type: Type = style
        self._arranged: tuple[Any, ...] = ()
        self.layers = Layers(self.state, self._make_items())
        self._parts = Parts(self, self.state)
        self._prepare()

    def _make_items(self) -> list[SceneItem]:
        drawn = {
            1: paint_last_ribbons,
            2.6: paint_moved_winners,
            2.8: paint_cover,
            3: paint_selection,
        }
        state = self.state
        items = [Drawn(state, depth, draw) for depth, draw in drawn.items()]
        names = Headings(state, 4)
        return [Backdrop(state), Edges(state), Maps(state, 2), CellNumbers(state), names, *items]

    def _prepare(self) -> None:
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, 240)
        self.setCentralWidget(None)
        self.addItem(self.layers)

    def show_spec(self, spec: Spec) -> None:
        """Show the structure of a network, without numbers until a trace comes."""
        self.content.show_spec(spec)
        self.fit()
        self.content.fill()
        self.follow()

    def show_numbers(
        self,
        trace: Trace | None,
        weights: Mapping[str, Weights] = MappingProxyType({}),
        derived: Derived | None = None,
    ) -> None:
        """Show all numbers at once, as `Content.show_numbers` has them."""
        self.content.show_numbers(trace, weights, derived)
        self.follow()

    def show_selection(self, selection: Selection | None, frozen: bool) -> None:
        """Outline a selection; `frozen` also fades what it does not concern."""
        before, winners = self._marked(), self.state.marked
        self.content.show_selection(selection, frozen)
        self._describe()
        self._mark(before if self.state.marked == winners else None)

    def show_contributions(self, explanation: DenseExplanation | None) -> None:
        """Draw the edges of the selected unit, of which the selection was shown before."""
        if explanation is not None or self.content.contributions is not None:
            before = self._marked()
            self.content.show_contributions(explanation)
            self._mark(before)

    def show_pointed(self, cell: Cell | None) -> None:
        """Outline a cell that is pointed at elsewhere, as in the card; None takes it away."""
        self.state.pointed = cell
        self.viewport().update()

    def show_options(self, options: SceneOptions) -> None:
        """Show the same numbers by other choices; Shift held turns `forward` around."""
        turned = options.forward != self.state.forward_chosen
        self.content.show_options(options)
        self.state.forward_chosen = options.forward
        if turned:
            self._turn_field()
        self.follow()

    def follow(self) -> None:
        """Show what the content is now."""
        self._describe()
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Take all colours and text sizes from a theme."""
        super().set_theme(theme)
        if theme is not self.state.theme:
            self._type = scene_type(theme)
            self.state.set_theme(theme)
            self._lay_out()

    def _lay_out(self) -> None:
        size, ratio = self.viewport().size(), self.viewport().devicePixelRatioF()
        self.layers.set_area(QRectF(self.viewport().rect()))
        plan = (self.content.spec, size.width(), size.height(), self._type, ratio)
        if plan != self._arranged:
            was, now = self._arranged[1:3], (size.width(), size.height())
            self._arranged, before = plan, self.state.layout
            self.state.set_layout(arrange(*plan))
            if not self._fitted:
                stages = zip(before.stages, self.state.layout.stages, strict=True)
                moved = (pair for a, b in stages for pair in zip(a.tiles, b.tiles, strict=True))
                self._look(follow(self.state.camera, moved, was, now))
            self.content.join()
            self.content.fill()
            self.viewport().update()

    def _describe(self) -> None:
        if self.state.selection is not None:
            self.setAccessibleDescription(self.state.selection.sentence)

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all, or only the parts where marks came and went."""
        if not self._parts.paint(event.region(), self.layers):
            super().paintEvent(event)
        paint_frame(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew; a closer look stays at what is in its middle."""
        super().resizeEvent(event)
        if not hasattr(self, "layers"):
            return
        self._refit()
        self.layers.set_area(QRectF(self.viewport().rect()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Lay out anew on another screen."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._refit()
        return super().viewportEvent(event)

    def _refit(self) -> None:
        """Show as much of the network in a window of another size."""
        if self._fitted:
            self.fit()
        else:
            self._lay_out()
