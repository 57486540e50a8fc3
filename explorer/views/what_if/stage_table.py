"""The difference stage by stage, in a small window that opens beside the panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QVBoxLayout,
    QWidget,
)

from explorer.network.compare import Comparison
from explorer.text import _
from explorer.views.parts.chips import scrolling
from explorer.views.parts.lines import Line, Lines
from explorer.views.parts.number_text import percent
from explorer.views.parts.widgets import HALF, PADDING, caption, heading
from explorer.views.what_if.texts import count_winners


def list_changes(comparison: Comparison | None) -> list[Line]:
    """Return a line for every stage: name, changed numbers, relative change, bar, moved winners.

    The stages are named as in what is shown; no lines without a comparison.
    """
    if comparison is None:
        return []
    share = _("{count:,} of {total:,}")
    lines: list[Line] = [
        (_("stage"), _("changed numbers"), _("change"), "", _("moved winners")),
    ]
    for stage, change in zip(comparison.after.stages, comparison.stages, strict=True):
        cells = share.format(count=change.changed_count, total=change.changed.size)
        moved = "–"
        if change.moved is not None:
            total = count_winners(comparison, change)
            moved = share.format(count=change.moved_count, total=total)
        size = percent(change.change)
        lines.append((stage.stage.name, cells, size, min(1.0, change.change), moved))
    return lines


class StageWindow(QFrame):
    """A table for each comparison there is; a click elsewhere or Esc closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        tip = _("How much every stage differs from the original.")
        roles = "fact", "small", "small", "", "small"
        self.tables = [Lines(_("Change per stage"), tip, "", roles, sharing=(3,)) for _i in "12"]
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
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._scroll)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        layout.addWidget(self._scroll)

    def show_comparisons(self, exchange: Comparison | None, shift: Comparison | None) -> None:
        """Show what an exchange and what a shift changed, or that there is nothing."""
        self._nothing.setVisible(exchange is None and shift is None)
        parts = zip(self._titles, self.tables, (exchange, shift), strict=True)
        for title, table, comparison in parts:
            table.show_lines(list_changes(comparison))
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
