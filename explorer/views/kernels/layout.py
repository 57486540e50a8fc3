"""Where each kernel stands in the kernel window: blocks in rows, slices side by side.

Pure geometry: the painter and the search for the weight under the mouse share it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from explorer.views.parts.tiles import ARROWS
from explorer.views.scene.layout.geometry import Box

LARGEST, SMALLEST, NUMBERED = 64, 6, 30  # pixels a weight is wide; the last is the usual
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_GAP, _BETWEEN, _MARGIN = 6.0, 22.0, 14.0  # between slices, between kernels, at the edges


@dataclass(frozen=True, slots=True)
class KernelWeight:
    """One weight: which kernel, which of its slices, where in the slice."""

    kernel: int
    channel: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class KernelLayout:
    """The boxes of everything in the window; `cell` is the side of a weight.

    `slices[kernel]` are the boxes of the shown `channels` of a kernel, `captions[kernel]` the
    line of text above them.
    """

    cell: int
    channels: tuple[int, ...]
    captions: tuple[Box, ...]
    slices: tuple[tuple[Box, ...], ...]
    width: float
    height: float

    def weight_at(self, x: float, y: float) -> KernelWeight | None:
        """Return the weight under a point, or None."""
        for kernel, boxes in enumerate(self.slices):
            for channel, box in zip(self.channels, boxes, strict=True):
                if box.contains(x, y):
                    row, column = int((y - box.y) / self.cell), int((x - box.x) / self.cell)
                    return KernelWeight(kernel, channel, row, column)
        return None

    def kernel_box(self, kernel: int) -> Box:
        """Return where a kernel stands, with its caption and some room around both."""
        caption, last = self.captions[kernel], self.slices[kernel][-1]
        wide = max(caption.right, last.right) - caption.x
        return Box(caption.x - 6, caption.y - 4, wide + 12, last.bottom - caption.y + 10)

    def box(self, weight: KernelWeight) -> Box | None:
        """Return where a weight stands, or None if its channel is not shown."""
        if weight.channel not in self.channels:
            return None
        slice_ = self.slices[weight.kernel][self.channels.index(weight.channel)]
        x, y = slice_.x + weight.column * self.cell, slice_.y + weight.row * self.cell
        return Box(x, y, self.cell, self.cell)


def fit_cell(channels: int, columns: int, width: float, least: int = SMALLEST) -> int:
    """Return the largest usual side of a weight with which a whole kernel fits the width."""
    room = width - 2 * _MARGIN - (channels - 1) * _GAP
    return max(least, min(NUMBERED, int(room / (channels * columns))))


def arrange_kernels(
    kernels: int,
    channels: tuple[int, ...],
    shape: tuple[int, int],
    cell: int,
    width: float,
    line: float,
) -> KernelLayout:
    """Return the places of all kernels in a window of some width.

    `shape` is that of a slice, rows and columns; `line` is a caption's height.
    """
    slice_high, slice_wide = (float(cells * cell) for cells in shape)
    wide = len(channels) * slice_wide + (len(channels) - 1) * _GAP
    block = max(wide, 10 * line)  # the caption needs room too
    columns = max(1, int((width - 2 * _MARGIN + _BETWEEN) // (block + _BETWEEN)))
    high = 2 * line + 4 + slice_high
    captions, slices = [], []
    for kernel in range(kernels):
        row, column = divmod(kernel, columns)
        x = _MARGIN + column * (block + _BETWEEN)
        y = _MARGIN + row * (high + _BETWEEN)
        captions.append(Box(x, y, block, 2 * line))
        step, top = slice_wide + _GAP, y + 2 * line + 4
        lefts = (x + i * step for i in range(len(channels)))
        slices.append(tuple(Box(left, top, slice_wide, slice_high) for left in lefts))
    rows = -(-kernels // columns)
    total = 2 * _MARGIN + min(columns, kernels) * (block + _BETWEEN) - _BETWEEN
    bottom = 2 * _MARGIN + rows * (high + _BETWEEN) - _BETWEEN
    return KernelLayout(cell, channels, tuple(captions), tuple(slices), total, bottom)


def weight_beside(
    weight: KernelWeight,
    key: Qt.Key,
    kernels: int,
    channels: tuple[int, ...],
    shape: tuple[int, int],
) -> KernelWeight | None:
    """Return the weight that a key leads to, None for a key that leads nowhere.

    Left and Right go on into the neighbouring slice, Up and Down stay in theirs; Page Up and
    Page Down change the kernel.
    """
    at = channels.index(weight.channel) if weight.channel in channels else 0
    kernel, row, column = weight.kernel, weight.row, weight.column
    if key in ARROWS:
        (down, right), (rows, columns) = ARROWS[key], shape
        row = min(max(row + down, 0), rows - 1)
        flat = min(max(at * columns + column + right, 0), len(channels) * columns - 1)
        at, column = divmod(flat, columns)
    elif key in _PAGES:
        kernel = min(max(kernel + _PAGES[key], 0), kernels - 1)
    else:
        return None
    return KernelWeight(kernel, channels[at], row, column)
