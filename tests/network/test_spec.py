from __future__ import annotations

import json
from typing import Any

import pytest
import torch
from hypothesis import given, settings

from explorer.errors import UserError
from explorer.network.build import build
from explorer.network.spec import (
    Activation,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Layer,
    Pooling,
    Spec,
    SpecError,
    Unflatten,
    Upsampling,
    output_size,
)
from tests.network.strategies import specs

END = (Flatten(), Dense(10))


@given(specs())
@settings(max_examples=60, deadline=None)
def test_shapes_and_parameters_are_torchs(spec: Spec) -> None:
    module = build(spec, seed=0).eval()
    data = torch.zeros(1, *spec.input_shape)
    shapes = {}
    for name, layer in module.named_children():
        data = layer(data)
        shapes[name] = tuple(data.shape[1:])
    for stage in spec.stages[1:-1]:
        assert stage.shape == shapes[stage.name]
        own = module.get_submodule(stage.name).parameters()
        assert stage.parameters == sum(p.numel() for p in own)
    assert spec.parameters == sum(p.numel() for p in module.parameters())


@given(specs())
@settings(max_examples=60, deadline=None)
def test_a_spec_survives_json(spec: Spec) -> None:
    assert Spec.from_dict(json.loads(json.dumps(spec.to_dict()))) == spec


def test_multiply_adds_count_every_place_of_a_kernel() -> None:
    spec = Spec("s", (1, 28, 28), (Convolution(6, 5, padding=2), Flatten(), Dense(10)))
    assert spec.stage("conv1").multiply_adds == 6 * 25 * 28 * 28
    assert spec.stage("logits").multiply_adds == 6 * 28 * 28 * 10


def test_names_count_within_their_kind_activations_together() -> None:
    layers = (
        Convolution(2, 3),
        Activation("tanh"),
        Convolution(2, 3),
        Activation("relu"),
        Activation("tanh"),
        Pooling(),
        *END[:1],
        Dropout(),
        Dense(5),
        *END[1:],
    )
    names = [stage.name for stage in Spec("s", (1, 28, 28), layers).stages]
    assert names == [
        *("input", "conv1", "tanh1", "conv2", "relu2", "tanh3", "pool1"),
        *("flatten", "dense1", "logits", "probabilities"),
    ]


def test_a_second_flatten_has_a_number() -> None:
    layers = (Flatten(), Dense(8), Unflatten(2, 2, 2), Upsampling(3), Flatten(), Dense(10))
    spec = Spec("s", (1, 4, 4), layers)
    names = [stage.name for stage in spec.stages]
    assert names[1:-1] == ["flatten", "dense1", "unflatten", "upsample1", "flatten2", "logits"]
    assert [s.shape for s in spec.stages[2:6]] == [(8,), (2, 2, 2), (2, 6, 6), (72,)]
    assert spec.parameters == 17 * 8 + 73 * 10


def test_an_auto_encoder_ends_in_the_shape_of_its_picture() -> None:
    spec = Spec("s", (1, 8, 8), (Convolution(1, 3, padding=1),), classes=(), output="image")
    assert [stage.name for stage in spec.stages] == ["input", "conv1", "reconstruction"]
    assert spec.stages[-1].shape == (1, 8, 8)
    assert spec.reconstructs
    assert not Spec("s", (1, 8, 8), END).reconstructs


