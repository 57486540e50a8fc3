"""Paints one kernel: its caption, its slices, and numbers where there is room."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QImage, QPainter

from explorer.network.cells import number
from explorer.network.kernels import KernelFacts
from explorer.text import _
from explorer.views.kernels.layout import KernelLayout
from explorer.views.scene.numbers.numerals import (
    LEAST_WIDTH,
    CellBlock,
    NumberWriter,
    style_for,
)
from explorer.views.scene.state import to_rect
from explorer.views.style.theme import SMALL, Theme

Colors = NDArray[np.uint32]  # of all weights, 0xFFRRGGBB


def describe_kernel(facts: KernelFacts, kernel: int) -> str:
    """Return a kernel's bias and length."""
    norm = number(float(facts.norms[kernel]))
    if facts.bias is None:
        return _("norm {norm}").format(norm=norm)
    bias = number(float(facts.bias[kernel]))
    return _("bias {bias} · norm {norm}").format(bias=bias, norm=norm)


def paint_kernel(
    painter: QPainter,
    theme: Theme,
    facts: KernelFacts,
    colors: Colors,
    layout: KernelLayout,
    kernel: int,
    writer: NumberWriter,
) -> None:
    """Paint a kernel where `layout` has it."""
    box, line = layout.captions[kernel], layout.captions[kernel].height / 2
    painter.setFont(theme.font(SMALL, QFont.Weight.DemiBold))
    painter.setPen(theme.color("text"))
    title = _("kernel {kernel}").format(kernel=kernel)
    painter.drawText(QPointF(box.x, box.y + 0.75 * line), title)
    painter.setFont(theme.font(SMALL))
    painter.setPen(theme.color("muted"))
    painter.drawText(QPointF(box.x, box.y + 1.7 * line), describe_kernel(facts, kernel))
    cell, side = float(layout.cell), facts.side
    style = None
    if cell >= LEAST_WIDTH:
        style = style_for(cell, cell, facts.limit, True, False, theme.scale)
    for channel, box in zip(layout.channels, layout.slices[kernel], strict=True):
        words = colors[kernel, channel]
        image = QImage(words.data, side, side, 4 * side, QImage.Format.Format_RGB32)
        painter.fillRect(to_rect(box.grown(1)), theme.color("border"))
        painter.drawImage(to_rect(box), image, QRectF(0, 0, side, side))
        if style is not None:
            edges = np.arange(side + 1, dtype=np.float64) * cell
            values = facts.weight[kernel, channel]
            block = CellBlock(style, values, words, box.x + edges, box.y + edges)
            ratio = painter.device().devicePixelRatioF()
            for place, strip, _memory in writer.strips(block, theme, ratio):
                painter.drawImage(place, strip)
