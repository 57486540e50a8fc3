"""The update of one weight in letters and in numbers: what went in, the terms, what came out."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose

from explorer.training.look.anatomy import Term, UpdateRecord, WeightUpdate
from explorer.training.look.update_terms import BETAS, EPSILON, SMOOTHING, weight_update
from explorer.training.plan import OptimiserKind
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.parts.figures import added, exact
from explorer.views.train.step.loss_blocks import rest, title
from explorer.views.train.step.rows import TermRow, Verdict
from explorer.views.train.step.weight_place import WeightPlace
from explorer.views.train.step.writing import (
    adding_up,
    brief,
    in_numbers,
    places_for,
    raised,
    significant,
)

_MOST_PLACES = 10
NAMES: dict[OptimiserKind, str] = {
    "sgd": "gradient descent (SGD)",
    "momentum": "gradient descent with momentum",
    "adam": "Adam",
    "adamw": "AdamW",
    "rmsprop": "RMSprop",
}
_MEANT = {
    "b before": "the gradients so far, older ones weighing less",
    "m before": "running mean of the gradients",
    "v before": "running mean of their squares",
}
_SAID = {
    "b before": "momentum buffer b before",
    "b": "momentum buffer b",
    "m before": "m before",
    "v before": "v before",
    "m": "m",
    "v": "v",
    "1 - β₁ᵗ": "bias correction of m",
    "1 - β₂ᵗ": "bias correction of v",
    "m̂": "m̂, m corrected",
    "v̂": "v̂, v corrected",
}


def update_blocks(record: UpdateRecord, place: WeightPlace) -> list[Block]:
    """Return how one weight was updated; raises KeyError or IndexError where there is none."""
    update = weight_update(record, place.layer, place.index, bias=place.bias)
    gradient = place.value(record.gradient)
    plan = record.plan
    blocks: list[Block] = [
        title("The update, worked out"),
        Line(f"Step {record.step:,}, {NAMES[plan.optimiser]}"),
        Gap(2),
        TermRow("learning rate", significant(record.learning_rate)),
        TermRow("gradient", significant(gradient, 6)),
    ]
    blocks += _memory(record, update, gradient)
    return [*blocks, Gap(9, ruled=True), *_sum(record, update)]


def _memory(record: UpdateRecord, update: WeightUpdate, gradient: float) -> list[Block]:
    """Return what the optimiser remembered, and what it remembers now."""
    letters, values = _formulas(record), _values(record, update)
    rows: list[Block] = []
    if update.quantities["g"] != gradient:
        numbers = f"{significant(gradient)} + {in_numbers('decay · w', values)}"
        text = significant(update.quantities["g"], 6)
        rows.append(TermRow("g with weight decay", text, (f"gradient + decay · w = {numbers}",)))
    for name, value in update.quantities.items():
        if name == "g":
            continue
        formulas: tuple[str, ...] = ()
        if name in _MEANT:
            formulas = (_MEANT[name],)
        elif name in letters:
            formulas = (letters[name].replace("-", "−"), in_numbers(letters[name], values))
        rows.append(TermRow(_SAID.get(name, name), significant(value, 6), formulas))
    return rows


def _sum(record: UpdateRecord, update: WeightUpdate) -> list[Block]:
    """Return before, the terms and after, which add up as printed."""
    numbers = [update.before, *(term.value for term in update.terms)]
    least = places_for([term.value for term in update.terms])
    written = adding_up(numbers, update.after, least, max(least, _MOST_PLACES))
    values = _values(record, update)
    rows: list[Block] = [TermRow("before, w", written.terms[0], kind="term")]
    for term in update.terms:
        text = added(term.value, written.places)
        rows.append(TermRow(term.name, text, _explained(term, values), "term"))
    rows += [*rest(written.rest), Gap(5, ruled=True)]
    said = exact(update.after)
    rows.append(TermRow("after", written.total, kind="result", words=f"After: {said}"))
    return [*rows, _verdict(update, said), Gap(6)]


def _explained(term: Term, values: Mapping[str, str]) -> tuple[str, ...]:
    letters = term.formula.replace("-", "−")
    return (letters,) if term.name == "average" else (letters, in_numbers(term.formula, values))


def _verdict(update: WeightUpdate, said: str) -> Block:
    if update.after != update.after:
        return Verdict(False, "Not a number: the training has fallen apart.")
    good = isclose(update.total, update.after, rel_tol=1e-5, abs_tol=1e-7)
    return Verdict(good, f"It adds up to torch's own weight, {said}")


def _values(record: UpdateRecord, update: WeightUpdate) -> dict[str, str]:
    """Return every letter of the formulas as a number."""
    plan = record.plan
    first, second = (significant(1 - beta**record.updates, 4) for beta in BETAS)
    settings = {
        "rate": significant(record.learning_rate),
        "decay": brief(plan.weight_decay),
        "momentum": brief(plan.momentum),
        "β₁ᵗ": f"{brief(BETAS[0])}{raised(record.updates)}",
        "β₂ᵗ": f"{brief(BETAS[1])}{raised(record.updates)}",
        "β₁": brief(BETAS[0]),
        "β₂": brief(BETAS[1]),
        "(1 - β₁)": brief(round(1 - BETAS[0], 12)),
        "(1 - β₂)": brief(round(1 - BETAS[1], 12)),
        "α": brief(SMOOTHING),
        "(1 - α)": brief(round(1 - SMOOTHING, 12)),
        "(1 - β₁ᵗ)": first,
        "(1 - β₂ᵗ)": second,
        "ε": brief(EPSILON),
        "w": _factor(update.before),
    }
    known = {name: _factor(value) for name, value in update.quantities.items()}
    return {**settings, **{name: text for name, text in known.items() if name[0] != "1"}}


def _formulas(record: UpdateRecord) -> dict[str, str]:
    """Return how the optimiser's memory comes about."""
    decay = record.plan.weight_decay
    pulled = "(g + decay · w)" if decay else "g"
    match record.plan.optimiser:
        case "momentum":
            return {"b": f"momentum · b before + {pulled}"}
        case "rmsprop":
            return {"v": f"α · v before + (1 - α) · {pulled}²"}
        case "adam" | "adamw":
            return {
                "m": "β₁ · m before + (1 - β₁) · g",
                "v": "β₂ · v before + (1 - β₂) · g²",
                "1 - β₁ᵗ": "1 - β₁ᵗ",
                "1 - β₂ᵗ": "1 - β₂ᵗ",
                "m̂": "m / (1 - β₁ᵗ)",
                "v̂": "v / (1 - β₂ᵗ)",
            }
        case _:
            return {}


def _factor(value: float) -> str:
    """Return a number as a factor: a negative one in brackets."""
    text = significant(value)
    return f"({text})" if value < 0 else text
