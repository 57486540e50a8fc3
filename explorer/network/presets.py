"""Ready-made architectures.

`lenet` follows LeNet-5 (LeCun et al. 1998) in its usual modern form, `harley` the network of
A. W. Harley's visualisation (2015), `article` the plain stack that ends in one dense layer.
`autoencoder` squeezes a picture into 32 numbers and draws it again from them.
"""

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


def _lenet() -> Spec:
    return Spec(
        "lenet",
        (1, 28, 28),
        (
            *_block(Convolution(6, 5, padding=2)),
            *_block(Convolution(16, 5)),
            Flatten(),
            Dense(120),
            Activation(),
            Dense(84),
            Activation(),
            Dense(10),
        ),
    )


def _harley() -> Spec:
    return Spec(
        "harley",
        (1, 32, 32),
        (
            *_block(Convolution(6, 5), "tanh"),
            *_block(Convolution(16, 5), "tanh"),
            Flatten(),
            Dense(120),
            Activation("tanh"),
            Dense(100),
            Activation("tanh"),
            Dense(10),
        ),
    )


def _article() -> Spec:
    layers = (*_block(Convolution(8, 3)), *_block(Convolution(16, 3)), Flatten(), Dense(10))
    return Spec("article", (1, 28, 28), layers)


def _tiny() -> Spec:
    layers = (*_block(Convolution(2, 3)), Flatten(), Dense(10))
    return Spec("tiny", (1, 12, 12), layers)


def _autoencoder() -> Spec:
    return Spec(
        "autoencoder",
        (1, 28, 28),
        (
            *_block(Convolution(8, 3, padding=1)),
            *_block(Convolution(8, 3, padding=1)),
            Flatten(),
            Dense(32),
            Dense(392),
            Unflatten(8, 7, 7),
            Activation(),
            Upsampling(),
            Convolution(8, 3, padding=1),
            Activation(),
            Upsampling(),
            Convolution(1, 3, padding=1),
        ),
        output="image",
    )


def _block(convolution: Convolution, activation: ActivationKind = "relu") -> tuple[Layer, ...]:
    return (convolution, Activation(activation), Pooling())


PRESETS = {
    "lenet": _lenet,
    "harley": _harley,
    "article": _article,
    "tiny": _tiny,
    "autoencoder": _autoencoder,
}


def preset(name: str) -> Spec:
    """Return the architecture called `name`; raises UserError naming those there are."""
    if name not in PRESETS:
        sentence = _("There is no preset {name!r}; there are {names}.")
        raise UserError(sentence, name=name, names=", ".join(PRESETS))
    return PRESETS[name]()
