"""The card of an activation: the curve with this cell on it, the formula, the branch taken."""

from __future__ import annotations

from explorer.network.explanations import ActivationExplanation
from explorer.views.blocks.blocks import Block, Code, Gap, Line, Share
from explorer.views.cards.curve import Curve
from explorer.views.cards.face import Context, Face
from explorer.views.cards.foot import foot
from explorer.views.parts.figures import decimals, figure, percent

_NAMES = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid"}
_CODE = {
    "relu": ("if x > 0:", "  return x", "return 0"),
    "tanh": ("a = exp(x)", "b = exp(−x)", "return (a − b) / (a + b)"),
    "sigmoid": ("a = exp(−x)", "return 1 / (1 + a)"),
}


def face(explanation: ActivationExplanation, context: Context) -> Face:
    """Return what the card of an activated cell says."""
    places = decimals([explanation.before, explanation.value])
    before, after = figure(explanation.before, places), figure(explanation.value, places)
    curve = Curve(explanation.curve, explanation.before, explanation.value, (before, after))
    blocks: list[Block] = [curve, Gap(8), Code(_CODE[explanation.kind], _taken(explanation))]
    blocks += [Gap(8), *_shares(explanation)]
    return Face(
        context.title(explanation.cell),
        after,
        f"{_NAMES[explanation.kind]} of {before}",
        blocks,
        foot(_parts(explanation, places), explanation, after),
    )


def _taken(explanation: ActivationExplanation) -> tuple[int, ...]:
    """Return the lines of the code that made this number."""
    if explanation.kind != "relu":
        return (len(_CODE[explanation.kind]) - 1,)
    return (1,) if explanation.before > 0 else (2,)


def _shares(explanation: ActivationExplanation) -> list[Block]:
    word, flat = explanation.idle_word, len(explanation.cell.index) == 1
    rows = [("layer", explanation.idle_in_layer)]
    if not flat:
        rows.insert(0, ("map", explanation.idle_in_map))
    found: list[Block] = [
        Share(f"{word} in this {where}", share, percent(share)) for where, share in rows
    ]
    if word == "saturated":
        found.append(Line("saturated: so far out that the curve is all but flat"))
    return found


def _parts(explanation: ActivationExplanation, places: int) -> list[tuple[str, str]]:
    inside = figure(explanation.before, places)
    match explanation.kind:
        case "relu":
            return [(f"max(0, {inside})", "number")]
        case "tanh":
            return [(f"tanh({inside})", "number")]
    return [(f"1 / (1 + exp({figure(-explanation.before, places)}))", "number")]
