"""From a point of the scene to the cell under it, and from cells and regions back to rectangles."""

from __future__ import annotations

from explorer.network.cells import Cell, Region
from explorer.views.scene.layout.geometry import Box, around
from explorer.views.scene.layout.layout import SceneLayout, StageLayout


def stage_at(layout: SceneLayout, x: float, y: float) -> StageLayout | None:
    """Return the stage whose column or header holds a point, else None."""
    for stage in layout.stages:
        if stage.box.contains(x, y) or stage.header.box.contains(x, y):
            return stage
    return None


def cell_at(layout: SceneLayout, x: float, y: float) -> Cell | None:
    """Return the cell under a point, or None between the maps."""
    for stage in layout.stages:
        if stage.box.contains(x, y):
            return _cell_in(stage, x, y)
    return None


def kernel_at(layout: SceneLayout, x: float, y: float) -> tuple[str, int] | None:
    """Return the stage and the map whose kernel is under a point, else None."""
    for stage in layout.stages:
        if stage.kernels and stage.box.contains(x, y):
            for index, box in enumerate(stage.kernels):
                if box.contains(x, y):
                    return stage.stage.name, index
    return None


def cell_box(layout: SceneLayout, cell: Cell) -> Box:
    """Return the rectangle of a cell; raises KeyError for a stage that is not there."""
    return box_in(layout.stage(cell.stage), cell.index)


def box_in(stage: StageLayout, index: tuple[int, ...]) -> Box:
    """Return the rectangle of the cell of a stage at an index."""
    if len(index) == 3:
        tile, row, column = index
        return _cells(stage, tile, row, column, row + 1, column + 1)
    unit = index[0]
    if stage.form != "strip":
        return stage.tiles[unit]
    row, column = divmod(unit, stage.columns)
    return _cells(stage, 0, row, column, row + 1, column + 1)


def region_boxes(layout: SceneLayout, region: Region) -> list[tuple[int, Box]]:
    """Return (tile, rectangle) for every tile that a region of cells touches.

    In a strip a run of units is framed by the smallest rectangle of whole rows around it.
    """
    if region.empty:
        return []
    stage = layout.stage(region.stage)
    if len(region.start) == 3:
        (first, top, left), (last, bottom, right) = region.start, region.stop
        return [(i, _cells(stage, i, top, left, bottom, right)) for i in range(first, last)]
    first, last = region.start[0], region.stop[0]
    if stage.form != "strip":
        return [(i, stage.tiles[i]) for i in range(first, last)]
    return [(0, units_box(stage, first, last))]


def units_box(stage: StageLayout, first: int, last: int) -> Box:
    """Return the smallest box of a strip around the units `first` up to but without `last`."""
    top, left = divmod(first, stage.columns)
    bottom, right = divmod(last - 1, stage.columns)
    if top != bottom:
        left, right = 0, stage.columns - 1
    return _cells(stage, 0, top, left, bottom + 1, right + 1)


def whole(layout: SceneLayout, region: Region) -> bool:
    """Return whether a region covers its stage completely."""
    return region.stop == layout.stage(region.stage).stage.shape and not any(region.start)


def rows_of_tiles(stage: StageLayout) -> list[tuple[int, Box]]:
    """Return for each row of sub-columns the index of its first tile and the box around it."""
    step = stage.sub_columns
    return [(i, around(stage.tiles[i : i + step])) for i in range(0, len(stage.tiles), step)]


def _cell_in(stage: StageLayout, x: float, y: float) -> Cell | None:
    for index, tile in enumerate(stage.tiles):
        if not tile.contains(x, y):
            continue
        row = min(stage.rows - 1, int((y - tile.y) * stage.rows / tile.height))
        column = min(stage.columns - 1, int((x - tile.x) * stage.columns / tile.width))
        if stage.form == "maps":
            return Cell(stage.stage.name, (index, row, column))
        unit = index if stage.form != "strip" else row * stage.columns + column
        return Cell(stage.stage.name, (unit,)) if unit < stage.stage.shape[0] else None
    return None


def _cells(stage: StageLayout, tile: int, top: int, left: int, bottom: int, right: int) -> Box:
    box = stage.tiles[tile]
    wide, high = box.width / stage.columns, box.height / stage.rows
    return Box(
        box.x + left * wide, box.y + top * high, (right - left) * wide, (bottom - top) * high
    )
