"""The loss: one number that says how wrong the guesses of a batch are.

Cross-entropy is the surprise at the true class, `-log p`. The mean squared error compares the
probabilities with 1 for the true class and 0 for the others.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from explorer.network.spec import OutputKind
from explorer.training.plan import LossKind


def loss(logits: Tensor, labels: Tensor, kind: LossKind, output: OutputKind = "softmax") -> Tensor:
    """Return the mean loss of logits (n, classes) for labels int64 (n,), a tensor of shape ().

    With a sigmoid output every class is a question of its own, answered by yes or no.
    """
    if kind == "cross-entropy" and output == "softmax":
        return functional.cross_entropy(logits, labels)
    target = functional.one_hot(labels, logits.shape[1]).to(logits.dtype)
    if kind == "cross-entropy":
        return functional.binary_cross_entropy_with_logits(logits, target)
    probabilities = logits.softmax(1) if output == "softmax" else torch.sigmoid(logits)
    return functional.mse_loss(probabilities, target)
