"""Losses worked out by hand."""

from __future__ import annotations

import math

import pytest
import torch

from explorer.training.losses import loss

LOGITS = torch.tensor([[2.0, 0.0, -1.0], [0.5, 0.5, 0.5]])
LABELS = torch.tensor([0, 2])
EXP = [math.exp(2), 1.0, math.exp(-1)]


def test_cross_entropy_is_the_surprise_at_the_true_class() -> None:
    by_hand = (-math.log(EXP[0] / sum(EXP)) + math.log(3)) / 2
    assert loss(LOGITS, LABELS, "cross-entropy").item() == pytest.approx(by_hand, rel=1e-6)


def test_mse_compares_probabilities_with_one_and_zero() -> None:
    p = [e / sum(EXP) for e in EXP]
    first = (p[0] - 1) ** 2 + p[1] ** 2 + p[2] ** 2
    by_hand = (first + 2 / 9 + 4 / 9) / 6
    assert loss(LOGITS, LABELS, "mse").item() == pytest.approx(by_hand, rel=1e-6)


def test_a_sigmoid_output_asks_each_class_by_itself() -> None:
    p = [1 / (1 + math.exp(-v)) for v in LOGITS.flatten().tolist()]
    target = [1, 0, 0, 0, 0, 1]
    entropy = [-math.log(q if t else 1 - q) for q, t in zip(p, target, strict=True)]
    squares = [(q - t) ** 2 for q, t in zip(p, target, strict=True)]
    got = loss(LOGITS, LABELS, "cross-entropy", "sigmoid").item()
    assert got == pytest.approx(sum(entropy) / 6, rel=1e-6)
    assert loss(LOGITS, LABELS, "mse", "sigmoid").item() == pytest.approx(
        sum(squares) / 6, rel=1e-6
    )
