"""The difference stage by stage, in a small window that opens beside the panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from explorer.network.compare import Comparison
from explorer.text import _
from explorer.views.parts.chips import scrolling
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import HALF, PADDING, caption, heading
from explorer.views.style.theme import SMALL, Theme
from explorer.views.style.themed import Themed
from explorer.views.what_if.texts import count_winners, format_share

_WIDTHS = (88, 118, 48, 70, 96)
_HIGH = 20
_FINE = 1000  # steps of a bar
_BAR = 3  # the column with the bars
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class StageTable(Themed, QTableWidget):
    """A row for every stage: name, changed numbers, relative change as number and bar, winners."""

    def __init__(self) -> None:
        super().__init__(0, len(_WIDTHS))
        self._comparison: Comparison | None = None
        heads = (_("stage"), _("changed numbers"), _("change"), "", _("moved winners"))
        self.setHorizontalHeaderLabels(heads)
        self.horizontalHeader().setDefaultAlignment(_LEFT)
        change = self.horizontalHeaderItem(_BAR - 1)
        if change is not None:
            change.setTextAlignment(_RIGHT)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        explain(self, _("Change per stage"), _("How much every stage differs from the original."))

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show a comparison, or no rows; the stages are named as in what is shown."""
        self._comparison = comparison
        rows = zip(comparison.after.stages, comparison.stages, strict=True) if comparison else ()
        self.setRowCount(0)
        for row, (stage, change) in enumerate(rows):
            assert comparison is not None
            moved = "–"
            if change.moved is not None:
                moved = _("{count:,} of {total:,}").format(
                    count=change.moved_count, total=count_winners(comparison, change)
                )
            cells = _("{count:,} of {total:,}").format(
                count=change.changed_count, total=change.changed.size
            )
            self.insertRow(row)
            texts = (stage.stage.name, cells, format_share(change.change), "", moved)
            for column, text in enumerate(texts):
                self.setItem(row, column, self._item(text, column, bool(change.change)))
            self.setCellWidget(row, _BAR, _bar(min(1.0, change.change)))
        self._fit()

    def texts(self, row: int) -> list[str]:
        """Return what stands in a row."""
        items = (self.item(row, column) for column in range(self.columnCount()))
        return [item.text() for item in items if item is not None]

    def set_theme(self, theme: Theme) -> None:
        """Take colours, fonts and sizes from a theme."""
        super().set_theme(theme)
        self.show_comparison(self._comparison)

    def _item(self, text: str, column: int, changed: bool) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        weight = QFont.Weight.Normal if column else QFont.Weight.DemiBold
        item.setFont(self.theme.font(SMALL, weight))
        item.setForeground(self.theme.color("text" if changed else "muted"))
        if column == _BAR - 1:
            item.setTextAlignment(_RIGHT)
        return item

    def _fit(self) -> None:
        """Take all the room that the rows need."""
        scale = self.theme.scale
        high = round(_HIGH * scale)
        for column, wide in enumerate(_WIDTHS):
            self.setColumnWidth(column, round(wide * scale))
        for row in range(self.rowCount()):
            self.setRowHeight(row, high)
        self.horizontalHeader().setFixedHeight(high)
        self.setFixedSize(round(sum(_WIDTHS) * scale), high * (self.rowCount() + 1))


def _bar(share: float) -> QProgressBar:
    bar = QProgressBar()
    bar.setProperty("role", "share")
    bar.setTextVisible(False)
    bar.setMaximum(_FINE)
    bar.setValue(round(_FINE * share))
    return bar


class StageWindow(QFrame):
    """A table for each comparison there is; a click elsewhere or Esc closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.tables = (StageTable(), StageTable())
        self._titles = heading(_("What the exchange changed")), heading(_("What the shift changed"))
        self._nothing = caption(_("Nothing is exchanged or shifted, or the pad is empty."))
        self._content = QWidget()
        inside = QVBoxLayout(self._content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._nothing)
        for title, table in zip(self._titles, self.tables, strict=True):
            title.setContentsMargins(0, HALF, 0, 0)
            inside.addWidget(title)
            inside.addWidget(table)
        note = _("change: size of the difference relative to the stage before it")
        inside.addWidget(caption(note))
        self._scroll = scrolling(self._content)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        layout.addWidget(self._scroll)

    def show_comparisons(self, exchange: Comparison | None, shift: Comparison | None) -> None:
        """Show what an exchange and what a shift changed, or that there is nothing."""
        self._nothing.setVisible(exchange is None and shift is None)
        parts = zip(self._titles, self.tables, (exchange, shift), strict=True)
        for title, table, comparison in parts:
            table.show_comparison(comparison)
            title.setVisible(comparison is not None)
            table.setVisible(comparison is not None)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # only now all fonts are known

    def _fit(self) -> None:
        self._content.adjustSize()
        size = self._content.size()
        room = self.screen().availableGeometry().height() - 4 * PADDING
        self._scroll.setFixedSize(size.width() + 12, min(room, size.height()))
