"""Numbers of a training step as text: small ones keep their figures, and sums stay sums.

Rounded terms rarely add up to their rounded sum. `adding_up` looks for as many decimals as make
them do so, and names what is left where there are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, isfinite, log10

from explorer.views.parts.figures import MINUS, figure

_SMALLEST, _LARGEST = 1e-4, 1e6
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Written:
    """A sum as it is printed: `terms` and `rest` (None where it is 0) make up `total`."""

    places: int
    terms: tuple[str, ...]
    total: str
    rest: str | None


def significant(value: float, figures: int = 4) -> str:
    """Return a number with so many figures: `0.01230`, `4.56e−7`, `0`."""
    if value == 0 or not isfinite(value):
        return "0" if value == 0 else figure(value)
    if not _SMALLEST <= abs(value) < _LARGEST:
        mantissa, power = f"{value:.{figures - 1}e}".split("e")
        return f"{mantissa}e{int(power)}".replace("-", MINUS)
    return figure(value, max(0, figures - 1 - floor(log10(abs(value)))))


def brief(value: float) -> str:
    """Return a setting as one would say it: `0.003`, `0.9`, `1e−8`."""
    if 0 < abs(value) < _SMALLEST:
        mantissa, power = f"{value:.4g}".split("e") if "e" in f"{value:.4g}" else (value, 0)
        return f"{mantissa}e{int(power)}".replace("-", MINUS)
    return f"{value:.6g}".replace("-", MINUS)


def adding_up(terms: Sequence[float], total: float, least: int = 4, most: int = 8) -> Written:
    """Return terms and total with `least` decimals, or with as many as make them add up.

    More decimals are tried first, then one fewer.
    """
    if not all(isfinite(value) for value in (*terms, total)):
        return _written(terms, total, least, None)
    for places in (*range(least, most + 1), *range(least - 1, max(3, least - 2), -1)):
        if sum(_units(term, places) for term in terms) == _units(total, places):
            return _written(terms, total, places, None)
    left = _units(total, least) - sum(_units(term, least) for term in terms)
    return _written(terms, total, least, figure(left / 10**least, least))


def places_for(values: Sequence[float], figures: int = 3, most: int = 9) -> int:
    """Return the decimals at which the smallest number that is not 0 shows so many figures."""
    sizes = [abs(value) for value in values if value and isfinite(value)]
    if not sizes:
        return 4
    return min(most, max(4, figures - 1 - floor(log10(min(sizes)))))


def in_numbers(formula: str, values: Mapping[str, str]) -> str:
    """Return a formula with its letters replaced: `-rate · g` becomes `−0.003 · 0.0456`."""
    letters = sorted(values, key=len, reverse=True)
    either = "|".join(re.escape(letter) for letter in letters)
    alone = rf"(?<![A-Za-z])({either})(?![A-Za-z\u0302])"
    return re.sub(alone, lambda found: values[found[1]], formula).replace("-", MINUS)


def raised(power: int) -> str:
    """Return a power as small raised digits: `⁻³`."""
    return str(power).translate(_RAISED)


def _units(value: float, places: int) -> int:
    """Return the number that `figure` prints, counted in its last decimal."""
    return int(Decimal(f"{value:.{places}f}").scaleb(places))


def _written(terms: Sequence[float], total: float, places: int, rest: str | None) -> Written:
    texts = tuple(figure(term, places) for term in terms)
    return Written(places, texts, figure(total, places), rest)
