"""The update of one weight in letters and in numbers: what went in, the terms, what came out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isclose

from explorer.text import _
from explorer.training.look.anatomy import UpdateRecord, WeightUpdate
from explorer.training.look.update_terms import BETAS, EPSILON, SMOOTHING, weight_update
from explorer.training.plan import OptimiserKind
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.blocks.terms import TermRow, Verdict, rest, title
from explorer.views.parts.figures import (
    MINUS,
    added,
    adding_up,
    brief,
    exact,
    places_for,
    raised,
    significant,
)
from explorer.views.train.step.weight_place import WeightPlace

_MOST_PLACES = 10
_STEPS: dict[OptimiserKind, str] = {
    "sgd": _("Step {step:,}, gradient descent (SGD)"),
    "momentum": _("Step {step:,}, gradient descent with momentum"),
    "adam": _("Step {step:,}, Adam"),
    "adamw": _("Step {step:,}, AdamW"),
    "rmsprop": _("Step {step:,}, RMSprop"),
}
_TERMS = {  # no text: the keys are names of terms
    "gradient": _("gradient"),
    "weight decay": _("weight decay"),
    "momentum": _("momentum"),
    "average": _("average"),
}
_MEANINGS = {  # no text: the keys are letters of formulas
    "b before": _("the gradients so far, older ones weighing less"),
    "m before": _("running mean of the gradients"),
    "v before": _("running mean of their squares"),
}
_NAMES = {  # no text: the keys are letters of formulas
    "b before": _("momentum buffer b before"),
    "b": _("momentum buffer b"),
    "m before": _("m before"),
    "v before": _("v before"),
    "1 - β₁ᵗ": _("bias correction of m"),
    "1 - β₂ᵗ": _("bias correction of v"),
    "m̂": _("m̂, m corrected"),
    "v̂": _("v̂, v corrected"),
}


def update_blocks(record: UpdateRecord, place: WeightPlace) -> list[Block]:
    """Return how one weight was updated; raises KeyError or IndexError where there is none."""
    update = weight_update(record, place.layer, place.index, bias=place.bias)
    gradient = place.value(record.gradient)
    blocks: list[Block] = [
        title(_("The update, worked out")),
        Line(_STEPS[record.plan.optimiser].format(step=record.step)),
        Gap(2),
        TermRow(_("learning rate"), significant(record.learning_rate)),
        TermRow(_("gradient"), significant(gradient, 6)),
    ]
    blocks += _memory(record, update, gradient)
    return [*blocks, Gap(9, ruled=True), *_sum(record, update)]


def _memory(record: UpdateRecord, update: WeightUpdate, gradient: float) -> list[Block]:
    """Return what the optimiser remembered, and what it remembers now."""
    letters, values = _formulas(record), _values(record, update)
    rows: list[Block] = []
    if update.quantities["g"] != gradient:
        decay = in_numbers("decay · w", values)  # no text: a formula
        numbers = f"{significant(gradient)} + {decay}"
        formula = _("gradient + decay · w = {numbers}").format(numbers=numbers)
        text = significant(update.quantities["g"], 6)
        rows.append(TermRow(_("g with weight decay"), text, (formula,)))
    for name, value in update.quantities.items():
        if name == "g":
            continue
        formulas: tuple[str, ...] = ()
        if name in _MEANINGS:
            formulas = (_MEANINGS[name],)
        elif name in letters:
            formulas = _explained(letters[name], values)
        rows.append(TermRow(_NAMES.get(name, name), significant(value, 6), formulas))
    return rows


def _sum(record: UpdateRecord, update: WeightUpdate) -> list[Block]:
    """Return before, the terms and after, which add up as printed."""
    numbers = [update.before, *(term.value for term in update.terms)]
    least = places_for([term.value for term in update.terms])
    printed = adding_up(numbers, update.after, least, max(least, _MOST_PLACES))
    values = _values(record, update)
    rows: list[Block] = [TermRow(_("before, w"), printed.terms[0], kind="term")]
    for term in update.terms:
        text = added(term.value, printed.places)
        formulas: tuple[str, ...] = _explained(term.formula, values)
        if term.name == "average":
            formulas = (_("average of the weights − w"),)
        rows.append(TermRow(_TERMS.get(term.name, term.name), text, formulas, "term"))
    rows += [*rest(printed.rest, _("rounding")), Gap(5, ruled=True)]
    after = exact(update.after)
    words = _("After: {number}").format(number=after)
    rows.append(TermRow(_("after"), printed.total, kind="result", words=words))
    good = isclose(update.total, update.after, rel_tol=1e-5, abs_tol=1e-7)
    verdict = _("It adds up to torch's own weight, {number}").format(number=after)
    if update.after != update.after:
        good, verdict = False, _("Not a number: the training has fallen apart.")
    return [*rows, Verdict(good, verdict), Gap(6)]


def _explained(formula: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Return a formula in letters and in numbers."""
    return formula.replace("-", MINUS), in_numbers(formula, values)


def in_numbers(formula: str, values: Mapping[str, str]) -> str:
    """Return a formula with its letters replaced: `-rate · g` becomes `−0.003 · 0.0456`."""
    letters = sorted(values, key=len, reverse=True)
    either = "|".join(re.escape(letter) for letter in letters)
    alone = rf"(?<![A-Za-z])({either})(?![A-Za-z\u0302])"
    return re.sub(alone, lambda found: values[found[1]], formula).replace("-", MINUS)


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
    pulled = "(g + decay · w)" if decay else "g"  # no text: a formula
    match record.plan.optimiser:
        case "momentum":
            return {"b": f"momentum · b before + {pulled}"}  # no text: a formula
        case "rmsprop":
            return {"v": f"α · v before + (1 - α) · {pulled}²"}  # no text: a formula
        case "adam" | "adamw":
            return {  # no text: formulas
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
