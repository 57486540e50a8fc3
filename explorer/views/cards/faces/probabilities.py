"""The card of a probability: the logits of all classes, step by step, and their sum."""

from __future__ import annotations

from explorer.network.cells import Cell, told_from_one
from explorer.network.explanations import ProbabilitiesExplanation
from explorer.views.blocks.blocks import Block, Line, Sum
from explorer.views.cards.face import Context, Face
from explorer.views.cards.foot import foot
from explorer.views.cards.table import Heading, Row, TableRow, TableSum
from explorer.views.parts.figures import decimals, figure

_PLACES = 3


def face(explanation: ProbabilitiesExplanation, context: Context) -> Face:
    """Return what the card of a probability says."""
    softmax = explanation.output == "softmax"
    blocks: list[Block] = [Heading(_titles(explanation))]
    blocks += [TableRow(row) for row in _rows(explanation)]
    if softmax:
        total = figure(explanation.sum, _PLACES)
        exponentials = figure(explanation.denominator, _PLACES)
        blocks.append(TableSum("sum", ("", "", exponentials, f"= {total}")))
    else:
        blocks.append(TableSum("sum", ("", "", f"= {told_from_one(explanation.sum, _PLACES)}")))
        blocks.append(Line("Each class on its own: these do not add up to 1, and need not."))
    return Face(
        context.title(explanation.cell),
        figure(explanation.total, _PLACES),
        f"{explanation.output} over {len(explanation.classes)} classes"
        if softmax
        else "sigmoid of one logit",
        blocks,
        _foot(explanation),
        ("temperature", "rival"),
    )


def _titles(explanation: ProbabilitiesExplanation) -> tuple[tuple[str, str], ...]:
    first = (
        ("", "logit")
        if explanation.temperature == 1
        else ("logit", f"/ {explanation.temperature:.1f}")
    )
    if explanation.output == "sigmoid":
        return (first, ("exp of", "minus logit"), ("1 divided", "by 1 + exp"))
    return (first, ("minus the", "maximum"), ("", "exp"), ("divided", "by the sum"))


def _rows(explanation: ProbabilitiesExplanation) -> list[Row]:
    places = decimals(explanation.scaled)
    chosen = explanation.cell.index[0]
    rows = []
    for index, name in enumerate(explanation.classes):
        probability = float(explanation.probabilities[index])
        numbers = [figure(float(explanation.scaled[index]), places)]
        if explanation.output == "softmax":
            numbers.append(figure(float(explanation.shifted[index]), places))
        numbers.append(figure(float(explanation.exponentials[index]), _PLACES))
        numbers.append(figure(probability, _PLACES))
        words = f"Class {name}: logit {numbers[0]}, probability {numbers[-1]}"
        rows.append(
            Row(
                name,
                tuple(numbers),
                words,
                Cell(explanation.cell.stage, (index,)),
                index == chosen,
            )
        )
    return rows


def _foot(explanation: ProbabilitiesExplanation) -> Sum:
    result = figure(explanation.total, _PLACES)
    exponential = figure(float(explanation.exponentials[explanation.cell.index[0]]), _PLACES)
    if explanation.output == "softmax":
        parts = [(exponential, "number"), ("/", "word")]
        parts.append((figure(explanation.denominator, _PLACES), "number"))
    else:
        parts = [(f"1 / (1 + {exponential})", "number")]
    if explanation.temperature == 1:
        return foot(parts, explanation, result)
    said = figure(explanation.value, _PLACES)
    note = f"at temperature 1 the network says {said}"
    return Sum((*parts, ("=", "word"), (result, "result")), None, note)
