"""The card of a probability: the logits of all classes, step by step, and their sum."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.network.cells import Cell, decimals_apart_from_one
from explorer.network.explanations import ProbabilitiesExplanation
from explorer.text import _, ngettext
from explorer.views.blocks.blocks import Block, Line, Sum
from explorer.views.blocks.table import NumberRow, Titles, TotalRow
from explorer.views.cards.face import (
    Context,
    Face,
    Parts,
    Rivals,
    close_other_sum,
    close_sum,
)
from explorer.views.parts.number_text import figure
from explorer.views.parts.printed import PrintedSum, adding_up, print_exponentials

_PLACES = 3  # decimals of a probability
_ROOM = 28  # characters of a row in a narrow panel
_NAMES = (20, 56)  # least and most pixels that the classes' names have


@dataclass(frozen=True, slots=True)
class Table:
    """The columns as they are printed, one for each step, and `totals` below them.

    `shares` is the last column, the probabilities.
    """

    columns: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    shares: PrintedSum


def build_probability(explanation: ProbabilitiesExplanation, context: Context) -> Face:
    """Return the card of a probability."""
    softmax, own = explanation.output == "softmax", explanation.cell.index[0]
    count, table = len(explanation.classes), print_table(explanation)
    names = min(_NAMES[1], max(_NAMES[0], 8 * max(map(len, explanation.classes))))
    rows = _rows(explanation, table, names)
    blocks: list[Block] = [Titles(_titles(explanation), names), *rows]
    if rest := table.shares.rest:
        numbers = (*("",) * (len(table.columns) - 1), rest)
        blocks.append(TotalRow(_("rounding"), numbers, names, weight="normal"))
    blocks.append(TotalRow(_("sum"), table.totals, names))
    if softmax:
        beside = ngettext("softmax over {count} class", "softmax over {count} classes", count)
        beside = beside.format(count=count)
    else:
        beside = _("sigmoid of one logit")
        blocks.append(Line(_("Each class on its own: these do not add up to 1, and need not.")))
    return Face(
        context.title(explanation.cell),
        table.shares.terms[own],
        beside,
        blocks,
        _foot(explanation, table),
        temperature=explanation.temperature,
        rivals=Rivals(explanation.classes, own, None),
    )


def print_table(explanation: ProbabilitiesExplanation) -> Table:
    """Return the table in which every step gives the next one as printed.

    Where further decimals would not fit into a narrow panel, the shares keep a rest.
    """
    scaled, softmax = explanation.scaled.tolist(), explanation.output == "softmax"
    least = _PLACES if softmax else decimals_apart_from_one(explanation.sum, _PLACES)
    tables = []
    for places in range(least, least + 2):
        shares = adding_up(explanation.probabilities.tolist(), explanation.sum, places, places)
        for further in range(places, places + 3):
            column = print_exponentials(scaled, further, softmax)
            first = (column.numbers, column.arguments) if softmax else (column.numbers,)
            columns = (*first, column.exponentials, shares.terms)
            below = ("", "", column.total) if softmax else ("", "")
            totals = (*below, f"= {shares.total}")
            longest = max(len(text) for column in columns for text in column)
            total = sum(column.read)
            given = (e / total if softmax else 1 / (1 + e) for e in column.read)
            follows = all(figure(g, places) == t for g, t in zip(given, shares.terms, strict=True))
            lacks = (not follows, longest * len(columns) > _ROOM, shares.rest is not None)
            tables.append((lacks, Table(columns, totals, shares)))
    return min(tables, key=lambda found: found[0])[1]  # the first of the best


def _titles(explanation: ProbabilitiesExplanation) -> tuple[str, ...]:
    """Return the titles of the columns, in two short lines where they are long."""
    first = _("logit")
    if explanation.temperature != 1:
        first = _("logit\n/ {temperature:.1f}").format(temperature=explanation.temperature)
    if explanation.output == "sigmoid":
        return (first, _("exp of\nminus logit"), _("1 divided\nby 1 + exp"))
    return (first, _("− max"), "exp", _("÷ sum"))


def _rows(explanation: ProbabilitiesExplanation, table: Table, names: int) -> list[NumberRow]:
    rows = []
    for index, name in enumerate(explanation.classes):
        numbers = tuple(column[index] for column in table.columns)
        words = _("Class {name}: logit {logit}, probability {probability}").format(
            name=name, logit=numbers[0], probability=numbers[-1]
        )
        rows.append(
            NumberRow(
                name,
                numbers,
                words,
                names,
                Cell(explanation.cell.stage, (index,)),
                marked=index == explanation.cell.index[0],
                ground="selection_soft",
                clear=(0,),
            )
        )
    return rows


def _foot(explanation: ProbabilitiesExplanation, table: Table) -> Sum:
    own = explanation.cell.index[0]
    result, exponential = table.shares.terms[own], table.columns[-2][own]
    parts: Parts = [(f"1 / (1 + {exponential})", "number")]
    if explanation.output == "softmax":
        parts = [(exponential, "number"), ("/", "word"), (table.totals[-2], "number")]
    if explanation.temperature == 1:
        return close_sum(parts, explanation, result)
    note = _("at temperature 1 the network says {probability}")
    note = note.format(probability=figure(explanation.value, table.shares.places))
    return close_other_sum(parts, result, note)
