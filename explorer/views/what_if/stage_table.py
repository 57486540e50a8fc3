"""The difference stage by stage, in a small window that opens beside the panel."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from explorer.network.compare import Comparison
from explorer.views.parts.help import explain
from explorer.views.parts.texts import Texts
from explorer.views.parts.widgets import HALF, PADDING, caption, heading
from explorer.views.style.theme import SMALL, Theme
from explorer.views.what_if.texts import share, winners

_HEADS = ("stage", "changed numbers", "change", "moved winners")
_WIDTHS = (88, 118, 118, 96)
_HIGH = 20
_MOST_HIGH = 640
NOTHING = "Nothing is exchanged or shifted, or the pad is empty."


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage in words: its name, changed numbers, relative change and moved winners."""

    name: str
    cells: str
    change: float
    moved: str

    @property
    def sentence(self) -> str:
        """The row as one sentence."""
        moved = f", {self.moved} winners moved" if self.moved else ""
        return f"{self.name}: {self.cells} changed, by {share(self.change)}{moved}"


def stage_rows(comparison: Comparison | None) -> list[StageRow]:
    """Return a row for every stage; names are those of what is shown."""
    if comparison is None:
        return []
    rows = []
    for stage, change in zip(comparison.after.stages, comparison.stages, strict=True):
        moved = ""
        if change.moved is not None:
            moved = f"{change.moved_count:,} of {winners(comparison, change):,}"
        cells = f"{change.changed_count:,} of {change.changed.size:,}"
        rows.append(StageRow(stage.stage.name, cells, change.change, moved))
    return rows


class StageTable(QWidget):
    """The painted rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._texts: Texts | None = None
        self._strong: Texts | None = None
        self.rows: list[StageRow] = []
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        explain(self, "Change per stage", "How much every stage differs from the original.")

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show a comparison, or that there is none."""
        self.rows = stage_rows(comparison)
        self.setAccessibleDescription("; ".join(r.sentence for r in self.rows) or NOTHING)
        self.setFixedSize(self.sizeHint())
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._theme = theme
        self._texts = Texts(theme.font(SMALL))
        self._strong = Texts(theme.font(SMALL, QFont.Weight.DemiBold))
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        scale = self._theme.scale if self._theme else 1.0
        return QSize(round(sum(_WIDTHS) * scale), round(_HIGH * scale) * (len(self.rows) + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, texts, strong = self._theme, self._texts, self._strong
        if theme is None or texts is None or strong is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel"))
        painter.setPen(theme.color("muted"))
        high = round(_HIGH * theme.scale)
        if not self.rows:
            texts.draw(painter, 0, 0, NOTHING)
            return
        lefts = [sum(_WIDTHS[:i]) * theme.scale for i in range(len(_WIDTHS))]
        y = (high - texts.height) / 2
        for left, head in zip(lefts, _HEADS, strict=True):
            texts.draw(painter, left, y, head)
        for number, row in enumerate(self.rows, 1):
            self._paint_row(painter, theme, lefts, number * high, high, row)

    def _paint_row(
        self,
        painter: QPainter,
        theme: Theme,
        lefts: list[float],
        top: float,
        high: float,
        row: StageRow,
    ) -> None:
        assert self._texts is not None
        assert self._strong is not None
        y = top + (high - self._texts.height) / 2
        painter.fillRect(QRectF(0, top, self.width(), 1), theme.color("border"))
        painter.setPen(theme.color("text" if row.change else "muted"))
        self._strong.draw(painter, lefts[0], y, row.name)
        self._texts.draw(painter, lefts[1], y, row.cells)
        self._texts.draw(painter, lefts[3], y, row.moved or "–")
        text_width = self._texts.width("1000 %") + 6
        self._texts.draw_right(painter, lefts[2] + text_width - 6, y, share(row.change))
        bar = QRectF(lefts[2] + text_width, top + 0.3 * high, 0, 0.4 * high)
        bar.setRight(lefts[3] - 12)
        painter.fillRect(bar, theme.color("field"))
        bar.setWidth(bar.width() * min(1.0, row.change))
        painter.fillRect(bar, theme.color("accent"))


class StageWindow(QFrame):
    """A table for each comparison there is; a click elsewhere or Esc closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.tables = (StageTable(), StageTable())
        self._titles = (heading("What the exchange changed"), heading("What the shift changed"))
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        for title, table in zip(self._titles, self.tables, strict=True):
            title.setContentsMargins(0, HALF, 0, 0)
            inside.addWidget(title)
            inside.addWidget(table)
        inside.addWidget(caption("change: size of the difference relative to the stage before it"))
        self._content = content
        self._scroll = QScrollArea()
        self._scroll.setWidget(content)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        layout.addWidget(self._scroll)

    def show_comparisons(self, exchange: Comparison | None, shift: Comparison | None) -> None:
        """Show what an exchange and what a shift changed, or that there is nothing."""
        nothing = exchange is None and shift is None
        parts = zip(self._titles, self.tables, (exchange, shift), strict=True)
        for at, (title, table, comparison) in enumerate(parts):
            table.show_comparison(comparison)
            shown = comparison is not None or (nothing and at == 0)
            title.setVisible(shown)
            table.setVisible(shown)
        self._content.adjustSize()
        size = self._content.size()
        self._scroll.setFixedSize(size.width() + 12, min(_MOST_HIGH, size.height()))

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        for table in self.tables:
            table.set_theme(theme)
