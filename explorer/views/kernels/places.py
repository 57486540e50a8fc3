"""Where each kernel stands in the kernel window: blocks in rows, slices side by side.

Pure geometry: the painter and the search for the weight under the mouse share it.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.views.scene.layout.geometry import Box

LARGEST, SMALLEST, NUMBERED = 64, 6, 30  # pixels a weight is wide; the last is the usual
_GAP, _BETWEEN, _MARGIN = 6.0, 22.0, 14.0  # between slices, between kernels, at the edges


@dataclass(frozen=True, slots=True)
class Weight:
    """One weight: which kernel, which of its slices, where in the slice."""

    kernel: int
    channel: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Places:
    """The boxes of everything in the window; `cell` is the side of a weight.

    `slices[kernel]` are the boxes of the shown `channels` of a kernel, `captions[kernel]` the
    line of text above them.
    """

    cell: int
    side: int
    channels: tuple[int, ...]
    captions: tuple[Box, ...]
    slices: tuple[tuple[Box, ...], ...]
    width: float
    height: float

    def weight_at(self, x: float, y: float) -> Weight | None:
        """Return the weight under a point, or None."""
        for kernel, boxes in enumerate(self.slices):
            for channel, box in zip(self.channels, boxes, strict=True):
                if box.contains(x, y):
                    row, column = int((y - box.y) / self.cell), int((x - box.x) / self.cell)
                    return Weight(kernel, channel, row, column)
        return None

    def box(self, weight: Weight) -> Box | None:
        """Return where a weight stands, or None if its channel is not shown."""
        if weight.channel not in self.channels:
            return None
        slice_ = self.slices[weight.kernel][self.channels.index(weight.channel)]
        x, y = slice_.x + weight.column * self.cell, slice_.y + weight.row * self.cell
        return Box(x, y, self.cell, self.cell)


def usual_cell(channels: int, side: int, width: float) -> int:
    """Return the largest usual side of a weight with which a whole kernel fits the width."""
    room = width - 2 * _MARGIN - (channels - 1) * _GAP
    return max(SMALLEST, min(NUMBERED, int(room / (channels * side))))


def arrange(
    kernels: int, channels: tuple[int, ...], side: int, cell: int, width: float, line: float
) -> Places:
    """Return the places of all kernels in a window of some width; `line` is a caption's height."""
    wide = len(channels) * side * cell + (len(channels) - 1) * _GAP
    block = max(wide, 10 * line)  # the caption needs room too
    columns = max(1, int((width - 2 * _MARGIN + _BETWEEN) // (block + _BETWEEN)))
    high = 2 * line + 4 + side * cell
    captions, slices = [], []
    for kernel in range(kernels):
        row, column = divmod(kernel, columns)
        x = _MARGIN + column * (block + _BETWEEN)
        y = _MARGIN + row * (high + _BETWEEN)
        captions.append(Box(x, y, block, 2 * line))
        step = side * cell + _GAP
        top, full = y + 2 * line + 4, float(side * cell)
        slices.append(tuple(Box(x + i * step, top, full, full) for i in range(len(channels))))
    rows = -(-kernels // columns)
    total = 2 * _MARGIN + min(columns, kernels) * (block + _BETWEEN) - _BETWEEN
    bottom = 2 * _MARGIN + rows * (high + _BETWEEN) - _BETWEEN
    return Places(cell, side, channels, tuple(captions), tuple(slices), total, bottom)


def moved(weight: Weight, key: str, kernels: int, channels: tuple[int, ...], side: int) -> Weight:
    """Return the weight that a step of the keyboard leads to.

    `left` and `right` go on into the neighbouring slice, `up` and `down` stay in theirs;
    `previous` and `next` change the kernel.
    """
    at = channels.index(weight.channel) if weight.channel in channels else 0
    kernel, row, column = weight.kernel, weight.row, weight.column
    if key in ("left", "right"):
        flat = at * side + column + (1 if key == "right" else -1)
        at, column = divmod(min(max(flat, 0), len(channels) * side - 1), side)
    elif key in ("up", "down"):
        row = min(max(row + (1 if key == "down" else -1), 0), side - 1)
    else:
        kernel = min(max(kernel + (1 if key == "next" else -1), 0), kernels - 1)
    return Weight(kernel, channels[at], row, column)
