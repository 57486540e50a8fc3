"""The plan of a training: every choice that decides what the network learns, in one value.

Two runs with equal plans on the same data and device end with the same weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args

from explorer.errors import UserError
from explorer.network.spec import Spec
from explorer.text import _

OptimiserKind = Literal["sgd", "momentum", "adam", "adamw", "rmsprop"]
ScheduleKind = Literal["constant", "one-cycle", "cosine", "step"]
LossKind = Literal["cross-entropy", "mse"]
AugmentationKind = Literal["none", "affine", "pen"]

OPTIMISERS: tuple[str, ...] = get_args(OptimiserKind)
SCHEDULES: tuple[str, ...] = get_args(ScheduleKind)
LOSSES: tuple[str, ...] = get_args(LossKind)
AUGMENTATIONS: tuple[str, ...] = get_args(AugmentationKind)

# Settings that may change during a run, and those that even a branch keeps.
CHANGEABLE = ("learning_rate", "momentum", "weight_decay", "augment")
FIXED = ("data", "validation", "device")

# What is done in every step, in order.
Phase = Literal["forward", "loss", "backward", "update"]
PHASES: tuple[Phase, ...] = get_args(Phase)

# The learning rate (the highest of a schedule) and the weight decay to begin with.
USUAL: dict[OptimiserKind, tuple[float, float]] = {
    "sgd": (0.3, 0.0),
    "momentum": (0.06, 0.0),
    "adam": (3e-3, 0.0),
    "adamw": (3e-3, 1e-2),
    "rmsprop": (1e-3, 0.0),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The hyperparameters of one training; raises UserError on construction if one is impossible.

    `ema` is the decay per step of an exponential moving average of the weights, which replaces
    them at the end; 0 turns it off. `validation` images of the training set are kept aside. The
    defaults are a good first run: seconds on the bundled digits, a minute on MNIST.
    """

    data: str = "bundled"
    epochs: int = 3
    batch_size: int = 64
    optimiser: OptimiserKind = "adamw"
    learning_rate: float = 3e-3
    momentum: float = 0.9
    schedule: ScheduleKind = "one-cycle"
    weight_decay: float = 1e-2
    loss: LossKind = "cross-entropy"
    augment: AugmentationKind = "none"
    ema: float = 0.0
    seed: int = 0
    validation: int = 0
    device: str = "auto"

    def __post_init__(self) -> None:
        _check_choice(_("optimiser"), self.optimiser, OPTIMISERS)
        _check_choice(_("schedule"), self.schedule, SCHEDULES)
        _check_choice(_("loss"), self.loss, LOSSES)
        _check_choice(_("augmentation"), self.augment, AUGMENTATIONS)
        _check_range(_("number of epochs"), self.epochs, 1, 100_000)
        _check_range(_("batch size"), self.batch_size, 1, 100_000)
        _check_range(_("learning rate"), self.learning_rate, 0, 1000)
        _check_range(_("weight decay"), self.weight_decay, 0, 100)
        _check_range(_("number of validation images"), self.validation, 0, 10**9)
        _check_range(_("seed"), self.seed, 0, 2**63 - 1)
        for name in ("momentum", "ema"):
            if not 0 <= getattr(self, name) < 1:
                sentence = _("The {name} lies in 0 to below 1, {value} does not.")
                raise UserError(sentence, name=name_setting(name), value=getattr(self, name))

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as plain values that JSON can hold; `from_dict` reads it back."""
        return asdict(self)

    def with_optimiser(self, kind: OptimiserKind) -> Plan:
        """Return the plan with another optimiser, its usual learning rate and weight decay.

        What suits one can keep another from learning at all: Adam with AdamW's weight decay
        pulls every weight to zero.
        """
        _check_choice(_("optimiser"), kind, OPTIMISERS)
        rate, decay = USUAL[kind]
        return replace(self, optimiser=kind, learning_rate=rate, weight_decay=decay)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        """Rebuild a plan from `to_dict`; raises UserError when it makes no sense."""
        known = {field.name for field in fields(cls)}
        try:
            return cls(**{key: value for key, value in data.items() if key in known})
        except TypeError as error:
            sentence = _("The plan of the training cannot be read ({error}).")
            raise UserError(sentence, error=error) from error


def name_setting(name: str) -> str:
    """Return the name of a plan's field as sentences have it."""
    return _NAMES.get(name, name)


def _check_choice(what: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        sentence = _("There is no {what} {value!r}; there are {choices}.")
        raise UserError(sentence, what=what, value=value, choices=", ".join(choices))


def _check_range(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        sentence = _("The {what} must lie in {low:,} to {high:,}, {value:,} does not.")
        raise UserError(sentence, what=what, low=low, high=high, value=value)


_NAMES = {
    "data": _("data"),
    "epochs": _("epochs"),
    "batch_size": _("batch size"),
    "optimiser": _("optimiser"),
    "learning_rate": _("learning rate"),
    "momentum": _("momentum"),
    "schedule": _("schedule"),
    "weight_decay": _("weight decay"),
    "loss": _("loss"),
    "augment": _("augment"),
    "ema": _("ema"),
    "seed": _("seed"),
    "validation": _("validation"),
    "device": _("device"),
}
RECIPES: dict[str, Plan] = {
    "first-run": Plan(),
    "first-drawing": Plan(epochs=10, learning_rate=1e-2, loss="mse"),
    "shipped": Plan(data="mnist", epochs=50, augment="pen", ema=0.999, seed=1),
}
_SORTED = ("epochs", "learning_rate", "loss")  # what suits one sort of network and not another


def first_recipe(spec: Spec) -> str:
    """Return the name of the recipe to begin with: drawing takes longer than telling apart."""
    return "first-drawing" if spec.reconstructs else "first-run"


def suited(plan: Plan, spec: Spec) -> Plan:
    """Return a plan for another sort of network: what was as in the other's first recipe changes.

    What somebody chose by hand stays, and so does a plan that already suits.
    """
    good, other = RECIPES["first-drawing"], RECIPES["first-run"]
    if not spec.reconstructs:
        good, other = other, good
    changes = {n: getattr(good, n) for n in _SORTED if getattr(plan, n) == getattr(other, n)}
    return replace(plan, **changes)


def recipe(name: str) -> Plan:
    """Return the plan called `name`; raises UserError naming those there are."""
    if name not in RECIPES:
        sentence = _("There is no recipe {name!r}; there are {recipes}.")
        raise UserError(sentence, name=name, recipes=", ".join(RECIPES))
    return RECIPES[name]
