"""Norms per layer against torch's own."""

from __future__ import annotations

import math

import pytest
import torch

from explorer.digits.datasets import Dataset
from explorer.network.network import Network
from explorer.training.norms import LayerNorms, _members, layer_slices
from explorer.training.plan import Plan
from explorer.training.steps import Run


def test_slices_follow_each_other_and_cover_every_weight(tiny: Network) -> None:
    slices = layer_slices(tiny.module)
    assert list(slices) == [s.name for s in tiny.spec.stages if s.parameters]
    stops = [part.stop for part in slices.values()]
    assert [part.start for part in slices.values()] == [0, *stops[:-1]]
    assert stops[-1] == tiny.spec.parameters


@pytest.mark.parametrize("on_cpu", [True, False])
def test_norms_and_ratios_are_torchs(
    on_cpu: bool, tiny: Network, tiny_digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(tiny, Plan(epochs=1), tiny_digits.images, tiny_digits.labels)
    norms = LayerNorms(run.parameters, tiny.module)
    if not on_cpu:  # the way of other devices, on this one
        slices = tuple(layer_slices(tiny.module).values())
        norms._members = _members(slices, run.parameters.gradient)
        norms._squares = norms._on_device
    before = run.parameters.snapshot()
    phases = run.phases()
    for _ in range(3):
        next(phases)
    norms.before(0)
    gradient = run.parameters.gradient.clone()
    next(phases)
    change = run.parameters.snapshot() - before
    parts = layer_slices(tiny.module).values()
    expected = [gradient[part].norm().item() for part in parts]
    expected += [(change[part].norm() / before[part].norm()).item() for part in parts]
    assert norms.after(0) == pytest.approx(expected, rel=1e-5)


def test_an_unchanged_layer_of_zeros_has_the_ratio_zero(
    tiny: Network, tiny_digits: Dataset
) -> None:
    run = Run(tiny, Plan(epochs=1), tiny_digits.images, tiny_digits.labels)
    with torch.no_grad():
        run.parameters.values.zero_()
    norms = LayerNorms(run.parameters, tiny.module)
    assert norms.after(0) == [0.0] * (2 * len(norms.layers))


def test_norms_are_measured_at_every_fifth_step(tiny: Network, tiny_digits: Dataset) -> None:
    run = Run(tiny, Plan(epochs=1), tiny_digits.images, tiny_digits.labels)
    norms = LayerNorms(run.parameters, tiny.module)
    for step in range(11):
        measured = norms.after(step)
        assert len(measured) == 2 * len(norms.layers)
        assert all(math.isnan(norm) == bool(step % 5) for norm in measured)
