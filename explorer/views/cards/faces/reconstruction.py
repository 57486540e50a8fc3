"""The card of a pixel that an auto-encoder draws: its sigmoid, and how far it is off."""

from __future__ import annotations

from explorer.network.cells import Cell
from explorer.network.explanations import ReconstructionExplanation
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.cards.curve import Curve
from explorer.views.cards.face import Context, Face
from explorer.views.cards.foot import foot
from explorer.views.cards.pictures import Picture
from explorer.views.parts.figures import decimals, figure, signed

_PLACES = 3
_ERROR_PLACES = 5


def face(explanation: ReconstructionExplanation, context: Context) -> Face:
    """Return what the card of a drawn pixel says."""
    places = decimals([explanation.before])
    before = figure(explanation.before, places)
    drawn = figure(explanation.value, _PLACES)
    blocks: list[Block] = list(_pictures(explanation, context))
    if blocks:
        blocks.append(Gap(10))
    blocks += [
        *_errors(explanation),
        Gap(8),
        Curve(explanation.curve, explanation.before, explanation.value, (before, drawn)),
    ]
    argument = figure(-explanation.before, places)
    parts = [(f"1 / (1 + exp({argument}))", "number")]
    return Face(
        context.title(explanation.cell),
        drawn,
        f"sigmoid of {before}",
        blocks,
        foot(parts, explanation, drawn),
    )


def _errors(explanation: ReconstructionExplanation) -> list[Block]:
    off = signed(explanation.value - explanation.pixel, _PLACES)
    return [
        Line(f"drawn minus input: {off}", color="text"),
        Line(f"squared error here: {figure(explanation.error, _ERROR_PLACES)}", color="text"),
        Line(f"mean over the whole picture: {figure(explanation.mean_error, _ERROR_PLACES)}"),
    ]


def _pictures(explanation: ReconstructionExplanation, context: Context) -> list[Picture]:
    """Return the input and the drawing with the pixel framed; none without a trace."""
    if context.trace is None:
        return []
    index = explanation.cell.index
    numbers = (
        ("input", Cell(context.trace.spec.stages[0].name, index), explanation.pixel),
        ("drawn", explanation.cell, explanation.value),
    )
    found = []
    for title, cell, value in numbers:
        tile = context.picture(cell.stage, index[0])
        if tile is None:
            continue
        row, column = index[1:]
        said = figure(value, _PLACES)
        facts = ((title, "strong"), (f"row {row}, column {column}", "text"), (said, "text"))
        words = f"{context.title(cell)}: {said}. A click goes there."
        box = (row, column, row + 1, column + 1)
        found.append(Picture(tile, box, facts, words, cell, side=84))
    return found
