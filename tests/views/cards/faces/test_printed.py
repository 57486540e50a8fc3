"""What a card prints can be checked with a pocket calculator: two thousand random cells.

The printed text is read and computed anew, and the result is held against the printed one, against
the number of the map and against the sentence about the same cell.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import pytest

from explorer.network.cells import Cell
from explorer.network.checkpoint import pretrained
from explorer.network.explain import difference, explain
from explorer.network.explanations import Explanation
from explorer.network.fields import select
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Trace
from explorer.network.spec import (
    Activation,
    ActivationKind,
    Convolution,
    Dense,
    Flatten,
    Pooling,
    PoolingKind,
    Spec,
)
from explorer.views.blocks.bars import BarRow
from explorer.views.blocks.blocks import Line
from explorer.views.blocks.table import NumberRow, TotalRow
from explorer.views.cards.face import Context, Face
from explorer.views.cards.faces.build import build_face
from explorer.views.cards.faces.channels import ChannelLarge, ChannelRow
from explorer.views.parts.brush import Look

CELLS = 2000
NUMBER = r"−?\d+(?:\.\d+)?(?:e−?\d+)?"
COUNTED = re.compile(r"\d+ (?:channels?|products?) ")
KNOWN = {"exp": math.exp, "tanh": math.tanh, "max": max}


def read(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


def unit(text: str) -> Decimal:
    """Return what a step of a number's last decimal is: 0.01 of `0.82`."""
    return Decimal(1).scaleb(-len(text.partition(".")[2]))


def computed(formula: str) -> float:
    """Return what a printed formula gives."""
    plain = COUNTED.sub("", formula).replace("bias ", "").replace("rounding ", "")
    plain = plain.replace("−", "-").replace("×", "*")
    return float(eval(plain, {"__builtins__": {}}, KNOWN))  # our own text


def gives(formula: str, result: str) -> bool:
    """Return whether a printed formula gives the printed result, rounded to its decimals."""
    return abs(computed(formula) - float(read(result))) <= 0.5 * float(unit(result)) + 1e-12


def adds_up(terms: list[str], total: str) -> bool:
    return sum(map(read, terms), Decimal(0)) == read(total)


def variant(pooling: PoolingKind, kind: ActivationKind, **options: object) -> Spec:
    """Return a network with every kind of layer, normalised pixels among them."""
    layers = (
        Convolution(5, 3, padding=1),
        Activation(kind),
        Pooling(pooling, 2),
        Convolution(6, 3, bias=False),
        Activation(kind),
        Pooling(pooling, 3, padding=1),
        Flatten(),
        Dense(12),
        Activation(kind),
        Dense(10),
    )
    return Spec(f"{pooling}-{kind}", (1, 28, 28), layers, **options)  # type: ignore[arg-type]


def colour() -> Spec:
    layers = (Convolution(4, 3, padding=1), Activation("relu"), Pooling("average", 2), Flatten())
    return Spec("rgb", (3, 12, 12), (*layers, Dense(10)), mean=(0.4, 0.5, 0.3), std=(0.2,) * 3)


SPECS = (
    preset("lenet"),
    preset("autoencoder"),
    variant("average", "tanh", mean=(0.1307,), std=(0.3081,)),
    variant("sum", "sigmoid", output="sigmoid"),
    variant("max", "relu"),
    colour(),
)


def networks() -> Iterator[Network]:
    """Yield networks with small weights, and one with such as training makes."""
    for at, spec in enumerate(SPECS):
        yield Network.untrained(spec, seed=at)
    yield pretrained("lenet")


def traced(network: Network) -> Trace:
    """Return the trace of pixels of which most are empty, as in drawings."""
    pixels = np.random.default_rng(5).random(network.spec.input_shape).astype(np.float32)
    pixels[pixels < 0.6] = 0
    return network.trace(pixels)


def cells(trace: Trace, count: int) -> Iterator[Cell]:
    """Yield random cells, as many of each stage."""
    random = np.random.default_rng(7)
    for at in range(count):
        stage = trace.spec.stages[at % len(trace.spec.stages)]
        yield Cell(stage.name, tuple(int(random.integers(n)) for n in stage.shape))


def check_closing(shown: Face, explanation: Explanation) -> None:
    """Check that the closing line gives its result, a plain sum to the last digit."""
    *parts, (_equals, _word), (result, _role) = shown.foot.parts
    formula = " ".join(text for text, _role in parts)
    assert result == shown.value
    assert abs(read(result) - Decimal(explanation.value)) <= unit(result) / 2
    if "[" in formula or "…" in formula:  # a copied cell, a window too large to be listed
        return
    assert gives(formula, result), f"{formula} = {result}"
    plain = COUNTED.sub("", formula).replace("− ", "+ −").replace("(", "").replace(")", "")
    terms = re.sub(r"bias |rounding ", "", plain).split(" + ")
    if all(re.fullmatch(NUMBER, term) for term in terms):
        assert adds_up(terms, result), f"{formula} = {result}"


