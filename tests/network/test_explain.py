from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.network.cells import Cell, Region
from explorer.network.explain import EXPLAINERS, activated, difference, explain
from explorer.network.explanations import (
    ActivationExplanation,
    ConvolutionExplanation,
    CopyExplanation,
    DenseExplanation,
    Explanation,
    InputExplanation,
    PoolingExplanation,
    ProbabilitiesExplanation,
    ReconstructionExplanation,
    agrees,
)
from explorer.network.network import Network
from explorer.network.presets import PRESETS, preset
from explorer.network.records import Floats, Trace
from explorer.network.spec import Convolution, Dense, Flatten, Pooling, Spec, StageKind, Upsampling
from tests.network.strategies import asked, autoencoders, classifiers


def size_of_terms(explanation: Explanation) -> float:
    """Return how large the terms are: rounding errors grow with them, not with the sum."""
    match explanation:
        case ConvolutionExplanation() | DenseExplanation():
            return float(np.abs(explanation.products).sum()) + abs(explanation.bias)
        case PoolingExplanation():
            return float(np.abs(explanation.window).sum())
        case ProbabilitiesExplanation():
            return float(np.abs(explanation.logits).max())
    return 1.0


def check(trace: Trace, cell: Cell) -> Explanation:
    """Check that the terms give torch's number."""
    explanation = explain(trace, cell)
    value = float(trace.stage(cell.stage).values[cell.index])
    assert explanation.cell == cell
    assert explanation.value == value
    tolerance = 1e-5 * max(1.0, size_of_terms(explanation))
    assert explanation.total == pytest.approx(value, abs=tolerance)
    assert agrees(explanation)
    return explanation


def test_a_sum_that_is_not_the_traced_number_is_noticed(lenet: Network, stroke: Floats) -> None:
    explanation = explain(lenet.trace(stroke), Cell("conv2", (3, 4, 7)))
    assert agrees(explanation)
    assert not agrees(replace(explanation, value=explanation.value + 0.01))


def test_every_kind_of_stage_has_an_explanation() -> None:
    assert set(EXPLAINERS) == set(get_args(StageKind))


@given(asked(), st.data())
@settings(max_examples=120, deadline=None)
def test_the_terms_of_any_cell_give_its_number(
    case: tuple[Network, Floats], data: st.DataObject
) -> None:
    trace = case[0].trace(case[1])
    for stage in trace.spec.stages:
        index = tuple(data.draw(st.integers(0, n - 1)) for n in stage.shape)
        check(trace, Cell(stage.name, index))


@pytest.mark.parametrize("name", PRESETS)
def test_corner_cells_of_every_preset_are_explained(name: str) -> None:
    network = Network.untrained(preset(name), seed=2)
    pixels = np.random.default_rng(0).random(network.spec.input_shape).astype(np.float32)
    trace = network.trace(pixels)
    for stage in trace.spec.stages:
        check(trace, Cell(stage.name, (0,) * len(stage.shape)))
        check(trace, Cell(stage.name, tuple(n - 1 for n in stage.shape)))


