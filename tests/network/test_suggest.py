from __future__ import annotations

from collections.abc import Mapping

import pytest
import torch
from torch import Tensor, nn

from explorer.digits.datasets import load
from explorer.network import suggest
from explorer.network.state_dict import Guess, recognise
from explorer.network.suggest import suggested


def trained() -> nn.Sequential:
    """Return a small network with unusual choices that reads digits."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        module = nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2),
            nn.Tanh(),
            nn.AvgPool2d(2),
            nn.Conv2d(6, 12, 5),
            nn.Tanh(),
            nn.AvgPool2d(2),
            nn.Flatten(),
            nn.Linear(300, 10),
        )
    digits = load("bundled", "train")
    images = (torch.tensor(digits.images[:2000]).float() / 255 - 0.1307) / 0.3081
    labels = torch.tensor(digits.labels[:2000])
    optimiser = torch.optim.AdamW(module.parameters(), 5e-3)
    for start in list(range(0, 2000, 50)) * 3:
        loss = nn.functional.cross_entropy(
            module(images[start : start + 50]), labels[start : start + 50]
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return module


def by_stage(module: nn.Sequential) -> dict[str, Tensor]:
    names = dict(zip(("0", "3", "7"), ("conv1", "conv2", "logits"), strict=True))
    state = module.state_dict()
    return {f"{names[k.split('.')[0]]}.{k.split('.')[1]}": v for k, v in state.items()}


def guessed(module: nn.Sequential) -> tuple[Guess, Mapping[str, Tensor]]:
    return recognise(module.state_dict()), by_stage(module)


def test_the_digits_tell_what_the_weights_do_not() -> None:
    guess, weights = guessed(trained())
    assert guess.defaults["activation"] == "relu"
    better = suggested(guess, weights)
    assert better.defaults["activation"] == "tanh"
    assert better.defaults["pooling"] == "average"
    assert better.defaults["normalisation"] == "mnist"
    assert better.spec({}).input_shape == (1, 28, 28)
    assert better.evidence.startswith("With the suggested answers the network reads 9")


def test_a_network_that_reads_no_digits_keeps_the_usual_answers() -> None:
    module = trained()
    with torch.no_grad():
        module[7].weight.copy_(module[7].weight.roll(3, 0))
    guess, weights = guessed(module)
    assert suggested(guess, weights) == guess


def test_other_numbers_of_classes_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("digits have ten classes")

    monkeypatch.setattr(suggest, "load", never)
    module = nn.Sequential(nn.Flatten(), nn.Linear(784, 4))
    guess = recognise(module.state_dict())
    assert suggested(guess, {}) == guess


def test_a_large_network_does_not_keep_anybody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggest, "MOST_WORK", 0)
    guess, weights = guessed(trained())
    assert suggested(guess, weights) == guess
