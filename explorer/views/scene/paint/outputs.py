"""The two outputs where they show something else than values: numbers in rows, bars to both sides.

Numbers stand in narrow columns, so they are written as short as possible.
"""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from explorer.views.scene.layout.layout import StageLayout
from explorer.views.scene.numbers.glyphs import Glyphs
from explorer.views.scene.state import SceneState
from explorer.views.style.theme import Theme

_DARK, _LIGHT = QColor(16, 22, 32), QColor(255, 255, 255)
_STRONG = 76  # steps of the signed colours from their middle


def logit_text(value: float) -> str:
    """Return a logit with two decimals and a real minus sign; minus zero is zero."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


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
    return _DARK if bright else _LIGHT


def derived_text(state: SceneState, value: float) -> str:
    """Return what is written beside a bar: probabilities differ in percentage points."""
    if state.derived is not None and state.derived.kind == "difference":
        text = f"{100 * value:.1f}"
        return text.replace("-0.0", "0.0").replace("-", "−")
    return short_number(value)


def bar_reach(state: SceneState) -> float:
    """Return the number that a whole half of a track stands for.

    A probability changes by 1 at most; other numbers reach as far as their colours.
    """
    if state.derived is not None and state.derived.kind == "difference":
        return 1.0
    return state.mosaic.reach(len(state.layout.stages) - 1)


def sign_color(theme: Theme, value: float) -> QColor:
    """Return the strong colour of what is positive or negative."""
    return QColor.fromRgb(int(theme.colormaps.signed[127 + (_STRONG if value > 0 else -_STRONG)]))


def paint_derived(painter: QPainter, state: SceneState, glyphs: Glyphs) -> None:
    """Write the numbers of both outputs; the painter has the camera's transform."""
    stages = state.layout.stages
    if stages[-1].form != "bars":
        return  # an auto-encoder ends in a picture
    written = stages[-1].tiles[0].height >= 0.9 * state.layout.type.small
    if written:
        _paint_rows(painter, state, stages[-2], glyphs)
    _paint_bars(painter, state, stages[-1], glyphs if written else None)


def _paint_rows(painter: QPainter, state: SceneState, stage: StageLayout, glyphs: Glyphs) -> None:
    values = state.numbers(len(state.layout.stages) - 2)
    if values is None:
        return
    words = state.mosaic.stage_words(len(state.layout.stages) - 2).tolist()
    scaled = state.camera.scale != 1
    for box, value, word in zip(stage.tiles, values.tolist(), words, strict=True):
        text, color = short_number(value), readable(word)
        glyphs.write(painter, text, *box.centre, color, "centre", False, scaled)


def _paint_bars(
    painter: QPainter, state: SceneState, stage: StageLayout, glyphs: Glyphs | None
) -> None:
    """Let bars grow from the middle of their tracks to both sides."""
    values, reach = state.numbers(len(state.layout.stages) - 1), bar_reach(state)
    if values is None:
        return
    theme, most = state.theme, int(abs(values).argmax())
    for value, track in zip(values.tolist(), stage.tracks, strict=True):
        middle, wide = track.centre[0], 0.5 * track.width * value / reach if reach else 0.0
        if value:
            bar = QRectF(middle, track.y, wide, track.height).normalized()
            painter.fillRect(bar, sign_color(theme, value))
        painter.fillRect(QRectF(middle, track.y - 2, 1, track.height + 4), theme.color("faint"))
    tile, track, value = stage.tiles[most], stage.tracks[most], float(values[most])
    if glyphs is not None and value and tile.right - track.right > 2 * track.height:
        place, text = (tile.right - 4, tile.centre[1]), derived_text(state, value)
        scaled, color = state.camera.scale != 1, theme.color("text")
        glyphs.write(painter, text, *place, color, "right", True, scaled)
