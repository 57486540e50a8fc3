from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import UserError
from explorer.network import switch
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Floats
from explorer.network.spec import Activation, Pooling, Spec
from explorer.network.switch import (
    Measurement,
    StageInputs,
    first_difference,
    measure,
    replaced,
    replaced_spec,
)
from tests.network.strategies import asked

IMAGES = np.random.default_rng(0).integers(0, 256, (610, 1, 28, 28), np.uint8)


def test_the_weights_are_kept_and_copied(lenet: Network, stroke: Floats) -> None:
    other = replaced(lenet, "pool1", "average")
    layer = other.spec.stage("pool1").layer
    assert isinstance(layer, Pooling)
    assert layer.kind == "average"
    before, after = lenet.trace(stroke), other.trace(stroke)
    np.testing.assert_array_equal(before.stage("relu1").values, after.stage("relu1").values)
    assert np.abs(before.stage("pool1").values - after.stage("pool1").values).max() > 0
    with torch.no_grad():
        other.module.get_submodule("conv1").weight.zero_()
    lenet.invalidate()
    assert np.abs(lenet.weights()["conv1"].weight).max() > 0


def test_only_the_named_activation_changes(lenet: Network) -> None:
    spec = replaced_spec(lenet.spec, "relu2", "tanh")
    kinds = [layer.kind for layer in spec.layers if isinstance(layer, Activation)]
    assert kinds == ["relu", "tanh", "relu", "relu"]
    assert first_difference(lenet.spec, spec) == lenet.spec.index("relu2")


def test_names_stay_through_an_exchange_a_file_and_the_way_back() -> None:
    spec = preset("lenet")
    other = replaced_spec(replaced_spec(spec, "relu2", "tanh"), "relu3", "sigmoid")
    assert [s.name for s in other.stages] == [s.name for s in spec.stages]
    assert Spec.from_dict(other.to_dict()) == other
    back = replaced_spec(replaced_spec(other, "relu2", "relu"), "relu3", "relu")
    assert back == spec
    assert back.to_dict() == spec.to_dict()


def test_the_output_can_be_switched_too(lenet: Network, stroke: Floats) -> None:
    other = replaced(lenet, "probabilities", "sigmoid")
    np.testing.assert_allclose(
        other.trace(stroke).probabilities, 1 / (1 + np.exp(-lenet.trace(stroke).logits)), rtol=1e-5
    )
    assert first_difference(lenet.spec, other.spec) == len(lenet.spec.stages) - 1


def test_dropout_does_not_confuse_which_layer_is_meant() -> None:
    data = preset("lenet").to_dict()
    layers = data["layers"]
    spec = Spec.from_dict(data | {"layers": [*layers[:3], {"type": "Dropout"}, *layers[3:]]})
    other = replaced_spec(spec, "pool2", "sum")
    poolings = [layer.kind for layer in other.layers if isinstance(layer, Pooling)]
    assert poolings == ["max", "sum"]


@pytest.mark.parametrize("stage", ["conv1", "flatten", "logits", "input"])
def test_other_stages_have_no_kind_to_choose(lenet: Network, stage: str) -> None:
    with pytest.raises(UserError, match=f"{stage} has no other kind to choose"):
        replaced(lenet, stage, "max")


@pytest.mark.parametrize("stage", ["pool1", "relu1", "probabilities"])
def test_unknown_kinds_are_refused(lenet: Network, stage: str) -> None:
    with pytest.raises(UserError, match="median"):
        replaced(lenet, stage, "median")