@given(asked(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_patch_is_what_torch_unfolds(case: tuple[Network, Floats], data: st.DataObject) -> None:
    trace = case[0].trace(case[1])
    stages = [s for s in trace.spec.stages if isinstance(s.layer, Convolution)]
    if not stages:
        return
    stage = data.draw(st.sampled_from(stages))
    plane, row, column = (data.draw(st.integers(0, n - 1)) for n in stage.shape)
    layer = stage.layer
    assert isinstance(layer, Convolution)
    before = torch.tensor(trace.stages[trace.spec.index(stage.name) - 1].values)
    unfolded = torch.nn.functional.unfold(
        before[None], layer.kernel, layer.dilation, layer.padding, layer.stride
    )
    patch = unfolded[0, :, row * stage.shape[2] + column].reshape(-1, layer.kernel, layer.kernel)
    explanation = explain(trace, Cell(stage.name, (plane, row, column)))
    assert isinstance(explanation, ConvolutionExplanation)
    np.testing.assert_array_equal(explanation.patch, patch.numpy())
    np.testing.assert_array_equal(
        explanation.kernel, trace.weights[stage.name].weight[plane].astype(np.float64)
    )
    assert not explanation.products.flags.writeable


def test_padding_is_marked_in_a_patch(lenet: Network, stroke: Floats) -> None:
    explanation = explain(lenet.trace(stroke), Cell("conv1", (3, 0, 27)))
    assert isinstance(explanation, ConvolutionExplanation)
    assert explanation.rows.tolist() == [-2, -1, 0, 1, 2]
    assert explanation.columns.tolist() == [25, 26, 27, 28, 29]
    assert explanation.inside.sum() == 9
    assert explanation.source == "input"


def test_channels_come_in_the_order_of_their_size(lenet: Network, stroke: Floats) -> None:
    explanation = explain(lenet.trace(stroke), Cell("conv2", (7, 4, 4)))
    assert isinstance(explanation, ConvolutionExplanation)
    sizes = np.abs(explanation.partial_sums[explanation.order])
    assert (np.diff(sizes) <= 0).all()
    assert sorted(explanation.order) == list(range(6))


def test_an_activation_counts_idle_cells(lenet: Network, stroke: Floats) -> None:
    trace = lenet.trace(stroke)
    explanation = explain(trace, Cell("relu1", (2, 5, 5)))
    assert isinstance(explanation, ActivationExplanation)
    maps = trace.stage("relu1").values
    assert explanation.idle_in_map == pytest.approx((maps[2] == 0).mean())
    assert explanation.idle_in_layer == pytest.approx((maps == 0).mean())
    before = trace.stage("conv1").values[2, 5, 5]
    assert (explanation.before, explanation.value) == (before, max(0, before))
    assert explanation.curve.shape == (2, 121)


@given(autoencoders(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_copied_cell_says_where_it_comes_from(spec: Spec, data: st.DataObject) -> None:
    network = Network.untrained(spec, seed=3)
    trace = network.trace(np.random.default_rng(1).random(spec.input_shape).astype(np.float32))
    for stage in spec.stages:
        if stage.kind not in ("unflatten", "upsampling"):
            continue
        index = tuple(data.draw(st.integers(0, n - 1)) for n in stage.shape)
        explanation = explain(trace, Cell(stage.name, index))
        assert isinstance(explanation, CopyExplanation)
        origin = trace.stage(explanation.origin.stage).values[explanation.origin.index]
        assert explanation.value == float(origin)
        factor = stage.layer.factor if isinstance(stage.layer, Upsampling) else 1
        assert explanation.factor == factor
        row, column = (place - place % factor for place in index[1:])
        square = trace.stage(stage.name).values[index[0]][
            row : row + factor, column : column + factor
        ]
        assert (square == explanation.value).all()


def test_the_equation_of_a_copied_cell_counts_its_place() -> None:
    network = Network.untrained(preset("autoencoder"), seed=1)
    trace = network.trace(np.zeros((1, 28, 28), np.float32))
    flat = explain(trace, Cell("unflatten", (2, 3, 4)))
    assert flat.equation == "2 × 49 + 3 × 7 + 4 = 123"
    large = explain(trace, Cell("upsample1", (2, 3, 4)))
    assert large.equation == "row ⌊3 / 2⌋ = 1, column ⌊4 / 2⌋ = 2"


def test_a_drawn_pixel_is_held_against_the_input(stroke: Floats) -> None:
    trace = Network.untrained(preset("autoencoder"), seed=1).trace(stroke)
    explanation = explain(trace, Cell("reconstruction", (0, 10, 15)))
    assert isinstance(explanation, ReconstructionExplanation)
    assert explanation.pixel == stroke[0, 10, 15]
    drawn = trace.reconstruction
    assert explanation.error == pytest.approx((drawn[0, 10, 15] - stroke[0, 10, 15]) ** 2)
    expected = torch.nn.functional.mse_loss(torch.tensor(drawn), torch.tensor(stroke)).item()
    assert explanation.mean_error == pytest.approx(expected, rel=1e-5)
    assert explanation.source == "conv4"
    np.testing.assert_allclose(
        explanation.curve[1], torch.sigmoid(torch.tensor(explanation.curve[0])), atol=1e-15
    )


@pytest.mark.parametrize("kind", ["relu", "tanh", "sigmoid"])
def test_curves_are_torchs_functions(kind: str) -> None:
    x = np.linspace(-30, 30, 61)
    np.testing.assert_allclose(
        activated(kind, x), getattr(torch, kind)(torch.tensor(x)), atol=1e-15
    )


def test_saturation_is_counted_where_there_are_no_zeros() -> None:
    network = Network.untrained(preset("harley"))
    with torch.no_grad():
        network.module.get_submodule("dense1").weight.mul_(1000)
    trace = network.trace(np.ones((1, 32, 32), np.float32))
    name = next(s.name for s in trace.spec.stages if s.kind == "activation" and not s.spatial)
    explanation = explain(trace, Cell(name, (0,)))
    assert isinstance(explanation, ActivationExplanation)
    assert explanation.idle_in_layer > 0.8


def test_a_pooling_names_its_winner_and_what_it_sees(lenet: Network, stroke: Floats) -> None:
    trace = lenet.trace(stroke)
    index = tuple(int(i) for i in np.argwhere(trace.stage("pool1").values > 0)[5])
    explanation = explain(trace, Cell("pool1", index))
    assert isinstance(explanation, PoolingExplanation)
    assert explanation.winner is not None
    _, row, column = explanation.winner.index
    assert explanation.field == Region(
        "input",
        (0, max(row - 2, 0), max(column - 2, 0)),
        (1, min(row + 3, 28), min(column + 3, 28)),
    )
    assert (explanation.map_in, explanation.map_out) == (784, 196)
    assert explanation.window.shape == (2, 2)


def test_pooling_the_input_itself_is_explained() -> None:
    spec = Spec("p", (1, 4, 4), (Pooling("max"), Flatten(), Dense(10)))
    trace = Network.untrained(spec).trace(np.arange(16, dtype=np.float32).reshape(1, 4, 4) / 16)
    explanation = explain(trace, Cell("pool1", (0, 1, 0)))
    assert isinstance(explanation, PoolingExplanation)
    assert explanation.winner == Cell("input", (0, 3, 1))
    assert explanation.field == Region("input", (0, 3, 1), (1, 4, 2))


def test_an_average_counts_its_padding() -> None:
    spec = Spec("p", (1, 4, 4), (Pooling("average", 2, 2, 1), Flatten(), Dense(10)))
    trace = Network.untrained(spec).trace(np.ones((1, 4, 4), np.float32))
    explanation = check(trace, Cell("pool1", (0, 0, 0)))
    assert isinstance(explanation, PoolingExplanation)
    assert explanation.divisor == 4
    assert explanation.winner is None


def test_flatten_names_the_cell_of_the_map(lenet: Network, stroke: Floats) -> None:
    explanation = check(lenet.trace(stroke), Cell("flatten", (87,)))
    assert isinstance(explanation, CopyExplanation)
    assert explanation.kind == "flatten"
    assert explanation.origin == Cell("pool2", (3, 2, 2))
    assert explanation.equation == "3 × 25 + 2 × 5 + 2 = 87"


def test_a_dense_unit_ranks_its_terms(lenet: Network, stroke: Floats) -> None:
    trace = lenet.trace(stroke)
    explanation = explain(trace, Cell("dense1", (17,)))
    assert isinstance(explanation, DenseExplanation)
    largest = explanation.largest(5)
    assert [abs(t.product) for t in largest] == sorted(np.abs(explanation.products), reverse=True)[
        :5
    ]
    total = sum(t.product for t in largest) + explanation.rest(5) + explanation.bias
    assert total == pytest.approx(explanation.value, abs=1e-5)
    term = largest[0]
    assert term.source.stage == "flatten"
    assert term.origin.stage == "pool2"
    assert trace.stage("pool2").values[term.origin.index] == pytest.approx(term.value)
    assert explanation.rest(400) == 0
    second = explain(trace, Cell("dense2", (3,)))
    assert isinstance(second, DenseExplanation)
    assert second.largest(1)[0].origin == second.largest(1)[0].source


@given(asked(classifiers()), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_the_difference_of_two_classes_adds_up(
    case: tuple[Network, Floats], label: int, rival: int
) -> None:
    trace = case[0].trace(case[1])
    explanation = difference(trace, label, rival)
    expected = float(trace.logits[label]) - float(trace.logits[rival])
    assert explanation.against == Cell("logits", (rival,))
    assert explanation.value == expected
    tolerance = 1e-5 * max(1.0, size_of_terms(explanation))
    assert explanation.total == pytest.approx(expected, abs=tolerance)


def test_softmax_is_told_step_by_step(lenet: Network, stroke: Floats) -> None:
    explanation = explain(lenet.trace(stroke), Cell("probabilities", (4,)))
    assert isinstance(explanation, ProbabilitiesExplanation)
    assert explanation.maximum == explanation.logits.max()
    assert explanation.shifted.max() == 0
    assert explanation.denominator == pytest.approx(explanation.exponentials.sum())
    assert explanation.sum == pytest.approx(1)


@pytest.mark.parametrize("temperature", [0.25, 1.0, 4.0])
def test_a_temperature_divides_the_logits(
    lenet: Network, stroke: Floats, temperature: float
) -> None:
    trace = lenet.trace(stroke)
    explanation = explain(trace, Cell("probabilities", (4,)), temperature)
    assert isinstance(explanation, ProbabilitiesExplanation)
    expected = torch.softmax(torch.tensor(trace.logits).double() / temperature, 0)
    np.testing.assert_allclose(explanation.probabilities, expected.numpy())


def test_temperatures_that_make_no_sense_are_refused(lenet: Network, stroke: Floats) -> None:
    with pytest.raises(ValueError, match="positive"):
        explain(lenet.trace(stroke), Cell("probabilities", (4,)), 0)


def test_a_sigmoid_output_does_not_sum_to_one(stroke: Floats) -> None:
    spec = Spec.from_dict(preset("lenet").to_dict() | {"output": "sigmoid"})
    trace = Network.untrained(spec).trace(stroke)
    explanation = explain(trace, Cell("probabilities", (4,)))
    assert isinstance(explanation, ProbabilitiesExplanation)
    assert explanation.sum == pytest.approx(float(trace.probabilities.sum()), abs=1e-5)
    assert explanation.sum > 2


def test_an_input_pixel_shows_its_normalisation(stroke: Floats) -> None:
    spec = Spec("n", (1, 28, 28), (Flatten(), Dense(10)), mean=(0.5,), std=(0.25,))
    explanation = explain(Network.untrained(spec).trace(stroke), Cell("input", (0, 10, 16)))
    assert isinstance(explanation, InputExplanation)
    assert (explanation.pixel, explanation.total) == (1.0, 2.0)


def test_cells_outside_a_stage_are_refused(lenet: Network, stroke: Floats) -> None:
    trace = lenet.trace(stroke)
    for index in ((6, 0, 0), (-1, 0, 0), (0,)):
        with pytest.raises(IndexError):
            explain(trace, Cell("conv1", index))
    with pytest.raises(KeyError):
        explain(trace, Cell("conv7", (0, 0, 0)))
