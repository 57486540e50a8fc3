"""Where each slice of each kernel stands in a mosaic; whole pixels throughout."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.views.train.step.pictures import Place

_GAP, _GROUP_GAP = 1, 4


@dataclass(frozen=True, slots=True)
class Layout:
    """`cell` pixels a weight; `across` slices in a line of a group, `beside` groups in a row."""

    groups: int
    slices: int
    rows: int
    columns: int
    cell: int
    across: int
    beside: int

    @property
    def slice_size(self) -> tuple[int, int]:
        """Width and height of a slice."""
        return self.columns * self.cell, self.rows * self.cell

    @property
    def group_size(self) -> tuple[int, int]:
        """Width and height of a group with all its slices."""
        wide, high = self.slice_size
        lines = -(-self.slices // self.across)
        return self.across * (wide + _GAP) - _GAP, lines * (high + _GAP) - _GAP

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of everything."""
        wide, high = self.group_size
        lines = -(-self.groups // self.beside)
        beside = min(self.beside, self.groups)
        return beside * (wide + _GROUP_GAP) - _GROUP_GAP, lines * (high + _GROUP_GAP) - _GROUP_GAP

    def corner(self, group: int, slice_: int) -> tuple[int, int]:
        """Return the upper left corner of a slice."""
        wide, high = self.slice_size
        group_wide, group_high = self.group_size
        line, place = divmod(group, self.beside)
        inner_line, inner = divmod(slice_, self.across)
        return (
            place * (group_wide + _GROUP_GAP) + inner * (wide + _GAP),
            line * (group_high + _GROUP_GAP) + inner_line * (high + _GAP),
        )

    def find(self, x: float, y: float) -> Place | None:
        """Return the cell at a point, None between the pictures."""
        group_wide, group_high = self.group_size
        place, x = divmod(x, group_wide + _GROUP_GAP)
        line, y = divmod(y, group_high + _GROUP_GAP)
        group = int(line) * self.beside + int(place)
        wide, high = self.slice_size
        inner, x = divmod(x, wide + _GAP)
        inner_line, y = divmod(y, high + _GAP)
        slice_ = int(inner_line) * self.across + int(inner)
        outside = place < 0 or line < 0 or place >= self.beside or inner >= self.across
        if outside or group >= self.groups or slice_ >= self.slices or x >= wide or y >= high:
            return None
        return Place(group, slice_, int(y // self.cell), int(x // self.cell))


def arrange(
    shape: tuple[int, int, int, int], width: float, most_high: float, largest: int
) -> Layout:
    """Return the layout of (groups, slices, rows, columns) in a width.

    The cells are as large as fits into `most_high`, but never smaller than a pixel: what is too
    much becomes higher.
    """
    for cell in range(largest, 0, -1):
        layout = _with_cell(shape, cell, int(width))
        wide, high = layout.size
        if cell == 1 or (wide <= width and high <= most_high):
            return layout
    return _with_cell(shape, 1, int(width))


def _with_cell(shape: tuple[int, int, int, int], cell: int, width: int) -> Layout:
    groups, slices, rows, columns = shape
    across = max(1, min(slices, (width + _GAP) // (columns * cell + _GAP)))
    group_wide = across * (columns * cell + _GAP) - _GAP
    beside = max(1, min(groups, (width + _GROUP_GAP) // (group_wide + _GROUP_GAP)))
    return Layout(groups, slices, rows, columns, cell, across, beside)
