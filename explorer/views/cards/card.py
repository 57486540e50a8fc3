"""The explanation, docked beside the network: the selected cell in short, or its number in full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from explorer.digits.prepare import Preparation
from explorer.network.cells import Cell, Selection
from explorer.network.explanations import Explanation
from explorer.network.records import Trace
from explorer.text import _
from explorer.views.blocks.blocks import Block, Gap, Line, Spot, Value
from explorer.views.blocks.sheet import Sheet
from explorer.views.cards.brief import INVITATION, cell_blocks, extents_of, field_blocks
from explorer.views.cards.controls import CardControls
from explorer.views.cards.face import Context, Face
from explorer.views.cards.faces.build import build_face
from explorer.views.cards.faces.convolution import WITH
from explorer.views.cards.header import TitleBar
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import PADDING, column
from explorer.views.scene.pixels import PixelStyle
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed

_TOP, _GAP, _LEAST_WIDE = 6, 8, 216  # pixels


class ExplanationCard(Themed, QFrame):
    """Shows a selection in short or an explanation; without either how to get one.

    `show_trace` comes first: what the explanation belongs to gives the names of classes, the
    colours of the maps and the place on the pad. `comparison_requested(a, b)` has b = -1 for no
    rival. What is longer than the panel scrolls between the number and the sum.
    """

    cell_requested = Signal(object)
    term_hovered = Signal(object)
    temperature_changed = Signal(float)
    stride_chosen = Signal(int)
    comparison_requested = Signal(int, int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face: Face | None = None
        self._explanation: Explanation | None = None
        self._extents: tuple[str, ...] | None = None  # that are shown; None where something else is
        self._trace: Trace | None = None
        self._preparation: Preparation | None = None
        self._opened: dict[str, int] = {}
        self._biased = True
        self._pixels = PixelStyle()
        self.title, self.controls = TitleBar(), CardControls()
        name = _("Explanation")
        self.sheet = Sheet(
            name,
            _("The terms that add up to the selected number."),
            _(
                "Point at a term to see the cell it comes from, click to go there. Tab and the "
                "arrow keys walk the terms, Enter follows one."
            ),
        )
        self.head = Sheet(name, _("The selected cell and its number."))
        self.foot = Sheet(name, _("What the terms add up to."))
        self._scroll, self._held = QScrollArea(), QWidget()
        self.setProperty("role", "panel")
        explain(self, _("Why this number?"), _("What the selected number was computed from."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(_LEAST_WIDE)
        self._lay_out()
        self._connect()
        self.show_selection(None, False)

    def show_trace(self, trace: Trace | None, preparation: Preparation | None = None) -> None:
        """Remember what the next explanation was read from; nothing changes yet.

        The preparation is how the input was made, for the place of a pixel on the pad.
        """
        self._trace, self._preparation = trace, preparation

    def show_selection(self, selection: Selection | None, frozen: bool) -> None:
        """Show a cell in short: what it is and what it was computed from; None invites to point."""
        self._explanation = self.face = None
        forward = selection is not None and selection.forward
        self.title.show_kept(None if selection is None else frozen, forward)
        if selection is None:
            self.setAccessibleDescription(INVITATION)
            self._show([Line(INVITATION, size="body")], [])
            self._extents = None
            return
        self.setAccessibleDescription(selection.sentence)
        extents, title = extents_of(selection), self._context(selection.cell.stage).title
        if extents == self._extents:  # most neighbours: the numbers alone are new
            self.head.show_blocks(cell_blocks(selection, title))
        else:
            self._show(cell_blocks(selection, title), field_blocks(extents))
            self._extents = extents

    def show_explanation(self, explanation: Explanation | None) -> None:
        """Show why a cell has its number; None invites to choose one."""
        if explanation is None:
            self.show_selection(None, False)
            return
        before, self._explanation, self._extents = self._explanation, explanation, None
        self.title.show_kept(True)
        if before is None or before.cell != explanation.cell:
            self.sheet.forget_focus()
            if before is None or before.cell.stage != explanation.cell.stage:
                self._biased = True
                self.scrolled.setValue(0)
        self._renew()

    def show_hovered(self, cell: Cell | None) -> None:
        """Light up the term that comes from a cell which is pointed at elsewhere."""
        if self._explanation is not None:
            self.sheet.show_cell(cell)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for sheet in (self.head, self.sheet, self.foot):
            sheet.set_theme(theme)  # before Qt does: the height of the middle follows from theirs
        self._fit()

    def set_pixels(self, style: PixelStyle) -> None:
        """Draw the pixels of the input another way; their numbers are what enters the network."""
        self._pixels = style
        self._renew()

    @property
    def scrolled(self) -> QScrollBar:
        """How far the part between number and sum is scrolled."""
        return self._scroll.verticalScrollBar()

    def whole_size(self) -> QSize:
        """Return the size of a picture of the card with nothing scrolled away."""
        parts, gaps = (self.head, self.sheet, self.foot), 2 * int(self.sheet.look.px(_GAP))
        return QSize(self.width(), 2 * PADDING + gaps + sum(part.height() for part in parts))

    def paint_whole(self, painter: QPainter) -> None:
        """Paint the card with nothing scrolled away, to be saved or copied."""
        size = self.whole_size()
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), self.theme.color("panel"))
        painter.translate(PADDING, PADDING)
        flag = QWidget.RenderFlag.DrawChildren
        for part in (self.head, self.sheet, self.foot):
            part.render(painter, QPoint(), renderFlags=flag)
            painter.translate(0, part.height() + self.sheet.look.px(_GAP))

    def sizeHint(self) -> QSize:
        return QSize(300, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        for sheet in (self.head, self.foot):
            sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column(self.sheet, self.controls, spacing=GRID, within=self._held)
        self._scroll.setWidget(self._held)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, _TOP, 0, PADDING - 2)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addWidget(self.head)
        layout.addSpacing(_GAP)
        layout.addWidget(self._scroll, 1000)  # as high as its contents, if there is room
        layout.addWidget(self.foot)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.title.close_button.clicked.connect(self.closed)
        self.sheet.spot_hovered.connect(self._on_spot_hovered)
        self.sheet.spot_activated.connect(self._on_spot_activated)
        self.sheet.spot_focused.connect(self._on_spot_focused)
        self.controls.temperature.value_requested.connect(self.temperature_changed)
        self.controls.rival.rival_chosen.connect(self._on_rival_chosen)
        self.controls.stride.chosen.connect(self._on_stride_chosen)
        self.controls.bias.chosen.connect(self._on_bias_chosen)

    def _renew(self) -> None:
        explanation = self._explanation
        if explanation is None:
            return
        context = self._context(explanation.cell.stage)
        shown = self.face = build_face(explanation, context)
        self.setAccessibleDescription(f"{shown.title}: {shown.foot.text}")
        title = Line(shown.title, "selection_text", "body", "strong")
        head = [title, Gap(2), Value(f"= {shown.value}", shown.beside)]
        self._show(head, shown.blocks, [Gap(17, ruled=True), shown.foot])

    def _context(self, stage: str) -> Context:
        """Return what stands around a cell of a stage, without a trace that does not have it."""
        trace, opened, maps = self._trace, self._opened.get(stage), self.theme.colormaps
        if trace is not None and stage not in {s.name for s in trace.spec.stages}:
            trace = None
        return Context(maps, trace, self._preparation, opened, self._biased, self._pixels)

    def _show(self, head: list[Block], body: list[Block], foot: list[Block] | None = None) -> None:
        """Show what stands above, in and below the part that scrolls."""
        self.head.show_blocks(head)
        self.controls.show_face(self.face)
        self.sheet.show_blocks(body)
        self.foot.show_blocks(foot or [])
        self._scroll.setMaximumHeight(max(1, self._held.sizeHint().height()))

    def _fit(self) -> None:
        """Use the width that there is."""
        for sheet in (self.head, self.sheet, self.foot):
            sheet.fit(max(_LEAST_WIDE, self.width()) - 2 * PADDING)
        self._scroll.setMaximumHeight(max(1, self._held.sizeHint().height()))
        self._renew()

    def _on_spot_hovered(self, spot: Spot | None) -> None:
        self.term_hovered.emit(spot.cell if spot is not None else None)

    def _on_spot_activated(self, spot: Spot) -> None:
        if spot.enlarges is None or self._explanation is None:
            if spot.cell is not None:
                self.cell_requested.emit(spot.cell)
            return
        stage, channel = self._explanation.cell.stage, spot.enlarges
        if self._opened.pop(stage, None) != channel:
            self._opened[stage] = channel
        self._renew()
        for other in self.sheet.spots():
            if other.key == ("channel", channel):
                self.scrolled.setValue(int(other.rect.top()) - 4)

    def _on_spot_focused(self, rect: QRectF) -> None:
        middle = rect.center().toPoint()
        self._scroll.ensureVisible(middle.x(), middle.y(), 0, int(rect.height() / 2) + 4)

    def _on_stride_chosen(self, stride: str) -> None:
        self.scrolled.setValue(0)  # what it does stands at the top
        self.stride_chosen.emit(int(stride))

    def _on_bias_chosen(self, choice: str) -> None:
        self._biased = choice == WITH
        self._renew()

    def _on_rival_chosen(self, rival: int) -> None:
        if self._explanation is not None:
            self.comparison_requested.emit(self._explanation.cell.index[0], rival)
