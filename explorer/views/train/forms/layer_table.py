"""The layers as a table, from the input at the top to the output: what each makes and costs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.parts.brush import LEFT, RIGHT, Look, tick
from explorer.views.parts.fields import focus_frame
from explorer.views.parts.focus import FocusRing, keeps_keys
from explorer.views.parts.help import explain
from explorer.views.sizes.costs import shape_text, words
from explorer.views.style.theme import Theme
from explorer.views.train.forms.architecture import Checked, FormState, kind_of

_ROW, _HEAD, _SIDE = 25, 22, 8
_NARROW, _LEAST_WORDS = 380, 44  # below that width large numbers are abbreviated
_KEYS = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
INPUT = -1  # the row above the layers


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One row as text; `share` of all parameters draws the bar under them."""

    index: int
    name: str
    what: str
    shape: str = ""
    parameters: str = ""
    work: str = ""
    share: float = 0.0
    wrong: bool = False

    @property
    def sentence(self) -> str:
        """The row for a screen reader."""
        parts = [f"{self.name}: {self.what}"]
        parts += [f"shape {self.shape}"] if self.shape else []
        parts += [f"{self.parameters} parameters"] if self.parameters else []
        parts += ["does not fit"] if self.wrong else []
        return ", ".join(parts)


def rows_of(state: FormState, checked: Checked) -> tuple[LayerRow, ...]:
    """Return the rows: the input, every layer, the output."""
    channels, height, width = state.input_shape
    colour = {1: "grey", 3: "RGB"}.get(channels, f"{channels} channels")
    shape = shape_text(state.input_shape)
    rows = [
        LayerRow(INPUT, "input", f"{colour} {height} × {width}", shape, wrong=checked.layer == -1)
    ]
    total = max(1, checked.parameters)
    for index, (layer, stage) in enumerate(zip(state.layers, checked.stages, strict=True)):
        wrong = checked.layer == index
        if stage is None:
            rows.append(LayerRow(index, kind_of(layer), words(layer), wrong=wrong))
            continue
        learned, work = stage.parameters, stage.multiply_adds
        figures = (f"{learned:,}" if learned else "", f"{work:,}" if work else "")
        row = (index, stage.name, words(layer), shape_text(stage.shape), *figures)
        rows.append(LayerRow(*row, learned / total, wrong))
    last = len(state.layers)
    drawn = state.output == "image"
    many = shape if drawn else f"{len(state.classes)}"
    rows.append(LayerRow(last, "output", state.output, many))
    return tuple(rows)


