"""How input pixels are written and drawn: the articles disagree, so it is a choice.

Some count ink from 0 to 1 and others from 0 to 255; some write black as 0, as picture files do,
others the paper. What enters the network is always 0 for paper and 1 for ink.

A plane of a colour picture runs from its ground to the full colour of its own channel. Blue there
is not the blue of activations: the planes carry their letters, and the legend shows all three.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from explorer.text import _
from explorer.views.style.colormaps import DARK_MAPS, DIMMED, LEVELS, LIGHT_MAPS, Table, table_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

Unit = Literal["one", "byte"]
Ink = Literal["theme", "dark", "light"]
LETTERS = "RGB"
_ON_BRIGHT = (["#f49a94", "#b8121b"], ["#8ed49a", "#0b7430"], ["#a3a8f2", "#2a22c4"])
_ON_DARK = (["#8c1d22", "#ff5a52"], ["#12682f", "#46e070"], ["#3129a8", "#7f83ff"])


@dataclass(frozen=True, slots=True)
class PixelStyle:
    """The range of the numbers, and what ink looks like.

    `ink`: "theme" draws as the theme does and counts ink; "light" is white ink on black paper
    and counts brightness, as MNIST stores its digits; "dark" is black ink on white paper and
    counts brightness too, so that ink is 0.
    """

    unit: Unit = "one"
    ink: Ink = "theme"

    @property
    def falling(self) -> bool:
        """Whether more ink is a smaller number."""
        return self.ink == "dark"

    @property
    def most(self) -> str:
        """The largest number as text."""
        return "255" if self.unit == "byte" else "1"

    @property
    def extent(self) -> str:
        """What the numbers count, for the legend."""
        return {"theme": _("ink"), "dark": _("dark ink"), "light": _("light ink")}[self.ink]

    def numbers(self, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the numbers to write for pixels 0 (paper) to 1 (ink)."""
        shown = 1 - pixels if self.falling else pixels
        return shown * np.float32(255) if self.unit == "byte" else shown

    def table(self, own: Table) -> Table:
        """Return the colours of paper to ink, given those of the theme."""
        if self.ink == "theme":
            return own
        dark_first = _brightness(int(own[0])) < _brightness(int(own[LEVELS - 1]))
        if dark_first == (self.ink == "light"):
            return own
        turned = own.copy()
        turned[:LEVELS] = own[:LEVELS][::-1]
        turned[DIMMED : DIMMED + LEVELS] = own[DIMMED : DIMMED + LEVELS][::-1]
        turned.setflags(write=False)
        return turned


def _brightness(word: int) -> float:
    return 0.299 * (word >> 16 & 255) + 0.587 * (word >> 8 & 255) + 0.114 * (word & 255)


def plane_tables(style: PixelStyle, ink: Table) -> tuple[Table, ...]:
    """Return the tables of a red, a green and a blue plane, where pixels are drawn in a `style`.

    `ink` are the theme's own colours of pixels. Dark ink stands on bright paper and light ink on
    dark paper, as in a grey picture.
    """
    bright = _brightness(int(ink[0])) > 127 if style.ink == "theme" else style.ink == "dark"
    return _tables(bright)


@lru_cache(maxsize=2)
def _tables(bright: bool) -> tuple[Table, ...]:
    maps = LIGHT_MAPS if bright else DARK_MAPS
    paper = f"#{int(maps.ink[0]) & 0xFFFFFF:06x}"
    return tuple(table_of([paper, *stops], paper) for stops in (_ON_BRIGHT if bright else _ON_DARK))
