"""Where in the window the planes of a selection appear, so that nothing hides them."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from explorer.views.scene.stacked.marks import bounds, cell_mark
from explorer.views.scene.stacked.space_state import SpaceState, whole


def selection_rects(space: SpaceState) -> list[QRectF]:
    """Return where the selected cell's own map and its field appear."""
    selection = space.scene.selection
    if selection is None:
        return []
    own = cell_mark(space.scene.layout.spec, space.arrangement, selection.cell)
    plane = whole(own.plane) if len(selection.cell.index) == 3 else own
    links = space.links(selection)
    marks = [mark for r, found in links if r.stage != selection.cell.stage for mark in found]
    return [bounds(space.view, mark) for mark in (plane, *marks)]


def map_rects(space: SpaceState) -> list[QRectF]:
    """Return where the selected cell's map and all maps of its field appear, as a whole."""
    selection = space.scene.selection
    if selection is None:
        return []
    links = space.links(selection)[::-1]
    return [bounds(space.view, whole(mark.plane)) for _, found in links for mark in found]
