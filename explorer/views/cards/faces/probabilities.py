"""The card of a probability: the logits of all classes, step by step, and their sum."""

from __future__ import annotations

from explorer.network.cells import Cell, format_apart_from_one
from explorer.network.explanations import ProbabilitiesExplanation
from explorer.text import _, ngettext
from explorer.views.blocks.blocks import Block, Line, Sum
from explorer.views.blocks.table import NumberRow, Titles, TotalRow
from explorer.views.cards.face import Context, Face, Parts, Rivals, close_other_sum, close_sum
from explorer.views.parts.number_text import decimals, figure

_PLACES = 3
_NAMES = 56  # pixels that the classes' names have


def build_probability(explanation: ProbabilitiesExplanation, context: Context) -> Face:
    """Return the card of a probability."""
    softmax = explanation.output == "softmax"
    count = len(explanation.classes)
    blocks: list[Block] = [Titles(_titles(explanation), _NAMES), *_rows(explanation)]
    if softmax:
        beside = ngettext("softmax over {count} class", "softmax over {count} classes", count)
        beside = beside.format(count=count)
        total = f"= {figure(explanation.sum, _PLACES)}"
        sums = ("", "", figure(explanation.denominator, _PLACES), total)
        blocks.append(TotalRow(_("sum"), sums, _NAMES))
    else:
        beside = _("sigmoid of one logit")
        total = f"= {format_apart_from_one(explanation.sum, _PLACES)}"
        blocks.append(TotalRow(_("sum"), ("", "", total), _NAMES))
        blocks.append(Line(_("Each class on its own: these do not add up to 1, and need not.")))
    return Face(
        context.title(explanation.cell),
        figure(explanation.total, _PLACES),
        beside,
        blocks,
        _foot(explanation),
        temperature=explanation.temperature,
        rivals=Rivals(explanation.classes, explanation.cell.index[0], None),
    )


def _titles(explanation: ProbabilitiesExplanation) -> tuple[str, ...]:
    """Return the titles of the columns, in two short lines where they are long."""
    first = _("logit")
    if explanation.temperature != 1:
        first = _("logit\n/ {temperature:.1f}").format(temperature=explanation.temperature)
    if explanation.output == "sigmoid":
        return (first, _("exp of\nminus logit"), _("1 divided\nby 1 + exp"))
    return (first, _("minus the\nmaximum"), "exp", _("divided\nby the sum"))


def _rows(explanation: ProbabilitiesExplanation) -> list[NumberRow]:
    places = decimals(explanation.scaled)
    steps = [(explanation.scaled, places)]
    if explanation.output == "softmax":
        steps.append((explanation.shifted, places))
    steps += [(explanation.exponentials, _PLACES), (explanation.probabilities, _PLACES)]
    rows = []
    for index, name in enumerate(explanation.classes):
        numbers = tuple(figure(float(values[index]), places) for values, places in steps)
        words = _("Class {name}: logit {logit}, probability {probability}").format(
            name=name, logit=numbers[0], probability=numbers[-1]
        )
        rows.append(
            NumberRow(
                name,
                numbers,
                words,
                _NAMES,
                Cell(explanation.cell.stage, (index,)),
                marked=index == explanation.cell.index[0],
                ground="selection_soft",
                clear=(0,),
            )
        )
    return rows


def _foot(explanation: ProbabilitiesExplanation) -> Sum:
    result = figure(explanation.total, _PLACES)
    exponential = figure(float(explanation.exponentials[explanation.cell.index[0]]), _PLACES)
    parts: Parts = [(f"1 / (1 + {exponential})", "number")]
    if explanation.output == "softmax":
        denominator = figure(explanation.denominator, _PLACES)
        parts = [(exponential, "number"), ("/", "word"), (denominator, "number")]
    if explanation.temperature == 1:
        return close_sum(parts, explanation, result)
    note = _("at temperature 1 the network says {probability}")
    note = note.format(probability=figure(explanation.value, _PLACES))
    return close_other_sum(parts, result, note)
