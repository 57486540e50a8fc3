"""The loss: one number for how wrong the guesses of a batch are.

Cross-entropy is the surprise at the true class, `-log p`. The mean squared error compares the
probabilities with 1 for the true class and 0 for the others. An auto-encoder has no class to
guess: there every pixel of the picture is a question, answered by the pixel that was given.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from explorer.network.spec import OutputKind
from explorer.training.plan import LossKind


def loss(logits: Tensor, truth: Tensor, kind: LossKind, output: OutputKind = "softmax") -> Tensor:
    """Return the mean loss of logits (n, classes) for labels int64 (n,), a tensor of shape ().

    With a sigmoid output every class is a question of its own, answered by yes or no. With an
    image the logits and the truth, pixels in 0 to 1, have the shape (n, c, h, w).
    """
    if kind == "cross-entropy" and output == "softmax":
        return functional.cross_entropy(logits, truth)
    target = targets(logits, truth, output)
    if kind == "cross-entropy":
        return functional.binary_cross_entropy_with_logits(logits, target)
    return functional.mse_loss(outputs(logits, output), target)


def targets(logits: Tensor, truth: Tensor, output: OutputKind) -> Tensor:
    """Return what the outputs should be: 1 for the true class and 0 else, or the picture."""
    if output == "image":
        return truth
    return functional.one_hot(truth, logits.shape[1]).to(logits.dtype)


def outputs(logits: Tensor, output: OutputKind) -> Tensor:
    """Return the probabilities or the picture that logits become."""
    return logits.softmax(1) if output == "softmax" else torch.sigmoid(logits)
