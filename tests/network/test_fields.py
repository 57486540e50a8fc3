from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.network.cells import Cell, Region
from explorer.network.fields import place, projective_field, receptive_field, select
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Floats
from explorer.network.spec import (
    Activation,
    Convolution,
    Dense,
    Flatten,
    Pooling,
    Spec,
    Stage,
    Unflatten,
    Upsampling,
)
from tests.network.strategies import asked, specs


def linear_layer(spec: Spec, stage: Stage, data: torch.Tensor) -> torch.Tensor:
    """Compute a stage with every weight 1 and every nonlinearity left out."""
    match stage.layer:
        case Convolution() as c:
            kernel = torch.ones(c.filters, data.shape[1], c.kernel, c.kernel, dtype=data.dtype)
            return torch.nn.functional.conv2d(data, kernel, None, c.stride, c.padding, c.dilation)
        case Pooling() as p:
            return torch.nn.functional.avg_pool2d(data, p.size, p.stride, p.padding)
        case Upsampling(factor):
            return torch.nn.functional.interpolate(data, scale_factor=factor)
        case Flatten():
            return data.flatten(1)
        case Unflatten():
            return data.unflatten(1, stage.shape)
        case Dense(units):
            return data.sum(1, keepdim=True).expand(-1, units)
        case Activation():
            return data * 2
    if spec.output == "softmax":
        return data.sum(1, keepdim=True).expand(-1, data.shape[1])
    return data * 2


def dependencies(spec: Spec) -> list[torch.Tensor]:
    """Run the linear network; autograd then knows exactly who depends on whom."""
    data = torch.ones(1, *spec.input_shape, dtype=torch.float64, requires_grad=True)
    values = [data]
    for stage in spec.stages[1:]:
        values.append(linear_layer(spec, stage, values[-1]))
    return values


def box(name: str, used: torch.Tensor) -> Region:
    places = torch.nonzero(used[0]).numpy()
    if not len(places):
        return Region(name, (0,) * (used.dim() - 1), (0,) * (used.dim() - 1))
    return Region(
        name,
        tuple(int(i) for i in places.min(0)),
        tuple(int(i) + 1 for i in places.max(0)),
    )


@given(specs(), st.data())
@settings(max_examples=80, deadline=None)
def test_the_receptive_field_is_where_the_gradient_is_not_zero(
    spec: Spec, data: st.DataObject
) -> None:
    stage = data.draw(st.sampled_from(spec.stages))
    index = tuple(data.draw(st.integers(0, n - 1)) for n in stage.shape)
    values = dependencies(spec)
    last = spec.index(stage.name)
    output = values[last][(0, *index)]
    gradients = torch.autograd.grad(output, values[:last], allow_unused=True) if last else ()
    expected = [
        box(s.name, torch.zeros_like(v) if g is None else g)
        for s, v, g in zip(spec.stages, values, gradients, strict=False)
    ]
    assert receptive_field(spec, Cell(stage.name, index)) == tuple(expected)


@given(specs(), st.data())
@settings(max_examples=80, deadline=None)
def test_the_projective_field_is_what_changes_with_the_cell(
    spec: Spec, data: st.DataObject
) -> None:
    stage = data.draw(st.sampled_from(spec.stages))
    index = tuple(data.draw(st.integers(0, n - 1)) for n in stage.shape)
    values = dependencies(spec)
    first = spec.index(stage.name)
    changed = torch.zeros_like(values[first])
    changed[(0, *index)] = 1
    expected = []
    for later in spec.stages[first + 1 :]:
        changed = linear_layer(spec, later, changed)
        expected.append(box(later.name, changed))
    assert projective_field(spec, Cell(stage.name, index)) == tuple(expected)


def test_the_field_of_a_pooled_cell_of_lenet() -> None:
    fields = receptive_field(preset("lenet"), Cell("pool2", (4, 0, 2)))
    assert fields == (
        Region("input", (0, 0, 6), (1, 14, 22)),
        Region("conv1", (0, 0, 8), (6, 12, 20)),
        Region("relu1", (0, 0, 8), (6, 12, 20)),
        Region("pool1", (0, 0, 4), (6, 6, 10)),
        Region("conv2", (4, 0, 4), (5, 2, 6)),
        Region("relu2", (4, 0, 4), (5, 2, 6)),
    )


