"""How input pixels are written and drawn: the articles disagree, so it is a choice.

Some count ink from 0 to 1 and others from 0 to 255; some write black as 0, as picture files do,
others the paper. What enters the network is always 0 for paper and 1 for ink.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from explorer.text import _
from explorer.views.style.colormaps import DIMMED, LEVELS, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

Unit = Literal["one", "byte"]
Ink = Literal["theme", "dark", "light"]


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
