"""The card of a pooling: the window, who won or what was added, and where that is on the input."""

from __future__ import annotations

import numpy as np

from explorer.network.cells import Cell
from explorer.network.explanations import PoolingExplanation
from explorer.text import _, ngettext
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.blocks.pictures import Facts, MapPicture, NumberWindow
from explorer.views.cards.face import MOST_PLACES, Context, Face, Parts, close_sum
from explorer.views.cards.faces.compared import compare_map, describe_overlap
from explorer.views.parts.number_text import bracketed, decimals, figure, percent
from explorer.views.parts.printed import places_adding_up, places_giving, rest_of

_MOST_LISTED, _SIDE = 9, 46
_PARTS = {  # of the values of a map that remain; 0 for any other
    0: _("per map {before:,} values in, {after:,} out: {share} remains (−{lost})"),
    1: _("per map {before:,} values in, {after:,} out: as many as before"),
    2: _("per map {before:,} values in, {after:,} out: half remains (−{lost})"),
    4: _("per map {before:,} values in, {after:,} out: a quarter remains (−{lost})"),
    9: _("per map {before:,} values in, {after:,} out: a ninth remains (−{lost})"),
    16: _("per map {before:,} values in, {after:,} out: a sixteenth remains (−{lost})"),
}


def build_pooling(explanation: PoolingExplanation, context: Context) -> Face:
    """Return the card of a pooled cell."""
    places, result_places = _places(explanation)
    value = figure(explanation.value, result_places)
    rows, columns = explanation.window.shape
    top, left = int(explanation.rows[0]), int(explanation.columns[0])
    window = (top, left, int(explanation.rows[-1]) + 1, int(explanation.columns[-1]) + 1)
    corner = Cell(explanation.source, (explanation.cell.index[0], top, left))
    others = compare_map(context, corner, window, explanation.alternatives)
    blocks: list[Block] = [_window(explanation, context, places), Gap(8), *others]
    if others:
        blocks.append(Gap(4))
    blocks += [*_sizes(explanation, context), Gap(8)]
    picture = _picture(explanation, context)
    if picture is not None:
        blocks += [picture, Gap(8)]
    blocks.append(Line(_("Pooling has nothing to learn: 0 parameters.")))
    beside = {
        "max": _("largest of {rows} × {columns}"),
        "average": _("average of {rows} × {columns}"),
        "sum": _("sum of {rows} × {columns}"),
    }[explanation.kind]
    terms = explanation.window[explanation.inside].tolist()
    rest = rest_of(terms, explanation.value, places) if explanation.kind == "sum" else None
    return Face(
        context.title(explanation.cell),
        value,
        beside.format(rows=rows, columns=columns),
        blocks,
        close_sum(_parts(explanation, places), explanation, value, rest),
        strides=context.strides(explanation.cell, explanation.alternatives),
    )


def _places(explanation: PoolingExplanation) -> tuple[int, int]:
    """Return the decimals of the terms and of the result: as printed, they give it."""
    terms = explanation.window[explanation.inside].tolist()
    value, divisor = explanation.value, explanation.divisor
    least = max(decimals(terms), decimals([value]))
    if explanation.kind == "sum":
        least = places_adding_up([(terms, value)], least, MOST_PLACES)
    elif explanation.kind == "average":
        every = [least] * len(terms)
        counts = places_giving(lambda *t: sum(t) / divisor, terms, every, value, least)
        return max(counts, default=least), least
    return least, least


def _window(explanation: PoolingExplanation, context: Context, places: int) -> NumberWindow:
    padded = None if explanation.inside.all() else ~explanation.inside
    plane = explanation.cell.index[0]
    tile = context.tiles(explanation.source, explanation.window[None], padded, plane)[0]
    cells = []
    for row, column in np.argwhere(explanation.inside).tolist():
        at = int(explanation.rows[row]), int(explanation.columns[column])
        cell = Cell(explanation.source, (plane, *at))
        number = figure(float(explanation.window[row, column]), places)
        cells.append((row, column, f"{context.title(cell)}: {number}", cell))
    winner = None
    if explanation.winner is not None:
        _plane, row, column = explanation.winner.index
        winner = row - int(explanation.rows[0]), column - int(explanation.columns[0])
    facts = _facts(explanation, context.channel_name(explanation.source, plane))
    return NumberWindow(tile, places, winner, tuple(cells), facts, _SIDE)


