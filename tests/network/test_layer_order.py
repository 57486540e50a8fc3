from __future__ import annotations

import pytest

from explorer.errors import UserError
from explorer.network.layer_order import Found, found_layers, ordered, shown
from explorer.network.spec import Shape


def conv(name: str, outputs: int, inputs: int) -> Found:
    return Found(name, (outputs, inputs, 3, 3), True)


def dense(name: str, outputs: int, inputs: int) -> Found:
    return Found(name, (outputs, inputs), True)


def names(*layers: Found) -> list[str]:
    return [layer.name for layer in ordered(layers)]


def test_layers_are_found_with_their_biases() -> None:
    shapes: dict[str, Shape] = {
        "module.conv.weight": (6, 1, 5, 5),
        "module.conv.bias": (6,),
        "fc.weight": (10, 96),
        "weight": (3, 4),
    }
    assert found_layers(shapes) == [
        Found("module.conv", (6, 1, 5, 5), True),
        Found("fc", (10, 96), False),
        Found("", (3, 4), False),
    ]
    first, second, _ = found_layers(shapes)
    assert (first.outputs, first.inputs, first.kernel) == (6, 1, 5)
    assert (second.outputs, second.inputs, second.kernel) == (10, 96, 0)


@pytest.mark.parametrize(
    ("shapes", "sentence"),
    [
        ({}, "holds no tensors"),
        ({"bn1.running_mean": (6,)}, "bn1 is a batch normalisation, which is not supported"),
        ({"norm.weight": (6,), "norm.bias": (6,)}, "norm looks like a normalisation layer"),
        ({"rnn.weight_ih_l0": (6, 6)}, "rnn.weight_ih_l0 is no weight or bias"),
        ({"a.weight": (6, 1, 3)}, "a is neither a 2-D convolution nor a dense layer: 6 × 1 × 3"),
        ({"module.a.weight": (6, 1, 3, 5)}, "^a has kernels of 3 × 5; only square ones"),
        ({"a.weight": (6, 0)}, "a has no weights: 6 × 0"),
        ({"a.weight": ()}, "a is neither"),
        ({"a.weight": (6, 4), "a.bias": (5,)}, "bias of a is 5, but there are 6 outputs"),
        ({"a.bias": (5,)}, "bias of a has no weight beside it"),
    ],
)
def test_what_is_no_plain_layer_is_named(shapes: dict[str, Shape], sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        found_layers(shapes)


def test_the_order_of_the_file_counts_first() -> None:
    assert names(dense("z", 5, 5), dense("a", 5, 5)) == ["z", "a"]


def test_numbers_in_names_order_what_the_alphabet_shuffles() -> None:
    layers = [conv("c10", 4, 4), conv("c2", 4, 4), conv("c9", 4, 1)]
    assert names(*layers) != ["c10", "c2", "c9"]
    shuffled = [dense("f.12", 2, 3), dense("f.3", 3, 3), dense("f.10", 3, 3)]
    assert names(*shuffled) == ["f.3", "f.10", "f.12"]


def test_shapes_order_what_names_do_not() -> None:
    layers = [dense("hidden", 5, 7), dense("first", 7, 9), dense("answer", 2, 5)]
    assert names(*layers) == ["first", "hidden", "answer"]
    assert names(conv("b", 1, 6), conv("a", 6, 1)) == ["a", "b"]


def test_groups_and_gaps_are_told() -> None:
    with pytest.raises(UserError, match="c1 gives 6, c2 takes 3 maps, as a convolution in groups"):
        ordered([conv("c1", 6, 1), conv("c2", 6, 3)])
    with pytest.raises(UserError, match="do not follow one another: f1 gives 5, f2 takes 4 values"):
        ordered([dense("f1", 5, 9), dense("f2", 3, 4)])
    with pytest.raises(UserError, match="c1 takes 64 channels; a picture has 1"):
        ordered([conv("c1", 64, 64)])


def test_hopeless_cases_end_soon() -> None:
    layers = [dense(f"f{i}", 8, 8) for i in range(30)] + [dense("odd", 7, 7)]
    with pytest.raises(UserError, match="do not follow"):
        ordered(layers)


def test_wrappers_are_not_shown() -> None:
    assert shown("module._orig_mod.conv1") == "conv1"
    assert shown("") == "The layer"
