"""Update: one weight before and after with every term between, and the kernels' change."""

from __future__ import annotations

from PySide6.QtCore import Signal

from explorer.live.training.facts import Anatomy
from explorer.network.records import Floats, Weights
from explorer.training.look.anatomy import UpdateRecord
from explorer.views.parts.widgets import heading
from explorer.views.train.step.column import Blocks, Column
from explorer.views.train.step.pictures import Pictures, Place, limit_of, pictures_of
from explorer.views.train.step.trio import Trio
from explorer.views.train.step.update_blocks import update_blocks
from explorer.views.train.step.weight_choice import WeightChoice
from explorer.views.train.step.weight_place import WeightPlace, valid
from explorer.views.train.step.writing import significant

_PARTS = ("before", "change", "after")
_LARGE, _SMALL = 36, 10  # pixels of a cell at most


class UpdateSection(Column):
    """Says `place_chosen(WeightPlace)` with the weight to look at."""

    place_chosen = Signal(object)

    def __init__(self) -> None:
        self.choice = WeightChoice()
        self.slice_title, self.all_title = heading(""), heading("")
        tip = "What the update did to these weights; click one to see how."
        self.slice = Trio("Kernel", tip, largest=_LARGE, most_high=150)
        self.every = Trio("All of the layer", tip, largest=_SMALL, most_high=240)
        self.sheet = Blocks(
            "The update worked out",
            "How the optimiser came from the weight before to the weight after, term by term.",
            "Every optimiser has its own rule; the letters stand above the numbers of this "
            "weight. Tab and the arrow keys walk the rows.",
        )
        super().__init__(
            self.choice, self.slice_title, self.slice, self.sheet, self.all_title, self.every
        )
        self._record: UpdateRecord | None = None
        self._change: dict[str, Weights] = {}
        self._pictures: tuple[str, tuple[Pictures, ...]] | None = None
        self._limits = (0.0, 0.0)
        self._place: WeightPlace | None = None
        self.choice.place_chosen.connect(self.place_chosen)
        self.slice.place_chosen.connect(self._on_slice_chosen)
        self.every.place_chosen.connect(self._on_place_chosen)

    def show_anatomy(self, anatomy: Anatomy, classes: tuple[str, ...]) -> None:
        """Show the update of a step."""
        record = self._record = anatomy.update
        self._pictures = None
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
        self.sheet.show_all(update_blocks(record, place))
        self._show_pictures(record, place)
        self.renew()

    @property
    def place(self) -> WeightPlace | None:
        """The weight that is looked at."""
        return self._place

    def _show_pictures(self, record: UpdateRecord, place: WeightPlace) -> None:
        shape = record.before[place.layer].weight.shape
        if self._pictures is None or self._pictures[0] != place.layer:
            self._color(record, place.layer)
        assert self._pictures is not None
        before, change, after = self._pictures[1]
        at = before.place((*place.index, *(0,) * len(shape))[: len(shape)])
        unit = "kernel" if len(shape) == 4 else "unit"
        words = f"{place.layer}: {unit} {at.group}"
        self.slice_title.setText(words + (f", channel {at.slice}" if len(shape) == 4 else ""))
        self.all_title.setText(f"{place.layer}: all {shape[0]} {unit}s")
        alone = tuple(p.only(at.group, at.slice) for p in (before, change, after))
        self.slice.show_pictures(
            (alone[0], alone[1], alone[2]),
            self._limits,
            lambda part, cell: self._say(part, Place(at.group, at.slice, cell.row, cell.column)),
        )
        marked = None if place.bias else at
        self.every.show_chosen(marked)
        self.slice.show_chosen(None if place.bias else Place(0, 0, at.row, at.column))

    def _color(self, record: UpdateRecord, layer: str) -> None:
        """Take the pictures of another layer: one scale before and after, one for the change."""
        arrays = self._arrays(record, layer)
        before, change, after = (pictures_of(array) for array in arrays)
        self._pictures = layer, (before, change, after)
        self._limits = limit_of(arrays[0], arrays[2]), limit_of(arrays[1])
        self.every.show_pictures((before, change, after), self._limits, self._say)

    def _arrays(self, record: UpdateRecord, layer: str) -> tuple[Floats, Floats, Floats]:
        change = self._change[layer].weight
        return record.before[layer].weight, change, record.after[layer].weight

    def _say(self, part: int, at: Place) -> str:
        """Return a number of the pictures in words."""
        record, place = self._record, self._place
        if record is None or place is None or self._pictures is None:
            return ""
        index = self._pictures[1][0].index(at)
        if index is None:
            return ""
        array = self._arrays(record, place.layer)[part]
        words = WeightPlace(place.layer, index).words(array.shape)
        return f"{words}: {_PARTS[part]} {significant(float(array[index]), 7)}"

    def _on_slice_chosen(self, cell: Place) -> None:
        if self._place is not None and self._pictures is not None:
            shape = self._pictures[1][0].shape
            here = self._pictures[1][0].place((*self._place.index, 0, 0, 0)[: len(shape)])
            self._on_place_chosen(Place(here.group + cell.group, here.slice, cell.row, cell.column))

    def _on_place_chosen(self, at: Place) -> None:
        if self._place is None or self._pictures is None:
            return
        index = self._pictures[1][0].index(at)
        if index is not None:
            self.place_chosen.emit(WeightPlace(self._place.layer, index))