def check_rows(shown: Face, look: Look) -> None:
    """Check that terms and channels add up, and that every product is that of its factors."""
    rounding = [b.right for b in shown.blocks if isinstance(b, Line) and "rounding" in b.text]
    rows = [block for block in shown.blocks if isinstance(block, BarRow)]
    if rows:
        assert adds_up([*(row.text.replace("+", "") for row in rows), *rounding], shown.value)
    for row in rows:
        if "×" in row.formula:
            assert look.width_of(row.formula) <= 150  # so much a row has room for
            assert gives(row.formula, row.text.replace("+", "")), row.words
    channels = [b.channel for b in shown.blocks if isinstance(b, ChannelRow | ChannelLarge)]
    sums = [channel.total_text.replace("+", "") for channel in channels]
    if len(sums) > 3:
        total = next(text for text, role in shown.foot.parts if role == "number")
        assert adds_up([*sums, *rounding], total)
    for channel in channels:
        rows_, columns = channel.products.values.shape
        for row_, column in np.ndindex(rows_, columns):
            left, _, right = channel.formula(row_, column).partition(" = ")
            assert gives(left, right), channel.formula(row_, column)


def check_table(shown: Face, softmax: bool) -> None:
    """Check that every step of a softmax, or of sigmoids, gives the next one, and the sums."""
    rows = [block for block in shown.blocks if isinstance(block, NumberRow)]
    *rounding, total = [block for block in shown.blocks if isinstance(block, TotalRow)]
    numbers = [row.numbers for row in (*rows, *rounding)]
    columns = [list(filter(None, column)) for column in zip(*numbers, strict=True)]
    assert adds_up(columns[-1], total.numbers[-1].removeprefix("= "))
    classes = [row.numbers for row in rows]
    if not softmax:
        for logit, exponential, share in classes:
            assert gives(f"exp(-({logit}))", exponential)
            assert gives(f"1 / (1 + {exponential})", share)
        return
    assert adds_up(columns[-2], total.numbers[-2])
    largest = max((row[0] for row in classes), key=read)
    for logit, shifted, exponential, share in classes:
        assert read(logit) - read(largest) == read(shifted)
        assert gives(f"exp({shifted})", exponential)
        assert gives(f"{exponential} / {total.numbers[-2]}", share)


def check_elsewhere(trace: Trace, cell: Cell, shown: Face) -> None:
    """Check that the sentence about the cell has the same number, perhaps with fewer digits."""
    sentence = select(trace, cell).sentence.removeprefix(f"{cell.stage}, ")
    found = re.search(rf": ({NUMBER})", sentence)
    assert found is not None
    text = found[1]
    if "e" not in text:
        off = abs(read(text) - read(shown.value))
        assert off <= (unit(text) + unit(shown.value)) / 2, f"{text} in the sentence: {shown.value}"
    assert (text == "0") == (shown.value == "0")


@pytest.mark.parametrize("network", tuple(networks()), ids=lambda n: f"{n.spec.name} {n.origin}")
def test_every_printed_sum_adds_up_as_printed(network: Network, look: Look) -> None:
    trace = traced(network)
    context = Context(look.maps, trace)
    for cell in cells(trace, CELLS // (len(SPECS) + 1) + 1):
        explanation = explain(trace, cell)
        shown = build_face(explanation, context)
        check_closing(shown, explanation)
        check_rows(shown, look)
        check_elsewhere(trace, cell, shown)
        if cell.stage == "probabilities":
            check_table(shown, trace.spec.output == "softmax")
            check_table(
                build_face(explain(trace, cell, 2.5), context), trace.spec.output == "softmax"
            )


def test_a_rivalry_adds_up_as_printed(trace: Trace, look: Look) -> None:
    for label, rival in ((4, 9), (1, 7), (0, 2), (8, 3)):
        explanation = difference(trace, label, rival)
        shown = build_face(explanation, Context(look.maps, trace))
        rows = [row.text.replace("+", "") for row in shown.blocks if isinstance(row, BarRow)]
        rounding = [b.right for b in shown.blocks if isinstance(b, Line) and "rounding" in b.text]
        assert adds_up([*rows, *rounding], shown.value.replace("+", ""))
