"""The card of a dense unit: its inputs ranked by what they contribute, the rest added up.

Against a rival class the same list shows the differences of the two weighted sums.
"""

from __future__ import annotations

from dataclasses import replace

from explorer.network.explanations import Contribution, DenseExplanation
from explorer.text import _, ngettext
from explorer.views.blocks.bars import Axis, BarRow, BarRows
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.cards.face import (
    Context,
    Face,
    Parts,
    Rivals,
    bias_part,
    close_sum,
    least_places,
)
from explorer.views.parts.number_text import decimals, figure, signed
from explorer.views.parts.printed import factors, places_adding_up, rest_of

LISTED = 10
OTHERS = 0  # what is opened to list the smaller terms too
_MOST_PLACES = 5  # decimals of a product: those of its factors still fit into a row


def build_dense(explanation: DenseExplanation, context: Context) -> Face:
    """Return the card of a dense unit, or of the difference of two classes."""
    shown, rival = explanation.largest(LISTED), explanation.against is not None
    left = len(explanation.products) - len(shown)
    rest, bias = explanation.rest(LISTED), explanation.bias
    terms = [*(term.product for term in shown), rest, bias]
    closing, axis = [explanation.added, bias], Axis.over(terms)
    least = max(least_places(terms, bias), decimals([explanation.value]))
    additions = [(closing, explanation.value), (terms, explanation.value)]
    places = places_adding_up(additions, least, _MOST_PLACES)
    each = (decimals([t.weight for t in shown]), decimals([t.value for t in shown]))
    title, heading = _titles(explanation, context)
    blocks: list[Block] = [Line(heading, right=_("weight × value")), Gap(2)]
    blocks += [_row(term, axis, places, each) for term in shown]
    if left:
        label = ngettext("+ {count} other", "+ {count} others", left).format(count=left)
        opened = context.opened == OTHERS
        words = _("All smaller terms together: {number}. A click lists them.")
        if opened:
            words = _("All smaller terms together: {number}. A click folds their list.")
        others = _quiet_row(label, rest, axis, places, words)
        action = _("fold") if opened else _("list all")
        blocks.append(replace(others, formula=action, key=("channel", OTHERS), enlarges=OTHERS))
    words = _("The bias, added to every sum: {number}")
    blocks.append(_quiet_row(_("+ bias"), bias, axis, places, words))
    if lacking := rest_of(terms, explanation.value, places):
        blocks.append(Line(_("+ rounding"), right=lacking))
    if explanation.maps and context.trace is not None and not rival:
        sizes = context.trace.stage(explanation.maps).values.shape
        same = _("The same sum as a convolution whose kernel covers all maps: {sizes} weights.")
        blocks += [Gap(6), Line(same.format(sizes=" × ".join(str(size) for size in sizes)))]
    if left and opened:
        named = ngettext("the other one", "the {count} others, largest first", left)
        others_listed = _list_others(explanation, axis, places, each)
        blocks += [Gap(6), Line(named.format(count=left)), Gap(2), others_listed]
    value = figure(explanation.value, places)
    count = len(explanation.products)
    products = ngettext("{count} product", "{count} products", count).format(count=count)
    rivals = None
    if explanation.cell.stage == "logits" and context.trace is not None:
        at = explanation.against.index[0] if explanation.against is not None else None
        rivals = Rivals(context.trace.spec.classes, explanation.cell.index[0], at)
    parts: Parts = [(products, "word"), (figure(explanation.added, places), "number")]
    return Face(
        title,
        signed(explanation.value, places) if rival else value,
        _("difference of the logits") if rival else products,
        blocks,
        close_sum(
            [*parts, *bias_part(bias, places)],
            explanation,
            value,
            rest_of(closing, explanation.value, places),
        ),
        rivals=rivals,
    )


def _list_others(
    explanation: DenseExplanation, axis: Axis, places: int, each: tuple[int, int]
) -> BarRows:
    """Return the rows of all smaller terms, each made when it is looked at."""

    def term(at: int) -> Contribution:
        return explanation.contribution(int(explanation.order[LISTED + at]))

    return BarRows(
        len(explanation.products) - LISTED,
        lambda at: _row(term(at), axis, places, each),
        lambda at: term(at).origin,
    )


def _titles(explanation: DenseExplanation, context: Context) -> tuple[str, str]:
    """Return the titles of the card and of the list."""
    if explanation.against is None:
        source = explanation.maps or explanation.source
        heading = _("from {source}, largest first").format(source=source)
        return context.title(explanation.cell), heading
    one, other = (context.class_name(c.index[0]) for c in (explanation.cell, explanation.against))
    return (
        _("logits · class {one} rather than {other}").format(one=one, other=other),
        _("for {one} (right) or for {other} (left)").format(one=one, other=other),
    )


def _row(term: Contribution, axis: Axis, places: int, each: tuple[int, int]) -> BarRow:
    weight, value = factors(term.weight, term.value, term.product, each, places)
    text, index = signed(term.product, places), term.origin.index
    numbers = {"weight": weight, "value": value, "product": text}
    if len(index) == 3:
        plane, row, column = index
        label = _("map {plane} · {row}, {column}").format(plane=plane, row=row, column=column)
        words = _(
            "map {plane} {row}, {column}: weight {weight} × value {value} = {product}. "
            "A click goes there."
        ).format(plane=plane, row=row, column=column, **numbers)
    else:
        label = _("unit {unit}").format(unit=index[0])
        words = _(
            "unit {unit}: weight {weight} × value {value} = {product}. A click goes there."
        ).format(unit=index[0], **numbers)
    formula, key = f"{weight} × {value}", ("term", term.source.index[0])
    return BarRow(label, formula, term.product, text, axis, words, key, term.origin)


def _quiet_row(label: str, value: float, axis: Axis, places: int, words: str) -> BarRow:
    text = signed(value, places)
    words = words.format(number=text)
    return BarRow(label, "", value, text, axis, words, ("quiet", label), quiet=True)
