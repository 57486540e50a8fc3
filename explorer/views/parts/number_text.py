"""Numbers as text: one count of decimals per column, a real minus sign, no −0.00; amounts.

What is exactly zero is `0`, what only rounds to it `0.00`. Small numbers keep their figures
(`significant`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

import numpy as np

from explorer.text import _, ngettext

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

MINUS = "−"
_MOST_DECIMALS = 5
_SMALLEST, _LARGEST = 1e-4, 1e6  # of what is written without a power of ten
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def decimals(values: ArrayLike, figures: int = 3) -> int:
    """Return how many decimals show the largest of some values with `figures` figures or more.

    All numbers of one column share them, so that the points stand below each other. Numbers of
    everyday size keep two, for small terms count in a large sum.
    """
    sizes = np.abs(np.asarray(values, np.float64))
    largest = float(sizes.max()) if sizes.size else 0.0
    if largest == 0 or not isfinite(largest):
        return figures - 1
    least = 2 if largest < 100 else 1 if largest < 1000 else 0
    return min(_MOST_DECIMALS, max(least, figures - 1 - floor(log10(largest) + 1e-9)))


def figure(value: float, places: int = 2) -> str:
    """Return a number with a fixed count of decimals, `−0.13`; exactly zero is `0`."""
    if value == 0:
        return "0"
    if not isfinite(value):
        return _("not a number") if value != value else "∞" if value > 0 else f"{MINUS}∞"
    if abs(value) >= 1e7:
        return _written(f"{value:.2e}")
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
    text = figure(value, max(0, places))
    return text.replace("0.", ".", 1) if text.lstrip(MINUS).startswith("0.") else text


def exact(value: float) -> str:
    """Return a float32 with all the figures it has, for tooltips and sentences."""
    return str(np.float32(value)).replace("-", MINUS)


def in_percent(share: float) -> str:
    """Return a share in percent: `62.3`, `1,854`, and 0 or 100 only for exactly none or all."""
    if isfinite(share) and share >= 1:
        return f"{100 * share:,.0f}"
    return figure(min(100 * share, 99.9), 1)


def percent(share: float) -> str:
    """Return a share with its sign, `62.3 %`."""
    return f"{in_percent(share)} %" if isfinite(share) else figure(share)


def grouped(count: int) -> str:
    """Return a count with thousands apart, `61,706`."""
    return f"{count:,}"


def significant(value: float, figures: int = 4) -> str:
    """Return a number with so many figures: `0.01230`, `4.56e−7`, `0`."""
    if value == 0 or not isfinite(value):
        return "0" if value == 0 else figure(value)
    if not _SMALLEST <= abs(value) < _LARGEST:
        return _written(f"{value:.{figures - 1}e}")
    return figure(value, max(0, figures - 1 - floor(log10(abs(value)))))


def brief(value: float, figures: int = 6) -> str:
    """Return a setting without needless zeros: `0.003`, `0.9`, `1e−8`."""
    return _written(f"{value:.{figures}g}")


def _written(text: str) -> str:
    """Return what Python writes with a real minus sign and no needless zeros in its power."""
    mantissa, e, power = text.partition("e")
    return (f"{mantissa}e{int(power)}" if e else mantissa).replace("-", MINUS)


def power_of_ten(power: int) -> str:
    """Return a power as text: `0.01`, `1`, `100`, `1e−5`."""
    return f"{10.0**power:g}" if -3 <= power <= 3 else f"1e{power}".replace("-", MINUS)


def raised(power: int) -> str:
    """Return a power as small raised digits: `⁻³`."""
    return str(power).translate(_RAISED)


def places_for(values: Sequence[float], figures: int = 3, least: int = 4, most: int = 9) -> int:
    """Return the decimals at which the smallest number that is not 0 shows so many figures."""
    sizes = [abs(value) for value in values if value and isfinite(value)]
    if not sizes:
        return least
    return min(most, max(least, figures - 1 - floor(log10(min(sizes)))))


def article(name: str) -> str:
    """Return a class with its article: `a 7`, `an 8`; words of one's own stand alone."""
    if not name.isdigit():
        return name
    if name.startswith("8") or name in ("11", "18"):
        return _("an {name}").format(name=name)
    return _("a {name}").format(name=name)


def format_size(count: int) -> str:
    """Return a number of bytes: `812 KiB`, `3.1 MiB`."""
    if count < 1 << 20:
        return _("{size:.0f} KiB").format(size=count / (1 << 10))
    if count < 1 << 30:
        return _("{size:.1f} MiB").format(size=count / (1 << 20))
    return _("{size:.2f} GiB").format(size=count / (1 << 30))


def format_steps(count: int) -> str:
    """Return a number of steps: `1 step`, `1,875 steps`."""
    return ngettext("{count:,} step", "{count:,} steps", count).format(count=count)
