"""The card of a pooling: the window, who won or what was added, and where that is on the input."""

from __future__ import annotations

import numpy as np

from explorer.network.cells import Cell
from explorer.network.explanations import PoolingExplanation
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.cards.face import Context, Face
from explorer.views.cards.faces.otherwise import before_and_after, overlap
from explorer.views.cards.foot import foot
from explorer.views.cards.pictures import Picture
from explorer.views.cards.windows import Window
from explorer.views.parts.figures import bracketed, decimals, figure, grouped, percent

_WORDS = {"max": "largest", "average": "average", "sum": "sum"}
_MOST_LISTED, _SIDE = 9, 46
_FRACTIONS = {4: "a quarter", 9: "a ninth", 2: "half", 16: "a sixteenth", 1: "all"}


def face(explanation: PoolingExplanation, context: Context) -> Face:
    """Return what the card of a pooled cell says."""
    places = decimals([*explanation.window.reshape(-1), explanation.value])
    value = figure(explanation.value, places)
    rows, columns = explanation.window.shape
    blocks: list[Block] = [_window(explanation, context, places), Gap(8)]
    (top, bottom), (left, right) = (
        (int(side[0]), int(side[-1]) + 1) for side in (explanation.rows, explanation.columns)
    )
    others = before_and_after(
        context,
        explanation.source,
        explanation.cell.index[0],
        (top, left, bottom, right),
        explanation.alternatives,
    )
    if others:
        blocks += [*others, Gap(4)]
    blocks += [*_shrinkage(explanation, context), Gap(8)]
    picture = _picture(explanation, context)
    if picture is not None:
        blocks += [picture, Gap(8)]
    blocks.append(Line("Pooling has nothing to learn: 0 parameters."))
    return Face(
        context.title(explanation.cell),
        value,
        f"{_WORDS[explanation.kind]} of {rows} × {columns}",
        blocks,
        foot(_parts(explanation, places), explanation, value),
        ("stride",) if explanation.alternatives else (),
    )


def _window(explanation: PoolingExplanation, context: Context, places: int) -> Window:
    padded = None if explanation.inside.all() else ~explanation.inside
    plane = explanation.cell.index[0]
    tile = context.tiles(explanation.source, explanation.window[None], padded, plane)[0]
    cells = []
    for row, column in np.argwhere(explanation.inside).tolist():
        cell = Cell(
            explanation.source,
            (plane, *_position(explanation, row, column)),
        )
        number = figure(float(explanation.window[row, column]), places)
        cells.append((row, column, f"{context.title(cell)}: {number}", cell))
    facts = _facts(explanation, context.channel_name(explanation.source, plane))
    return Window(tile, places, _won(explanation), tuple(cells), facts, _SIDE)


def _position(explanation: PoolingExplanation, row: int, column: int) -> tuple[int, int]:
    return int(explanation.rows[row]), int(explanation.columns[column])


def _won(explanation: PoolingExplanation) -> tuple[int, int] | None:
    if explanation.winner is None:
        return None
    _, row, column = explanation.winner.index
    return row - int(explanation.rows[0]), column - int(explanation.columns[0])


def _facts(explanation: PoolingExplanation, plane: str) -> tuple[tuple[str, str], ...]:
    where = (f"from {explanation.source}, {plane}", "label")
    if explanation.winner is not None:
        _, row, column = explanation.winner.index
        return (("winner", "label"), (f"row {row}, column {column}", "strong"), where)
    if explanation.kind == "max":
        return (("no winner", "strong"), ("the window is 0 all over", "label"), where)
    terms = int(explanation.inside.sum())
    said = f"{terms} values added"
    if explanation.kind == "average":
        return ((said, "strong"), (f"divided by {explanation.divisor}", "label"), where)
    return ((said, "strong"), where)


def _picture(explanation: PoolingExplanation, context: Context) -> Picture | None:
    field = explanation.field
    tile = context.whole_input()
    if tile is None or field.empty:
        return None
    (_, top, left), (_, bottom, right) = field.start, field.stop
    seen = "what the winner sees" if explanation.winner else "what the window sees"
    facts = (
        ("in the input picture", "strong"),
        (f"rows {top} to {bottom - 1}", "text"),
        (f"columns {left} to {right - 1}", "text"),
        (seen, "label"),
    )
    box = (top, left, bottom, right)
    middle = Cell("input", (0, (top + bottom - 1) // 2, (left + right - 1) // 2))
    words = f"Input, rows {top} to {bottom - 1}, columns {left} to {right - 1}: {seen}"
    return Picture(tile, box, facts, words, middle, side=72)


def _shrinkage(explanation: PoolingExplanation, context: Context) -> list[Block]:
    """Return the sizes before and after, of a side and of the whole map, and how windows lie."""
    counted = Line(_counted(explanation.map_in, explanation.map_out), color="text")
    if context.trace is None or not explanation.alternatives:
        return [counted]
    other = explanation.alternatives[0]
    rows, columns = context.trace.stage(explanation.source).values.shape[1:]
    after_rows, after_columns = other.values.shape
    half = ", half per side" if (2 * after_rows, 2 * after_columns) == (rows, columns) else ""
    sides = f"{rows} × {columns} → {after_rows} × {after_columns}{half}"
    return [
        Line(f"stride {other.stride}: {sides}", color="text"),
        Line(_counted(explanation.map_in, other.values.size), color="text"),
        overlap(other),
    ]


def _counted(before: int, after: int) -> str:
    said = f"per map {grouped(before)} values in, {grouped(after)} out"
    part = _FRACTIONS.get(before // after) if before % after == 0 else None
    if before == after:
        return f"{said}: as many as before"
    if after > before:
        return f"{said}: more than before"
    lost = percent(1 - after / before)
    return (
        f"{said}: {part or percent(after / before)} remain{'' if part == 'all' else 's'} (−{lost})"
    )


def _parts(explanation: PoolingExplanation, places: int) -> list[tuple[str, str]]:
    terms = [float(value) for value in explanation.window[explanation.inside]]
    if explanation.kind == "max":
        return _listed("max(", [figure(t, places) for t in terms], ",", ")")
    texts = [figure(terms[0], places)] if terms else ["0"]
    texts += [bracketed(term, places) for term in terms[1:]]
    if explanation.kind == "sum":
        return _listed("", texts, " +", "")
    return _listed("(", texts, " +", f") / {explanation.divisor}")


def _listed(start: str, texts: list[str], between: str, end: str) -> list[tuple[str, str]]:
    """Return terms as parts that may break between any two; many are cut short."""
    if len(texts) > _MOST_LISTED:
        texts = [*texts[: _MOST_LISTED - 1], f"… {texts[-1]}"]
    parts = [f"{text}{between}" for text in texts[:-1]] + [texts[-1] + end]
    return [(start + parts[0], "number"), *((part, "number") for part in parts[1:])]
