"""Probabilities as bars: one row per class with its name and its share in percent."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from explorer.network.cells import Cell, Selection
from explorer.network.records import Trace
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.parts.help import explain
from explorer.views.parts.number_text import in_percent
from explorer.views.parts.pointing import PointsAtCells
from explorer.views.parts.texts import texts_of
from explorer.views.style.theme import SMALL, Theme
from explorer.views.style.themed import Themed

_ROW = 16
_VISIBLE = 0.002  # a change of a share that moves the end of a bar


class Bars(Themed, PointsAtCells):
    """One bar per class; emits `cell_hovered(Cell or None)` and `cell_clicked(Cell)`."""

    opaque = True

    def __init__(self) -> None:
        super().__init__()
        self._classes: tuple[str, ...] = ()
        self._shares: list[float] | None = None
        self._written: list[str] = []
        self._best = -1
        self._selected: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tip = _("How sure the network is of each class, in percent.")
        detail = _(
            "The longest bar is the answer. Point at a bar to see what it was computed from."
        )
        explain(self, _("Probabilities"), tip, detail)

    @property
    def rows(self) -> int:
        """How many classes there are, at least one."""
        return max(1, len(self._classes))

    def show_spec(self, spec: Spec) -> None:
        """Prepare one row per class."""
        self._classes, self._shares = spec.classes, None
        self._fit()
        self.update()

    def show_trace(self, trace: Trace | None) -> None:
        """Show the probabilities of a trace, repainting the rows that changed."""
        if trace is not None and trace.spec.classes != self._classes:
            self.show_spec(trace.spec)
        before, self._shares = self._shares, None if trace is None else trace.probabilities.tolist()
        best, self._best = self._best, -1
        if before is None or self._shares is None:
            self.update()
        if self._shares is None:
            return
        self._best = self._shares.index(max(self._shares))
        texts, self._written = self._written, [in_percent(share) for share in self._shares]
        for index, (old, new) in enumerate(zip(before or (), self._shares, strict=False)):
            moved = abs(old - new) >= _VISIBLE or texts[index] != self._written[index]
            if moved or (best != self._best and index in (best, self._best)):
                self.update(self._row(index))

    def show_selection(self, selection: Selection | None) -> None:
        """Mark the row of a selected class."""
        stages = ("probabilities", "logits")
        chosen = selection.cell if selection and selection.cell.stage in stages else None
        before, self._selected = self._selected, chosen.index[0] if chosen else None
        if before != self._selected:
            for index in (before, self._selected):
                if index is not None:
                    self.update(self._row(index))

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        super().set_theme(theme)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(200, self._row_height() * len(self._classes))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, texts, color = QPainter(self), texts_of(self.theme, SMALL), self.theme.color
        widest = max(map(texts.width, self._classes), default=0.0)
        left = min(widest, self.width() * 0.45) + 8
        right = self.width() - texts.width("100.0") - 8
        high = self._row_height()
        thick = round(high * 0.4)
        strong, calm = color("text"), color("muted")
        marked, panel, field = color("selection_soft"), color("panel"), color("field")
        accent, faint = color("accent"), color("accent", 150)
        first, last = event.rect().top() // high, event.rect().bottom() // high
        for index in range(max(0, first), min(len(self._classes), last + 1)):
            row, best, selected = self._row(index), index == self._best, index == self._selected
            painter.fillRect(row, marked if selected else panel)
            painter.setPen(strong if best or selected else calm)
            text_top = row.top() + (high - texts.height) / 2
            texts.draw(painter, 0, text_top, self._classes[index])
            if self._shares is None:
                continue
            top = row.top() + (high - thick) // 2
            painter.fillRect(QRectF(left, top, right - left, thick), field)
            length = (right - left) * min(1.0, max(0.0, self._shares[index]))
            if length >= 0.5:
                painter.fillRect(QRectF(left, top, length, thick), accent if best else faint)
            texts.draw_right(painter, row.width(), text_top, self._written[index])

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self.sizeHint().height()))

    def _row_height(self) -> int:
        return round(_ROW * self.theme.scale)

    def _row(self, index: int) -> QRect:
        high = self._row_height()
        return QRect(0, index * high, self.width(), high)

    def _cell_at(self, place: QPointF) -> Cell | None:
        index = int(place.y() // self._row_height())
        return Cell("probabilities", (index,)) if 0 <= index < len(self._classes) else None
