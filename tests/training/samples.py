"""A small auto-encoder for 12 x 12 pixels."""

from explorer.network.spec import (
    Activation,
    Convolution,
    Dense,
    Flatten,
    Pooling,
    Spec,
    Unflatten,
    Upsampling,
)

DRAWING = Spec(
    "drawing",
    (1, 12, 12),
    (
        Convolution(2, 3, padding=1),
        Activation(),
        Pooling(),
        Flatten(),
        Dense(8),
        Dense(72),
        Unflatten(2, 6, 6),
        Activation(),
        Upsampling(),
        Convolution(1, 3, padding=1),
    ),
    output="image",
    mean=(0.13,),
    std=(0.31,),
)
