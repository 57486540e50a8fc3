"""The card of a dense unit: its inputs ranked by what they contribute, the rest added up.

Against a rival class the same list shows the differences of the two weighted sums.
"""

from __future__ import annotations

from explorer.network.explanations import Contribution, DenseExplanation
from explorer.views.blocks.bars import Axis, BarRow
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.cards.face import Context, Face
from explorer.views.cards.foot import foot
from explorer.views.parts.figures import added, decimals, figure, signed

LISTED = 10


def face(explanation: DenseExplanation, context: Context) -> Face:
    """Return what the card of a dense unit, or of the difference of two classes, says."""
    shown = explanation.largest(LISTED)
    left = len(explanation.products) - len(shown)
    rest, bias = explanation.rest(LISTED), explanation.bias
    terms = [*(term.product for term in shown), rest, bias]
    places, axis = decimals(terms), Axis.over(terms)
    blocks: list[Block] = [Line(_heading(explanation, context), right="weight × value"), Gap(2)]
    factors = (decimals([t.weight for t in shown]), decimals([t.value for t in shown]))
    blocks += [_row(term, axis, places, factors) for term in shown]
    if left:
        label = f"+ {left} {'other' if left == 1 else 'others'}"
        blocks.append(_quiet(label, rest, axis, places, "All smaller terms together"))
    blocks.append(_quiet("+ bias", bias, axis, places, "The bias, added to every sum"))
    blocks += _as_convolution(explanation, context)
    value = figure(explanation.value, places)
    logit = explanation.cell.stage == "logits"
    return Face(
        _title(explanation, context),
        signed(explanation.value, places) if explanation.against else value,
        _beside(explanation),
        blocks,
        foot(_parts(explanation, places), explanation, value),
        ("rival",) if logit else (),
    )


def _as_convolution(explanation: DenseExplanation, context: Context) -> list[Block]:
    """Return that a dense layer on flattened maps is a convolution in disguise."""
    if not explanation.maps or context.trace is None or explanation.against is not None:
        return []
    shape = " × ".join(str(size) for size in context.trace.stage(explanation.maps).values.shape)
    said = f"The same sum as a convolution whose kernel covers all maps: {shape} weights."
    return [Gap(6), Line(said)]


def _title(explanation: DenseExplanation, context: Context) -> str:
    if explanation.against is None:
        return context.title(explanation.cell)
    one, other = (context.class_name(c.index[0]) for c in (explanation.cell, explanation.against))
    return f"logits · class {one} rather than {other}"


def _heading(explanation: DenseExplanation, context: Context) -> str:
    source = explanation.maps or explanation.source
    if explanation.against is None:
        return f"from {source}, largest first"
    one, other = (context.class_name(c.index[0]) for c in (explanation.cell, explanation.against))
    return f"for {one} (right) or for {other} (left)"


def _beside(explanation: DenseExplanation) -> str:
    if explanation.against is not None:
        return "difference of the logits"
    return f"{len(explanation.products)} products"


def _row(term: Contribution, axis: Axis, places: int, factors: tuple[int, int]) -> BarRow:
    weight, value = figure(term.weight, factors[0]), figure(term.value, factors[1])
    text = signed(term.product, places)
    words = f"{_where(term, ' ')}: weight {weight} × value {value} = {text}. A click goes there."
    return BarRow(
        label=_where(term, " · "),
        formula=f"{weight} × {value}",
        value=term.product,
        text=text,
        axis=axis,
        words=words,
        key=("term", term.source.index[0]),
        cell=term.origin,
    )


def _where(term: Contribution, between: str) -> str:
    if len(term.origin.index) == 3:
        plane, row, column = term.origin.index
        return f"map {plane}{between}{row}, {column}"
    return f"unit {term.origin.index[0]}"


def _quiet(label: str, value: float, axis: Axis, places: int, words: str) -> BarRow:
    text = signed(value, places)
    return BarRow(label, "", value, text, axis, f"{words}: {text}", ("quiet", label), quiet=True)


def _parts(explanation: DenseExplanation, places: int) -> list[tuple[str, str]]:
    sign, bias = added(explanation.bias, places).split(" ")
    return [
        (f"{len(explanation.products)} products", "word"),
        (figure(explanation.added, places), "number"),
        (f"{sign} bias", "word"),
        (bias, "number"),
    ]
