"""Where a selected cell came from, in the input's pixels and on the pad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.digits.drawing import PAD, Box
from explorer.network.cells import Region, Selection

if TYPE_CHECKING:
    from explorer.digits.prepare import Preparation


def input_region(selection: Selection | None) -> Region | None:
    """Return the part of the input that a selection depends on, or None."""
    if selection is None:
        return None
    cell = selection.cell
    if cell.stage == "input":
        return Region("input", cell.index, tuple(i + 1 for i in cell.index))
    inputs = [field for field in selection.fields if field.stage == "input" and not field.empty]
    return inputs[0] if inputs else None


def pad_box(selection: Selection | None, preparation: Preparation | None) -> Box | None:
    """Return the part of the pad (x0, y0, x1, y1) that a selection depends on.

    None if it depends on nothing there, or on all of it.
    """
    region = input_region(selection)
    if region is None or preparation is None or len(region.shape) != 3:
        return None
    (_, top, left), (_, bottom, right) = region.start, region.stop
    x0, y0, _, _ = preparation.pad_area(top, left)
    _, _, x1, y1 = preparation.pad_area(bottom - 1, right - 1)
    box = (max(1.0, x0), max(1.0, y0), min(PAD - 1.0, x1), min(PAD - 1.0, y1))
    if box[0] >= box[2] or box[1] >= box[3]:
        return None
    return None if preparation.pixels.shape[1:] == region.shape[1:] else box
