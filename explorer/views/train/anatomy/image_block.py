"""Pictures side by side with what is known of them, at the head of a part."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from explorer.views.cards.blocks import Block
from explorer.views.cards.look import Look
from explorer.views.train.thumbnails import Bytes, Sheet

_SIDE = 64


@dataclass(frozen=True, slots=True, eq=False)
class ImageBlock(Block):
    """`images` uint8 (n, c, h, w) with a caption each; `facts` (text, role) beside them."""

    images: Bytes
    captions: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]

    def height(self, look: Look, width: float) -> float:
        below = look.line() if any(self.captions) else 0.0
        return max(look.px(_SIDE + 4) + below, look.facts_height(self.facts))

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        sheet = Sheet(self.images, 1, look.maps.ink, 0)
        count, _, high, wide = self.images.shape
        side, x = look.px(_SIDE), 1.0
        scale = side / max(high, wide)
        for at in range(count):
            frame = QRectF(x, 1, wide * scale, high * scale)
            painter.drawImage(frame, sheet.image, QRectF(0, at * (high + 1), wide, high))
            painter.setPen(look.pen("border"))
            painter.drawRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5))
            below = QRectF(x, frame.bottom() + 1, side + look.px(8), look.line())
            look.text(painter, below, self.captions[at], "muted")
            x += side + look.px(12)
        look.facts(painter, x + look.px(2), width, self.facts)


def as_bytes(pixels: np.ndarray) -> Bytes:
    """Return numbers in 0 to 1 as bytes; what is no number is 0."""
    known = np.nan_to_num(pixels, nan=0.0, posinf=1.0, neginf=0.0)
    return np.asarray(np.rint(np.clip(known, 0, 1) * 255), np.uint8)
