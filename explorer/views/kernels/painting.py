"""Paints one kernel: its caption, its slices, and numbers where there is room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QImage, QPainter

from explorer.network.cells import number
from explorer.network.kernels import KernelFacts
from explorer.views.kernels.places import Places
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.paint.cell_numbers import LEAST_WIDTH, Block, Hand, hand_for
from explorer.views.scene.paint.scribe import Scribe
from explorer.views.scene.state import to_rect
from explorer.views.style.colormaps import signed_index
from explorer.views.style.theme import SMALL, Theme


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What the painter needs of a layer: its facts, and its weights as colours 0xFFRRGGBB."""

    facts: KernelFacts
    theme: Theme
    words: NDArray[np.uint32]


def sheet_of(facts: KernelFacts, theme: Theme) -> Sheet:
    """Return a layer's weights in one scale of colours."""
    words = theme.colormaps.signed[signed_index(facts.weight, facts.limit)]
    return Sheet(facts, theme, np.ascontiguousarray(words))


def said(facts: KernelFacts, kernel: int) -> str:
    """Return what is said of a whole kernel: its bias and its length."""
    bias = "" if facts.bias is None else f"bias {number(float(facts.bias[kernel]))} · "
    return f"{bias}norm {number(float(facts.norms[kernel]))}"


def paint_kernel(
    painter: QPainter, sheet: Sheet, places: Places, kernel: int, scribe: Scribe, ratio: float
) -> None:
    """Paint a kernel where `places` has it, on a screen of a device pixel ratio."""
    _paint_caption(painter, sheet, places.captions[kernel], kernel)
    cell, facts = float(places.cell), sheet.facts
    hand = None
    if cell >= LEAST_WIDTH:
        hand = hand_for(cell, cell, facts.limit, True, False, sheet.theme.scale)
    for channel, box in zip(places.channels, places.slices[kernel], strict=True):
        words, values = sheet.words[kernel, channel], facts.weight[kernel, channel]
        _paint_slice(painter, sheet.theme, words, box)
        if hand is not None:
            _write(painter, sheet.theme, _block(hand, values, words, box, cell), scribe, ratio)


def _paint_caption(painter: QPainter, sheet: Sheet, box: Box, kernel: int) -> None:
    theme, line = sheet.theme, box.height / 2
    painter.setFont(theme.font(SMALL, QFont.Weight.DemiBold))
    painter.setPen(theme.color("text"))
    painter.drawText(QPointF(box.x, box.y + 0.75 * line), f"kernel {kernel}")
    painter.setFont(theme.font(SMALL))
    painter.setPen(theme.color("muted"))
    painter.drawText(QPointF(box.x, box.y + 1.7 * line), said(sheet.facts, kernel))


def _paint_slice(painter: QPainter, theme: Theme, words: NDArray[np.uint32], box: Box) -> None:
    side = len(words)
    image = QImage(words.data, side, side, 4 * side, QImage.Format.Format_RGB32)
    painter.fillRect(to_rect(box.grown(1)), theme.color("border"))
    painter.drawImage(to_rect(box), image, QRectF(0, 0, side, side))


def _block(
    hand: Hand, values: NDArray[np.float32], words: NDArray[np.uint32], box: Box, cell: float
) -> Block:
    edges = np.arange(len(values) + 1, dtype=np.float64) * cell
    return Block(hand, values, words, box.x + edges, box.y + edges)


def _write(painter: QPainter, theme: Theme, block: Block, scribe: Scribe, ratio: float) -> None:
    for place, strip, _ in scribe.strips(block, theme, ratio):
        painter.drawImage(place, strip)