def test_a_sigmoid_output_depends_on_its_own_logit_only() -> None:
    spec = Spec("one", (1, 4, 4), (Flatten(), Dense(10)), output="sigmoid")
    assert receptive_field(spec, Cell("probabilities", (3,)))[-1] == Region("logits", (3,), (4,))


def test_a_window_that_sees_only_padding_has_an_empty_field() -> None:
    spec = Spec("far", (1, 4, 4), (Convolution(1, 1, padding=1), Flatten(), Dense(10)))
    (field,) = receptive_field(spec, Cell("conv1", (0, 0, 3)))
    assert field.empty
    assert projective_field(spec, Cell("input", (0, 0, 0)))[0] == Region(
        "conv1", (0, 1, 1), (1, 2, 2)
    )


def test_a_selection_says_what_it_is(lenet: Network, stroke: Floats) -> None:
    trace = lenet.trace(stroke)
    pooled = trace.stage("pool1")
    index = tuple(int(i) for i in np.argwhere(pooled.values > 0)[0])
    selection = select(trace, Cell("pool1", index))
    assert selection.winner is not None
    assert selection.winner.stage == "relu1"
    assert trace.stage("relu1").values[selection.winner.index] == pooled.values[index]
    assert selection.winner in selection.fields[-1]
    assert selection.value == pooled.values[index]
    row, column = selection.winner.index[1:]
    assert selection.sentence == (
        f"pool1, map {index[0]}, row {index[1]}, column {index[2]}: {selection.value:.3g}, "
        f"winner at row {row}, column {column}"
    )


@given(asked(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_winner_lies_in_its_window_and_has_the_pooled_value(
    case: tuple[Network, Floats], data: st.DataObject
) -> None:
    trace = case[0].trace(case[1])
    stage = data.draw(st.sampled_from(trace.spec.stages))
    index = tuple(data.draw(st.integers(0, n - 1)) for n in stage.shape)
    selection = select(trace, Cell(stage.name, index))
    assert selection.value == float(trace.stage(stage.name).values[index])
    if stage.kind == "pooling" and isinstance(stage.layer, Pooling) and stage.layer.kind == "max":
        assert max(selection.window) == selection.value
    assert bool(selection.window) == (stage.kind == "pooling")
    if selection.winner is not None:
        assert selection.winner in selection.fields[-1]
        before = trace.stage(selection.winner.stage).values
        assert float(before[selection.winner.index]) == selection.value


def test_nothing_wins_in_a_window_of_zeros(lenet: Network, stroke: Floats) -> None:
    with torch.no_grad():
        lenet.module.get_submodule("conv1").bias.zero_()
    selection = select(lenet.trace(stroke), Cell("pool1", (0, 0, 0)))
    assert selection.value == 0
    assert selection.winner is None
    assert "winner" not in selection.sentence


def test_places_are_named_as_a_reader_expects() -> None:
    spec = preset("lenet")
    assert place(spec, Cell("input", (0, 3, 4))) == "input, row 3, column 4"
    assert place(spec, Cell("flatten", (32,))) == "flatten, unit 32 (pool2, map 1, row 1, column 2)"
    assert place(spec, Cell("dense1", (5,))) == "dense1, unit 5"
    assert place(spec, Cell("logits", (7,))) == "logits, class 7"
    assert place(spec, Cell("probabilities", (7,))) == "probabilities, class 7"
    colour = Spec("colour", (3, 4, 4), (Flatten(), Dense(10)))
    assert place(colour, Cell("input", (1, 3, 4))) == "input, green, row 3, column 4"
    drawn = Cell("reconstruction", (0, 3, 4))
    assert place(preset("autoencoder"), drawn) == "reconstruction, row 3, column 4"


def test_a_normalised_pixel_is_told_with_its_ink(stroke: Floats) -> None:
    spec = Spec("n", (1, 28, 28), (Flatten(), Dense(10)), mean=(0.5,), std=(0.25,))
    selection = select(Network.untrained(spec).trace(stroke), Cell("input", (0, 0, 0)))
    assert selection.sentence == "input, row 0, column 0: −2.00 (pixel 0)"


@pytest.mark.parametrize("index", [(6, 0, 0), (0, -1, 0), (0, 0), (0, 0, 28)])
def test_a_cell_outside_its_stage_is_refused(index: tuple[int, ...]) -> None:
    with pytest.raises(IndexError, match="no cell"):
        receptive_field(preset("lenet"), Cell("conv1", index))
    with pytest.raises(KeyError):
        projective_field(preset("lenet"), Cell("conv9", (0, 0, 0)))
