"""Where in the window a selection and all that it concerns appear, so that nothing hides them."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from explorer.views.scene.layout.places import cell_box, region_boxes
from explorer.views.scene.state import SceneState


def selection_rects(state: SceneState) -> list[QRectF]:
    """Return where the selected cell's own map and its field appear."""
    selection, layout = state.selection, state.layout
    if selection is None:
        return []
    stage, index = layout.stage(selection.cell.stage), selection.cell.index
    own = stage.tiles[index[0]] if len(index) == 3 else cell_box(layout, selection.cell)
    fields = state.regions(selection)
    boxes = [box for field in fields for _, box in region_boxes(layout, field)]
    return [state.on_window(box) for box in (own, *boxes)]


def map_rects(state: SceneState) -> list[QRectF]:
    """Return where the selected cell's map and all maps of its field appear, as a whole."""
    selection, layout = state.selection, state.layout
    if selection is None or len(selection.cell.index) != 3:
        return selection_rects(state)
    boxes = [layout.stage(selection.cell.stage).tiles[selection.cell.index[0]]]
    for field in selection.fields:
        tiles = layout.stage(field.stage).tiles
        boxes += [tiles[tile] for tile, _ in region_boxes(layout, field)]
    return [state.on_window(box) for box in boxes]
