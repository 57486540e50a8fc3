"""A small auto-encoder for 12 x 12 pixels, and networks as others would write them."""

from torch import nn

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


def torchs_own(module: nn.Sequential) -> nn.Sequential:
    """Return a module with torch's own max-pooling in the place of ours."""
    for place, layer in enumerate(module):
        if isinstance(layer, nn.MaxPool2d):
            module[place] = nn.MaxPool2d(layer.kernel_size, layer.stride, layer.padding)
    return module
