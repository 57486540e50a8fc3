"""Random networks and pictures for property tests."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from explorer.network.network import Network
from explorer.network.records import Floats
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
)

ACTIVATIONS = ("relu", "tanh", "sigmoid")
POOLINGS = ("max", "average", "sum")


@st.composite
def convolutions(draw: st.DrawFn) -> Convolution:
    """Draw any convolution, 1x1 kernels, strides and dilation included."""
    return Convolution(
        filters=draw(st.integers(1, 4)),
        kernel=draw(st.integers(1, 5)),
        stride=draw(st.integers(1, 3)),
        padding=draw(st.integers(0, 3)),
        dilation=draw(st.integers(1, 3)),
        bias=draw(st.booleans()),
    )


@st.composite
def poolings(draw: st.DrawFn) -> Pooling:
    """Draw any pooling, with overlapping windows, gaps between them and padding."""
    size = draw(st.integers(1, 4))
    return Pooling(
        kind=draw(st.sampled_from(POOLINGS)),
        size=size,
        stride=draw(st.integers(1, 4)),
        padding=draw(st.integers(0, size // 2)),
    )


def activations() -> st.SearchStrategy[Activation]:
    """Draw any activation."""
    return st.builds(Activation, st.sampled_from(ACTIVATIONS))


@st.composite
def classifiers(draw: st.DrawFn) -> Spec:
    """Draw a classifier that fits: layers that do not are left out."""
    channels = draw(st.sampled_from((1, 3)))
    height, width = draw(st.integers(3, 14)), draw(st.integers(3, 14))
    maps = draw(st.lists(st.one_of(convolutions(), activations(), poolings()), max_size=5))
    units = draw(
        st.lists(
            st.one_of(st.builds(Dense, st.integers(1, 7), st.booleans()), activations()), max_size=3
        )
    )
    tail: tuple[Layer, ...] = (Flatten(), *units, Dropout(0.5), Dense(4, draw(st.booleans())))
    moments = st.lists(st.floats(0.1, 0.9), min_size=channels, max_size=channels).map(tuple)
    options = {
        "classes": tuple("abcd"),
        "output": draw(st.sampled_from(("softmax", "sigmoid"))),
        "mean": draw(st.one_of(st.just(()), moments)),
        "std": draw(st.one_of(st.just(()), moments)),
    }
    kept: tuple[Layer, ...] = ()
    for layer in maps:
        try:
            Spec("random", (channels, height, width), (*kept, layer, *tail), **options)
        except SpecError:
            continue
        kept = (*kept, layer)
    return Spec("random", (channels, height, width), (*kept, *tail), **options)


@st.composite
def autoencoders(draw: st.DrawFn) -> Spec:
    """Draw an auto-encoder: a way down, a code, and maps that grow to the picture again."""
    channels, factor = draw(st.sampled_from((1, 3))), draw(st.integers(1, 3))
    maps, low = draw(st.integers(1, 4)), (draw(st.integers(1, 4)), draw(st.integers(1, 4)))
    bends = st.lists(activations(), max_size=1)
    way_down = draw(
        st.lists(st.one_of(activations(), st.just(Pooling("max", 2, 1, 1))), max_size=2)
    )
    last = draw(
        st.sampled_from(
            (
                (Unflatten(maps, *low), Upsampling(factor), Convolution(channels, 3, padding=1)),
                (Unflatten(maps, *low), Convolution(channels, 1), Upsampling(factor)),
                (Unflatten(channels, *low), Upsampling(factor)),
            )
        )
    )
    unflatten = last[0]
    units = unflatten.maps * low[0] * low[1]
    middle = (
        Flatten(),
        Dense(draw(st.integers(1, 5))),
        *draw(bends),
        Dense(units, draw(st.booleans())),
    )
    shape = (channels, low[0] * factor, low[1] * factor)
    layers = (*way_down, *middle, *draw(bends), last[0], *draw(bends), *last[1:])
    moments = st.lists(st.floats(0.1, 0.9), min_size=channels, max_size=channels).map(tuple)
    return Spec(
        "drawing", shape, layers, draw(st.sampled_from(((), ("a", "b")))), "image", draw(moments)
    )


def specs() -> st.SearchStrategy[Spec]:
    """Draw a network of either sort."""
    return st.one_of(classifiers(), autoencoders())


@st.composite
def asked(draw: st.DrawFn, sort: st.SearchStrategy[Spec] | None = None) -> tuple[Network, Floats]:
    """Draw a network with random weights and a picture for it, partly empty as drawings are."""
    spec = draw(specs() if sort is None else sort)
    network = Network.untrained(spec, draw(st.integers(0, 2**31 - 1)))
    random = np.random.default_rng(draw(st.integers(0, 2**31 - 1)))
    pixels = random.random(network.spec.input_shape).astype(np.float32)
    pixels[pixels < draw(st.sampled_from((0.0, 0.5)))] = 0
    return network, pixels
