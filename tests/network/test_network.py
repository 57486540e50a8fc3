from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from explorer.errors import UserError
from explorer.network.network import Network, _maxima
from explorer.network.presets import PRESETS, preset
from explorer.network.records import Floats, Trace
from explorer.network.spec import Pooling, Spec, Stage
from tests.network.strategies import asked


def by_the_module(network: Network, pixels: Floats) -> dict[str, Floats]:
    """Run torch's own modules one by one on a batch of one; dropout is theirs to skip."""
    spec = network.spec
    mean = torch.tensor(spec.mean).reshape(1, -1, 1, 1)
    std = torch.tensor(spec.std).reshape(1, -1, 1, 1)
    data = (torch.tensor(pixels)[None] - mean) / std
    values = {"input": data[0].numpy()}
    with torch.no_grad():
        for name, module in network.module.named_children():
            data = module(data)
            values[name] = data[0].numpy()
    last = torch.softmax(data, 1) if spec.output == "softmax" else torch.sigmoid(data)
    values[spec.stages[-1].name] = last[0].numpy()
    return values


def by_looking(stage: Stage, before: Floats) -> dict[tuple[int, ...], tuple[float, int]]:
    """Find the maximum of each window and the first place that holds it, with plain loops."""
    layer = stage.layer
    assert isinstance(layer, Pooling)
    _, height, width = before.shape
    found = {}
    for index in np.ndindex(stage.shape):
        top, left = (i * layer.stride - layer.padding for i in index[1:])
        rows = range(max(top, 0), min(top + layer.size, height))
        columns = range(max(left, 0), min(left + layer.size, width))
        places = [(r, c) for r in rows for c in columns]
        best = max(places, key=lambda place: before[index[0]][place])
        found[index] = (float(before[index[0]][best]), best[0] * width + best[1])
    return found


def check_against_torch(network: Network, pixels: Floats) -> Trace:
    trace = network.trace(pixels)
    expected = by_the_module(network, pixels)
    assert [s.stage for s in trace.stages] == list(network.spec.stages)
    for traced in trace.stages:
        assert traced.values.shape == traced.stage.shape
        assert traced.values.dtype == np.float32
        assert not traced.values.flags.writeable
        np.testing.assert_allclose(
            traced.values, expected[traced.stage.name], rtol=1e-5, atol=1e-5, err_msg=str(traced)
        )
    return trace


@pytest.mark.parametrize("name", PRESETS)
def test_every_stage_of_a_preset_equals_torch(name: str) -> None:
    network = Network.untrained(preset(name), seed=3)
    pixels = np.random.default_rng(0).random(network.spec.input_shape, np.float32)
    check_against_torch(network, pixels)


@given(asked())
@settings(max_examples=80, deadline=None)
def test_every_stage_and_winner_of_any_network_equals_torch(case: tuple[Network, Floats]) -> None:
    trace = check_against_torch(*case)
    for before, traced in zip(trace.stages, trace.stages[1:], strict=False):
        layer = traced.stage.layer
        if not (isinstance(layer, Pooling) and layer.kind == "max"):
            assert traced.winners is None
            continue
        assert traced.winners is not None
        assert traced.winners.shape == traced.stage.shape
        assert not traced.winners.flags.writeable
        for index, (value, place) in by_looking(traced.stage, before.values).items():
            assert traced.values[index] == pytest.approx(value, abs=1e-7)
            winner = int(traced.winners[index])
            flat = before.values[index[0]].reshape(-1)
            assert winner == place or flat[winner] == flat[place]


@given(asked())
@settings(max_examples=30, deadline=None)
def test_predict_equals_the_trace(case: tuple[Network, Floats]) -> None:
    network, pixels = case
    np.testing.assert_allclose(
        network.predict(np.stack([pixels, pixels]))[1],
        network.trace(pixels).probabilities,
        rtol=1e-4,
        atol=1e-6,
    )


def test_predict_takes_bytes_in_chunks_and_no_picture_at_all(lenet: Network) -> None:
    images = np.random.default_rng(0).integers(0, 256, (401, 1, 28, 28), np.uint8)
    both = lenet.predict(images), lenet.predict(images.astype(np.float32) / 255)
    np.testing.assert_array_equal(*both)
    assert both[0].shape == (401, 10)
    assert lenet.predict(images[:0]).shape == (0, 10)


