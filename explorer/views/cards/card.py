"""The explanation card: a small panel that floats beside a cell and explains its number."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from explorer.digits.prepare import Preparation
from explorer.network.cells import Cell
from explorer.network.explanations import Explanation
from explorer.network.records import Trace
from explorer.text import _
from explorer.views.blocks.blocks import Gap, Line, Spot, Value
from explorer.views.blocks.sheet import Sheet
from explorer.views.cards.controls import CardControls
from explorer.views.cards.face import Context, Face
from explorer.views.cards.faces.build import build_face
from explorer.views.cards.faces.convolution import WITH
from explorer.views.cards.header import TitleBar
from explorer.views.parts.brush import WIDTH
from explorer.views.scene.pixels import PixelStyle
from explorer.views.style.theme import Theme
from explorer.views.style.themed import Themed

PADDING = 12
MOST_HIGH = 580  # pixels, before the user's enlargement of text
_TOP, _GAP, _BORDER = 6, 8, 1
_FRAME = _TOP + 2 * _GAP + PADDING - 2 + 2 * _BORDER  # all height that is not a widget's
_LEAST_BODY = 60


class ExplanationCard(Themed, QFrame):
    """Shows an explanation; without one it is hidden.

    `show_trace` comes first: what the explanation belongs to gives the names of classes, the
    colours of the maps and the place on the pad. `size_changed` asks the owner to place the card
    anew. `comparison_requested(a, b)` has b = -1 for no rival.
    """

    cell_requested = Signal(object)
    term_hovered = Signal(object)
    temperature_changed = Signal(float)
    stride_chosen = Signal(int)
    comparison_requested = Signal(int, int)
    closed = Signal()
    size_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face: Face | None = None
        self._explanation: Explanation | None = None
        self._trace: Trace | None = None
        self._preparation: Preparation | None = None
        self._opened: dict[str, int] = {}
        self._biased = True
        self._pixels = PixelStyle()
        self._room: int | None = None
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
        self._scroll = QScrollArea()
        self.setProperty("role", "card")
        self.setAccessibleName(_("Why this number?"))
        self._lay_out()
        self._connect()
        self.hide()

    def show_trace(self, trace: Trace | None, preparation: Preparation | None = None) -> None:
        """Remember what the next explanation was read from; nothing changes yet.

        The preparation is how the input was made, for the place of a pixel on the pad.
        """
        self._trace, self._preparation = trace, preparation

    def show_explanation(self, explanation: Explanation | None) -> None:
        """Show why a cell has its number; None hides the card."""
        before, self._explanation = self._explanation, explanation
        if explanation is None:
            self.hide()
            return
        if before is None or before.cell != explanation.cell:
            self.sheet.forget_focus()
            if before is None or before.cell.stage != explanation.cell.stage:
                self._biased = True
                self._scroll.verticalScrollBar().setValue(0)
        self._renew()
        if self.isHidden():
            self.show()
            if self.parentWidget() is not None:
                self.raise_()

    def show_hovered(self, cell: Cell | None) -> None:
        """Light up the term that comes from a cell which is pointed at elsewhere."""
        if not self.isHidden():
            self.sheet.show_cell(cell)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for sheet in (self.head, self.sheet, self.foot):
            sheet.set_theme(theme)  # before Qt does: the card's size follows from theirs
        self._renew()

    def set_pixels(self, style: PixelStyle) -> None:
        """Draw the pixels of the input another way; their numbers are what enters the network."""
        self._pixels = style
        self._renew()

    def set_room(self, height: int) -> None:
        """Keep the card at most so high, in pixels; what does not fit scrolls."""
        if height != self._room:
            self._room = height
            self._fit()

    def whole_size(self) -> QSize:
        """Return the size of a picture of the card with nothing scrolled away."""
        return QSize(self.width(), self.height() - self._scroll.height() + self.sheet.height())

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
        return QSize(self.width(), self.height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()  # a part has another size now
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the scene below the card must not take it

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()  # at the end of the list the scene below would zoom

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        for sheet in (self.head, self.foot):
            sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.sheet)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, _TOP, 0, PADDING - 2)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addWidget(self.head)
        layout.addSpacing(_GAP)
        layout.addWidget(self._scroll, 1)
        layout.addSpacing(_GAP)
        layout.addWidget(self.controls)
        layout.addWidget(self.foot)

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
        explanation, trace, look = self._explanation, self._trace, self.sheet.look
        if explanation is None:
            return
        stage = explanation.cell.stage
        if trace is not None and stage not in {s.name for s in trace.spec.stages}:
            trace = None
        opened, maps = self._opened.get(stage), self.theme.colormaps
        context = Context(maps, trace, self._preparation, opened, self._biased, self._pixels)
        shown = self.face = build_face(explanation, context)
        self.setAccessibleDescription(f"{shown.title}: {explanation.equation}")
        for sheet in (self.head, self.sheet, self.foot):
            sheet.fit(look.px(WIDTH))
        title = Line(shown.title, "selection_text", "body", "strong")
        self.head.show_blocks([title, Gap(2), Value(f"= {shown.value}", shown.beside)])
        self.controls.show_face(shown)
        self.sheet.show_blocks(shown.blocks)
        self.foot.show_blocks([Gap(17, ruled=True), shown.foot])
        self._fit()

    def _fit(self) -> None:
        """Take the height that the contents need, up to the room there is."""
        if self._explanation is None:
            return
        look = self.sheet.look
        parts = [self.title.sizeHint(), self.head.size(), self.foot.size()]
        if not self.controls.isHidden():
            parts.append(self.controls.sizeHint())
        fixed = _FRAME + sum(part.height() for part in parts)
        most = int(look.px(MOST_HIGH))
        if self._room is not None:
            most = min(most, self._room)
        body = max(_LEAST_BODY, min(self.sheet.height(), most - fixed))
        size = QSize(int(look.px(WIDTH)) + 2 * PADDING, fixed + body)
        if size != self.size():
            self.setFixedSize(size)
            self.size_changed.emit()

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
                self._scroll.verticalScrollBar().setValue(int(other.rect.top()) - 4)

    def _on_spot_focused(self, rect: QRectF) -> None:
        middle = rect.center().toPoint()
        self._scroll.ensureVisible(middle.x(), middle.y(), 0, int(rect.height() / 2) + 4)

    def _on_stride_chosen(self, stride: str) -> None:
        self._scroll.verticalScrollBar().setValue(0)  # what it does stands at the top
        self.stride_chosen.emit(int(stride))

    def _on_bias_chosen(self, choice: str) -> None:
        self._biased = choice == WITH
        self._renew()

    def _on_rival_chosen(self, rival: int) -> None:
        if self._explanation is not None:
            self.comparison_requested.emit(self._explanation.cell.index[0], rival)
