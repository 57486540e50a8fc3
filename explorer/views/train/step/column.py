"""Parts below each other that take the whole width and scroll where they are too high."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from explorer.views.blocks.blocks import Block
from explorer.views.blocks.sheet import Sheet
from explorer.views.parts.brush import Look
from explorer.views.style.theme import GRID, Theme

_BAR = 12  # pixels that the scroll bar may take


class Blocks(Sheet):
    """A sheet of blocks that explains itself as what it shows here."""

    def show_all(self, blocks: list[Block]) -> None:
        """Show other blocks, and nothing at all where there are none."""
        self.show_blocks(blocks)
        self.setVisible(bool(blocks))


class Column(QScrollArea):
    """Scrolls its parts; a place that gets the keyboard comes into sight."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self._look: Look | None = None
        self._parts = parts
        self._host = QWidget()
        layout = QVBoxLayout(self._host)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        for part in parts:
            layout.addWidget(part)
        layout.addStretch(1)
        self.setWidget(self._host)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for part in parts:
            if isinstance(part, Sheet):
                part.spot_focused.connect(self._on_spot_focused)

    @property
    def room(self) -> float:
        """The width of the parts."""
        return float(max(120, self.width() - _BAR))

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self._look = Look(theme)
        for part in self._parts:
            if hasattr(part, "set_theme"):
                part.set_theme(theme)
        self._fit()

    def renew(self) -> None:
        """Lay the parts out again: what they show has another size."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._fit()
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    def _fit(self) -> None:
        if self._look is None:
            return
        for part in self._parts:
            if isinstance(part, Sheet):
                part.fit(self.room)
            elif hasattr(part, "fit"):
                part.fit(self._look, self.room)
            else:
                part.setMaximumWidth(int(self.room))

    def _on_spot_focused(self, rect: QRectF) -> None:
        sheet = self.sender()
        if isinstance(sheet, QWidget):
            place = sheet.mapTo(self._host, rect.center().toPoint())
            self.ensureVisible(place.x(), place.y(), 0, int(rect.height() / 2) + 8)
