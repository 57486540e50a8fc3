"""The card of a flattened unit: which cell of which map it is, and how its place was counted."""

from __future__ import annotations

from explorer.network.explanations import FlattenExplanation
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.cards.face import Context, Face
from explorer.views.cards.foot import foot
from explorer.views.cards.pictures import Picture
from explorer.views.parts.figures import decimals, figure


def face(explanation: FlattenExplanation, context: Context) -> Face:
    """Return what the card of a flattened unit says."""
    plane, row, column = explanation.origin.index
    maps, rows, columns = explanation.shape
    places = decimals([explanation.value])
    value = figure(explanation.value, places)
    unit = explanation.cell.index[0]
    blocks: list[Block] = []
    picture = _picture(explanation, context, value)
    if picture is not None:
        blocks += [picture, Gap(12)]
    blocks += [
        Line("map × (rows × columns) + row × columns + column"),
        Line(
            f"{plane} × {rows * columns} + {row} × {columns} + {column} = {unit}",
            color="text",
            size="body",
            weight="medium",
        ),
        Gap(4),
        Line(f"{maps} maps of {rows} × {columns} read out one after the other, row by row."),
    ]
    source = explanation.origin.stage
    parts = [(f"{source}[{plane}, {row}, {column}]", "number")]
    return Face(
        context.title(explanation.cell),
        value,
        "copied unchanged",
        blocks,
        foot(parts, explanation, value),
    )


def _picture(explanation: FlattenExplanation, context: Context, value: str) -> Picture | None:
    origin = explanation.origin
    plane, row, column = origin.index
    tile = context.picture(origin.stage, plane)
    if tile is None:
        return None
    facts = (
        (f"{origin.stage} · {context.channel_name(origin.stage, plane)}", "strong"),
        (f"row {row}, column {column}", "text"),
        (f"value {value}", "text"),
    )
    words = f"{context.title(origin)}: {value}. A click goes there."
    return Picture(tile, (row, column, row + 1, column + 1), facts, words, origin)
