"""The layers as a table, from the input at the top to the output: what each makes and costs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from explorer.text import _, ngettext
from explorer.views.parts.brush import LEFT, RIGHT, Look, tick
from explorer.views.parts.focus import keeps_keys
from explorer.views.parts.number_text import grouped
from explorer.views.parts.tiles import TileList
from explorer.views.sizes.costs import describe_layer, format_shape
from explorer.views.train.forms.architecture import Checked, FormState, kind_of

_ROW, _HEAD, _SIDE = 25, 22, 8
_NARROW, _LEAST_WORDS = 460, 44  # below that width large numbers are abbreviated
_REMOVE = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
INPUT = -1  # the row above the layers


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One row; `share` of all parameters draws the bar under them."""

    index: int
    name: str
    what: str
    shape: str = ""
    parameters: int = 0
    work: int = 0
    share: float = 0.0
    wrong: bool = False

    @property
    def sentence(self) -> str:
        """The row for a screen reader."""
        parts = [_("{name}: {what}").format(name=self.name, what=self.what)]
        if self.shape:
            parts.append(_("shape {shape}").format(shape=self.shape))
        if self.parameters:
            text = ngettext("{count:,} parameter", "{count:,} parameters", self.parameters)
            parts.append(text.format(count=self.parameters))
        if self.wrong:
            parts.append(_("does not fit"))
        return ", ".join(parts)


def rows_of(state: FormState, checked: Checked) -> tuple[LayerRow, ...]:
    """Return the rows: the input, every layer, the output."""
    channels, height, width = state.input_shape
    colours = {1: _("grey {height} × {width}"), 3: _("RGB {height} × {width}")}
    text = colours.get(channels, _("{channels} channels {height} × {width}"))
    what = text.format(channels=channels, height=height, width=width)
    shape = format_shape(state.input_shape)
    rows = [LayerRow(INPUT, _("input"), what, shape, wrong=checked.layer == -1)]
    total = max(1, checked.parameters)
    for index, (layer, stage) in enumerate(zip(state.layers, checked.stages, strict=True)):
        wrong, what = checked.layer == index, describe_layer(layer)
        if stage is None:
            rows.append(LayerRow(index, kind_of(layer), what, wrong=wrong))
            continue
        learned, work = stage.parameters, stage.multiply_adds
        made = format_shape(stage.shape)
        row = LayerRow(index, stage.name, what, made, learned, work, learned / total, wrong)
        rows.append(row)
    many = shape if state.output == "image" else f"{len(state.classes)}"
    rows.append(LayerRow(len(state.layers), _("output"), state.output, many))
    return tuple(rows)


