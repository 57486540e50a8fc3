"""Recognising an architecture from the names and shapes of somebody else's weights.

Shapes give the layers, their order and widths, and nearly the size of the input. They leave open
which activation or pooling was used, and how the pixels were normalised: those become
questions, each with the most usual answer as its default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isqrt, prod

from torch import Tensor

from explorer.errors import UserError
from explorer.network.geometry import Geometry, solve
from explorer.network.layer_order import Found, found_layers, ordered
from explorer.network.spec import (
    DIGITS,
    Activation,
    ActivationKind,
    Convolution,
    Dense,
    Flatten,
    Layer,
    Pooling,
    PoolingKind,
    Spec,
)
from explorer.text import _


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer: its `value` in `Guess.spec` and its text on screen."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that weights leave open; `default` is the value of the most usual option."""

    key: str
    text: str
    options: tuple[Option, ...]
    default: str


@dataclass(frozen=True, slots=True)
class Guess:
    """What could be read off a state dict.

    `sources` are the layers' names in the file in the order of the spec's convolution and dense
    stages; `summary` describes them; `questions` are to be answered before `spec`. `evidence`
    is the reason for the defaults in a sentence; '' if they are just the most usual.
    """

    name: str
    sources: tuple[str, ...]
    summary: str
    questions: tuple[Question, ...]
    convolutions: tuple[Found, ...]
    dense: tuple[Found, ...]
    geometries: tuple[Geometry, ...]
    channels: int
    evidence: str = ""

    @property
    def defaults(self) -> dict[str, str]:
        """The default answer to every question."""
        return {question.key: question.default for question in self.questions}

    def spec(self, answers: Mapping[str, str]) -> Spec:
        """Return the architecture; unanswered questions take their default.

        Raises UserError for an answer that is none of a question's options.
        """
        chosen = {q.key: _checked(q, answers.get(q.key, q.default)) for q in self.questions}
        geometry = self._geometry(chosen.get("geometry"))
        mean, std = _NORMALISATIONS[chosen["normalisation"]]
        classes = self.dense[-1].outputs
        return Spec(
            self.name,
            (self.channels, geometry.side, geometry.side),
            (*self._maps(geometry, chosen), Flatten(), *self._vectors(chosen)),
            DIGITS if classes == len(DIGITS) else tuple(str(i) for i in range(classes)),
            mean=_per_channel(mean, self.channels),
            std=_per_channel(std, self.channels),
        )

    def _geometry(self, key: str | None) -> Geometry:
        return next(g for g in self.geometries if key in (None, g.key))

    def _maps(self, geometry: Geometry, chosen: Mapping[str, str]) -> list[Layer]:
        layers: list[Layer] = []
        pooling = chosen.get("pooling", "max")
        for index, found in enumerate(self.convolutions):
            stride, padding = geometry.strides[index], geometry.paddings[index]
            convolution = Convolution(found.outputs, found.kernel, stride, padding, bias=found.bias)
            after: list[Layer] = [Activation(_ACTIVATIONS[chosen["activation"]])]
            if geometry.pools[index]:
                pool = Pooling(_POOLINGS[pooling], *geometry.window)
                after.insert(0 if pooling == "average-first" else 1, pool)
            layers += [convolution, *after]
        return layers

    def _vectors(self, chosen: Mapping[str, str]) -> list[Layer]:
        layers: list[Layer] = []
        for found in self.dense[:-1]:
            activation = Activation(_ACTIVATIONS[chosen["activation"]])
            layers += [Dense(found.outputs, found.bias), activation]
        return [*layers, Dense(self.dense[-1].outputs, self.dense[-1].bias)]


class NeedsAnswers(UserError):  # noqa: N818, it asks rather than fails
    """A file that opens once the questions of its `guess` are answered."""

    def __init__(self, guess: Guess) -> None:
        keys = ", ".join(question.key for question in guess.questions)
        sentence = _("The weights do not tell everything about {name}: {keys}.")
        super().__init__(sentence, name=guess.name, keys=keys)
        self.guess = guess


def recognise(tensors: Mapping[str, Tensor], name: str = "model") -> Guess:
    """Read the architecture off a state dict (names to tensors; only shapes are looked at).

    Raises UserError, one sentence, for a network that the program cannot show.
    """
    layers = found_layers({key: tuple(value.shape) for key, value in tensors.items()})
    convolutions = ordered([layer for layer in layers if layer.kernel])
    dense = ordered([layer for layer in layers if not layer.kernel])
    if not dense:
        raise UserError(_("The network ends in no dense layer, so it has no classes to show."))
    if dense[-1].outputs < 2:
        raise UserError(_("The network has a single output, a classifier needs at least two."))
    channels = _channels(convolutions, dense[0])
    geometries = _geometries(convolutions, dense[0], channels)
    return Guess(
        name,
        tuple(layer.name for layer in (*convolutions, *dense)),
        _summary(convolutions, dense),
        tuple(_questions(convolutions, dense, geometries, channels)),
        convolutions,
        dense,
        geometries,
        channels,
    )