def _facts(explanation: PoolingExplanation, plane: str) -> Facts:
    source = _("from {stage}, {plane}").format(stage=explanation.source, plane=plane)
    where = (source, "label")
    if explanation.winner is not None:
        _plane, row, column = explanation.winner.index
        place = _("row {row}, column {column}").format(row=row, column=column)
        return ((_("winner"), "label"), (place, "strong"), where)
    if explanation.kind == "max":
        return ((_("no winner"), "strong"), (_("the window is 0 all over"), "label"), where)
    count = int(explanation.inside.sum())
    text = ngettext("{count} value added", "{count} values added", count).format(count=count)
    divided = _("divided by {divisor}").format(divisor=explanation.divisor)
    average = ((divided, "label"),) if explanation.kind == "average" else ()
    return ((text, "strong"), *average, where)


def _picture(explanation: PoolingExplanation, context: Context) -> MapPicture | None:
    field = explanation.field
    tile = context.whole_input()
    if tile is None or field.empty:
        return None
    (_first, top, left), (_last, bottom, right) = field.start, field.stop
    seen = _("what the winner sees") if explanation.winner else _("what the window sees")
    ends = {"top": top, "bottom": bottom - 1, "left": left, "right": right - 1}
    facts = (
        (_("in the input picture"), "strong"),
        (_("rows {top} to {bottom}").format(top=top, bottom=bottom - 1), "text"),
        (_("columns {left} to {right}").format(left=left, right=right - 1), "text"),
        (seen, "label"),
    )
    words = _("Input, rows {top} to {bottom}, columns {left} to {right}: {meaning}")
    words = words.format(**ends, meaning=seen)
    middle = Cell("input", (0, (top + bottom - 1) // 2, (left + right - 1) // 2))
    return MapPicture(tile, (top, left, bottom, right), facts, words, middle, side=72)


def _sizes(explanation: PoolingExplanation, context: Context) -> list[Block]:
    """Return the sizes before and after, of a side and of the whole map, and how windows lie."""
    if context.trace is None or not explanation.alternatives:
        return [Line(_count_values(explanation.map_in, explanation.map_out), color="text")]
    other = explanation.alternatives[0]
    rows, columns = context.trace.stage(explanation.source).values.shape[1:]
    after_rows, after_columns = other.values.shape
    sides = _("stride {stride}: {rows} × {columns} → {after_rows} × {after_columns}")
    if (2 * after_rows, 2 * after_columns) == (rows, columns):
        sides = _(
            "stride {stride}: {rows} × {columns} → {after_rows} × {after_columns}, half per side"
        )
    sides = sides.format(
        stride=other.stride,
        rows=rows,
        columns=columns,
        after_rows=after_rows,
        after_columns=after_columns,
    )
    return [
        Line(sides, color="text"),
        Line(_count_values(explanation.map_in, other.values.size), color="text"),
        describe_overlap(other),
    ]


def _count_values(before: int, after: int) -> str:
    """Return how many values of a map remain: all, more, or which part."""
    part = before // after if before % after == 0 else 0
    text = _PARTS.get(part, _PARTS[0])
    if after > before:
        text = _("per map {before:,} values in, {after:,} out: more than before")
    share, lost = percent(after / before), percent(1 - after / before)
    return text.format(before=before, after=after, share=share, lost=lost)


def _parts(explanation: PoolingExplanation, places: int) -> Parts:
    """Return terms as parts that may break between any two; many are cut short."""
    terms = explanation.window[explanation.inside].tolist()
    start, between, end = {
        "max": ("max(", ",", ")"),
        "average": ("(", " +", f") / {explanation.divisor}"),
        "sum": ("", " +", ""),
    }[explanation.kind]
    write = figure if explanation.kind == "max" else bracketed
    texts = [figure(terms[0], places), *(write(t, places) for t in terms[1:])] if terms else ["0"]
    if len(texts) > _MOST_LISTED:
        texts = [*texts[: _MOST_LISTED - 1], f"… {texts[-1]}"]
    parts = [f"{text}{between}" for text in texts[:-1]] + [texts[-1] + end]
    return [(start + parts[0], "number"), *((part, "number") for part in parts[1:])]
