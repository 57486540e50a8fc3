"""The cards of an activation and of a drawn pixel: the curve with this cell on it, the formula."""

from __future__ import annotations

import numpy as np

from explorer.network.cells import Cell
from explorer.network.explain import activated
from explorer.network.explanations import ActivationExplanation, ReconstructionExplanation
from explorer.network.spec import ActivationKind
from explorer.text import _
from explorer.views.blocks.blocks import Block, Code, Gap, Line, Share
from explorer.views.blocks.pictures import MapPicture
from explorer.views.cards.curve import Curve
from explorer.views.cards.face import MOST_PLACES, Context, Face, close_sum
from explorer.views.parts.number_text import decimals, figure, percent, signed
from explorer.views.parts.printed import places_giving, rest_of

_NAMES = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid"}
_CODE = {
    "relu": ("if x > 0:", "  return x", "return 0"),  # no text: pseudo code
    "tanh": ("a = exp(x)", "b = exp(−x)", "return (a − b) / (a + b)"),  # no text: pseudo code
    "sigmoid": ("a = exp(−x)", "return 1 / (1 + a)"),  # no text: pseudo code
}
_PLACES, _ERROR_PLACES = 3, 5  # decimals of a pixel and of its error


def build_activation(explanation: ActivationExplanation, context: Context) -> Face:
    """Return the card of an activated cell."""
    kind, value = explanation.kind, explanation.value
    places = decimals([explanation.before if kind == "relu" else value])
    before_places = _argument_places(kind, explanation.before, value, places)
    before, after = figure(explanation.before, before_places), figure(value, places)
    taken = len(_CODE[kind]) - 1
    if kind == "relu" and explanation.before > 0:
        taken = 1
    blocks: list[Block] = [
        Curve(explanation.curve, explanation.before, explanation.value, (before, after)),
        Gap(8),
        Code(_CODE[kind], (taken,)),
        Gap(8),
        *_shares(explanation),
    ]
    formula = _sigmoid(explanation.before, before_places)
    if kind != "sigmoid":
        formula = f"max(0, {before})" if kind == "relu" else f"tanh({before})"
    return Face(
        context.title(explanation.cell),
        after,
        _("{activation} of {number}").format(activation=_NAMES[kind], number=before),
        blocks,
        close_sum([(formula, "number")], explanation, after),
    )


def build_reconstruction(explanation: ReconstructionExplanation, context: Context) -> Face:
    """Return the card of a pixel that an auto-encoder draws, and how far it is off."""
    drawn_places = _pixel_places(explanation)
    places = _argument_places("sigmoid", explanation.before, explanation.value, drawn_places)
    before, drawn = figure(explanation.before, places), figure(explanation.value, drawn_places)
    blocks: list[Block] = list(_pictures(explanation, context, drawn_places))
    if blocks:
        blocks.append(Gap(10))
    blocks += [
        *_errors(explanation, drawn_places),
        Gap(8),
        Curve(explanation.curve, explanation.before, explanation.value, (before, drawn)),
    ]
    return Face(
        context.title(explanation.cell),
        drawn,
        _("{activation} of {number}").format(activation=_NAMES["sigmoid"], number=before),
        blocks,
        close_sum([(_sigmoid(explanation.before, places), "number")], explanation, drawn),
    )


def _argument_places(kind: ActivationKind, before: float, result: float, places: int) -> int:
    """Return the decimals of the argument that give the printed result with its `places`."""

    def compute(x: float) -> float:
        return float(activated(kind, np.array(x)))

    return places_giving(compute, [before], [decimals([before])], result, places)[0]


def _pixel_places(explanation: ReconstructionExplanation) -> int:
    """Return the decimals at which input and difference add up, and the square is the error."""
    pixel, value = explanation.pixel, explanation.value
    error = figure(explanation.error, _ERROR_PLACES)

    def lacks(places: int) -> tuple[bool, bool]:
        off = round(value - pixel, places)
        adds = rest_of([pixel, value - pixel], value, places) is None
        return not adds, figure(off**2, _ERROR_PLACES) != error

    return min(range(_PLACES, MOST_PLACES + 1), key=lacks)  # the first of the best


def _sigmoid(x: float, places: int) -> str:
    return f"1 / (1 + exp({figure(-x, places)}))"


def _shares(explanation: ActivationExplanation) -> list[Block]:
    """Return how many cells of the map and of the layer are zero, or all but at an end."""
    labels = (_("saturated in this map"), _("saturated in this layer"))
    end: list[Block] = [Line(_("saturated: so far out that the curve is all but flat"))]
    if explanation.kind == "relu":
        labels, end = (_("zero in this map"), _("zero in this layer")), []
    rows = list(zip(labels, (explanation.idle_in_map, explanation.idle_in_layer), strict=True))
    shown = rows if len(explanation.cell.index) > 1 else rows[1:]
    return [*(Share(label, share, percent(share)) for label, share in shown), *end]


def _errors(explanation: ReconstructionExplanation, places: int) -> list[Block]:
    off = signed(explanation.value - explanation.pixel, places)
    here, mean = (
        figure(error, _ERROR_PLACES) for error in (explanation.error, explanation.mean_error)
    )
    return [
        Line(_("drawn minus input: {off}").format(off=off), color="text"),
        Line(_("squared error here: {error}").format(error=here), color="text"),
        Line(_("mean over the whole picture: {error}").format(error=mean)),
    ]


def _pictures(
    explanation: ReconstructionExplanation, context: Context, places: int
) -> list[MapPicture]:
    """Return the input and the drawing with the pixel framed; none without a trace."""
    if context.trace is None:
        return []
    here = explanation.cell
    there = Cell(context.trace.spec.stages[0].name, here.index)
    pictures = []
    for heading, cell, number in (
        (_("input"), there, explanation.pixel),
        (_("drawn"), here, explanation.value),
    ):
        value = figure(number, places)
        pictures.append(context.cell_picture(cell, heading, (value, "text"), cell, value, side=84))
    return [picture for picture in pictures if picture is not None]
