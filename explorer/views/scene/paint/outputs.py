"""The two outputs as words and bars: what they show now, wherever a picture puts them.

Numbers stand in narrow columns, so they are written as short as possible.
"""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from explorer.views.parts.number_text import figure, in_percent
from explorer.views.scene.layout.layout import StageLayout
from explorer.views.scene.numbers.glyphs import glyphs_for
from explorer.views.scene.numbers.numerals import DARK, LIGHT
from explorer.views.scene.paint.artwork import NAME_FLAGS, name_area, short_name
from explorer.views.scene.state import SceneState, to_rect
from explorer.views.style.theme import SMALL, Theme

STRONG = 76  # steps of the signed colours from their middle

_MOST_WRITTEN = 6  # signs that a logit has room for, as in −00.00


def logit_text(value: float) -> str:
    """Return a logit with two decimals."""
    return figure(value) if isfinite(value) else short_number(value)


def short_number(value: float) -> str:
    """Return any number in at most six characters: `−0.031`, `4e−5`, `12.3`, `0`."""
    size = abs(value)
    if size == 0 or not isfinite(value):
        return f"{value:.0f}".replace("-0", "0").replace("-", "−")
    if size < 0.0005 or size >= 99999.5:
        mantissa, exponent = f"{value:.0e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    places = next((p for p, least in ((3, 9.9995), (2, 99.995), (1, 999.95)) if size < least), 0)
    return f"{value:.{places}f}".replace("-", "−")


def readable(word: int) -> QColor:
    """Return black or white, whichever stands out on a background 0xFFRRGGBB."""
    red, green, blue = word >> 16 & 255, word >> 8 & 255, word & 255
    bright = 0.299 * red + 0.587 * green + 0.114 * blue > 140
    return DARK if bright else LIGHT


def sign_color(theme: Theme, value: float) -> QColor:
    """Return the strong colour of what is positive or negative."""
    return QColor.fromRgb(int(theme.colormaps.signed[127 + (STRONG if value > 0 else -STRONG)]))


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Return the opaque colour at a share of the way from one to the other."""
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + share * (b - a)) for a, b in pairs))


def bar_reach(state: SceneState) -> float:
    """Return the number that a whole half of a track stands for.

    A probability changes by 1 at most; other numbers reach as far as their colours.
    """
    if state.derived is not None and state.derived.kind == "difference":
        return 1.0
    return state.mosaic.reach(len(state.layout.stages) - 1)


def has_bars(state: SceneState) -> bool:
    """Return whether there are numbers to show in the two outputs; an auto-encoder has none."""
    return not state.empty and state.layout.stages[-1].form == "bars"


def row_numbers(state: SceneState) -> list[tuple[str, QColor]]:
    """Return what is written in each logit, and in which colour."""
    index = len(state.layout.stages) - 2
    values, words = state.numbers(index), state.mosaic.stage_words(index).tolist()
    if values is None:
        return []
    write = written_logit if state.shows_values else short_number
    return [(write(v), readable(word)) for v, word in zip(values.tolist(), words, strict=True)]


def written_logit(value: float) -> str:
    """Return a logit with two decimals, or as short as can be told apart where it is too long."""
    text = logit_text(value)
    return text if len(text) <= _MOST_WRITTEN else short_number(value)


def bars(state: SceneState) -> list[tuple[float, float, QColor]]:
    """Return (start, length, colour) of every bar, in shares of its track.

    Probabilities begin at the left; other numbers grow from the middle to both sides.
    """
    values, theme = state.numbers(len(state.layout.stages) - 1), state.theme
    if values is None:
        return []
    if state.shows_values:
        accent, quiet, top = theme.color("accent"), theme.color("muted"), top_row(state)
        shares = enumerate(values.tolist())
        return [(0.0, share, accent if at == top else quiet) for at, share in shares]
    half = 0.5 / (bar_reach(state) or float("inf"))
    return [(0.5, half * value, sign_color(theme, value)) for value in values.tolist()]


def top_row(state: SceneState) -> int:
    """Return which bar matters most: the prediction, or where most has changed; -1 for none."""
    if state.shows_values:
        return state.trace.prediction if state.trace is not None else -1
    values = state.numbers(len(state.layout.stages) - 1)
    return -1 if values is None or not values.any() else int(abs(values).argmax())


def bar_number(state: SceneState, row: int) -> str:
    """Return what is written beside a bar: probabilities differ in percentage points."""
    values = state.numbers(len(state.layout.stages) - 1)
    assert values is not None
    value, derived = float(values[row]), state.derived
    if isfinite(value) and (state.shows_values or (derived and derived.kind == "difference")):
        return in_percent(value)
    return short_number(value)


def paint_outputs(painter: QPainter, state: SceneState, printed: bool) -> None:
    """Paint both outputs of the flat picture; the painter has the camera's transform."""
    if not has_bars(state):
        return
    rows, stage = state.layout.stages[-2:]
    written = stage.tiles[0].height >= 0.9 * state.layout.type.small
    as_text = printed or state.camera.scale != 1
    if written:
        glyphs = glyphs_for(state.theme, painter.device().devicePixelRatioF())
        for box, (text, color) in zip(rows.tiles, row_numbers(state), strict=False):
            x, y = box.centre
            glyphs.write(painter, text, x, y, color, "centre", as_text=as_text)
    _paint_bars(painter, state, stage)
    if written:
        _paint_top(painter, state, stage, as_text)


def _paint_bars(painter: QPainter, state: SceneState, stage: StageLayout) -> None:
    theme, tracks = state.theme, stage.tracks
    plain = state.shows_values
    for tile, track, (start, length, color) in zip(stage.tiles, tracks, bars(state), strict=False):
        # As bright as it is probable; what a diverged network makes is no number.
        glow = round(255 * length) if plain and isfinite(length) else 0
        if glow:
            painter.fillRect(to_rect(tile.grown(1)), theme.color("accent_soft", glow))
        x, wide = track.x + start * track.width, length * track.width
        if plain:
            painter.fillRect(QRectF(x, track.y, max(1.0, wide), track.height), color)
            continue
        if wide:
            painter.fillRect(QRectF(x, track.y, wide, track.height).normalized(), color)
        painter.fillRect(QRectF(x, track.y - 2, 1, track.height + 4), theme.color("faint"))


def _paint_top(painter: QPainter, state: SceneState, stage: StageLayout, as_text: bool) -> None:
    """Write the number that matters most, and stress its class if that is what is shown.

    The answer's panel has the percentages of all classes.
    """
    theme, top = state.theme, top_row(state)
    if top < 0:
        return
    tile, track, name = stage.tiles[top], stage.tracks[top], state.layout.spec.classes[top]
    color, y = theme.color("accent" if state.shows_values else "text"), tile.centre[1]
    glyphs = glyphs_for(theme, painter.device().devicePixelRatioF())
    if tile.right - track.right > 2 * track.height:
        text = bar_number(state, top)
        glyphs.write(painter, text, tile.right - 4, y, color, "right", True, as_text)
    if not state.shows_values:
        return
    if len(name) == 1 and name.isdecimal() and name.isascii():
        glyphs.write(painter, name, track.x - 6, y, color, "right", True, as_text)
        return
    painter.setFont(theme.font(SMALL, QFont.Weight.DemiBold))
    painter.setPen(color)
    text = short_name(name, tile, track, state.layout)
    painter.drawText(name_area(tile, track), NAME_FLAGS, text)