def test_the_code_is_the_narrowest_stage_of_an_auto_encoder() -> None:
    layers = (Flatten(), Dense(3), Activation(), Dense(64), Unflatten(1, 8, 8))
    code = Spec("s", (1, 8, 8), layers, output="image").code
    assert code is not None
    assert code.name == "relu1"
    assert Spec("s", (1, 8, 8), END).code is None


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        ((Convolution(2, 3, padding=1),), "gives 2 × 8 × 8 for a picture of 1 × 8 × 8"),
        ((Flatten(), Dense(64)), "gives 64 values for a picture of 1 × 8 × 8"),
        ((Activation(),), "needs a layer that learns"),
        ((), "needs a layer that learns"),
        ((Unflatten(1, 8, 8),), "already has the form of maps"),
        ((Flatten(), Unflatten(2, 8, 8)), "64 values cannot be written into 2 × 8 × 8"),
        ((Flatten(), Unflatten(0, 8, 8)), "must be at least 1"),
        ((Flatten(), Upsampling()), "needs maps"),
        ((Upsampling(0),), "factor must be at least 1"),
        ((Upsampling(10**6),), "too many to show"),
    ],
)
def test_what_does_not_fit_into_an_auto_encoder_is_told(
    layers: tuple[Layer, ...], sentence: str
) -> None:
    with pytest.raises(SpecError, match=sentence):
        Spec("s", (1, 8, 8), layers, output="image")


def test_the_formula_of_the_size() -> None:
    assert output_size(7, 3, 1, 0) == 5
    assert output_size(7, 3, 2, 0) == 3
    assert output_size(28, 5, 1, 2) == 28
    assert output_size(9, 3, 1, 0, dilation=3) == 3


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        ((Convolution(6, 40), *END), "conv1: a kernel that spans 40 × 40 does not fit"),
        ((Convolution(6, 3, dilation=20), *END), "spans 41 × 41"),
        ((Convolution(0, 3), *END), "filters must be at least 1"),
        ((Convolution(6, 3, padding=-1), *END), "padding cannot be negative"),
        ((Pooling("max", 30), *END), "a 30 × 30 window does not fit"),
        ((Pooling("max", 2, 2, 2), *END), "at most half the window"),
        ((Pooling("median"), *END), "no pooling 'median'"),  # type: ignore[arg-type]
        ((Pooling("max", 2, 0), *END), "at least 1"),
        ((Activation("gelu"), *END), "no activation 'gelu'"),  # type: ignore[arg-type]
        ((Dense(10),), "needs a flat input"),
        ((Flatten(), Flatten(), Dense(10)), "already flat"),
        ((Flatten(), Convolution(1, 1), Dense(10)), "already flat"),
        ((Flatten(), Dense(0), Dense(10)), "at least one unit"),
        ((Flatten(), Dense(9)), "9 units for 10 classes"),
        ((Flatten(),), "last layer must be dense"),
        ((*END, Activation()), "last layer must be dense"),
        ((Flatten(), Dropout(1.0), Dense(10)), "dropout rate"),
        ((Convolution(6, 3, padding=3000), *END), "too many to show"),
    ],
)
def test_what_does_not_fit_is_told(layers: tuple[Layer, ...], sentence: str) -> None:
    with pytest.raises(SpecError, match=sentence) as caught:
        Spec("s", (1, 28, 28), layers)
    assert isinstance(caught.value, UserError)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"input_shape": [2, 28, 28]}, "1 channel"),
        ({"input_shape": [1, 0, 28]}, "channels, height and width"),
        ({"mean": [0.1, 0.2]}, "one number for each"),
        ({"std": [0.0]}, "std positive"),
        ({"mean": [float("inf")]}, "finite"),
        ({"output": "argmax"}, "softmax, sigmoid or image"),
        ({"classes": ["a"]}, "at least two classes"),
        ({"layers": [{"type": ["x"]}]}, "cannot be read"),
        ({"layers": [{"kind": "x"}]}, "cannot be read"),
        ({"layers": [{"type": "Dense", "units": True}]}, "units of a Dense layer cannot be True"),
        ({"layers": [{"type": "Dense", "size": 3}]}, "cannot be read"),
        ({"layers": None}, "cannot be read"),
        ({"input_shape": "big"}, "cannot be read"),
    ],
)
def test_descriptions_that_make_no_sense_are_refused(
    changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(SpecError, match=sentence):
        Spec.from_dict(Spec("s", (1, 28, 28), END).to_dict() | changes)


def test_an_unknown_stage_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Spec("s", (1, 28, 28), END).stage("conv1")
