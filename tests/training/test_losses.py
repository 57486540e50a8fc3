"""Losses worked out by hand."""

from __future__ import annotations

import math

import pytest
import torch

from explorer.training.losses import loss, outputs, targets

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


def test_an_image_asks_for_every_pixel() -> None:
    logits = torch.tensor([[[[2.0, 0.0], [-1.0, 0.5]]]])
    picture = torch.tensor([[[[1.0, 0.25], [0.0, 0.5]]]])
    drawn = [1 / (1 + math.exp(-v)) for v in logits.flatten().tolist()]
    wanted = picture.flatten().tolist()
    pairs = list(zip(drawn, wanted, strict=True))
    entropy = [-t * math.log(q) - (1 - t) * math.log(1 - q) for q, t in pairs]
    squares = [(q - t) ** 2 for q, t in pairs]
    for kind, terms in (("cross-entropy", entropy), ("mse", squares)):
        got = loss(logits, picture, kind, "image").item()  # type: ignore[arg-type]
        assert got == pytest.approx(sum(terms) / 4, rel=1e-6)
    assert targets(logits, picture, "image") is picture
    assert outputs(logits, "image").flatten().tolist() == pytest.approx(drawn)
