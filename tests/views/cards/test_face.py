"""The colours and names that a card takes from the trace around it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.network.cells import Cell
from explorer.network.explain import explain
from explorer.network.network import Network
from explorer.network.records import Trace
from explorer.network.spec import Dense, Flatten, Pooling, Spec
from explorer.views.blocks.grids import Tile
from explorer.views.blocks.pictures import MapPicture, NumberWindow
from explorer.views.cards.card import ExplanationCard
from explorer.views.cards.face import Context
from explorer.views.cards.faces.build import build_face
from explorer.views.cards.faces.channels import ChannelLarge, ChannelRow
from explorer.views.cards.faces.compared import Compared
from explorer.views.parts.brush import Look
from explorer.views.scene.pixels import Ink, PixelStyle, plane_tables
from explorer.views.style.colormaps import LEVELS, Table
from explorer.views.style.theme import ThemeName, theme

WIDTH = 224  # pixels of the panel at its narrowest

STYLES = [PixelStyle(ink=ink) for ink in get_args(Ink)]
CONVOLVED = Cell("conv1", (1, 3, 5))


def _light(word: int) -> float:
    """Return the relative luminance of a colour as accessibility guidelines define it."""
    parts = np.array([word >> shift & 255 for shift in (16, 8, 0)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def _contrast(first: int, second: int) -> float:
    low, high = sorted((_light(first), _light(second)))
    return (high + 0.05) / (low + 0.05)


def _words(tile: Tile) -> set[int]:
    return {tile.image.pixel(x, y) for x in range(tile.columns) for y in range(tile.rows)}


@pytest.mark.parametrize("style", STYLES)
def test_patches_of_a_colour_picture_have_the_colours_of_the_scene(
    coloured: Trace, look: Look, style: PixelStyle
) -> None:
    context = Context(look.maps, coloured, pixels=style)
    rows = [b for b in build_face(explain(coloured, CONVOLVED), context).blocks if _is_row(b)]
    assert len(rows) == 3
    tables = plane_tables(style, look.maps.ink)
    for row in rows:
        assert isinstance(row, ChannelRow)
        assert _words(row.channel.patch) <= set(tables[row.channel.index].tolist())
        assert row.channel.letter == "RGB"[row.channel.index]


def _is_row(block: object) -> bool:
    return isinstance(block, ChannelRow)


def test_an_enlarged_patch_says_which_plane_it_is(coloured: Trace, look: Look) -> None:
    context = Context(look.maps, coloured, opened=2)
    blocks = build_face(explain(coloured, CONVOLVED), context).blocks
    (large,) = [block for block in blocks if isinstance(block, ChannelLarge)]
    assert large.captions[0] == "patch of input, B"
    assert large.channel.name == "blue"


def test_grey_pixels_and_maps_have_no_letter(trace: Trace, look: Look) -> None:
    context = Context(look.maps, trace)
    assert not context.colour
    assert [context.letter(name, 0) for name in ("input", "pool1")] == ["", ""]


@pytest.mark.parametrize("style", STYLES)
def test_grey_pixels_are_drawn_with_the_ink_that_was_chosen(
    trace: Trace, look: Look, style: PixelStyle
) -> None:
    context = Context(look.maps, trace, pixels=style)
    tile = context.picture("input", 0)
    assert tile is not None
    table = style.table(look.maps.ink)
    assert tile.image.pixel(0, 0) == int(table[0])
    assert int(table[LEVELS - 1]) in _words(tile)


@pytest.mark.parametrize("plane", range(3))
def test_a_pooled_plane_and_a_pixel_have_its_colours_and_its_name(look: Look, plane: int) -> None:
    """Also where the planes are normalised differently."""
    layers = (Pooling("max", 2), Flatten(), Dense(10))
    spec = Spec("rgb", (3, 4, 4), layers, mean=(0.1, 0.4, 0.7), std=(0.2, 0.3, 0.4))
    pixels = np.full((3, 4, 4), 0.5, np.float32)
    trace = Network.untrained(spec, seed=1).trace(pixels)
    context = Context(look.maps, trace)
    half = plane_tables(PixelStyle(), look.maps.ink)[plane][(LEVELS - 1) // 2]
    for stage in ("pool1", "input"):
        shown = build_face(explain(trace, Cell(stage, (plane, 1, 1))), context)
        (window,) = [block for block in shown.blocks if isinstance(block, NumberWindow)]
        assert window.tile.image.pixel(1, 1) == int(half)
        if stage == "pool1":
            name = ("red", "green", "blue")[plane]
            assert (f"from input, {name}", "label") in window.facts


def test_the_input_picture_of_a_pooling_is_the_whole_picture(coloured: Trace, look: Look) -> None:
    shown = build_face(explain(coloured, Cell("pool1", (0, 2, 2))), Context(look.maps, coloured))
    (picture,) = [block for block in shown.blocks if isinstance(block, MapPicture)]
    at = QColor(picture.tile.image.pixel(7, 0))
    assert (at.red(), at.green(), at.blue()) == (255, 0, 64)


def test_a_pixel_of_a_colour_picture_counts_its_own_light(coloured: Trace, look: Look) -> None:
    context = Context(look.maps, coloured)
    shown = build_face(explain(coloured, Cell("input", (1, 3, 3))), context)
    assert shown.beside == "0 is no green, 1 is full green"


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("style", STYLES)
def test_numbers_are_readable_on_every_shade_of_pixels(
    qapp: object, name: ThemeName, style: PixelStyle
) -> None:
    """At least 4.1 to 1, which is as much as black or white can give on a medium grey."""
    look = Look(theme(name))
    tables: list[Table] = [style.table(look.maps.ink), *plane_tables(style, look.maps.ink)]
    for table in tables:
        words = table[:LEVELS][None]
        bright = Tile(np.zeros(words.shape, np.float32), words).bright()[0].tolist()
        for word, on_bright in zip(words[0].tolist(), bright, strict=True):
            assert _contrast(word, look.on(on_bright).rgb()) > 4.1


def test_a_zero_is_quiet_on_the_paper_of_the_theme_and_on_the_other(look: Look) -> None:
    own, other = look.on(True, quiet=True), look.on(False, quiet=True)
    assert own == look.color("muted")
    assert other.rgb() == look.on_dark.rgb()
    assert 0 < other.alpha() < 255


def test_a_card_follows_the_choice_of_ink(card: ExplanationCard, trace: Trace) -> None:
    card.show_explanation(explain(trace, Cell("conv1", (0, 9, 9))))
    before = card.sheet.grab().toImage()
    card.set_pixels(PixelStyle(ink="dark"))  # the theme is dark: its ink is light
    assert card.sheet.grab().toImage() != before
    card.set_pixels(PixelStyle("byte"))  # what enters the network is never counted to 255
    assert card.sheet.grab().toImage() == before


def test_without_a_trace_there_is_no_input_picture(look: Look, trace: Trace) -> None:
    assert Context(look.maps).whole_input() is None
    whole = replace(Context(look.maps), trace=trace).whole_input()
    assert whole is not None
    assert (whole.rows, whole.columns) == (28, 28)


@pytest.mark.parametrize("kind", [NumberWindow, Compared, MapPicture])
def test_a_frame_has_a_rim_that_is_seen_where_the_frame_itself_is_not(
    coloured: Trace, look: Look, kind: type[NumberWindow | Compared | MapPicture]
) -> None:
    """Cells have any colour, the frame's own brightness included."""
    shown = build_face(explain(coloured, Cell("pool1", (1, 2, 2))), Context(look.maps, coloured))
    (block,) = [block for block in shown.blocks if isinstance(block, kind)]
    image = QImage(WIDTH, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    block.paint(painter, look, WIDTH, None)
    painter.end()
    found = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert {look.color("selection").rgb(), look.color("panel").rgb()} <= found
