"""The weights that travel with the program: every preset opens trained, and reads digits."""

from __future__ import annotations

import pytest
import torch

from explorer.digits.datasets import load
from explorer.network.checkpoint import pretrained
from explorer.network.presets import PRESETS, preset
from explorer.training.evaluate import evaluate
from explorer.training.handwriting import write
from explorer.training.plan import RECIPES, Plan


@pytest.mark.parametrize(
    ("name", "least"), [("lenet", 0.99), ("harley", 0.98), ("article", 0.97), ("tiny", 0.75)]
)
def test_every_preset_opens_trained(name: str, least: float) -> None:
    network = pretrained(name)
    assert network.origin == "pretrained"
    assert network.spec == preset(name)
    assert evaluate(network, load("bundled", "test")).accuracy >= least


def test_the_auto_encoder_draws_better_than_any_linear_code() -> None:
    """Whose mean squared error on MNIST's test set is 0.0168; the average image's is 0.0675."""
    network = pretrained("autoencoder")
    assert network.origin == "pretrained"
    assert network.spec == preset("autoencoder")
    assert evaluate(network, load("bundled", "test")).error <= 0.009


def test_every_preset_has_a_test_above() -> None:
    assert list(PRESETS) == ["lenet", "harley", "article", "tiny", "autoencoder"]


def test_the_shipped_network_reads_the_templates() -> None:
    """Which shows that the templates are digits, and that it has learned them."""
    images, labels = write(1000, torch.Generator().manual_seed(99))
    guesses = pretrained("lenet").predict(images.numpy()).argmax(1)
    assert (guesses == labels.numpy()).mean() >= 0.97


def test_the_default_weights_come_from_the_shipped_recipe() -> None:
    assert Plan.from_dict(pretrained("lenet").history["plan"]) == RECIPES["shipped"]
