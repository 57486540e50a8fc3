from __future__ import annotations

from explorer.network.presets import preset
from explorer.network.spec import Activation, Convolution, Dense, Flatten, Pooling, Spec
from explorer.views.what_if.rows import find_rows


def names(spec: Spec) -> list[tuple[str, str, str]]:
    """Return (title, stage at the left, stage at the right) of every row."""
    return [
        (r.title, r.left.stage if r.left else "", r.right.stage if r.right else "")
        for r in find_rows(spec)
    ]


def test_a_row_for_each_layer_with_its_activation_and_its_pooling() -> None:
    assert names(preset("lenet")) == [
        ("conv1", "relu1", "pool1"),
        ("conv2", "relu2", "pool2"),
        ("dense1", "relu3", ""),
        ("dense2", "relu4", ""),
        ("output", "probabilities", ""),
    ]


def test_every_exchangeable_stage_is_offered_once_however_they_follow_each_other() -> None:
    layers = (
        Pooling("max"),
        Convolution(2, 3),
        Pooling("sum"),
        Activation("tanh"),
        Activation("sigmoid"),
        Pooling("average"),
        Flatten(),
        Dense(10),
    )
    spec = Spec("odd", (1, 28, 28), layers)
    assert names(spec) == [
        ("input", "", "pool1"),
        ("conv1", "tanh1", "pool2"),
        ("conv1", "sigmoid2", "pool3"),
        ("output", "probabilities", ""),
    ]


def test_a_choice_knows_what_the_network_was_trained_with() -> None:
    found = [c for r in find_rows(preset("harley")) for c in (r.left, r.right) if c is not None]
    assert {c.own for c in found} == {"tanh", "max", "softmax"}
    assert all(c.own in c.kinds for c in found)


def test_an_auto_encoder_has_no_output_to_choose() -> None:
    assert [name for name, *_ in names(preset("autoencoder"))] == [
        *("conv1", "conv2", "dense2", "conv3"),
    ]
