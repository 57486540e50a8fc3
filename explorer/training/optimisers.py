"""The optimisers of a plan, as torch implements them."""

from __future__ import annotations

from torch import nn
from torch.optim import SGD, Adam, AdamW, Optimizer, RMSprop

from explorer.training.plan import Plan


def optimiser(plan: Plan, parameters: list[nn.Parameter]) -> Optimizer:
    """Return the plan's optimiser for `parameters`; the run sets its learning rate every step.

    Weight decay pulls the weights towards zero: through the gradient for SGD, momentum, Adam
    and RMSprop, past it for AdamW (I. Loshchilov and F. Hutter 2019).
    """
    rate, decay = plan.learning_rate, plan.weight_decay
    match plan.optimiser:
        case "sgd":
            return SGD(parameters, rate, weight_decay=decay)
        case "momentum":
            return SGD(parameters, rate, momentum=plan.momentum, weight_decay=decay)
        case "adam":
            return Adam(parameters, rate, weight_decay=decay)
        case "adamw":
            return AdamW(parameters, rate, weight_decay=decay)
        case "rmsprop":
            return RMSprop(parameters, rate, weight_decay=decay)
