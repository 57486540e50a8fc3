"""Why a weight changed by what it changed: the formula of its optimiser, term by term.

The formulas are those of torch.optim: SGD with momentum as in I. Sutskever et al. 2013, RMSprop
as in G. Hinton's lecture 6e, Adam as in D. P. Kingma and J. Ba 2015, AdamW as in I. Loshchilov and
F. Hutter 2019.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from explorer.network.records import Weights
from explorer.training.look.anatomy import Term, UpdateRecord, WeightUpdate

BETAS = (0.9, 0.999)
EPSILON = 1e-8
SMOOTHING = 0.99  # of RMSprop
_Numbers = dict[str, float]


def weight_update(
    record: UpdateRecord, layer: str, index: tuple[int, ...], *, bias: bool = False
) -> WeightUpdate:
    """Work out the update of one weight, or of one bias, by its index in the layer's array.

    Raises KeyError for a layer that does not learn, IndexError for a place outside of it.
    """

    def at(weights: Mapping[str, Weights]) -> float:
        array = weights[layer].bias if bias else weights[layer].weight
        if array is None:
            raise KeyError(f"{layer} has no bias")
        return float(array[index])

    before, gradient = at(record.before), at(record.gradient)
    old = {name: at(memory) for name, memory in record.memory_before.items()}
    new = {name: at(memory) for name, memory in record.memory_after.items()}
    quantities, terms = _worked_out(record, before, gradient, old, new)
    after = at(record.after)
    if record.averaged:
        moved = after - before - sum(term.value for term in terms)
        formula = "average of the weights - w"  # no text: names and symbols
        terms = (*terms, Term("average", formula, moved))
    return WeightUpdate(before, quantities, terms, after)


def _worked_out(
    record: UpdateRecord, weight: float, gradient: float, old: _Numbers, new: _Numbers
) -> tuple[_Numbers, tuple[Term, ...]]:
    """Return the numbers on the way and the terms, for the optimiser of the record."""
    match record.plan.optimiser:
        case "sgd" | "momentum":
            return _descent(record, weight, gradient, old, new)
        case "rmsprop":
            return _rmsprop(record, weight, gradient, old, new)
        case _:
            return _adam(record, weight, gradient, old, new)


def _descent(
    record: UpdateRecord, weight: float, gradient: float, old: _Numbers, new: _Numbers
) -> tuple[_Numbers, tuple[Term, ...]]:
    rate, decay = record.learning_rate, record.plan.weight_decay
    quantities = {"g": gradient}
    terms = [Term("gradient", "-rate · g", -rate * gradient)]  # no text: names and symbols
    if decay:
        terms.append(_decay_term(rate, decay, weight))
    if "momentum_buffer" in new:
        kept = record.plan.momentum * old["momentum_buffer"]
        quantities |= {  # no text: names and symbols
            "b before": old["momentum_buffer"],
            "b": new["momentum_buffer"],
        }
        formula = "-rate · momentum · b before"  # no text: names and symbols
        terms.append(Term("momentum", formula, -rate * kept))
    return quantities, tuple(terms)


def _rmsprop(
    record: UpdateRecord, weight: float, gradient: float, old: _Numbers, new: _Numbers
) -> tuple[_Numbers, tuple[Term, ...]]:
    rate, decay = record.learning_rate, record.plan.weight_decay
    divisor = sqrt(new["square_avg"]) + EPSILON
    quantities = {  # no text: names and symbols
        "g": gradient,
        "v before": old["square_avg"],
        "v": new["square_avg"],
    }
    formula = "-rate · g / (√v + ε)"  # no text: names and symbols
    terms = [Term("gradient", formula, -rate * gradient / divisor)]
    if decay:
        pulled = -rate * decay * weight / divisor
        terms.append(  # no text: names and symbols
            Term("weight decay", "-rate · decay · w / (√v + ε)", pulled)
        )
    return quantities, tuple(terms)


def _adam(
    record: UpdateRecord, weight: float, gradient: float, old: _Numbers, new: _Numbers
) -> tuple[_Numbers, tuple[Term, ...]]:
    rate, decay = record.learning_rate, record.plan.weight_decay
    first, second = (1 - beta**record.updates for beta in BETAS)
    m, v = new["exp_avg"] / first, new["exp_avg_sq"] / second
    quantities = {  # no text: names and symbols
        "g": gradient,
        "m before": old["exp_avg"],
        "v before": old["exp_avg_sq"],
        "m": new["exp_avg"],
        "v": new["exp_avg_sq"],
        "1 - β₁ᵗ": first,
        "1 - β₂ᵗ": second,
        "m̂": m,
        "v̂": v,
    }
    formula = "-rate · m̂ / (√v̂ + ε)"  # no text: names and symbols
    terms = [Term("Adam", formula, -rate * m / (sqrt(v) + EPSILON))]
    if decay and record.plan.optimiser == "adamw":
        terms.append(_decay_term(rate, decay, weight))
    elif decay:
        quantities["g"] = gradient + decay * weight
    return quantities, tuple(terms)


def _decay_term(rate: float, decay: float, weight: float) -> Term:
    name, formula = "weight decay", "-rate · decay · w"  # no text: names and symbols
    return Term(name, formula, -rate * decay * weight)
