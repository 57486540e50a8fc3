"""Arithmetic as it is printed: whoever checks it with a pocket calculator finds it right.

Numbers get further decimals until the printed terms add up to the printed total (`adding_up`), or
the printed formula gives the printed result (`places_giving`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, floor, isfinite

from explorer.views.parts.number_text import decimals, figure

_MORE = 6  # decimals beyond the usual that a formula may need
_LARGEST = 700.0  # of which exp is still a number


@dataclass(frozen=True, slots=True)
class PrintedSum:
    """A sum as it is printed: `terms` and `rest` (None where it is 0) make up `total`."""

    places: int
    terms: tuple[str, ...]
    total: str
    rest: str | None


def adding_up(terms: Sequence[float], total: float, least: int = 4, most: int = 8) -> PrintedSum:
    """Return terms and total with `least` decimals, or with as many as make them add up.

    Rounded terms rarely add up to their rounded sum. What is left where none do is the `rest`.
    """
    places = places_adding_up([(terms, total)], least, most)
    texts = tuple(figure(term, places) for term in terms)
    return PrintedSum(places, texts, figure(total, places), rest_of(terms, total, places))


def places_adding_up(sums: Sequence[tuple[Sequence[float], float]], least: int, most: int) -> int:
    """Return the fewest decimals at which all sums, terms and total, add up as printed.

    Where there are none up to `most` the last of the sums is given up first, and `least` is taken
    where all are.
    """
    for count in range(len(sums), 0, -1):
        for places in range(least, most + 1):
            if not any(rest_of(*each, places) for each in sums[:count]):
                return places
    return least


def rest_of(terms: Sequence[float], total: float, places: int) -> str | None:
    """Return what printed terms lack to their printed total, None where they add up."""
    if not all(isfinite(value) for value in (*terms, total)):
        return None
    whole, *parts = (int(Decimal(f"{v:.{places}f}").scaleb(places)) for v in (total, *terms))
    left = whole - sum(parts)
    return figure(left / 10**places, places) if left else None


def apportion(terms: Sequence[float], total: float, places: int) -> tuple[float, ...]:
    """Return terms rounded so that they add up to their rounded total, none by a whole step.

    That is for terms of which the reader sees nothing but this sum.
    """
    if not all(isfinite(value) for value in (*terms, total)):
        return tuple(terms)
    scale = 10**places
    below = [floor(term * scale) for term in terms]
    left = round(round(total, places) * scale) - sum(below)
    ranked = sorted(range(len(terms)), key=lambda i: below[i] - terms[i] * scale)
    for at in ranked[: max(0, left)]:  # those that lost the most
        below[at] += 1
    return tuple(units / scale for units in below)


def places_giving(
    compute: Callable[..., float],
    numbers: Sequence[float],
    least: Sequence[int],
    result: float,
    places: int,
) -> tuple[int, ...]:
    """Return the decimals at which numbers, as they are printed, give the printed result.

    `least` has the decimals that each number has anyway, `places` those of the result.
    """
    pairs, counts = list(zip(numbers, least, strict=True)), tuple(least)
    for more in range(_MORE):
        counts = tuple(c if round(n, c) == n else c + more for n, c in pairs)
        read = map(round, numbers, counts)
        if figure(compute(*read), places) == figure(result, places):
            break
    return counts


def factors(
    left: float, right: float, product: float, least: Sequence[int], places: int
) -> tuple[str, str]:
    """Return two factors that, multiplied as printed, give the printed product."""
    numbers = left, right
    counts = places_giving(lambda a, b: a * b, numbers, least, product, places)
    return figure(left, counts[0]), figure(right, counts[1])


@dataclass(frozen=True, slots=True)
class PrintedExponentials:
    """The columns x, `arguments` of exp, and `exponentials`, which add up to `total`.

    Every number is that of the printed one before it; `read` are the printed exponentials.
    """

    numbers: tuple[str, ...]
    arguments: tuple[str, ...]
    exponentials: tuple[str, ...]
    total: str
    read: tuple[float, ...]


def print_exponentials(
    numbers: Sequence[float], places: int, softmax: bool = True
) -> PrintedExponentials:
    """Return exp(x - max(x)), or else exp(-x), with `places` decimals, x with as many as it takes.

    No exponential is further from the true one than a step of its last decimal.
    """

    def follow(xs: Sequence[float], count: int) -> tuple[list[float], list[float]]:
        above = max(xs) if softmax else 0.0
        arguments = [round(x - above if softmax else -x, count) for x in xs]
        return arguments, [exp(min(x, _LARGEST)) for x in arguments]

    exact = follow(numbers, 17)[1]
    each = [places if e < 100 else min(places, decimals([e])) for e in exact]
    for count in range(2, places + _MORE):
        xs = [round(x, count) for x in numbers]
        arguments, given = follow(xs, count)
        steps = [max(10.0**-p, 0.005 * e * (e >= 1e7)) for e, p in zip(exact, each, strict=True)]
        if all(abs(a - b) <= step for a, b, step in zip(given, exact, steps, strict=True)):
            break
    read = tuple(round(e, p) for e, p in zip(given, each, strict=True))
    texts = tuple(figure(e, p) for e, p in zip(given, each, strict=True))
    total = figure(sum(read), places)
    first, second = (tuple(figure(x, count) for x in column) for column in (numbers, arguments))
    return PrintedExponentials(first, second, texts, total, read)
