"""A selected cell in short: where it is, its number, and how much of each stage it comes from."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from explorer.network.cells import Cell, Region, Selection, number
from explorer.text import _, ngettext
from explorer.views.blocks.blocks import Block, Gap, Line, Value

INVITATION = _(
    "Point at any cell of the network to see its value and what it was computed from. A click "
    "explains its number."
)
_MOST_LISTED = 9  # values of a pooling window


def cell_blocks(selection: Selection, title: Callable[[Cell], str]) -> list[Block]:
    """Return what is another one with every cell: its title, its number, what a pooling chose."""
    value = f"{selection.quantity or '='} {number(selection.value)}"
    heading = Line(title(selection.cell), "selection_text", "body", "strong")
    lines = [Line(line, "text") for line in pooling_lines(selection, title)]
    return [heading, Gap(2), Value(value, ""), *lines]


def field_blocks(extents: tuple[str, ...]) -> list[Block]:
    """Return what `extents_of` has found."""
    if not extents:
        return []
    return [Gap(6), Line(extents[0]), *(Line(extent, "text") for extent in extents[1:])]


def extents_of(selection: Selection) -> tuple[str, ...]:
    """Return which way the field lies, and how much of each stage it is, the nearest first."""
    way = _("goes to") if selection.forward else _("computed from")
    fields = selection.fields[:: 1 if selection.forward else -1]
    return (way, *map(extent, fields)) if fields else ()


def pooling_lines(selection: Selection, title: Callable[[Cell], str]) -> tuple[str, ...]:
    """Return what a pooling chose from, and what it chose."""
    lines: tuple[str, ...] = ()
    if 0 < len(selection.window) <= _MOST_LISTED and not selection.quantity:
        lines = (_("of {values}").format(values=", ".join(map(number, selection.window))),)
    if selection.winner is not None:
        lines = (*lines, _("won by {place}").format(place=title(selection.winner)))
    return lines


@lru_cache(maxsize=1024)
def extent(region: Region) -> str:
    """Return how much of a stage a region covers, `relu1 · 6 maps · 14 × 14`."""
    if region.empty:
        return _("{stage} · only padding").format(stage=region.stage)
    if len(region.shape) == 1:
        units = region.shape[0]
        text = ngettext("{stage} · {count} unit", "{stage} · {count} units", units)
        return text.format(stage=region.stage, count=units)
    maps, high, wide = region.shape
    text = ngettext(
        "{stage} · {count} map · {rows} × {columns}",
        "{stage} · {count} maps · {rows} × {columns}",
        maps,
    )
    return text.format(stage=region.stage, count=maps, rows=high, columns=wide)
