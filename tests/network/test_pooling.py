"""Our max-pooling against torch's own: the same numbers, winners and gradients, bit for bit."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn import functional

from explorer.network.build import build
from explorer.network.pooling import MaxPool2d, halved
from explorer.network.presets import preset

SHAPES = [(3, 2, 8, 8), (2, 1, 5, 7), (1, 1, 2, 2), (4, 3, 9, 4), (2, 6, 6)]


def few_values(shape: tuple[int, ...], seed: int = 0) -> Tensor:
    """Return maps with so few different values that most windows have several largest cells."""
    random = torch.Generator().manual_seed(seed)
    return torch.randint(-2, 2, shape, generator=random).float()


def learned(layer: nn.Module, maps: Tensor) -> tuple[Tensor, Tensor]:
    """Return what a layer makes of maps, and the gradient it hands back for uneven ones."""
    maps = maps.clone().requires_grad_()
    pooled = layer(maps)
    pooled.backward(torch.arange(1.0, pooled.numel() + 1).reshape(pooled.shape))
    assert maps.grad is not None
    return pooled.detach(), maps.grad


@pytest.mark.parametrize("shape", SHAPES)
def test_values_winners_and_gradients_are_torchs(shape: tuple[int, ...]) -> None:
    maps = few_values(shape)
    highest, winners = functional.max_pool2d(maps, 2, return_indices=True)
    assert torch.equal(halved(maps)[0], highest)
    assert torch.equal(halved(maps)[1], winners)
    for ours, theirs in zip(
        learned(MaxPool2d(2), maps), learned(nn.MaxPool2d(2), maps), strict=True
    ):
        assert torch.equal(ours, theirs)


@given(
    st.lists(st.sampled_from([-1.5, -0.0, 0.0, 2.0, float("inf"), -float("inf")]), min_size=24).map(
        lambda values: torch.tensor(values[:24]).reshape(1, 1, 4, 6)
    )
)
def test_of_equal_cells_the_first_wins(maps: Tensor) -> None:
    highest, winners = functional.max_pool2d(maps, 2, return_indices=True)
    assert torch.equal(halved(maps)[0], highest)
    assert torch.equal(halved(maps)[1], winners)


def test_what_is_not_a_number_stays_visible() -> None:
    maps = torch.zeros(1, 1, 4, 4)
    maps[0, 0, 1, 2] = torch.nan
    assert torch.equal(halved(maps)[0].isnan(), functional.max_pool2d(maps, 2).isnan())
    for ours, theirs in zip(
        learned(MaxPool2d(2), maps), learned(nn.MaxPool2d(2), maps), strict=True
    ):
        assert torch.equal(ours.isnan(), theirs.isnan())
        assert torch.equal(ours.nan_to_num(), theirs.nan_to_num())


@pytest.mark.parametrize(
    ("size", "stride", "padding"), [(2, 1, 0), (3, 3, 0), (2, 2, 1), (3, 2, 1)]
)
def test_other_windows_are_left_to_torch(size: int, stride: int, padding: int) -> None:
    maps = few_values((2, 3, 9, 9))
    for ours, theirs in zip(
        learned(MaxPool2d(size, stride, padding), maps),
        learned(nn.MaxPool2d(size, stride, padding), maps),
        strict=True,
    ):
        assert torch.equal(ours, theirs)


def test_a_network_learns_through_it() -> None:
    module = build(preset("lenet"), 0)
    pooled = [layer for layer in module if isinstance(layer, MaxPool2d)]
    module(torch.zeros(1, 1, 28, 28)).sum().backward()
    assert len(pooled) == 2
    assert all(parameter.grad is not None for parameter in module.parameters())
