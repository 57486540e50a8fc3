"""Backward: how large the gradient of every layer and stage is, and the gradients of one layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil, floor, isfinite, log10

from PySide6.QtCore import Signal

from explorer.live.training.facts import Anatomy
from explorer.text import _
from explorer.training.look.anatomy import BackwardRecord
from explorer.views.blocks.blocks import Block, Gap, Line, Spot
from explorer.views.blocks.meters import Meter, MeterAxis, MeterRow
from explorer.views.blocks.sheet import Sheet
from explorer.views.blocks.terms import title
from explorer.views.parts.number_text import power_of_ten, significant
from explorer.views.train.step.column import StepColumn
from explorer.views.train.step.weight_grid import WeightGrid
from explorer.views.train.step.weight_maps import Index, limit_of, maps_of
from explorer.views.train.step.weight_place import WeightPlace, describe_weight, largest, valid

_MOST_DECADES = 12
_NARROW, _WIDE, _BRIEF = 62, 96, 8  # pixels of the names; characters that fit into fewer


class BackwardSection(StepColumn):
    """Emits `place_chosen(WeightPlace)` with a weight, or the largest of a layer."""

    place_chosen = Signal(object)

    def __init__(self) -> None:
        self.norms = Sheet(
            _("Gradients of the weights"),
            _("The norm of the gradient of each layer's weights, on a logarithmic scale."),
            _(
                "The norm is the length of the gradient: the root of the sum of all its squares. "
                "Click a layer to see its gradients; Tab and the arrow keys go from layer to layer."
            ),
        )
        self.grid = WeightGrid(
            _("Gradients of the chosen layer"),
            _("The gradient of every weight of the layer, in one scale."),
            _(
                "The stronger the colour, the more the loss depends on the weight. "
                "Click one to see its update."
            ),
        )
        self.stages = Sheet(
            _("Gradients of the stages"),
            _("The norm of the gradient of each stage's values, on a logarithmic scale."),
            _(
                "It is computed from the end to the start. Where it shrinks from stage to stage, "
                "the first layers learn slowly."
            ),
        )
        super().__init__(self.norms, self.grid, self.stages)
        self._record: BackwardRecord | None = None
        self._place: WeightPlace | None = None
        self.norms.spot_activated.connect(self._on_spot_activated)
        self.grid.tile_chosen.connect(self._on_weight_chosen)

    def show_anatomy(self, anatomy: Anatomy, classes: tuple[str, ...]) -> None:
        """Show the gradients of a step."""
        self._record = anatomy.backward
        self.show_blocks(self.stages, stage_blocks(self._record) if self._record else [])
        self.show_place(self._place)

    def show_place(self, place: WeightPlace | None) -> None:
        """Show the layer of the chosen weight, and mark it."""
        record, self._place = self._record, place
        if record is None:
            return
        place = valid(place, record.weights)
        self.show_blocks(self.norms, weight_blocks(record, place.layer))
        weights = record.weights[place.layer].weight
        heading = _("Gradients of the units of {layer}")
        if weights.ndim == 4:
            heading = _("Gradients of the kernels of {layer}")
        heading = heading.format(layer=place.layer)
        describe = partial(describe_weight, _("{weight}: gradient {number}"), weights)
        self.grid.show_weights(maps_of(weights), limit_of(weights), heading, describe)
        self.grid.show_chosen(None if place.bias else place.index)
        self.fit()

    def _on_spot_activated(self, spot: Spot) -> None:
        record = self._record
        if record is not None and isinstance(spot.key, tuple) and spot.key[1] in record.weights:
            layer = str(spot.key[1])
            self.place_chosen.emit(largest(layer, record.weights[layer]))

    def _on_weight_chosen(self, index: Index) -> None:
        if self._record is not None:
            layer = valid(self._place, self._record.weights).layer
            self.place_chosen.emit(WeightPlace(layer, index))


def weight_blocks(record: BackwardRecord, chosen: str) -> list[Block]:
    """Return the norms of the weights' gradients with what they mean."""
    pull = _("How hard the loss of the whole batch pulls at the weights of each layer together.")
    words = _("{name}: gradient norm {norm}. Enter or a click shows its weights")
    meaning = _(
        "A layer far below the others hardly learns; one far above, or growing from step to step, "
        "is torn about by its update."
    )
    return [
        title(_("Gradient of the weights")),
        Line(pull),
        Gap(4),
        *_norm_rows(record.norms, words, chosen),
        Gap(4),
        Line(extremes(record.norms), "text"),
        Line(meaning),
        Gap(6),
    ]


