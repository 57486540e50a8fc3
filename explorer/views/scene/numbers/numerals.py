"""Many numbers at once as pixels: digits are copied by whole-array steps, not one by one.

Writing two thousand numbers with a painter takes tens of milliseconds. Here all digits of a font
stand in one strip of pixels, and a grid of numbers is gathered from it in a few numpy calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage

from explorer.views.parts.guard import painting

_CHARACTERS = " 0123456789.−"
_DIGIT, _POINT, _MINUS = 1, 11, 12  # places in _CHARACTERS
_MOST_DIGITS = 9

Words = NDArray[np.uint32]
Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Digits:
    """The characters of one font in two colours side by side, each `advance` pixels wide.

    `pixels` (height, 2 x 13 x advance) premultiplied 0xAARRGGBB, the dark ones first; `point` is
    the narrower advance of the decimal point.
    """

    pixels: Words
    advance: int
    point: int

    @property
    def height(self) -> int:
        """The height of a line in pixels."""
        return int(self.pixels.shape[0])

    def width(self, digits: int, places: int, minus: bool) -> int:
        """Return the width of a number with so many digits, decimals among them."""
        return (digits + minus) * self.advance + (self.point if places else 0)


def digits_of(font: QFont, dark: QColor, light: QColor) -> Digits:
    """Paint the characters of a font whose digits are equally wide."""
    metrics = QFontMetricsF(font)
    advance = round(max(metrics.horizontalAdvance(c) for c in "0123456789−"))
    capital = ceil(metrics.capHeight())
    count, height = len(_CHARACTERS), capital + 2
    image = QImage(2 * count * advance, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with painting(image) as painter:
        painter.setFont(font)
        for half, color in enumerate((dark, light)):
            painter.setPen(color)
            for at, character in enumerate(_CHARACTERS):
                x = (half * count + at) * advance
                painter.setClipRect(x, 0, advance, height)
                painter.drawText(QPointF(x, capital + 1), character)
    row = image.bytesPerLine() // 4
    words = np.frombuffer(image.constBits(), np.uint32).reshape(height, row)
    return Digits(
        words[:, : 2 * count * advance].copy(), advance, ceil(metrics.horizontalAdvance("."))
    )


def write(
    values: Numbers, places: int, digits: Digits, edges: NDArray[np.intp], bright: NDArray[np.bool_]
) -> Words:
    """Return a grid of numbers (height, rows, width), one strip of pixels per row and line.

    `values` (rows, columns); column c reaches from pixel `edges[c]` to `edges[c + 1]`, and each
    number stands in the middle of its own. `bright` says which cells need dark digits. Numbers
    below 1 lose the zero before their point, `.82`; exactly 0 is `0`; NaN is not written. A
    number wider than its cell is cut at the left.
    """
    scaled = np.rint(np.abs(np.nan_to_num(values)).astype(np.float64) * 10**places)
    whole = np.minimum(scaled, 10.0**_MOST_DIGITS - 1).astype(np.int64)
    zero = values == 0
    count = np.full(whole.shape, max(places, 1))
    for power in range(max(places, 1), _MOST_DIGITS):
        count += whole >= 10**power
    minus = (values < 0) & (whole > 0)
    characters = _characters(whole, count, places, minus)
    characters[zero] = 0
    characters[zero, 0] = _DIGIT
    widths = (count + minus) * digits.advance + (digits.point if places else 0)
    widths[zero] = digits.advance
    widths[np.isnan(values)] = 0
    characters += np.where(bright, 0, len(_CHARACTERS))[:, :, None].astype(np.int32)
    return _gathered(characters, widths, places, zero, digits, edges)


def _characters(
    whole: NDArray[np.int64], count: NDArray[np.int64], places: int, minus: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """Return the characters of each number from the right: decimals, point, digits, minus."""
    room = _MOST_DIGITS + 2
    found = np.zeros((*whole.shape, room), np.int32)
    rest = whole
    for at in range(int(count.max())):
        slot = at if at < places or not places else at + 1
        rest, digit = np.divmod(rest, 10)
        found[..., slot] = np.where(at < count, digit + _DIGIT, 0)
    if places:
        found[..., places] = _POINT
    sign = np.where(minus, count + (1 if places else 0), room - 1)
    np.put_along_axis(found, sign[..., None], np.where(minus, _MINUS, 0)[..., None], -1)
    return found


def _gathered(
    characters: NDArray[np.int32],
    widths: NDArray[np.int64],
    places: int,
    zero: NDArray[np.bool_],
    digits: Digits,
    edges: NDArray[np.intp],
) -> Words:
    rows, columns = widths.shape
    cell = np.repeat(np.arange(columns), np.diff(edges))
    x = np.arange(edges[0], edges[-1]) - edges[cell]
    room = np.diff(edges)
    right = (room + widths + 1) // 2  # where each number ends in its cell
    distance = right[:, cell] - 1 - x  # from the right end of the number, in pixels
    slots, within = _slots(places, digits, int(distance.max()) + 1)
    inside = (distance >= 0) & (distance < widths[:, cell])
    distance = np.where(inside, distance, 0)
    slot, place = slots[distance], within[distance]
    plain = zero[:, cell]
    place = np.where(plain, digits.advance - 1 - distance, place)
    slot = np.where(plain, 0, slot)
    glyph = characters[np.arange(rows)[:, None], cell, slot]
    at = np.where(inside, glyph * digits.advance + place, 0)
    gathered: Words = digits.pixels.take(at, axis=1, mode="clip")
    return gathered


def _slots(places: int, digits: Digits, length: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return for each distance from the right end the character there and the column in it."""
    distance = np.arange(max(1, length))
    decimals, point = places * digits.advance, digits.point if places else 0
    beyond = distance - decimals - point
    slot = np.where(distance < decimals, distance // digits.advance, places)
    slot = np.where(beyond >= 0, places + (1 if places else 0) + beyond // digits.advance, slot)
    start = np.where(beyond >= 0, decimals + point, 0)
    column = digits.advance - 1 - (distance - start) % digits.advance
    dot = (distance >= decimals) & (beyond < 0)
    column = np.where(dot, point - 1 - (distance - decimals), column)
    return np.minimum(slot, _MOST_DIGITS + 1), np.maximum(column, 0)
