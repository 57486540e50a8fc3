"""All weights in one tensor, while every layer still sees its own."""

from __future__ import annotations

from pathlib import Path

import torch

from explorer.network.checkpoint import load, save
from explorer.network.network import Network
from explorer.training.flat import FlatParameters


def test_the_layers_see_changes_of_the_row(tiny: Network) -> None:
    before = [p.detach().clone() for p in tiny.module.parameters()]
    flat = FlatParameters(tiny.module)
    assert flat.values.numel() == tiny.spec.parameters
    flat.values.data.add_(1)
    for parameter, old in zip(tiny.module.parameters(), before, strict=True):
        assert torch.equal(parameter, old + 1)


def test_a_snapshot_is_restored_exactly(tiny: Network) -> None:
    flat = FlatParameters(tiny.module)
    kept = flat.snapshot()
    flat.values.data.zero_()
    flat.restore(kept)
    assert torch.equal(flat.values, kept)


def test_a_flattened_network_is_saved_like_any_other(tiny: Network, tmp_path: Path) -> None:
    FlatParameters(tiny.module)
    path = tmp_path / "tiny.safetensors"
    save(tiny, path)
    for mine, read in zip(tiny.module.parameters(), load(path).module.parameters(), strict=True):
        assert torch.equal(mine, read)