def stage_blocks(record: BackwardRecord) -> list[Block]:
    """Return what the colours of gradients mean, and the norms of the stages' in their order."""
    signs = _("Blue: a larger weight would make the loss larger. Orange: it would make it smaller.")
    return [
        Line(signs),
        Gap(10),
        title(_("Gradient of the stages")),
        Line(_("How much the loss depends on the values of each stage, over the batch.")),
        Gap(4),
        *_norm_rows(record.stage_norms, _("{name}: gradient norm {norm}")),
        Gap(6),
    ]


def extremes(norms: Mapping[str, float]) -> str:
    """Return which layer has the largest and which the smallest norm, or what is wrong."""
    lost = [name for name, value in norms.items() if not isfinite(value)]
    if lost:
        text = _("{layers}: not a finite number. The training has fallen apart.")
        return text.format(layers=", ".join(lost))
    still = [name for name, value in norms.items() if value == 0]
    if still:
        text = _("No gradient at all reaches {layers}: nothing is learned there.")
        return text.format(layers=", ".join(still))
    if len(norms) < 2:
        return ""
    high, low = max(norms, key=norms.__getitem__), min(norms, key=norms.__getitem__)
    text = _("Largest: {high}; smallest: {low}, {ratio} times smaller.")
    return text.format(high=high, low=low, ratio=significant(norms[high] / norms[low], 2))


def _norm_rows(norms: Mapping[str, float], words: str, chosen: str | None = None) -> list[Block]:
    """Return a bar for each norm and their axis; with a chosen one they can be activated."""
    decades = Decades.over(list(norms.values()))
    names = _NARROW if max(map(len, norms), default=0) < _BRIEF else _WIDE
    rows: list[Block] = []
    for name, norm in norms.items():
        meter = Meter(decades.share(norm), "accent" if isfinite(norm) else "bad")
        rows.append(
            MeterRow(
                name,
                (meter,),
                (significant(norm, 3),),
                words.format(name=name, norm=significant(norm, 6)),
                names,
                tuple(share for share, _text in decades.ticks),
                "accent_soft" if name == chosen else "",
                leads=chosen is not None,
                stop=not rows,
            )
        )
    return [*rows, MeterAxis(decades.ticks, names)]


@dataclass(frozen=True, slots=True)
class Decades:
    """A logarithmic scale from 10^low to 10^high."""

    low: int
    high: int

    @classmethod
    def over(cls, values: Sequence[float]) -> Decades:
        """Return whole decades around all values above 0, with room below the smallest."""
        known = [value for value in values if value > 0 and isfinite(value)]
        if not known:
            return cls(-1, 0)
        high = ceil(log10(max(known)) + 1e-9)
        low = min(floor(log10(min(known)) - 0.05), high - 1)
        return cls(max(low, high - _MOST_DECADES), high)

    def share(self, value: float) -> float:
        """Return how far a value lies along the scale, 0 to 1; 0 for what is not above 0."""
        if not value > 0:
            return 0.0
        if not isfinite(value):
            return 1.0
        along = (log10(value) - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, along))

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """The share and the number of each power of ten."""
        span = self.high - self.low
        return tuple(
            ((power - self.low) / span, power_of_ten(power))
            for power in range(self.low, self.high + 1)
        )
