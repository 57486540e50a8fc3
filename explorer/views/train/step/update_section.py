"""Update: one weight before and after with every term between, and the kernels' change."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from explorer.live.training.facts import Anatomy
from explorer.network.records import Weights
from explorer.text import _, ngettext
from explorer.training.look.anatomy import UpdateRecord
from explorer.views.blocks.sheet import Sheet
from explorer.views.parts.widgets import heading
from explorer.views.train.step.column import StepColumn
from explorer.views.train.step.update_blocks import update_blocks
from explorer.views.train.step.weight_grid import ChangeGrids
from explorer.views.train.step.weight_maps import Index, WeightMaps, limit_of, maps_of
from explorer.views.train.step.weight_place import WeightChoice, WeightPlace, describe_weight, valid

_NUMBERS = (
    _("{weight}: before {number}"),
    _("{weight}: change {number}"),
    _("{weight}: after {number}"),
)
_LARGE, _SMALL = 36, 10  # pixels of a cell at most


class UpdateSection(StepColumn):
    """Emits `place_chosen(WeightPlace)` with the weight to look at."""

    place_chosen = Signal(object)

    def __init__(self) -> None:
        self.choice = WeightChoice()
        self.slice_title, self.all_title = heading(""), heading("")
        tip = _("What the update did to these weights; click one to see how.")
        self.slice = ChangeGrids(_("Kernel"), tip, largest=_LARGE, most_high=150)
        self.every = ChangeGrids(_("All of the layer"), tip, largest=_SMALL, most_high=240)
        self.sheet = Sheet(
            _("The update worked out"),
            _("How the optimiser came from the weight before to the weight after, term by term."),
            _(
                "Every optimiser has its own rule; the letters stand above the numbers of this "
                "weight. Tab and the arrow keys walk the rows."
            ),
        )
        super().__init__(
            self.choice, self.slice_title, self.slice, self.sheet, self.all_title, self.every
        )
        self._record: UpdateRecord | None = None
        self._change: dict[str, Weights] = {}
        self._layer = ""  # whose maps are shown
        self._maps: tuple[WeightMaps, ...] | None = None
        self._limits = (0.0, 0.0)
        self._place: WeightPlace | None = None
        self.choice.place_chosen.connect(self.place_chosen)
        for grids in (self.slice, self.every):
            grids.tile_chosen.connect(self._on_weight_chosen)

    def show_anatomy(self, anatomy: Anatomy, classes: tuple[str, ...]) -> None:
        """Show the update of a step."""
        record = self._record = anatomy.update
        self._maps = None
        if record is not None:
            self._change = {name: record.change(name) for name in record.before}
            self.choice.show_change(self._change)
        self.show_place(self._place)

    def show_place(self, place: WeightPlace | None) -> None:
        """Show the update of a weight, without one that of the first layer's largest gradient."""
        record, self._place = self._record, place
        if record is None:
            return
        place = self._place = valid(place, record.gradient)
        self.choice.show_place(place)
        self.show_blocks(self.sheet, update_blocks(record, place))
        self._show_weights(record, place)
        self.fit()

    @property
    def place(self) -> WeightPlace | None:
        """The weight that is looked at."""
        return self._place

    def _show_weights(self, record: UpdateRecord, place: WeightPlace) -> None:
        """Show a layer's weights: one scale before and after, one for the change."""
        layer = place.layer
        before, after = record.before[layer].weight, record.after[layer].weight
        change = self._change[layer].weight
        describe = tuple(
            partial(describe_weight, text, array)
            for text, array in zip(_NUMBERS, (before, change, after), strict=True)
        )
        if self._maps is None or self._layer != layer:
            self._layer, self._maps = layer, (maps_of(before), maps_of(change), maps_of(after))
            self._limits = limit_of(before, after), limit_of(change)
            self.every.show_weights(self._maps, self._limits, describe)
        maps = self._maps[0]
        group, slice_ = maps.slice_of(maps.cell(place.index))
        self.slice.show_weights(self._maps, self._limits, describe, (group, slice_))
        for grids in (self.slice, self.every):
            grids.show_chosen(None if place.bias else place.index)
        self._show_titles(layer, before.shape, group, slice_)

    def _show_titles(self, layer: str, shape: Index, group: int, slice_: int) -> None:
        count = shape[0]
        one = _("{layer}: unit {group}")
        every = ngettext("{layer}: all {count} unit", "{layer}: all {count} units", count)
        if len(shape) == 4:
            one = _("{layer}: kernel {group}, channel {channel}")
            every = ngettext("{layer}: all {count} kernel", "{layer}: all {count} kernels", count)
        self.slice_title.setText(one.format(layer=layer, group=group, channel=slice_))
        self.all_title.setText(every.format(layer=layer, count=count))

    def _on_weight_chosen(self, index: Index) -> None:
        self.place_chosen.emit(WeightPlace(self._layer, index))
