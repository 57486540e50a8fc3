"""Networks as other people write them must open and compute what their own code computes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from explorer.errors import UserError
from explorer.network.network import Network
from explorer.network.presets import PRESETS, preset
from explorer.network.spec import Activation, Convolution, Dense, Pooling, Spec
from explorer.network.state_dict import Guess, recognise


class Tutorial(nn.Module):
    """Two convolutions, pooling before the activation, dropout: the classic example."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 10, 5)
        self.conv2 = nn.Conv2d(10, 20, 5)
        self.fc1 = nn.Linear(320, 50)
        self.fc2 = nn.Linear(50, 10)

    def forward(self, x: Tensor) -> Tensor:
        """Return logits (n, 10)."""
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(F.dropout(self.conv2(x), training=False), 2))
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


class Average(nn.Module):
    """LeNet-5's old manner: average first, then squash."""

    def __init__(self) -> None:
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5, bias=False)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.f5 = nn.Linear(400, 120)
        self.out = nn.Linear(120, 10)

    def forward(self, x: Tensor) -> Tensor:
        """Return logits (n, 10)."""
        x = torch.tanh(F.avg_pool2d(self.c1(x), 2))
        x = torch.tanh(F.avg_pool2d(self.c3(x), 2))
        return self.out(torch.tanh(self.f5(x.flatten(1))))


def sequential() -> nn.Sequential:
    """Return a colour network with strides instead of pooling."""
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, stride=2, padding=1),
        nn.Sigmoid(),
        nn.Conv2d(8, 16, 3, stride=2, padding=1),
        nn.Sigmoid(),
        nn.Flatten(),
        nn.Linear(16 * 64, 4),
    )


def opened(module: nn.Module, answers: Mapping[str, str], name: str = "m") -> Network:
    """Recognise a module's state dict and put its weights into our network."""
    tensors = module.state_dict()
    guess = recognise(tensors, name)
    network = Network.untrained(guess.spec(answers))
    own = [s.name for s in network.spec.stages if isinstance(s.layer, Convolution | Dense)]
    for stage, source in zip(own, guess.sources, strict=True):
        layer = network.module.get_submodule(stage)
        assert layer.load_state_dict(
            {k.removeprefix(f"{source}."): v for k, v in tensors.items() if k.startswith(source)}
        )
    return network


def check_same(module: nn.Module, network: Network, mean: float = 0, std: float = 1) -> None:
    pixels = np.random.default_rng(1).random(network.spec.input_shape).astype(np.float32)
    with torch.no_grad():
        expected = module((torch.tensor(pixels)[None] - mean) / std)[0]
    np.testing.assert_allclose(network.trace(pixels).logits, expected.numpy(), atol=1e-5)


def question(guess: Guess, key: str) -> list[str]:
    return [option.value for q in guess.questions if q.key == key for option in q.options]


def test_the_classic_example_opens_with_its_defaults() -> None:
    module = Tutorial().eval()
    network = opened(module, {})
    assert network.spec.input_shape == (1, 28, 28)
    check_same(module, network)


def test_normalisation_is_part_of_the_answer() -> None:
    module = Tutorial().eval()
    check_same(module, opened(module, {"normalisation": "mnist"}), 0.1307, 0.3081)


def test_average_before_the_activation_can_be_answered() -> None:
    module = Average()
    guess = recognise(module.state_dict())
    key = next(k for k in question(guess, "geometry") if k.startswith("32"))
    answers = {"activation": "tanh", "pooling": "average-first", "geometry": key}
    network = opened(module, answers)
    check_same(module, network)
    assert network.spec.parameters == sum(p.numel() for p in module.parameters())


def test_strides_and_colour_can_be_answered() -> None:
    module = sequential()
    guess = recognise(module.state_dict())
    key = next(k for k in question(guess, "geometry") if "s2.2" in k and k.startswith("32"))
    network = opened(module, {"activation": "sigmoid", "geometry": key, "normalisation": "half"})
    assert network.spec.input_shape == (3, 32, 32)
    assert network.spec.classes == ("0", "1", "2", "3")
    check_same(module, network, 0.5, 0.5)