def _channels(convolutions: tuple[Found, ...], first_dense: Found) -> int:
    if not convolutions:
        count = first_dense.inputs
        return 3 if count % 3 == 0 and isqrt(count // 3) ** 2 == count // 3 else 1
    channels = convolutions[0].inputs
    if channels not in (1, 3):
        sentence = _("{name} takes {channels} channels; a picture has 1 (grey) or 3 (RGB).")
        raise UserError(sentence, name=convolutions[0].name, channels=channels)
    return channels


def _geometries(
    convolutions: tuple[Found, ...], first_dense: Found, channels: int
) -> tuple[Geometry, ...]:
    maps = convolutions[-1].outputs if convolutions else channels
    cells, rest = divmod(first_dense.inputs, maps)
    if not convolutions and not rest and isqrt(cells) ** 2 == cells:
        return (Geometry(isqrt(cells), (), (), ()),)
    kernels = tuple(layer.kernel for layer in convolutions)
    found = solve(kernels, cells, channels == 3) if convolutions and not rest else ()
    if not found:
        raise UserError(
            _(
                "No usual input size, padding and pooling lead from the convolutions to the "
                "{inputs} inputs of {name}."
            ),
            inputs=first_dense.inputs,
            name=first_dense.name,
        )
    return found


def _summary(convolutions: tuple[Found, ...], dense: tuple[Found, ...]) -> str:
    kernels, units = _("{count} kernels of {side} × {side}"), _("{count} units")
    words = [kernels.format(count=c.outputs, side=c.kernel) for c in convolutions]
    words += [units.format(count=d.outputs) for d in dense]
    count = sum(prod(layer.shape) + layer.bias * layer.outputs for layer in (*convolutions, *dense))
    return _("{layers}: {count:,} parameters").format(layers=", ".join(words), count=count)


_ACTIVATIONS: dict[str, ActivationKind] = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid"}
_POOLINGS: dict[str, PoolingKind] = {
    "max": "max",
    "average": "average",
    "average-first": "average",
    "sum": "sum",
}
# Per channel; the first number alone where the picture is grey.
_NORMALISATIONS: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "none": ((0.0,), (1.0,)),
    "mnist": ((0.1307,), (0.3081,)),
    "half": ((0.5,), (0.5,)),
    "fashion": ((0.286,), (0.353,)),
    "cifar": ((0.4914, 0.4822, 0.4465), (0.247, 0.2435, 0.2616)),
    "imagenet": ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
}
_ACTIVATION = Question(
    "activation",
    _("Which activation follows the layers?"),
    (Option("relu", "ReLU"), Option("tanh", "tanh"), Option("sigmoid", "sigmoid")),
    "relu",
)
_POOLING = Question(
    "pooling",
    _("Which pooling does it use?"),
    (
        Option("max", _("maximum")),
        Option("average", _("average, after the activation")),
        Option("average-first", _("average, before the activation")),
        Option("sum", _("sum")),
    ),
    "max",
)
_NORMALISATION_TEXTS = {
    "none": _("none, pixels are 0 to 1"),
    "mnist": _("MNIST: mean 0.1307, std 0.3081"),
    "half": _("to -1 to 1: mean 0.5, std 0.5"),
    "fashion": _("Fashion-MNIST: mean 0.286, std 0.353"),
    "cifar": _("CIFAR-10: mean 0.491, 0.482, 0.447"),
    "imagenet": _("ImageNet: mean 0.485, 0.456, 0.406"),
}


def _questions(
    convolutions: tuple[Found, ...],
    dense: tuple[Found, ...],
    geometries: tuple[Geometry, ...],
    channels: int,
) -> list[Question]:
    questions = []
    if len(geometries) > 1:
        options = tuple(Option(g.key, str(g)) for g in geometries)
        text = _("Which input size, padding and pooling windows were used?")
        questions.append(Question("geometry", text, options, options[0].value))
    if convolutions or len(dense) > 1:
        questions.append(_ACTIVATION)
    if any(any(g.pools) for g in geometries):
        questions.append(_POOLING)
    keys = ("none", "half", "cifar", "imagenet") if channels == 3 else tuple(_NORMALISATIONS)[:4]
    options = tuple(Option(key, _NORMALISATION_TEXTS[key]) for key in keys)
    text = _("How were the pixels normalised in training?")
    return [*questions, Question("normalisation", text, options, "none")]


def _checked(question: Question, value: str) -> str:
    values = [option.value for option in question.options]
    if value not in values:
        sentence = _("{key} is one of {names}, not {value!r}.")
        raise UserError(sentence, key=question.key, names=", ".join(values), value=value)
    return value


def _per_channel(values: tuple[float, ...], channels: int) -> tuple[float, ...]:
    return values if len(values) == channels else values * channels
