"""Many numbers at once as pixels: digits are copied by whole-array steps, not one by one.

Writing two thousand numbers with a painter takes tens of milliseconds. Here all digits of a font
stand in one strip of pixels, and a grid of numbers is gathered from it in a few numpy calls.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage

from explorer.views.parts.guard import painting
from explorer.views.style.theme import SMALL, Theme

_CHARACTERS = " 0123456789.−"
_DIGIT, _POINT, _MINUS = 1, 11, 12  # places in _CHARACTERS
_MOST_DIGITS = 9
LEAST_WIDTH, LEAST_HEIGHT = 22.0, 12.0  # window pixels of a cell that can hold a number
MOST_PLACES = 8  # decimals
_WIDTH, _POINT_WIDTH = 0.64, 0.3  # of a digit and a point in font sizes; each takes whole pixels
_LEAST_FONT, _FONT = 8, 13
_AIR = 4  # left free in a cell
DARK, LIGHT = QColor(16, 22, 32), QColor(255, 255, 255)
_MIDDLE = 140_000  # of a brightness 0 to 255,000: brighter cells get dark digits

Words = NDArray[np.uint32]
Numbers = NDArray[np.float32]
Strip = tuple[QPointF, QImage, Words]  # where to draw it; the words are the image's memory


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How the numbers of a stage are written: font size in pixels and decimals."""

    size: int
    places: int


@dataclass(frozen=True, slots=True, eq=False)
class CellBlock:
    """The visible cells of one tile, in window pixels.

    `values` and `colors` (rows, columns) 0xFFRRGGBB; `across` (columns + 1,) and `down`
    (rows + 1,) are the edges of the cells.
    """

    style: NumberStyle
    values: Numbers
    colors: Words
    across: NDArray[np.float64]
    down: NDArray[np.float64]


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


def style_for(
    wide: float, high: float, largest: float, minus: bool, whole: bool, scale: float = 1.0
) -> NumberStyle | None:
    """Return how to write numbers up to `largest` in cells of `wide` x `high` pixels.

    Decimals go before size; `whole` numbers need none. None if there is no room.
    """
    before = 0 if largest < 0.9995 else floor(log10(largest) + 1e-9) + 1
    least, wanted = _decimals(largest, before, whole)
    most = min(0.55 * high, max(_FONT * scale, 0.26 * wide))
    for places in range(wanted, least - 1, -1):
        digits = max(1, before + places) + minus
        for size in range(int(most), _LEAST_FONT - 1, -1):
            point = ceil(_POINT_WIDTH * size) if places else 0
            if digits * round(_WIDTH * size) + point + _AIR <= wide:
                return NumberStyle(size, places)
    return None


def _decimals(largest: float, before: int, whole: bool) -> tuple[int, int]:
    """Return the fewest decimals that show anything, and as many as are worth writing."""
    if whole or largest >= 1000:
        return 0, 0
    first = 1 if largest <= 0 else max(1, -floor(log10(largest)))  # the place of the first digit
    wanted = 2 if largest >= 0.1 else max(3, first + 1)
    return (0 if before else first), min(wanted, MOST_PLACES)


def write(
    values: Numbers, places: int, digits: Digits, edges: NDArray[np.intp], bright: NDArray[np.bool_]
) -> Words:
    """Return a grid of numbers (height, rows, width), one strip of pixels per row and line.

    `values` (rows, columns); column c reaches from pixel `edges[c]` to `edges[c + 1]`, and each
    number stands in the middle of its own. `bright` marks cells that need dark digits. Numbers
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


class NumberWriter:
    """Writes blocks of cells; keeps the digits of every theme and size it has written."""

    def __init__(self) -> None:
        self._digits: dict[tuple[Theme, int], Digits] = {}

    def strips(self, block: CellBlock, theme: Theme, ratio: float) -> Iterator[Strip]:
        """Yield one image per row of cells over shared memory, with its place in the window."""
        edges, words = self._written(block, theme, ratio)
        height, rows, width = words.shape
        flat = words.reshape(-1)
        tops = np.rint((block.down[:-1] + block.down[1:]) / 2 * ratio - height / 2).tolist()
        form = QImage.Format.Format_ARGB32_Premultiplied
        for row, top in enumerate(tops):
            image = QImage(flat[row * width :].data, width, height, 4 * rows * width, form)
            image.setDevicePixelRatio(ratio)
            yield QPointF(float(edges[0]) / ratio, top / ratio), image, words

    def slanted(
        self, block: CellBlock, theme: Theme, ratio: float, slope: float, hidden: NDArray[np.bool_]
    ) -> Strip:
        """Return one image of upright numbers whose rows rise or fall to the right.

        The block stands in a window slanted back by `slope`, pixels down per pixel to the right;
        the place of the image is that in the real window. Cells that are `hidden` (rows, columns)
        stay empty.
        """
        edges, words = self._written(block, theme, ratio)
        high, wide = len(words), int(edges[-1] - edges[0])
        middles = (block.across[:-1] + block.across[1:]) / 2 * slope
        rows = (block.down[:-1] + block.down[1:]) / 2
        tops = np.rint((rows[:, None] + middles[None]) * ratio - high / 2).astype(np.intp)
        first = int(tops.min())
        sheet = np.zeros((int(tops.max()) - first + high, wide), np.uint32)
        lines = np.arange(high)[:, None]
        for column, (left, right) in enumerate(itertools.pairwise((edges - edges[0]).tolist())):
            shown = np.flatnonzero(~hidden[:, column])
            at = tops[shown, column] - first + lines
            sheet[at, left:right] = words[:, shown, left:right]
        form = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(sheet.data, wide, len(sheet), 4 * wide, form)
        image.setDevicePixelRatio(ratio)
        return QPointF(float(edges[0]) / ratio, first / ratio), image, sheet

    def _written(
        self, block: CellBlock, theme: Theme, ratio: float
    ) -> tuple[NDArray[np.intp], Words]:
        """Return the edges of the columns on the screen, and the rows of numbers."""
        key = theme, round(block.style.size * ratio)
        if key not in self._digits:
            font = theme.font(SMALL)
            font.setPixelSize(key[1])
            self._digits[key] = digits_of(font, DARK, LIGHT)
        edges = np.rint(block.across * ratio).astype(np.intp)
        bright = _bright(block.colors)
        return edges, write(block.values, block.style.places, self._digits[key], edges, bright)


def _bright(colors: NDArray[np.uint32]) -> NDArray[np.bool_]:
    red, green, blue = colors >> 16 & 255, colors >> 8 & 255, colors & 255
    bright: NDArray[np.bool_] = 299 * red + 587 * green + 114 * blue > _MIDDLE
    return bright
