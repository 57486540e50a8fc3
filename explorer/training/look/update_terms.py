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
    plan, rate, decay = record.plan, record.learning_rate, record.plan.weight_decay
    pull = "-rate · decay · w"  # no text: symbols
    pulled = Term("weight decay", pull, -rate * decay * weight)  # no text: names and symbols
    quantities, more = {"g": gradient}, [pulled] if decay else []
    match plan.optimiser:
        case "sgd" | "momentum":
            first = Term("gradient", "-rate · g", -rate * gradient)  # no text: names and symbols
            if "momentum_buffer" in new:
                before = old["momentum_buffer"]
                quantities |= {"b before": before, "b": new["momentum_buffer"]}  # no text: symbols
                formula = "-rate · momentum · b before"  # no text: names and symbols
                more.append(Term("momentum", formula, -rate * (plan.momentum * before)))
        case "rmsprop":
            divisor = sqrt(new["square_avg"]) + EPSILON
            quantities |= {
                "v before": old["square_avg"],
                "v": new["square_avg"],
            }  # no text: symbols
            formula = "-rate · g / (√v + ε)"  # no text: names and symbols
            first = Term("gradient", formula, -rate * gradient / divisor)
            if decay:
                formula = "-rate · decay · w / (√v + ε)"  # no text: names and symbols
                kind = pulled.name  # the same part of the sum, computed in another way
                more = [Term(kind, formula, -rate * decay * weight / divisor)]
        case _:
            corrections = [1 - beta**record.updates for beta in BETAS]
            m, v = new["exp_avg"] / corrections[0], new["exp_avg_sq"] / corrections[1]
            quantities |= {  # no text: names and symbols
                "m before": old["exp_avg"],
                "v before": old["exp_avg_sq"],
                "m": new["exp_avg"],
                "v": new["exp_avg_sq"],
                "1 - β₁ᵗ": corrections[0],
                "1 - β₂ᵗ": corrections[1],
                "m̂": m,
                "v̂": v,
            }
            formula = "-rate · m̂ / (√v̂ + ε)"  # no text: names and symbols
            first = Term("Adam", formula, -rate * m / (sqrt(v) + EPSILON))
            if decay and plan.optimiser == "adam":
                quantities["g"], more = gradient + decay * weight, []
    return quantities, (first, *more)
