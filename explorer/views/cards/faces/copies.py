"""The card of a number that was only moved: into a vector, into maps, or into equal cells."""

from __future__ import annotations

from explorer.network.explanations import CopyExplanation
from explorer.text import _
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.cards.face import Context, Face, close_sum
from explorer.views.parts.number_text import decimals, figure


def build_copy(explanation: CopyExplanation, context: Context) -> Face:
    """Return the card of a flattened, unflattened or upsampled cell."""
    value = figure(explanation.value, decimals([explanation.value]))
    origin, cell = explanation.origin, explanation.cell
    shown = origin if len(origin.index) == 3 else cell  # where it was, or where it is now
    name = f"{shown.stage} · {context.channel_name(shown.stage, shown.index[0])}"
    role = "text" if explanation.kind == "flatten" else "label"
    fact = (_("value {value}").format(value=value), role)
    if shown is cell:
        fact = (_("from {cell}").format(cell=context.title(origin)), "label")
    picture = context.cell_picture(shown, name, fact, origin, value)
    blocks: list[Block] = [] if picture is None else [picture, Gap(12)]
    place = ", ".join(str(i) for i in origin.index)
    return Face(
        context.title(cell),
        value,
        _("copied unchanged"),
        blocks + _counting(explanation),
        close_sum([(f"{origin.stage}[{place}]", "number")], explanation, value),
    )


def _counting(explanation: CopyExplanation) -> list[Block]:
    """Return how the place of the number was counted."""
    maps, rows, columns = explanation.shape
    rule, factor = _("map × (rows × columns) + row × columns + column"), 1
    if explanation.kind == "flatten":
        meaning = _("{maps} maps of {rows} × {columns} read out one after the other, row by row.")
    elif explanation.kind == "unflatten":
        meaning = _("A vector written into {maps} maps of {rows} × {columns}, row by row.")
    else:
        factor = explanation.factor
        rule = _("row and column divided by {factor}, without the remainder")
        meaning = _(
            "Every number is repeated in a square of {factor} × {factor}: nothing to learn."
        )
    return [
        Line(rule.format(factor=factor)),
        Line(explanation.equation, color="text", size="body", weight="medium"),
        Gap(4),
        Line(meaning.format(maps=maps, rows=rows, columns=columns, factor=factor)),
    ]
