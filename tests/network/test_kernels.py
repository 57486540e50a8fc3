import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.network.checkpoint import pretrained
from explorer.network.kernels import (
    BINS,
    activated,
    activations,
    distribution,
    kernel_facts,
    maps_read,
)
from explorer.network.records import Trace, Weights


def test_the_facts_of_a_layer_are_those_of_its_numbers() -> None:
    weight = np.random.default_rng(0).normal(size=(6, 3, 5, 5)).astype(np.float32)
    facts = kernel_facts("conv1", Weights(weight, None))
    assert (facts.kernels, facts.channels, facts.shape) == (6, 3, (5, 5))
    assert facts.norms == pytest.approx([np.linalg.norm(kernel) for kernel in weight], rel=1e-6)
    assert facts.limit == pytest.approx(np.abs(weight).max())
    spread, exact = facts.spread, torch.from_numpy(weight.copy()).double()
    counts = torch.histc(exact, BINS, -facts.limit, facts.limit)
    assert spread.counts.tolist() == counts.tolist()
    assert len(spread.edges) == BINS + 1
    assert spread.edges[0] == -spread.edges[-1] == -facts.limit
    assert facts.deviation == pytest.approx(weight.std(), rel=1e-5)
    assert not facts.weight.flags.writeable


@pytest.mark.parametrize("value", [0.0, np.nan])
def test_dead_or_broken_weights_have_facts_too(value: float) -> None:
    facts = kernel_facts("conv1", Weights(np.full((2, 1, 3, 3), value, np.float32), None))
    assert facts.limit == 0
    assert facts.spread.counts.sum() == 18


@pytest.fixture(scope="module")
def trace() -> Trace:
    return pretrained("lenet").trace(np.random.default_rng(3).random((1, 28, 28), np.float32))


def test_a_dense_unit_has_its_weights_in_the_shape_of_the_maps_that_it_reads(trace: Trace) -> None:
    maps = maps_read(trace.spec, "dense1")
    facts = kernel_facts("dense1", trace.weights["dense1"], maps)
    assert facts.weight.shape == (120, 16, 5, 5)
    weight = torch.from_numpy(trace.weights["dense1"].weight.copy())
    assert torch.equal(torch.from_numpy(facts.weight.copy()), weight.unflatten(1, (16, 5, 5)))
    pooled = torch.from_numpy(trace.stage("pool2").values.copy())
    sums = functional.conv2d(pooled[None], torch.from_numpy(facts.weight.copy())).flatten()
    bias = torch.from_numpy(np.array(facts.bias))
    torch.testing.assert_close(sums + bias, torch.from_numpy(trace.stage("dense1").values.copy()))
    assert facts.place(7, 3, 2, 1) == (7, 3 * 25 + 2 * 5 + 1)
    assert facts.origin(86) == (3, 2, 1)


def test_a_whole_matrix_has_a_row_for_each_unit(trace: Trace) -> None:
    weights = trace.weights["dense2"]
    facts = kernel_facts("dense2", weights, maps_read(trace.spec, "dense2"))
    assert facts.weight.shape == (84, 1, 1, 120)
    matrix = facts.matrix()
    assert (matrix.whole, matrix.units, matrix.inputs) == (True, 84, 120)
    assert np.array_equal(matrix.weight[0, 0], weights.weight)
    assert matrix.place(0, 0, 5, 17) == (5, 17)


@pytest.mark.parametrize("unit", [None, 2])
def test_activations_are_counted_as_torch_counts_them(trace: Trace, unit: int | None) -> None:
    layer = functional.relu(torch.from_numpy(trace.stage("conv1").values.copy()).double())
    values = layer if unit is None else layer[unit]
    spread = activations(trace, "conv1", unit)
    counts = torch.histc(values[values != 0], BINS, 0, float(layer.max()))
    assert spread.counts.tolist() == counts.tolist()
    assert spread.zeros == int((values == 0).sum())
    assert spread.size == values.numel()
    assert (spread.signed, spread.limit) == (False, float(layer.max()))


def test_activations_without_a_function_are_the_layers_own_numbers(trace: Trace) -> None:
    assert activated(trace.spec, "logits") == "logits"
    assert activated(trace.spec, "dense1") == "relu3"
    spread = activations(trace, "logits")
    assert (spread.signed, spread.size, spread.zeros) == (True, 10, 0)


def test_numbers_are_counted_to_both_ends() -> None:
    assert distribution([-1.0, 1.0], 1.0).counts.sum() == 2
    assert distribution([], 0.0).counts.sum() == 0
