"""The card of a number that was only moved: into maps again, or into a square of equal cells."""

from __future__ import annotations

from explorer.network.explanations import CopyExplanation
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.cards.face import Context, Face
from explorer.views.cards.foot import foot
from explorer.views.cards.pictures import Picture
from explorer.views.parts.figures import decimals, figure


def face(explanation: CopyExplanation, context: Context) -> Face:
    """Return what the card of an unflattened or upsampled cell says."""
    value = figure(explanation.value, decimals([explanation.value]))
    how = _unflattened if explanation.kind == "unflatten" else _upsampled
    blocks: list[Block] = []
    picture = _picture(explanation, context, value)
    if picture is not None:
        blocks += [picture, Gap(12)]
    origin = explanation.origin
    place = ", ".join(str(i) for i in origin.index)
    return Face(
        context.title(explanation.cell),
        value,
        "copied unchanged",
        blocks + how(explanation),
        foot([(f"{origin.stage}[{place}]", "number")], explanation, value),
    )


def _unflattened(explanation: CopyExplanation) -> list[Block]:
    maps, rows, columns = explanation.shape
    return [
        Line("map × (rows × columns) + row × columns + column"),
        _equation(explanation),
        Gap(4),
        Line(f"A vector written into {maps} maps of {rows} × {columns}, row by row."),
    ]


def _upsampled(explanation: CopyExplanation) -> list[Block]:
    factor = explanation.factor
    return [
        Line(f"row and column divided by {factor}, without the remainder"),
        _equation(explanation),
        Gap(4),
        Line(f"Every number is repeated in a square of {factor} × {factor}: nothing to learn."),
    ]


def _equation(explanation: CopyExplanation) -> Line:
    return Line(explanation.equation, color="text", size="body", weight="medium")


def _picture(explanation: CopyExplanation, context: Context, value: str) -> Picture | None:
    """Show where the number was before the upsampling, or where in the new map it is now."""
    origin, cell = explanation.origin, explanation.cell
    shown = origin if len(origin.index) == 3 else cell
    tile = context.picture(shown.stage, shown.index[0])
    if tile is None:
        return None
    _, row, column = shown.index
    facts = (
        (f"{shown.stage} · {context.channel_name(shown.stage, shown.index[0])}", "strong"),
        (f"row {row}, column {column}", "text"),
        (f"from {context.title(origin)}" if shown is cell else f"value {value}", "label"),
    )
    words = f"{context.title(origin)}: {value}. A click goes there."
    return Picture(tile, (row, column, row + 1, column + 1), facts, words, origin)
