"""The scale of coloured numbers: a bar of all colours with the numbers at its ends."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from explorer.views.parts.brush import CENTRE, LEFT, RIGHT, Look
from explorer.views.parts.number_text import MINUS
from explorer.views.style.colormaps import LEVELS, Table

_BAR = 6


def scale_bar_height(look: Look) -> float:
    """Return how high a scale bar with its numbers is."""
    return look.px(_BAR + 5) + look.line()


def paint_scale_bar(
    painter: QPainter, look: Look, rect: QRectF, table: Table, low: str, high: str
) -> None:
    """Paint the colours of a table from left to right at the top of `rect`, with their numbers.

    Where `low` is minus `high`, zero is written in the middle; where both have no room beside each
    other, it is ±`high`.
    """
    bar = QRectF(rect.x(), rect.y() + look.px(3), rect.width(), look.px(_BAR))
    colors = np.ascontiguousarray(table[:LEVELS])
    image = QImage(colors.data, LEVELS, 1, 4 * LEVELS, QImage.Format.Format_RGB32)
    painter.drawImage(bar, image, QRectF(0, 0, LEVELS, 1))
    painter.setPen(look.pen("border"))
    painter.drawRect(bar.adjusted(-0.5, -0.5, 0.5, 0.5))
    signed = low == MINUS + high
    numbers: tuple[tuple[str, int], ...] = ((low, LEFT), (high, RIGHT))
    room = bar.width() - 2 * look.width_of(low)
    if signed and room < look.px(4):
        numbers = ((f"±{high}", CENTRE),)
    elif signed and room > look.width_of("0") + look.px(8):
        numbers = (*numbers, ("0", CENTRE))
    below = QRectF(bar.x(), bar.bottom() + look.px(1), bar.width(), look.line())
    for text, align in numbers:
        look.text(painter, below, text, "muted", align=align)
