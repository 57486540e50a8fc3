"""Ready-made architectures.

`lenet` follows LeNet-5 (LeCun et al. 1998) in its usual modern form, `harley` the network of
A. W. Harley's visualisation (2015), `article` the plain stack that ends in one dense layer.
`autoencoder` squeezes a picture into 32 numbers and draws it again from them.
"""

from dataclasses import dataclass

from explorer.errors import UserError
from explorer.network.spec import (
    Activation,
    ActivationKind,
    Convolution,
    Dense,
    Flatten,
    Layer,
    Pooling,
    Spec,
    Unflatten,
    Upsampling,
)
from explorer.text import _


@dataclass(frozen=True, slots=True)
class Preset:
    """An architecture with its title and what is special about it, in a sentence."""

    title: str
    summary: str
    spec: Spec


def _block(convolution: Convolution, activation: ActivationKind = "relu") -> tuple[Layer, ...]:
    return (convolution, Activation(activation), Pooling())


_LENET = (
    *_block(Convolution(6, 5, padding=2)),
    *_block(Convolution(16, 5)),
    Flatten(),
    *(Dense(120), Activation(), Dense(84), Activation(), Dense(10)),
)
_HARLEY = (
    *_block(Convolution(6, 5), "tanh"),
    *_block(Convolution(16, 5), "tanh"),
    Flatten(),
    *(Dense(120), Activation("tanh"), Dense(100), Activation("tanh"), Dense(10)),
)
_ARTICLE = (*_block(Convolution(8, 3)), *_block(Convolution(16, 3)), Flatten(), Dense(10))
_TINY = (*_block(Convolution(2, 3)), Flatten(), Dense(10))
_AUTOENCODER = (
    *_block(Convolution(8, 3, padding=1)),
    *_block(Convolution(8, 3, padding=1)),
    *(Flatten(), Dense(32), Dense(392), Unflatten(8, 7, 7), Activation()),
    *(Upsampling(), Convolution(8, 3, padding=1), Activation()),
    *(Upsampling(), Convolution(1, 3, padding=1)),
)
PRESETS = {
    "lenet": Preset(
        "LeNet",
        _("Two convolutions with ReLU and max pooling, three dense layers."),
        Spec("lenet", (1, 28, 28), _LENET),
    ),
    "harley": Preset(
        "Harley",
        _("The network of Harley's visualisation: 32 × 32 and tanh."),
        Spec("harley", (1, 32, 32), _HARLEY),
    ),
    "article": Preset(
        _("Article"),
        _("Two convolutions and a single dense layer."),
        Spec("article", (1, 28, 28), _ARTICLE),
    ),
    "tiny": Preset(
        _("Tiny"),
        _("Two kernels: small enough to follow every number."),
        Spec("tiny", (1, 12, 12), _TINY),
    ),
    "autoencoder": Preset(
        _("Auto-encoder"),
        _("Draws its input again from a code of 32 numbers."),
        Spec("autoencoder", (1, 28, 28), _AUTOENCODER, output="image"),
    ),
}


def preset(name: str) -> Spec:
    """Return the architecture called `name`; raises UserError naming those there are."""
    if name not in PRESETS:
        sentence = _("There is no preset {name!r}; there are {names}.")
        raise UserError(sentence, name=name, names=", ".join(PRESETS))
    return PRESETS[name].spec
