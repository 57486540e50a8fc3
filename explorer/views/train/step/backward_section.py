"""Backward: how large the gradient of every layer and stage is, and the gradients of one layer."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from PySide6.QtCore import Signal

from explorer.live.training.facts import Anatomy
from explorer.training.look.anatomy import BackwardRecord
from explorer.views.blocks.blocks import Block, Gap, Line, Spot
from explorer.views.parts.brush import Look
from explorer.views.train.step.column import Blocks, Column
from explorer.views.train.step.loss_blocks import title
from explorer.views.train.step.norm_bars import Decades, NormAxis, NormRow, width_for
from explorer.views.train.step.pictures import Place, limit_of, pictures_of
from explorer.views.train.step.weight_grid import Mosaic
from explorer.views.train.step.weight_place import WeightPlace, largest, valid
from explorer.views.train.step.writing import significant

_LARGEST_CELL, _MOST_HIGH = 14, 240
_WEIGHTS = "How hard the loss of the whole batch pulls at the weights of each layer together."
_STAGES = "How much the loss depends on the values of each stage, over the batch."
_SIGNS = (
    Line("Blue: a larger weight would make the loss larger. Orange: it would make it smaller."),
    Gap(6),
)
_MEANING = (
    "A layer far below the others hardly learns; one far above, or growing from step to step, "
    "is torn about by its update."
)


class Gradients(Mosaic):
    """The gradients of one layer's weights, all in one scale."""

    def fit(self, look: Look, width: float) -> None:
        """Take looks and the width; the height follows from them."""
        self.lay_out(look, width, look.px(_MOST_HIGH), _LARGEST_CELL)


class BackwardSection(Column):
    """Says `place_chosen(WeightPlace)` with a weight, or the largest of a layer."""

    place_chosen = Signal(object)

    def __init__(self) -> None:
        self.norms = Blocks(
            "Gradients of the weights",
            "The norm of the gradient of each layer's weights, on a logarithmic scale.",
            "The norm is the length of the gradient: the root of the sum of all its squares. "
            "Click a layer to see its gradients; Tab and the arrow keys go from layer to layer.",
        )
        self.pictures = Gradients(
            "Gradients of the chosen layer",
            "The gradient of every weight of the layer, in one scale.",
            "The stronger the colour, the more the loss depends on the weight. "
            "Click one to see its update.",
        )
        self.stages = Blocks(
            "Gradients of the stages",
            "The norm of the gradient of each stage's values, on a logarithmic scale.",
            "It is computed from the end to the start. Where it shrinks from stage to stage, the "
            "first layers learn slowly.",
        )
        super().__init__(self.norms, self.pictures, self.stages)
        self._record: BackwardRecord | None = None
        self._place: WeightPlace | None = None
        self.norms.spot_activated.connect(self._on_spot_activated)
        self.pictures.place_chosen.connect(self._on_place_chosen)

    def show_anatomy(self, anatomy: Anatomy, classes: tuple[str, ...]) -> None:
        """Show the gradients of a step."""
        self._record = anatomy.backward
        self.stages.show_all([*_SIGNS, *stage_blocks(self._record)] if self._record else [])
        self.show_place(self._place)

    def show_place(self, place: WeightPlace | None) -> None:
        """Show the layer of the chosen weight, and mark it."""
        record, self._place = self._record, place
        if record is None:
            return
        place = valid(place, record.weights)
        self.norms.show_all(weight_blocks(record, place.layer))
        weights = record.weights[place.layer].weight
        pictures = pictures_of(weights)

        def say(at: Place) -> str:
            index = pictures.index(at)
            if index is None:
                return ""
            words = WeightPlace(place.layer, index).words(weights.shape)
            return f"{words}: gradient {significant(float(weights[index]), 7)}"

        what = "kernels" if weights.ndim == 4 else "units"
        heading = f"Gradients of the {what} of {place.layer}"
        self.pictures.show_pictures(pictures, limit_of(weights), heading, say)
        self.pictures.show_chosen(None if place.bias else pictures.place(place.index))
        self.renew()

    def _on_spot_activated(self, spot: Spot) -> None:
        record = self._record
        if record is not None and isinstance(spot.key, tuple) and spot.key[1] in record.weights:
            layer = str(spot.key[1])
            self.place_chosen.emit(largest(layer, record.weights[layer]))

    def _on_place_chosen(self, place: Place) -> None:
        if self._record is None:
            return
        layer = valid(self._place, self._record.weights).layer
        index = pictures_of(self._record.weights[layer].weight).index(place)
        if index is not None:
            self.place_chosen.emit(WeightPlace(layer, index))


def weight_blocks(record: BackwardRecord, chosen: str) -> list[Block]:
    """Return the norms of the weights' gradients with what they mean."""
    decades, wide = Decades.over(list(record.norms.values())), width_for(record.norms)
    blocks: list[Block] = [title("Gradient of the weights"), Line(_WEIGHTS), Gap(4)]
    for at, (name, value) in enumerate(record.norms.items()):
        words = f"{name}: gradient norm {significant(value, 6)}. Enter or a click shows its weights"
        blocks.append(NormRow(name, value, decades, words, wide, name == chosen, True, at == 0))
    blocks += [
        NormAxis(decades, wide),
        Gap(4),
        Line(extremes(record.norms), "text"),
        Line(_MEANING),
    ]
    return [*blocks, Gap(6)]


def stage_blocks(record: BackwardRecord) -> list[Block]:
    """Return the norms of the stages' gradients, in the order of the data."""
    norms = record.stage_norms
    decades, wide = Decades.over(list(norms.values())), width_for(norms)
    blocks: list[Block] = [Gap(4), title("Gradient of the stages"), Line(_STAGES), Gap(4)]
    for at, (name, value) in enumerate(record.stage_norms.items()):
        words = f"{name}: gradient norm {significant(value, 6)}"
        blocks.append(NormRow(name, value, decades, words, wide, stop=at == 0))
    return [*blocks, NormAxis(decades, wide), Gap(6)]


def extremes(norms: Mapping[str, float]) -> str:
    """Return which layer has the largest and which the smallest norm, or what is wrong."""
    lost = [name for name, value in norms.items() if not isfinite(value)]
    if lost:
        return f"{', '.join(lost)}: not a finite number. The training has fallen apart."
    still = [name for name, value in norms.items() if value == 0]
    if still:
        return f"No gradient at all reaches {', '.join(still)}: nothing is learned there."
    if len(norms) < 2:
        return ""
    high, low = max(norms, key=norms.__getitem__), min(norms, key=norms.__getitem__)
    ratio = significant(norms[high] / norms[low], 2)
    return f"Largest: {high}; smallest: {low}, {ratio} times smaller."
