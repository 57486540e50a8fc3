"""Every colour, font size and distance of the window, in light and in dark.

A view that is `Themed` has it as `self.theme` and takes all looks from it. Amber is reserved for
the selection; blue to orange means a signed quantity; nothing else uses these two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from PySide6.QtGui import QColor, QFont, QFontDatabase

from explorer.resources import resource
from explorer.views.style.colormaps import DARK_MAPS, LIGHT_MAPS, Colormaps

ThemeName = Literal["light", "dark"]

# Each weight is a family of its own.
FAMILY, MEDIUM, STRONG = "Inter", "Inter Medium", "Inter Semi Bold"  # no text: typefaces
GRID = 8  # every distance is a multiple of half of it
_FAMILIES = {QFont.Weight.Medium: MEDIUM, QFont.Weight.DemiBold: STRONG}
RADIUS = 8
SMALL, NORMAL, LARGE, DISPLAY = 11, 13, 16, 72  # font sizes in pixels


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours by what they mean, in the light theme."""

    window: str = "#f3f5f9"
    panel: str = "#ffffff"
    field: str = "#eef2f8"  # the pad, an input, an empty map
    border: str = "#dde3ec"
    border_strong: str = "#b9c3d3"
    text: str = "#141c28"
    muted: str = "#5a6679"
    faint: str = "#c6cfdc"  # lines and flow that must not compete with numbers
    disabled: str = "#7d899c"  # still to be read
    accent: str = "#0968b6"
    accent_soft: str = "#dcebf8"  # the background of what is switched on
    on_accent: str = "#ffffff"
    selection: str = "#c66900"
    selection_text: str = "#a35500"
    selection_soft: str = "#fdeedb"
    bad: str = "#b3261e"
    good: str = "#187540"


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One complete look; `scale` enlarges all text for a projector."""

    name: ThemeName
    palette: Palette
    colormaps: Colormaps
    scale: float = 1.0

    def color(self, meaning: str, alpha: int = 255) -> QColor:
        """Return a palette entry as a colour, `alpha` 0 to 255; shared, so don't change it."""
        return _color(getattr(self.palette, meaning), alpha)

    def size(self, pixels: int) -> int:
        """Return a font size in pixels after the user's enlargement."""
        return round(pixels * self.scale)

    def font(self, pixels: int = NORMAL, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Return the interface font with digits of equal width, so that numbers don't dance."""
        font = QFont(_FAMILIES.get(weight, FAMILY))
        font.setPixelSize(self.size(pixels))
        font.setFeature(QFont.Tag("tnum"), 1)
        return font


_DARK = Palette(
    window="#0e1218",
    panel="#161b23",
    field="#0b0f14",
    border="#29313d",
    border_strong="#46515f",
    text="#e8edf4",
    muted="#98a4b5",
    faint="#394454",
    disabled="#707c8e",
    accent="#58baff",
    accent_soft="#16324a",
    on_accent="#06121d",
    selection="#ffb347",
    selection_text="#ffb347",
    selection_soft="#3a2c16",
    bad="#ff8a80",
    good="#6fd394",
)


@lru_cache(maxsize=256)
def _color(name: str, alpha: int) -> QColor:
    color = QColor(name)
    color.setAlpha(alpha)
    return color


@lru_cache(maxsize=16)
def theme(name: ThemeName, scale: float = 1.0) -> Theme:
    """Return the light or the dark look, always the same object."""
    if name == "dark":
        return Theme("dark", _DARK, DARK_MAPS, scale)
    return Theme("light", Palette(), LIGHT_MAPS, scale)


def load_fonts() -> None:
    """Register the bundled font, so that the window looks the same on every machine.

    Needs a QGuiApplication.
    """
    for weight in ("Regular", "Medium", "SemiBold"):  # no text: files
        QFontDatabase.addApplicationFont(str(resource("fonts", f"Inter-{weight}.otf")))
