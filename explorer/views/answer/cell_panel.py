"""The card of the selected cell: where it is, its value, and what it was computed from."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.cells import Cell, Region, Selection, number
from explorer.text import _, ngettext
from explorer.views.parts.help import explain
from explorer.views.parts.texts import Texts, texts_of
from explorer.views.parts.widgets import Panel, caption, heading, row
from explorer.views.style.theme import LARGE, NORMAL, SMALL
from explorer.views.style.themed import Themed

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_MOST_LISTED = 9  # values of a pooling window
_INVITATION = _("Point at any cell of the network to see its value and what it was computed from.")


class SelectionCard(Panel):
    """Shows a `Selection` and whether it is frozen."""

    def __init__(self) -> None:
        super().__init__()
        self._hint, self.face = caption(""), CardFace()
        self.body.addLayout(row(heading(_("Selected cell")), None, self._hint))
        self.body.addWidget(self.face, 1)

    @property
    def hint(self) -> str:
        """What can be done with the selection."""
        return self._hint.text()

    def show_selection(self, selection: Selection | None, frozen: bool) -> None:
        """Show a selection, or the invitation to point at something."""
        hint = _("Esc lets go") if frozen else _("click keeps it")
        self._hint.setText("" if selection is None else hint)
        self.face.show_selection(selection)


class CardFace(Themed, QWidget):
    """The painted part of the card."""

    opaque = True

    def __init__(self) -> None:
        super().__init__()
        self._rest: tuple[str, ...] = ()  # what neighbouring cells have in common
        self._head_height = 0  # of place and value where they take one line each
        self._selection: Selection | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        explain(self, _("Selected cell"), _("The cell under the mouse, or the one you clicked."))

    def show_selection(self, selection: Selection | None) -> None:
        """Show a selection, or the invitation without one."""
        if selection is not None or self._selection is not None:
            before, self._selection = self._rest, selection
            self._rest = () if selection is None else _rest(selection)
            self.setAccessibleDescription(selection.sentence if selection else _INVITATION)
            if before == self._rest and before and self._head_height:
                self.update(0, 0, self.width(), self._head_height)
            else:
                self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.fillRect(event.rect(), theme.color("panel"))
        if self._selection is None:
            painter.setFont(theme.font(NORMAL))
            painter.setPen(theme.color("muted"))
            painter.drawText(QRectF(self.rect()), _WRAP, _INVITATION)
        else:
            self._paint_selection(painter, self._selection, event.rect().height())

    def _paint_selection(self, painter: QPainter, selection: Selection, height: int) -> None:
        theme, bold = self.theme, QFont.Weight.DemiBold
        small, strong = texts_of(theme, SMALL), texts_of(theme, NORMAL, bold)
        large = texts_of(theme, LARGE + 6, bold)
        top = self._line(painter, 0, strong, theme.color("selection_text"), place(selection.cell))
        value = f"{selection.quantity or '='} {number(selection.value)}"
        top = self._line(painter, top + 4, large, theme.color("text"), value)
        lines = pooling_lines(selection)
        for words in lines:
            top = self._line(painter, top + 4, small, theme.color("text"), words)
        one_line_each = 4 + strong.height + large.height + (4 + small.height) * len(lines)
        self._head_height = ceil(top) if top <= one_line_each else 0
        if not self._head_height and height < self.height():
            self.update()  # it takes more lines than the head that was painted anew
        if self._rest[1:] and height > top + 1:
            top = self._line(painter, top + 8, small, theme.color("muted"), _("computed from"))
            for words in self._rest[1:]:
                top = self._line(painter, top + 2, small, theme.color("text"), words)

    def _line(
        self, painter: QPainter, top: float, texts: Texts, color: QColor, words: str
    ) -> float:
        """Paint one paragraph and return where it ends; what does not fit is left out."""
        painter.setPen(color)
        if texts.width(words) <= self.width():
            if top + texts.height <= self.height() + 1:
                texts.draw(painter, 0, top, words)
            return top + texts.height
        painter.setFont(texts.font)
        room = QRectF(0, top, self.width(), max(0.0, self.height() - top))
        needed = painter.boundingRect(room, _WRAP, words)
        if needed.bottom() <= self.height() + 1:
            painter.drawText(room, _WRAP, words)
        return needed.bottom()


def _rest(selection: Selection) -> tuple[str, ...]:
    """Return how many lines a pooling needs and every extent: what else the card depends on."""
    extents = (extent(field) for field in reversed(selection.fields))
    return (str(len(pooling_lines(selection))), *extents)


def pooling_lines(selection: Selection) -> tuple[str, ...]:
    """Return what a pooling chose from, and what it chose."""
    lines: tuple[str, ...] = ()
    if 0 < len(selection.window) <= _MOST_LISTED and not selection.quantity:
        lines = (_("of {values}").format(values=", ".join(map(number, selection.window))),)
    if selection.winner is not None:
        lines = (*lines, _("won by {place}").format(place=place(selection.winner)))
    return lines


def place(cell: Cell) -> str:
    """Return where a cell is, `pool1 · map 3 · row 4, column 7`, counting from 0."""
    if len(cell.index) == 1:
        return _("{stage} · unit {unit}").format(stage=cell.stage, unit=cell.index[0])
    image, high, across = cell.index
    text = _("{stage} · map {map} · row {row}, column {column}")
    return text.format(stage=cell.stage, map=image, row=high, column=across)


@lru_cache(maxsize=1024)
def extent(region: Region) -> str:
    """Return how much of a stage a region covers, `relu1 · 6 maps · 14 × 14`."""
    if region.empty:
        return _("{stage} · only padding").format(stage=region.stage)
    if len(region.shape) == 1:
        units = region.shape[0]
        text = ngettext("{stage} · {count} unit", "{stage} · {count} units", units)
        return text.format(stage=region.stage, count=units)
    maps, high, wide = region.shape
    text = ngettext(
        "{stage} · {count} map · {rows} × {columns}",
        "{stage} · {count} maps · {rows} × {columns}",
        maps,
    )
    return text.format(stage=region.stage, count=maps, rows=high, columns=wide)