class LayerTable(TileList):
    """A tile is a layer, -1 the input and the number of layers the output.

    Where there is little room, the costs give way, the multiply-adds first; a tile's sentence has
    all. Up and Down choose; Alt with them emits `move_requested(int, int)`, Delete
    `remove_requested(int)`.
    """

    move_requested = Signal(int, int)
    remove_requested = Signal(int)
    first, least_width = INPUT, 180

    def __init__(self) -> None:
        super().__init__(
            _("Layers"),
            _("The layers in the order the data flows, with what each makes and costs."),
            _(
                "Up and Down choose a layer, Alt+Up and Alt+Down move it, Delete takes it out. The "
                "bar under the parameters is the layer's share of all."
            ),
        )
        self.rows: tuple[LayerRow, ...] = ()
        self._totals = (0, 0)

    def show_layers(self, state: FormState, checked: Checked, chosen: int) -> None:
        """Show all layers with one of them chosen."""
        self.rows = rows_of(state, checked)
        self._totals = (checked.parameters, checked.multiply_adds)
        self.show_chosen(chosen)
        self.refit()

    def count(self) -> int:
        return len(self.rows)

    def row_height(self) -> float:
        return self.look.px(_ROW)

    @property
    def head(self) -> float:
        return self.look.px(_HEAD)

    def describe(self, tile: int | None) -> str:
        return "" if tile is None else self.rows[tile + 1].sentence

    def sizeHint(self) -> QSize:
        return QSize(460, self.heightForWidth(460))

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(width) + int(self.row_height())  # for the totals

    def event(self, event: QEvent) -> bool:
        return keeps_keys(event, _REMOVE) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.chosen
        a_layer = chosen is not None and 0 <= chosen < len(self.rows) - 2
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if way and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if a_layer:
                self.move_requested.emit(chosen, way)
        elif event.key() in _REMOVE and a_layer:
            self.remove_requested.emit(chosen)
        else:
            super().keyPressEvent(event)

    def paint_tiles(self, painter: QPainter, look: Look, exposed: QRectF) -> None:
        self._paint_head(painter, look)
        super().paint_tiles(painter, look, exposed)
        self._paint_totals(painter, look)

    def _paint_head(self, painter: QPainter, look: Look) -> None:
        high = look.px(_HEAD)
        titles = ("", _("shape"), _("parameters"), _("multiply-adds"))
        if self._narrow(look):
            titles = ("", _("shape"), _("params"), _("mult-adds"))
        for title, rect in zip(titles, self._columns(look, QRectF(0, 0, 0, high)), strict=False):
            look.text(painter, rect, title, "muted", align=RIGHT)
        painter.setPen(look.pen("border"))
        painter.drawLine(QPointF(0, high - 0.5), QPointF(self.width(), high - 0.5))

    def paint_tile(self, painter: QPainter, look: Look, tile: int, area: QRectF) -> None:
        row = self.rows[tile - INPUT]
        if tile == self.chosen:
            painter.fillRect(area, look.color("accent_soft"))
        first, shape, *costs = self._columns(look, area)
        color = "bad" if row.wrong else "text"
        x = first.x()
        calm = color if row.shape or row.wrong else "muted"
        look.text(painter, first, row.name, calm, weight="strong")
        x += max(look.px(66), look.width_of(row.name, weight="strong") + look.px(8))
        end = shape.right() - look.width_of(row.shape) - look.px(8)  # most shapes are shorter
        room = QRectF(x, first.y(), end - x, first.height())
        metrics = look.metrics("small", "normal")
        if first.right() - x >= look.px(_LEAST_WORDS) or not row.shape:
            what = metrics.elidedText(row.what, Qt.TextElideMode.ElideRight, int(room.width()))
            look.text(painter, room, what, "bad" if row.wrong else "muted", align=LEFT)
        short = brief if self._narrow(look) else grouped
        look.text(painter, shape, row.shape, align=RIGHT)
        for count, place in zip((row.parameters, row.work), costs, strict=False):
            look.text(painter, place, short(count) if count else "", align=RIGHT)
        if row.share and costs:
            long, end = max(1.0, row.share * costs[0].width()), costs[0].right()
            painter.fillRect(QRectF(end - long, area.bottom() - 4, long, 2), look.color("accent"))
        if row.wrong:
            tick(painter, look, QPointF(shape.right() - 6, area.center().y()), good=False)

    def _paint_totals(self, painter: QPainter, look: Look) -> None:
        place = self.tile_area(len(self.rows) + INPUT)
        painter.setPen(look.pen("border"))
        painter.drawLine(QPointF(0, place.top() + 0.5), QPointF(self.width(), place.top() + 0.5))
        first, _shape, *costs = self._columns(look, place)
        look.text(painter, first, _("all layers"), "muted")
        short = brief if self._narrow(look) else grouped
        for total, rect in zip(self._totals, costs, strict=False):
            look.text(painter, rect, short(total), weight="strong", align=RIGHT)

    def _columns(self, look: Look, area: QRectF) -> tuple[QRectF, ...]:
        """Return where words, shape, parameters and multiply-adds of a row stand."""
        side, gap = look.px(_SIDE), look.px(8)
        wide: tuple[float, ...] = (look.px(78), look.px(60), look.px(72))
        if self._narrow(look):
            wide = (look.px(74), look.px(46), look.px(54))
        names = max((look.width_of(row.name, weight="strong") for row in self.rows), default=0)
        while len(wide) > 1 and 2 * side + names + sum(wide) + gap * len(wide) > self.width():
            wide = wide[:-1]
        right, rects = self.width() - side, []
        for width in reversed(wide):
            rects.append(QRectF(right - width, area.y(), width, area.height()))
            right -= width + gap
        words = QRectF(side, area.y(), max(0.0, right - side), area.height())
        return (words, *reversed(rects))

    def _narrow(self, look: Look) -> bool:
        return self.width() < look.px(_NARROW)


def brief(count: int) -> str:
    """Return a whole number in few letters: `61.7 k` for 61,706; small ones as they are."""
    if count < 10_000:
        return grouped(count)
    value, text = (count / 1e3, _("{value} k")) if count < 1e6 else (count / 1e6, _("{value} M"))
    return text.format(value=f"{value:.{1 if value < 100 else 0}f}")
