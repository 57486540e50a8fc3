"""Numbers as a card writes them: one count of decimals per column, a real minus sign, no −0.00."""

from __future__ import annotations

from math import floor, isfinite, log10

import numpy as np
from numpy.typing import ArrayLike

MINUS = "−"
_MOST_DECIMALS = 5


def decimals(values: ArrayLike, figures: int = 3) -> int:
    """Return how many decimals show the largest of some values with `figures` figures or more.

    All numbers of one column share them, so that the points stand below each other. Numbers of
    everyday size keep two, for small terms count in a large sum.
    """
    sizes = np.abs(np.asarray(values, np.float64))
    largest = float(sizes.max()) if sizes.size else 0.0
    if largest == 0 or not isfinite(largest):
        return figures - 1
    least = 2 if largest < 100 else 1 if largest < 10_000 else 0
    return min(_MOST_DECIMALS, max(least, figures - 1 - floor(log10(largest) + 1e-9)))


def figure(value: float, places: int = 2) -> str:
    """Return a number with a fixed count of decimals, `−0.13`."""
    if not isfinite(value):
        return "not a number" if value != value else "∞" if value > 0 else f"{MINUS}∞"
    if abs(value) >= 1e7:
        return f"{value:.2e}".replace("-", MINUS).replace("+", "")
    text = f"{abs(value):.{places}f}"
    negative = value < 0 and any(digit not in "0." for digit in text)
    return MINUS + text if negative else text


def signed(value: float, places: int = 2) -> str:
    """Return a number with its sign, `+2.28`; what rounds to zero has none."""
    text = figure(value, places)
    shows_zero = all(digit in "0." for digit in text)
    return text if value <= 0 or shows_zero else f"+{text}"


def added(value: float, places: int = 2) -> str:
    """Return a number as a further term of a sum, `+ 2.28` or `− 0.13`."""
    text = figure(abs(value), places)
    return f"{MINUS} {text}" if figure(value, places).startswith(MINUS) else f"+ {text}"


def bracketed(value: float, places: int = 2) -> str:
    """Return a number as a factor after a sign of operation, `0.13` or `(−0.13)`."""
    text = figure(value, places)
    return f"({text})" if text.startswith(MINUS) else text


def tight(value: float, places: int = 2) -> str:
    """Return a number for a narrow cell: `.13`, `−.13`, `1.2`, `0`."""
    if value == 0:
        return "0"
    text = figure(value, max(0, places))
    return text.replace("0.", ".", 1) if text.lstrip(MINUS).startswith("0.") else text


def exact(value: float) -> str:
    """Return a float32 with all the figures it has, for tooltips and sentences."""
    return str(np.float32(value)).replace("-", MINUS)


def percent(share: float) -> str:
    """Return a share in percent: `62 %`, `0.4 %`, and 0 or 100 only for exactly none or all."""
    if share in (0, 1):
        return f"{100 * share:.0f} %"
    if share < 0.001:
        return "< 0.1 %"
    value = 100 * share
    return f"{floor(10 * value) / 10:.1f} %" if value < 9.95 or value > 99 else f"{value:.0f} %"


def grouped(count: int) -> str:
    """Return a count with thousands apart, `61,706`."""
    return f"{count:,}"