@pytest.mark.parametrize(
    ("stage", "kind"), [("relu1", "tanh"), ("pool2", "average"), ("relu4", "sigmoid")]
)
def test_accuracy_is_that_of_the_whole_network(lenet: Network, stage: str, kind: str) -> None:
    other = replaced(lenet, stage, kind)
    labels = other.predict(IMAGES).argmax(1)
    labels[:200] = (labels[:200] + 1) % 10
    inputs = StageInputs(lenet, IMAGES, first_difference(lenet.spec, other.spec))
    for _ in range(2):  # the second time from what was remembered
        steps = list(measure(other, inputs, labels))
        assert [step.done for step in steps] == [0, 250, 500, 610]
        assert steps[-1] == Measurement(610, 610, 410)
        assert steps[-1].finished
        assert steps[-1].accuracy == pytest.approx(410 / 610)
        assert steps[0].accuracy == 0


def test_the_second_measurement_does_not_compute_the_first_stages(
    lenet: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = StageInputs(lenet, IMAGES, lenet.spec.index("pool1"))
    labels = np.zeros(len(IMAGES), np.int64)
    first = list(measure(lenet, inputs, labels))[-1]

    def never(images: object) -> None:
        raise AssertionError("the pictures were not needed again")

    monkeypatch.setattr(lenet, "batch", never)
    assert list(measure(lenet, inputs, labels))[-1] == first


@pytest.mark.parametrize("bytes_", [True, False])
def test_an_auto_encoder_is_measured_by_how_far_its_pictures_are_off(bytes_: bool) -> None:
    network = Network.untrained(preset("autoencoder"))
    changed = replaced(network, "relu1", "tanh")
    assert changed.spec.reconstructs
    images = IMAGES if bytes_ else (IMAGES / 255).astype(np.float32)
    inputs = StageInputs(network, images, network.spec.index("relu1"))
    steps = list(measure(changed, inputs, np.zeros(len(images), np.int64)))
    assert [step.done for step in steps][:2] == [0, min(switch.CHUNK, len(images))]
    assert steps[0].error == 0
    assert steps[-1].finished
    expected = np.square(changed.predict(images) - IMAGES / 255.0)
    assert steps[-1].error == pytest.approx(expected.mean(), rel=1e-6)


def test_a_classifier_has_no_error(lenet: Network) -> None:
    inputs = StageInputs(lenet, IMAGES, 1)
    assert np.isnan(list(measure(lenet, inputs, np.zeros(len(IMAGES), np.int64)))[-1].error)


def test_too_large_maps_are_not_kept(lenet: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switch, "MOST_CACHED", 1000)
    inputs = StageInputs(lenet, IMAGES, lenet.spec.index("pool1"))
    list(measure(lenet, inputs, np.zeros(len(IMAGES), np.int64)))
    assert not inputs._chunks


def test_measuring_can_be_given_up(lenet: Network) -> None:
    inputs = StageInputs(lenet, IMAGES, 1)
    steps = measure(lenet, inputs, np.zeros(len(IMAGES), np.int64))
    next(steps)
    assert next(steps).done == 250
    assert not torch.is_inference_mode_enabled()
    steps.close()  # type: ignore[attr-defined]
    assert len(inputs._chunks) == 1


@given(asked(), st.data())
@settings(max_examples=30, deadline=None)
def test_any_switch_equals_a_network_built_that_way(
    case: tuple[Network, Floats], data: st.DataObject
) -> None:
    network, pixels = case
    stages = [s for s in network.spec.stages if s.kind in ("pooling", "activation")]
    if not stages:
        return
    stage = data.draw(st.sampled_from(stages))
    kinds = ("max", "average", "sum") if stage.kind == "pooling" else ("relu", "tanh", "sigmoid")
    other = replaced(network, stage.name, data.draw(st.sampled_from(kinds)))
    assert [s.shape for s in other.spec.stages] == [s.shape for s in network.spec.stages]
    first = first_difference(network.spec, other.spec)
    before, after = network.trace(pixels), other.trace(pixels)
    for a, b in zip(before.stages[:first], after.stages[:first], strict=True):
        np.testing.assert_array_equal(a.values, b.values)
    names = network.module.state_dict().keys()
    assert list(other.module.state_dict()) == list(names)