def test_forward_can_begin_and_end_at_any_stage(lenet: Network, stroke: Floats) -> None:
    trace = lenet.trace(stroke)
    data = torch.tensor(trace.stage("pool1").values)[None]
    first = lenet.spec.index("conv2")
    last = lenet.spec.index("dense1")
    with torch.no_grad():
        maps = lenet.forward(data, first, last)
        logits = lenet.forward(data, first)
    np.testing.assert_allclose(maps[0].numpy(), trace.stage("flatten").values, atol=1e-6)
    np.testing.assert_allclose(logits[0].numpy(), trace.logits, atol=1e-6)


def test_a_trace_does_not_change_when_the_weights_do(lenet: Network, stroke: Floats) -> None:
    before = lenet.trace(stroke)
    values = [s.values.copy() for s in before.stages]
    kernel = before.weights["conv1"].weight.copy()
    with torch.no_grad():
        for parameter in lenet.module.parameters():
            parameter.add_(1)
    lenet.invalidate()
    after = lenet.trace(stroke)
    for stage, kept in zip(before.stages, values, strict=True):
        np.testing.assert_array_equal(stage.values, kept)
    np.testing.assert_array_equal(before.weights["conv1"].weight, kernel)
    np.testing.assert_array_equal(after.weights["conv1"].weight, kernel + 1)


def test_a_trace_does_not_share_memory_with_the_picture(lenet: Network, stroke: Floats) -> None:
    trace = lenet.trace(stroke)
    stroke[:] = 0.5
    assert trace.pixels.max() == 1
    assert trace.stages[0].values.min() == 0


def test_traces_of_an_unchanged_network_share_their_weights(lenet: Network, stroke: Floats) -> None:
    first, second = lenet.trace(stroke), lenet.trace(stroke)
    assert first.weights is second.weights
    assert set(first.weights) == {"conv1", "conv2", "dense1", "dense2", "logits"}
    assert not first.weights["conv1"].weight.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        first.stages[3].values[0] = 1


def test_training_mode_does_not_disturb_a_trace(stroke: Floats) -> None:
    dropped = Spec.from_dict(preset("lenet").to_dict() | {"layers": _with_dropout()})
    network = Network.untrained(dropped, seed=2)
    calm = network.trace(stroke).logits
    network.module.train()
    np.testing.assert_array_equal(network.trace(stroke).logits, calm)


def _with_dropout() -> list[dict[str, object]]:
    layers = list(preset("lenet").to_dict()["layers"])
    return [*layers[:-1], {"type": "Dropout", "rate": 0.5}, layers[-1]]


def test_a_picture_of_another_shape_is_refused_with_a_sentence(lenet: Network) -> None:
    with pytest.raises(UserError, match="takes pictures of 1 × 28 × 28, not 3 × 32 × 32"):
        lenet.trace(np.zeros((3, 32, 32), np.float32))
    with pytest.raises(UserError, match="not 1 × 32 × 32"):
        lenet.predict(np.zeros((5, 1, 32, 32), np.float32))


def test_probabilities_of_a_sigmoid_output_need_not_sum_to_one(stroke: Floats) -> None:
    spec = Spec.from_dict(preset("lenet").to_dict() | {"output": "sigmoid"})
    probabilities = Network.untrained(spec).trace(stroke).probabilities
    assert probabilities.sum() == pytest.approx(5, abs=1.5)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
def test_a_trace_on_the_gpu_equals_the_one_on_the_cpu(lenet: Network, stroke: Floats) -> None:
    expected = lenet.trace(stroke)
    trace = Network(lenet.spec, lenet.module, "cuda").trace(stroke)
    for ours, theirs in zip(trace.stages, expected.stages, strict=True):
        np.testing.assert_allclose(ours.values, theirs.values, atol=2e-3)


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize(("height", "width"), [(12, 12), (7, 11)])
def test_batches_are_pooled_as_torch_pools_them(size: int, height: int, width: int) -> None:
    maps = torch.randn(3, 2, height, width, generator=torch.Generator().manual_seed(size))
    maps[0, 0, 0, 0], maps[1, 1, 2, 2] = torch.nan, -torch.inf
    pooled = _maxima(maps, size)
    torch.testing.assert_close(
        pooled, torch.nn.functional.max_pool2d(maps, size), rtol=0, atol=0, equal_nan=True
    )