class LayerTable(FocusRing, QWidget):
    """Says `layer_chosen(int)`, -1 for the input and the number of layers for the output.

    Up and Down choose; Alt with them says `move_requested(int, int)`, Delete
    `remove_requested(int)`.
    """

    layer_chosen = Signal(int)
    move_requested = Signal(int, int)
    remove_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._rows: tuple[LayerRow, ...] = ()
        self._totals = ("", "")
        self._chosen = INPUT
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            "Layers",
            "The layers in the order the data flows, with what each makes and costs.",
            "Up and Down choose a layer, Alt+Up and Alt+Down move it, Delete takes it out. The bar "
            "under the parameters is the layer's share of all.",
        )

    @property
    def rows(self) -> tuple[LayerRow, ...]:
        """What stands in the table."""
        return self._rows

    def show_layers(self, state: FormState, checked: Checked, chosen: int) -> None:
        """Show all layers with one of them chosen."""
        self._rows = rows_of(state, checked)
        self._totals = (f"{checked.parameters:,}", f"{checked.multiply_adds:,}")
        self._chosen = chosen
        self.setAccessibleDescription(self._rows[chosen + 1].sentence)
        self._fit()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._look = Look(theme)
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(460, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(270, self._height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self.layer_chosen.emit(at)

    def event(self, event: QEvent) -> bool:
        return keeps_keys(event, _KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        a_layer = 0 <= self._chosen < len(self._rows) - 2
        if way and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if a_layer:
                self.move_requested.emit(self._chosen, way)
        elif way:
            self.layer_chosen.emit(min(len(self._rows) - 2, max(INPUT, self._chosen + way)))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and a_layer:
            self.remove_requested.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.fillRect(event.rect(), look.color("panel"))
        self._paint_head(painter, look)
        for place, row in enumerate(self._rows):
            self._paint_row(painter, look, row, self._place(look, place))
        self._paint_totals(painter, look)
        if self.ring:
            focus_frame(painter, look.theme, self._place(look, self._chosen + 1))

    def _paint_head(self, painter: QPainter, look: Look) -> None:
        high = look.px(_HEAD)
        titles = ("", "shape", "parameters", "multiply-adds")
        if self._narrow(look):
            titles = ("", "shape", "params", "mult-adds")
        for title, rect in zip(titles, self._columns(look), strict=True):
            place = QRectF(rect.x(), 0, rect.width(), high)
            look.text(painter, place, title, "muted", align=RIGHT)
        painter.setPen(look.pen("border"))
        painter.drawLine(QPointF(0, high - 0.5), QPointF(self.width(), high - 0.5))

    def _paint_row(self, painter: QPainter, look: Look, row: LayerRow, place: QRectF) -> None:
        if row.index == self._chosen:
            painter.fillRect(place, look.color("accent_soft"))
        first, shape, learned, work = (
            QRectF(r.x(), place.y(), r.width(), place.height()) for r in self._columns(look)
        )
        color = "bad" if row.wrong else "text"
        x = first.x()
        calm = color if row.shape or row.wrong else "muted"
        look.text(painter, first, row.name, calm, weight="strong")
        x += max(look.px(66), look.width_of(row.name, weight="strong") + look.px(8))
        room = QRectF(x, first.y(), first.right() - x, first.height())
        metrics = look.metrics("small", "normal")
        if room.width() >= look.px(_LEAST_WORDS) or not row.shape:
            what = metrics.elidedText(row.what, Qt.TextElideMode.ElideRight, int(room.width()))
            look.text(painter, room, what, "bad" if row.wrong else "muted", align=LEFT)
        short = brief if self._narrow(look) else str
        look.text(painter, shape, row.shape, align=RIGHT)
        look.text(painter, learned, short(row.parameters), align=RIGHT)
        look.text(painter, work, short(row.work), align=RIGHT)
        if row.share:
            long = max(1.0, row.share * learned.width())
            painter.fillRect(
                QRectF(learned.right() - long, place.bottom() - 4, long, 2), look.color("accent")
            )
        if row.wrong:
            tick(painter, look, QPointF(shape.right() - 6, place.center().y()), good=False)

    def _paint_totals(self, painter: QPainter, look: Look) -> None:
        place = self._place(look, len(self._rows))
        painter.setPen(look.pen("border"))
        painter.drawLine(QPointF(0, place.top() + 0.5), QPointF(self.width(), place.top() + 0.5))
        first, _, learned, work = (
            QRectF(r.x(), place.y(), r.width(), place.height()) for r in self._columns(look)
        )
        look.text(painter, first, "all layers", "muted")
        short = brief if self._narrow(look) else str
        look.text(painter, learned, short(self._totals[0]), weight="strong", align=RIGHT)
        look.text(painter, work, short(self._totals[1]), weight="strong", align=RIGHT)

    def _columns(self, look: Look) -> tuple[QRectF, QRectF, QRectF, QRectF]:
        """Return where words, shape, parameters and multiply-adds stand, from left to right."""
        side, gap = look.px(_SIDE), look.px(8)
        wide = (look.px(78), look.px(74), look.px(82))
        if self._narrow(look):
            wide = (look.px(74), look.px(46), look.px(54))
        right, rects = self.width() - side, []
        for width in reversed(wide):
            rects.append(QRectF(right - width, 0, width, 0))
            right -= width + gap
        return QRectF(side, 0, max(0.0, right - side), 0), rects[2], rects[1], rects[0]

    def _narrow(self, look: Look) -> bool:
        return self.width() < look.px(_NARROW)

    def _place(self, look: Look, place: int) -> QRectF:
        return QRectF(0, look.px(_HEAD) + place * look.px(_ROW), self.width(), look.px(_ROW))

    def _row_at(self, point: QPointF) -> int | None:
        if self._look is None:
            return None
        place = int((point.y() - self._look.px(_HEAD)) // self._look.px(_ROW))
        return self._rows[place].index if 0 <= place < len(self._rows) else None

    def _height(self) -> int:
        look = self._look
        if look is None:
            return 0
        return int(look.px(_HEAD) + (len(self._rows) + 1) * look.px(_ROW))

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self._height()))


def brief(text: str) -> str:
    """Return a whole number in few letters: `61.7 k` for `61,706`; small ones as they are."""
    digits = text.replace(",", "")
    if not digits.isdigit() or len(digits) < 5:
        return text
    value, unit = (int(digits) / 1e3, "k") if len(digits) < 7 else (int(digits) / 1e6, "M")
    return f"{value:.{1 if value < 100 else 0}f} {unit}"
