"""The numbered legend of a picture of signed numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from explorer.views.parts.brush import CENTRE, LEFT, RIGHT, Look
from explorer.views.parts.figures import MINUS
from explorer.views.style.colormaps import LEVELS
from explorer.views.train.step.writing import significant

_BAR, _MOST_WIDE = 6, 200


def legend_height(look: Look) -> float:
    """Return how high a legend is."""
    return look.px(_BAR + 5) + look.line("tiny")


def paint_legend(painter: QPainter, look: Look, rect: QRectF, limit: float) -> None:
    """Paint the colours from -limit to limit, with both ends and zero as numbers."""
    wide = min(rect.width(), look.px(_MOST_WIDE))
    bar = QRectF(rect.x(), rect.y() + look.px(3), wide, look.px(_BAR))
    below = QRectF(bar.x(), bar.bottom() + look.px(1), wide, look.line("tiny"))
    if limit <= 0:
        look.text(painter, QRectF(bar.x(), rect.y(), wide, look.line()), "all 0", "muted")
        return
    words = np.ascontiguousarray(look.maps.signed[:LEVELS])
    image = QImage(words.data, LEVELS, 1, 4 * LEVELS, QImage.Format.Format_RGB32)
    painter.drawImage(bar, image, QRectF(0, 0, LEVELS, 1))
    painter.setPen(look.pen("border"))
    painter.drawRect(bar.adjusted(-0.5, -0.5, 0.5, 0.5))
    end = significant(limit, 3)
    ends: tuple[tuple[str, int], ...] = ((f"{MINUS}{end}", LEFT), (end, RIGHT))
    room = wide - 2 * look.width_of(f"{MINUS}{end}", "tiny")
    if room < look.px(4):
        ends = ((f"±{end}", CENTRE),)
    elif room > look.width_of("0", "tiny") + look.px(8):
        ends = (*ends, ("0", CENTRE))
    for text, align in ends:
        look.text(painter, below, text, "muted", "tiny", align=align)
