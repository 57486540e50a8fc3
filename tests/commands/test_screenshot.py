"""``screenshot`` renders the real window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from explorer.cli import main


def shot(tmp_path: Path, *arguments: str) -> Image.Image:
    path = tmp_path / "out.png"
    assert main(["screenshot", str(path), *arguments]) == 0
    with Image.open(path) as image:
        image.load()
        return image.convert("RGB")


@pytest.mark.parametrize("size", ["1280x800", "1920x1080"])
def test_the_picture_has_the_size_that_was_asked_for(tmp_path: Path, size: str) -> None:
    image = shot(tmp_path, "--size", size, "--digit", "3")
    assert f"{image.width}x{image.height}" == size


def test_the_dark_theme_is_dark_and_the_light_one_light(tmp_path: Path) -> None:
    light = shot(tmp_path, "--theme", "light").resize((1, 1)).getpixel((0, 0))
    dark = shot(tmp_path, "--theme", "dark").resize((1, 1)).getpixel((0, 0))
    assert min(light) > 200
    assert max(dark) < 60


def test_a_drawing_shows_in_the_whole_scene(tmp_path: Path) -> None:
    """The middle of the window, where the maps are, differs between two digits."""
    box = (400, 150, 1100, 850)
    seven = shot(tmp_path, "--digit", "7").crop(box)
    zero = shot(tmp_path, "--digit", "0").crop(box)
    assert seven.tobytes() != zero.tobytes()


def test_an_unknown_cell_is_refused_with_the_shape(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out.png")
    assert main(["screenshot", out, "--digit", "3", "--cell", "conv1:6,0,0"]) == 2
    assert "(6, 28, 28)" in capsys.readouterr().err


def test_the_layer_of_a_cell_is_opened_large(tmp_path: Path) -> None:
    wanted = ("--digit", "3", "--cell", "conv1:2,5,6", "--size", "1280x800")
    assert shot(tmp_path, *wanted, "--layer") != shot(tmp_path, *wanted)


def test_the_train_page_is_brought_into_a_state(tmp_path: Path) -> None:
    wanted = ("--page", "train", "--train-steps", "3", "--phase", "backward")
    image = shot(tmp_path, *wanted, "--size", "1280x800", "--preset", "tiny")
    assert (image.width, image.height) == (1280, 800)


def test_a_step_that_was_not_done_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out.png")
    wanted = ["--page", "train", "--train-steps", "2", "--at", "50"]
    assert main(["screenshot", out, *wanted]) == 2
    assert "step" in capsys.readouterr().err


def test_an_unknown_page_is_refused_and_the_known_ones_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["screenshot", str(tmp_path / "out.png"), "--page", "cellar"]) == 2
    assert capsys.readouterr().err.strip() == "There is no page cellar; there are draw, train."


def test_a_saved_view_is_rendered_as_its_options_would_be(tmp_path: Path) -> None:
    session = {
        "network": {"kind": "preset", "name": "tiny"},
        "selection": {"stage": "conv1", "index": [0, 3, 4], "frozen": True},
    }
    path = tmp_path / "view.json"
    path.write_text(json.dumps({"page": "draw", "session": session}))
    options = ("--preset", "tiny", "--cell", "conv1:0,3,4", "--digit", "3")
    assert shot(tmp_path, "--state", str(path), "--digit", "3") == shot(tmp_path, *options)


def test_a_file_that_is_no_view_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "view.json"
    path.write_text("[]")
    assert main(["screenshot", str(tmp_path / "out.png"), "--state", str(path)]) == 2
    assert "no view" in capsys.readouterr().err
