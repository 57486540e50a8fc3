"""Drawings to files and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from explorer.digits.drawing import Drawing, Picture
from explorer.errors import UserError
from explorer.pen import rasterise
from explorer.views.window.drawing_files import (
    drawing_image,
    is_network_file,
    read_drawing,
    save_drawing,
    suggested_name,
)
from tests.views.drawn import drawn_trace
from tests.views.records import seven, sure_of


def test_a_png_holds_the_pad_s_ink_dark_on_white(qapp: object, tmp_path: Path) -> None:
    save_drawing(tmp_path / "seven.png", seven())
    found = read_drawing(tmp_path / "seven.png")
    assert isinstance(found, Picture)
    assert found.inverted
    np.testing.assert_array_equal(found.ink, rasterise(seven()))


@pytest.mark.parametrize("name", ["seven.jsonl", "seven.jsonl.gz"])
def test_a_stroke_file_holds_the_strokes(qapp: object, tmp_path: Path, name: str) -> None:
    save_drawing(tmp_path / name, seven())
    found = read_drawing(tmp_path / name)
    assert isinstance(found, Drawing)
    np.testing.assert_allclose(found.strokes[0].points, seven().strokes[0].points, atol=0.01)


def test_a_drawing_over_a_photograph_keeps_its_colours(qapp: object) -> None:
    ink = np.zeros((3, 20, 20), np.uint8)
    ink[1] = 180
    color = drawing_image(Drawing(picture=Picture(ink))).pixelColor(140, 140)
    assert (color.red(), color.green(), color.blue()) == (0, 180, 0)


def test_pasted_bytes_that_are_no_image_are_refused() -> None:
    with pytest.raises(UserError, match="Pasted image"):
        read_drawing(b"no image")


def test_an_empty_stroke_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("")
    with pytest.raises(UserError):
        read_drawing(tmp_path / "none.jsonl")


def test_networks_are_known_by_their_names() -> None:
    assert is_network_file(Path("net.safetensors"))
    assert is_network_file(Path("NET.PT"))
    assert not is_network_file(Path("seven.png"))


def test_a_drawing_is_named_after_what_it_shows() -> None:
    assert suggested_name(Drawing(), None) == "drawing.png"
    assert suggested_name(seven(), sure_of(7)) == "drawing-7.png"
    picture = Picture(np.zeros((4, 4), np.uint8), "photo.jpg")
    assert suggested_name(Drawing(picture=picture), None) == "photo-drawing.png"


def test_a_drawing_that_nobody_reads_is_just_a_drawing() -> None:
    assert suggested_name(seven(), drawn_trace()) == "drawing.png"