def test_a_network_without_convolutions_opens() -> None:
    module = nn.Sequential(nn.Flatten(), nn.Linear(784, 30), nn.ReLU(), nn.Linear(30, 10))
    guess = recognise(module.state_dict())
    assert [q.key for q in guess.questions] == ["activation", "normalisation"]
    check_same(module, opened(module, {}))
    colour = recognise(nn.Linear(3072, 10).state_dict())
    assert colour.spec({}).input_shape == (3, 32, 32)
    assert [q.key for q in colour.questions] == ["normalisation"]


@pytest.mark.parametrize("name", [name for name in PRESETS if not preset(name).reconstructs])
def test_the_presets_are_recognised_from_their_weights(name: str) -> None:
    spec = preset(name)
    guess = recognise(Network.untrained(spec).module.state_dict(), name)
    kinds = [layer.kind for layer in spec.layers if isinstance(layer, Activation)]
    sides = [k for k in question(guess, "geometry") if k.startswith(str(spec.input_shape[1]))]
    answers = {"activation": kinds[0]} | ({"geometry": sides[0]} if sides else {})
    assert guess.spec(answers) == spec


def test_the_bare_weights_of_an_auto_encoder_are_refused() -> None:
    with pytest.raises(UserError, match="lead from the convolutions to the 392 inputs"):
        recognise(Network.untrained(preset("autoencoder")).module.state_dict())


def test_names_of_any_kind_and_order_are_understood() -> None:
    given = Tutorial().state_dict()
    order = sorted(given)  # as a safetensors file lists them
    renames = {"conv1": "z.features.0", "conv2": "features.3", "fc1": "classifier.1", "fc2": "a"}
    tensors = {
        "module." + renames[key.split(".")[0]] + "." + key.split(".")[1]: given[key]
        for key in reversed(order)
    }
    guess = recognise(tensors)
    assert guess.sources == tuple(f"module.{name}" for name in renames.values())


def test_the_summary_counts() -> None:
    guess = recognise(Network.untrained(preset("lenet")).module.state_dict())
    assert guess.summary == (
        "6 kernels of 5 × 5, 16 kernels of 5 × 5, 120 units, 84 units, 10 units: 61,706 parameters"
    )


def test_every_combination_of_answers_is_a_network_that_fits() -> None:
    guess = recognise(Tutorial().state_dict())
    for geometry in question(guess, "geometry"):
        for pooling in question(guess, "pooling"):
            spec = guess.spec({"geometry": geometry, "pooling": pooling})
            assert isinstance(spec, Spec)
    assert guess.spec(guess.defaults) == guess.spec({})


def test_only_layers_with_pooling_ask_for_it() -> None:
    spec = recognise(sequential().state_dict()).spec({})
    assert any(isinstance(layer, Pooling) for layer in spec.layers)
    flat = nn.Sequential(nn.Conv2d(1, 2, 1), nn.Flatten(), nn.Linear(2 * 784, 10))
    assert "activation" in recognise(flat.state_dict()).defaults


def test_answers_that_are_no_option_are_refused() -> None:
    guess = recognise(Tutorial().state_dict())
    with pytest.raises(UserError, match="activation is one of relu, tanh, sigmoid, not 'gelu'"):
        guess.spec({"activation": "gelu"})


@pytest.mark.parametrize(
    ("shapes", "sentence"),
    [
        ({"c.weight": (6, 1, 5, 5)}, "ends in no dense layer"),
        ({"f.weight": (1, 784)}, "single output"),
        ({"c.weight": (6, 1, 3, 3), "f.weight": (10, 6 * 7 + 1)}, "No usual input size"),
        ({"c.weight": (6, 1, 3, 3), "f.weight": (10, 6 * 7)}, "42 inputs of f"),
        ({"c.weight": (6, 4, 3, 3), "f.weight": (10, 6)}, "takes 4 channels"),
        ({"f.weight": (10, 7)}, "No usual input size"),
    ],
)
def test_networks_that_cannot_be_shown_are_told_why(
    shapes: dict[str, tuple[int, ...]], sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        recognise({name: torch.zeros(shape) for name, shape in shapes.items()})
