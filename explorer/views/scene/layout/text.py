"""The text sizes of the scene and how wide a text is in the interface font."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from explorer.views.scene.layout.headers import Type
from explorer.views.style.theme import SMALL, Theme


def scene_type(theme: Theme) -> Type:
    """Return the sizes of titles and small text for a theme; needs a QGuiApplication."""

    @lru_cache(maxsize=1024)
    def measure(text: str, size: int, bold: bool) -> float:
        font = theme.font(SMALL, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        font.setPixelSize(size)
        return float(QFontMetricsF(font).horizontalAdvance(text))

    return Type(theme.size(SMALL + 1), theme.size(SMALL), measure)
