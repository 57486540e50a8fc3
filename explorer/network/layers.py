"""The kinds of layers a network is made of, and the stages that the data passes.

All are plain values without torch. Their shape rules are in `stages`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from explorer.errors import UserError
from explorer.text import _

Shape = tuple[int, ...]
ActivationKind = Literal["relu", "tanh", "sigmoid"]
PoolingKind = Literal["max", "average", "sum"]
OutputKind = Literal["softmax", "sigmoid", "image"]
POOLINGS: tuple[PoolingKind, ...] = get_args(PoolingKind)
ACTIVATIONS: tuple[ActivationKind, ...] = get_args(ActivationKind)
OUTPUTS: tuple[OutputKind, ...] = get_args(OutputKind)
StageKind = Literal[
    "input",
    "convolution",
    "activation",
    "pooling",
    "flatten",
    "dense",
    "unflatten",
    "upsampling",
    "probabilities",
    "reconstruction",
]


class SpecError(UserError):
    """An architecture that cannot be built: the `fault`, and what is to blame for it.

    That is the layer with the index `layer`, whose stage is called `stage`, and its number or
    choice `field`; None and empty where it is the whole.
    """

    def __init__(
        self, fault: str, layer: int | None = None, stage: str = "", field: str = ""
    ) -> None:
        named = _("{stage}: {fault}").format(stage=stage, fault=fault)
        super().__init__(named if stage else fault)
        self.fault, self.layer, self.stage, self.field = fault, layer, stage, field


@dataclass(frozen=True, slots=True)
class Convolution:
    """`filters` square kernels that slide over all input maps; in fact a cross-correlation."""

    filters: int
    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    bias: bool = True


@dataclass(frozen=True, slots=True)
class Activation:
    """A function applied to every number on its own.

    Its stage is named after its kind; after another one, `called`, if it was exchanged: names stay.
    """

    kind: ActivationKind = "relu"
    called: ActivationKind | None = None

    def __post_init__(self) -> None:
        if self.called == self.kind:
            object.__setattr__(self, "called", None)


@dataclass(frozen=True, slots=True)
class Pooling:
    """One number per window of each map: its maximum, average or sum."""

    kind: PoolingKind = "max"
    size: int = 2
    stride: int = 2
    padding: int = 0


@dataclass(frozen=True, slots=True)
class Upsampling:
    """Every cell of a map becomes a square of `factor` by `factor` equal cells."""

    factor: int = 2


@dataclass(frozen=True, slots=True)
class Flatten:
    """All maps read out into one vector, map by map, row by row."""


@dataclass(frozen=True, slots=True)
class Unflatten:
    """A vector written into `maps` of `height` by `width`, map by map, row by row."""

    maps: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Dropout:
    """Zeroes a share `rate` of the values while training; does nothing afterwards."""

    rate: float = 0.5


@dataclass(frozen=True, slots=True)
class Dense:
    """`units` weighted sums, each over the whole input vector."""

    units: int
    bias: bool = True


Layer = Convolution | Activation | Pooling | Upsampling | Flatten | Unflatten | Dropout | Dense
LAYER_TYPES: tuple[type[Layer], ...] = (
    Convolution,
    Activation,
    Pooling,
    Upsampling,
    Flatten,
    Unflatten,
    Dropout,
    Dense,
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One station of the data: what computes it, the shape it has there and what that costs.

    Shapes leave out the batch: `(maps, height, width)` or `(units,)`. `layer` is None for the
    input and the output: the final probabilities or reconstruction. `name` is unique and is also
    the name of the torch module.
    """

    name: str
    kind: StageKind
    layer: Layer | None
    input_shape: Shape
    shape: Shape
    parameters: int = 0
    multiply_adds: int = 0

    @property
    def spatial(self) -> bool:
        """Whether the stage is a stack of maps rather than a vector."""
        return len(self.shape) == 3
