"""Pictures side by side with what is known of them, at the head of a part."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from explorer.views.blocks.blocks import Block
from explorer.views.parts.brush import Look
from explorer.views.parts.thumbnails import Bytes, Sheet

_SIDE = 64


@dataclass(frozen=True, slots=True, eq=False)
class ImageBlock(Block):
    """`images` uint8 (n, c, h, w) with a caption each; `facts` (text, role) beside them.

    Where the facts are too long for that they stand below.
    """

    images: Bytes
    captions: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]

    def height(self, look: Look, width: float) -> float:
        high, facts = self._pictures_height(look), look.facts_height(self.facts)
        return max(high, facts) if self._beside(look, width) else high + facts

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
        if self._beside(look, width):
            look.facts(painter, self._pictures_width(look), width, self.facts)
            return
        painter.save()
        painter.translate(0, self._pictures_height(look))
        look.facts(painter, 0, width, self.facts)
        painter.restore()

    def _beside(self, look: Look, width: float) -> bool:
        """Whether the facts have room beside the pictures."""
        wide = (
            look.width_of(text, *(("body", "strong") if role == "strong" else ("small", "normal")))
            for text, role in self.facts
        )
        return self._pictures_width(look) + max(wide, default=0.0) <= width

    def _pictures_width(self, look: Look) -> float:
        return 1 + len(self.images) * look.px(_SIDE + 12) + look.px(2)

    def _pictures_height(self, look: Look) -> float:
        return look.px(_SIDE + 4) + (look.line() if any(self.captions) else 0.0)


def as_bytes(pixels: np.ndarray) -> Bytes:
    """Return numbers in 0 to 1 as bytes; what is no number is 0."""
    known = np.nan_to_num(pixels, nan=0.0, posinf=1.0, neginf=0.0)
    return np.asarray(np.rint(np.clip(known, 0, 1) * 255), np.uint8)
