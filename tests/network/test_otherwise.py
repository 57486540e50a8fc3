"""Other strides and kinds of pooling, against torch."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch.nn import functional

from explorer.network.cells import Cell
from explorer.network.explain import explain
from explorer.network.explanations import Alternative, ConvolutionExplanation, PoolingExplanation
from explorer.network.network import Network
from explorer.network.otherwise import STRIDES, alternatives, possible_strides
from explorer.network.presets import preset
from explorer.network.records import Floats, Trace
from explorer.network.spec import Convolution, Pooling, Stage
from tests.network.strategies import asked


def of_torch(trace: Trace, cell: Cell, other: Alternative) -> torch.Tensor:
    """Return the map that torch computes with the stride and kind of an alternative."""
    stage = trace.spec.stage(cell.stage)
    before = torch.from_numpy(trace.stages[trace.spec.index(cell.stage) - 1].values.copy())[None]
    layer, plane = stage.layer, cell.index[0]
    if isinstance(layer, Convolution):
        weights = trace.weights[stage.name]
        bias = None if weights.bias is None else torch.tensor(weights.bias[plane : plane + 1])
        kernel = torch.from_numpy(weights.weight[plane : plane + 1].copy())
        made = functional.conv2d(before, kernel, bias, other.stride, layer.padding, layer.dilation)
        return made[0, 0]
    assert isinstance(layer, Pooling)
    maps = before[:, plane : plane + 1]
    if other.kind == "max":
        return functional.max_pool2d(maps, layer.size, other.stride, layer.padding)[0, 0]
    divisor = 1 if other.kind == "sum" else None
    step, edge = other.stride, layer.padding
    made = functional.avg_pool2d(maps, layer.size, step, edge, divisor_override=divisor)
    return made[0, 0]


def windowed(trace: Trace) -> list[Stage]:
    return [s for s in trace.spec.stages if isinstance(s.layer, Convolution | Pooling)]


@given(asked(), st.data(), st.sampled_from(STRIDES))
@settings(max_examples=40, deadline=None)
def test_every_stride_and_kind_gives_torchs_map(
    case: tuple[Network, Floats], data: st.DataObject, stride: int
) -> None:
    trace = case[0].trace(case[1])
    assume(windowed(trace))
    stage = data.draw(st.sampled_from(windowed(trace)))
    cell = Cell(stage.name, tuple(data.draw(st.integers(0, n - 1)) for n in stage.shape))
    for other in alternatives(trace, cell, stride):
        expected = of_torch(trace, cell, other).numpy()
        assert other.values.shape == expected.shape
        scale = max(1.0, float(np.abs(expected).max(initial=0)))
        np.testing.assert_allclose(other.values, expected, atol=2e-5 * scale)


@given(asked(), st.data())
@settings(max_examples=40, deadline=None)
def test_its_own_stride_and_kind_give_the_map_of_the_trace(
    case: tuple[Network, Floats], data: st.DataObject
) -> None:
    trace = case[0].trace(case[1])
    assume(windowed(trace))
    stage = data.draw(st.sampled_from(windowed(trace)))
    cell = Cell(stage.name, tuple(data.draw(st.integers(0, n - 1)) for n in stage.shape))
    (own,) = [other for other in alternatives(trace, cell) if other.own]
    traced = trace.stage(stage.name).values[cell.index[0]]
    assert own.at == cell.index[1:]
    assert own.usual == traced.shape
    scale = max(1.0, float(np.abs(traced).max(initial=0)))
    np.testing.assert_allclose(own.values, traced, atol=2e-5 * scale)


@pytest.mark.parametrize(
    ("stride", "shape", "at", "shared"),
    [(1, (27, 27), (10, 12), 1), (2, (14, 14), (5, 6), 0), (3, (9, 9), None, -1)],
)
def test_another_stride_says_how_windows_lie(
    lenet: Network, stroke: Floats, stride: int, shape: object, at: object, shared: int
) -> None:
    found = alternatives(lenet.trace(stroke), Cell("pool1", (2, 5, 6)), stride)
    assert [other.kind for other in found] == ["max", "average", "sum"]
    for other in found:
        assert (other.values.shape, other.at, other.shared) == (shape, at, shared)
        assert other.usual == (14, 14)
        assert other.own == (stride == 2 and other.kind == "max")


def test_the_same_window_has_the_same_number(lenet: Network, stroke: Floats) -> None:
    trace, cell = lenet.trace(stroke), Cell("conv2", (3, 4, 6))
    (other,) = alternatives(trace, cell, 2)
    assert other.values.shape == (5, 5)
    assert other.at == (2, 3)
    value = float(trace.stage("conv2").values[cell.index])
    assert other.values[2, 3] == pytest.approx(value, abs=1e-5)


def test_a_window_beyond_the_last_row_is_skipped(lenet: Network, stroke: Floats) -> None:
    (other,) = alternatives(lenet.trace(stroke), Cell("conv2", (3, 9, 0)), 4)
    assert other.values.shape == (3, 3)
    assert other.at is None


def test_only_windows_have_strides(lenet: Network, stroke: Floats) -> None:
    trace = lenet.trace(stroke)
    assert alternatives(trace, Cell("relu1", (0, 0, 0))) == ()
    assert possible_strides(trace.spec.stage("relu1")) == ()
    assert possible_strides(trace.spec.stage("pool1")) == (1, 2, 3, 4)


def test_an_explanation_carries_its_alternatives(lenet: Network, stroke: Floats) -> None:
    trace = lenet.trace(stroke)
    pooled = cast(PoolingExplanation, explain(trace, Cell("pool1", (0, 3, 3)), stride=3))
    assert [other.stride for other in pooled.alternatives] == [3, 3, 3]
    summed = cast(ConvolutionExplanation, explain(trace, Cell("conv1", (0, 3, 3))))
    assert [other.stride for other in summed.alternatives] == [1]


def test_maps_are_read_only_copies(lenet: Network, stroke: Floats) -> None:
    (other,) = alternatives(lenet.trace(stroke), Cell("conv1", (0, 0, 0)))
    with pytest.raises(ValueError, match="read-only"):
        other.values[0, 0] = 1.0


def test_all_presets_can_be_tried(stroke: Floats) -> None:
    for name in ("article", "tiny", "harley"):
        network = Network.untrained(preset(name), seed=1)
        pixels = np.ones(network.spec.input_shape, np.float32)
        trace = network.trace(pixels)
        for stage in windowed(trace):
            for stride in possible_strides(stage):
                assert alternatives(trace, Cell(stage.name, (0, 0, 0)), stride)
