"""Two rows of controls side by side, or below each other where there is no room for that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from explorer.views.parts.widgets import HALF
from explorer.views.style.theme import GRID

_WAYS = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight


class Pair(QWidget):
    """Holds two layouts, set anew when one has another size; `rest` of them takes what is left."""

    def __init__(self, first: QLayout, second: QLayout, *, rest: int = 0) -> None:
        super().__init__()
        self._parts = first, second
        self._box = QBoxLayout(_WAYS[True], self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2 * GRID)
        for place, part in enumerate(self._parts):
            self._box.addLayout(part, int(place == rest))

    def minimumSizeHint(self) -> QSize:
        width = max(part.minimumSize().width() for part in self._parts)
        return QSize(width, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Return the width below each other: how they stand now must not decide how they will."""
        width = max(part.sizeHint().width() for part in self._parts)
        return QSize(width, super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            wide = sum(part.sizeHint().width() for part in self._parts) + 2 * GRID
            beside = self.width() >= wide
            if self._box.direction() != _WAYS[beside]:
                self._box.setDirection(_WAYS[beside])
                self._box.setSpacing(2 * GRID if beside else HALF)
                self.updateGeometry()  # else all around it keep to the height before
        return super().event(event)
