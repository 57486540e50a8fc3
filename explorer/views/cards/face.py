"""What one card shows: a title, the number, blocks in the middle and the sum at the foot.

The context is what stands around an explanation: the trace it belongs to, for the names of
classes and the colours of the maps, and what the user unfolded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.digits.prepare import Preparation
from explorer.network.cells import Cell
from explorer.network.explanations import Alternative, Explanation, agrees
from explorer.network.fields import COLOURS
from explorer.network.otherwise import possible_strides
from explorer.network.records import Trace
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.blocks.blocks import Block, Sum
from explorer.views.blocks.grids import Mask, Tile, largest_size, tiles
from explorer.views.blocks.pictures import MapPicture
from explorer.views.parts.number_text import decimals, figure, places_for
from explorer.views.parts.painting import ink_colors
from explorer.views.scene.pixels import LETTERS, PixelStyle, plane_tables
from explorer.views.scene.scales import Family, families
from explorer.views.style.colormaps import Colormaps, Table, ramp_index

Parts = list[tuple[str, str]]  # of a sum: text and role
MOST_PLACES = 6  # decimals: float32 numbers have no more
_SIGNED = Family("pre-activation", True)
_families = lru_cache(maxsize=16)(families)


@dataclass(frozen=True, slots=True)
class Rivals:
    """The classes with which the class `own` can be compared; `at` is the one that is, or none."""

    classes: tuple[str, ...]
    own: int
    at: int | None


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen, as texts by key; `own` is the network's, `at` the one that is shown."""

    texts: Mapping[str, str]
    own: str
    at: str


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A card's contents; `beside` stands small at the right of the number.

    The last four are what the controls of the card show; what is None has no control.
    """

    title: str
    value: str
    beside: str
    blocks: list[Block]
    foot: Sum
    temperature: float | None = None
    rivals: Rivals | None = None
    bias: Offer | None = None
    strides: Offer | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """The surroundings of an explanation.

    `opened` is the input channel that is enlarged, or None; `biased` is whether a convolution's
    bias is added, as the network does. `pixels` is how those of the input are drawn, as in the
    scene. Without a trace, colours stand for the range of what is shown and classes are numbered.
    """

    maps: Colormaps
    trace: Trace | None = None
    preparation: Preparation | None = None
    opened: int | None = None
    biased: bool = True
    pixels: PixelStyle = field(default_factory=PixelStyle)

    def family(self, stage: str) -> Family:
        """Return which quantity a stage shows."""
        if self.trace is None:
            return _SIGNED
        return _families(self.trace.spec)[self.trace.spec.index(stage)]

    @property
    def colour(self) -> bool:
        """Whether the network reads and draws pictures with a red, a green and a blue plane."""
        return self.trace is not None and self.trace.spec.input_shape[0] == len(LETTERS)

    def tiles(
        self, stage: str, values: NDArray[np.floating], padded: Mask | None, first: int = 0
    ) -> list[Tile]:
        """Return arrays (n, rows, columns) of a stage in the colours of its layer.

        They are its maps from `first` on: planes of a colour picture have colours of their own.
        """
        family, stack = self.family(stage), values.astype(np.float32)
        if family.quantity == "pixels" and self.trace is not None:
            if stage != self.trace.spec.stages[0].name:  # drawn, never normalised
                return [self.ink(plane, 1.0, padded, i) for i, plane in enumerate(stack, first)]
            return self._pixels(stack, self.trace.spec, padded, first)
        limit = largest_size(self.trace.stage(stage).values if self.trace else stack)
        table = self.maps.signed if family.signed else self.maps.ramp
        return tiles(stack, table, limit, family.signed, padded)

    def ink(
        self, values: NDArray[np.float32], full: float, padded: Mask | None, plane: int = 0
    ) -> Tile:
        """Return pixels (rows, columns) of a plane from 0 to `full` as ink on paper."""
        return Tile(values, self.pixel_table(plane)[ramp_index(values, 0.0, full)], padded)

    def pixel_table(self, plane: int) -> Table:
        """Return the colours of a plane of pixels, those that the scene gives it."""
        if self.colour:
            return plane_tables(self.pixels, self.maps.ink)[plane % len(LETTERS)]
        return self.pixels.table(self.maps.ink)

    def picture(self, stage: str, plane: int) -> Tile | None:
        """Return one whole map of the trace, None without a trace."""
        if self.trace is None:
            return None
        return self.tiles(stage, self.trace.stage(stage).values[plane][None], None, plane)[0]

    def cell_picture(
        self,
        cell: Cell,
        heading: str,
        fact: tuple[str, str],
        origin: Cell,
        value: str,
        side: int = 96,
    ) -> MapPicture | None:
        """Return the map of a cell with the cell framed; it leads to the number's `origin`."""
        plane, row, column = cell.index
        tile = self.picture(cell.stage, plane)
        if tile is None:
            return None
        place = _("row {row}, column {column}").format(row=row, column=column)
        words = _("{cell}: {value}. A click goes there.")
        words = words.format(cell=self.title(origin), value=value)
        facts = ((heading, "strong"), (place, "text"), fact)
        return MapPicture(tile, (row, column, row + 1, column + 1), facts, words, origin, side)

    def whole_input(self) -> Tile | None:
        """Return the picture that the network reads, all planes in one; None without a trace."""
        if self.trace is None:
            return None
        pixels = self.trace.pixels
        return Tile(pixels.mean(axis=0), ink_colors(pixels, self.pixels.table(self.maps.ink)))

    def class_name(self, index: int) -> str:
        """Return the name of a class."""
        return self.trace.spec.classes[index] if self.trace else str(index)

    def channel_name(self, stage: str, plane: int) -> str:
        """Return what one plane of a stage is called: `map 3`, `red`, `pixels`."""
        if self._pixel_planes(stage) == 0:
            return _("map {plane}").format(plane=plane)
        return COLOURS[plane] if self.letter(stage, plane) else _("pixels")

    def letter(self, stage: str, plane: int) -> str:
        """Return R, G or B for a plane of a colour picture, '' for other maps."""
        return LETTERS[plane] if self._pixel_planes(stage) == len(LETTERS) else ""

    def title(self, cell: Cell) -> str:
        """Return where a cell is, `conv2 · map 3 · row 4, column 7`."""
        stage, first = cell.stage, cell.index[0]
        if len(cell.index) == 3:
            text = _("{stage} · {plane} · row {row}, column {column}")
            if self._pixel_planes(stage) not in (0, len(LETTERS)):
                text = _("{stage} · row {row}, column {column}")
            plane, (row, column) = self.channel_name(stage, first), cell.index[1:]
            return text.format(stage=stage, plane=plane, row=row, column=column)
        if stage in ("logits", "probabilities"):
            return _("{stage} · class {name}").format(stage=stage, name=self.class_name(first))
        return _("{stage} · unit {unit}").format(stage=stage, unit=first)

    def strides(self, cell: Cell, others: tuple[Alternative, ...]) -> Offer | None:
        """Return the strides that a layer could have; None where no other one is worked out."""
        if self.trace is None or not others:
            return None
        stage = self.trace.spec.stage(cell.stage)
        texts = {str(stride): str(stride) for stride in possible_strides(stage)}
        return Offer(texts, str(getattr(stage.layer, "stride", "")), str(others[0].stride))

    def _pixel_planes(self, stage: str) -> int:
        """Return how many planes of pixels a stage has; 0 where it is no picture."""
        if self.trace is None or self.family(stage).quantity != "pixels":
            return 0
        return len(self.trace.stage(stage).values)

    def _pixels(
        self, stack: NDArray[np.float32], spec: Spec, padded: Mask | None, first: int
    ) -> list[Tile]:
        """Ink on paper: the normalisation is undone for the colours only."""
        found = []
        for plane, values in enumerate(stack, first):
            mean, std = spec.mean[plane % len(spec.mean)], spec.std[plane % len(spec.std)]
            index = ramp_index(values, -mean / std, (1 - mean) / std)
            found.append(Tile(values, self.pixel_table(plane)[index], padded))
        return found


def close_sum(parts: Parts, explanation: Explanation, result: str, rest: str | None = None) -> Sum:
    """Return the closing line from its parts, without "= result"; ticked if it is the trace's.

    `rest` is what the printed terms lack to the printed result.
    """
    note, same = _("differs from what the network computed"), agrees(explanation)
    if same:
        note = _("equals the number that the network computed")
    lacking = [(_("+ rounding"), "word"), (rest, "number")] if rest else []
    return Sum((*parts, *lacking, ("=", "word"), (result, "result")), same, note)


def bias_part(bias: float, places: int) -> Parts:
    """Return the bias as the last term of a sum: `+ bias −0.056`."""
    return [(_("+ bias"), "word"), (figure(bias, places), "number")]


def least_places(terms: Sequence[float], bias: float) -> int:
    """Return the decimals of a sum from which on its bias, too, shows a figure."""
    return places_for([bias], figures=1, least=decimals(terms), most=MOST_PLACES)


def close_other_sum(parts: Parts, result: str, note: str) -> Sum:
    """Return the closing line of a sum that is not the network's; `note` is how it differs."""
    return Sum((*parts, ("=", "word"), (result, "result")), None, note)
