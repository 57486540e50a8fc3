"""The batch as a grid of images: order, marks, choosing by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.live.training.facts import Anatomy
from explorer.network.presets import preset
from explorer.training.look.anatomy import ForwardRecord
from explorer.views.parts.tiles import TileScroll
from explorer.views.train.step.forward_section import BatchGrid, ForwardSection, describe_image
from tests.views.train.step.conftest import DIGITS

LONG = tuple(f"a long name of class {n}" for n in range(10))


@pytest.fixture
def record(anatomy: Anatomy) -> ForwardRecord:
    assert anatomy.forward is not None
    return anatomy.forward


@pytest.fixture
def grid(shown: Callable[..., BatchGrid], record: ForwardRecord) -> BatchGrid:
    return shown_in(shown, record, 340, 300)


def shown_in(
    shown: Callable[..., Any],
    record: ForwardRecord,
    width: int,
    height: int,
    names: tuple[str, ...] = DIGITS,
) -> BatchGrid:
    """Show a batch in a grid that scrolls."""
    scroll = shown(TileScroll(BatchGrid()), width, height)
    grid: BatchGrid = scroll.widget()
    grid.show_record(record, names)
    scroll.grab()
    return grid


def in_view(grid: BatchGrid, tile: int) -> bool:
    """Return whether an image is in view as a whole."""
    view = grid.visibleRegion().boundingRect().adjusted(0, -1, 0, 1)
    area = grid.tile_area(tile).toAlignedRect()
    return view.top() <= area.top() and area.bottom() <= view.bottom() + 1


def test_the_image_that_was_looked_at_is_marked(grid: BatchGrid, record: ForwardRecord) -> None:
    assert grid.sample == record.sample == 3
    assert grid.accessibleDescription() == describe_image(record, DIGITS, 3)


def test_a_click_chooses_the_image_under_it(
    qtbot: QtBot, grid: BatchGrid, heard: Callable[..., list[Any]]
) -> None:
    said = heard(grid.sample_chosen)
    place = grid.tile_area(7).center().toPoint()
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)
    assert said == [7]
    assert grid.sample == 7


def test_arrow_keys_go_on_from_what_was_asked_for_last(
    qtbot: QtBot, grid: BatchGrid, record: ForwardRecord, heard: Callable[..., list[Any]]
) -> None:
    """The records of an image may come later than the next key."""
    said = heard(grid.sample_chosen)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(grid, key)
    grid.show_record(replace(record, sample=4), DIGITS)
    assert grid.sample == 5
    grid.show_record(replace(record, sample=5), DIGITS)
    qtbot.keyClick(grid, Qt.Key.Key_Left)
    qtbot.keyClick(grid, Qt.Key.Key_End)
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert said == [4, 5, 4, 24, 0]


def test_another_step_forgets_what_was_asked_for(
    qtbot: QtBot, grid: BatchGrid, record: ForwardRecord
) -> None:
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    grid.show_record(replace(record, step=record.step + 1, sample=0), DIGITS)
    assert grid.sample == 0


def test_sorted_by_loss_keys_walk_in_that_order(
    qtbot: QtBot, grid: BatchGrid, record: ForwardRecord, heard: Callable[..., list[Any]]
) -> None:
    grid.show_order("largest")
    said = heard(grid.sample_chosen)
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    by_loss = np.argsort(-record.losses, kind="stable")
    assert said == by_loss[:2].tolist()
    assert in_view(grid, 0)


def test_the_chosen_image_comes_into_view(qtbot: QtBot, grid: BatchGrid) -> None:
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert in_view(grid, 24)
    assert not in_view(grid, 0)


def test_right_and_wrong_differ_without_colour(record: ForwardRecord) -> None:
    right = int(np.flatnonzero(record.labels == record.guesses)[0])
    wrong = int(np.flatnonzero(record.labels != record.guesses)[0])
    for place in (right, wrong):
        words = describe_image(record, DIGITS, place)
        assert f"label {record.labels[place]}, guess {record.guesses[place]}" in words


@pytest.mark.parametrize("names", [DIGITS, LONG, ()])
@pytest.mark.parametrize("width", [120, 340, 560])
def test_any_names_and_widths_are_painted(
    shown: Callable[..., BatchGrid], record: ForwardRecord, names: tuple[str, ...], width: int
) -> None:
    grid = shown_in(shown, record, width, 200, names)
    assert grid.tile_area(0).right() <= width


def test_five_hundred_images_scroll_and_only_those_in_sight_are_painted(
    shown: Callable[..., BatchGrid], record: ForwardRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = 21
    many = replace(
        record,
        images=np.tile(record.images, (times, 1, 1, 1))[:512],
        labels=np.tile(record.labels, times)[:512],
        guesses=np.tile(record.guesses, times)[:512],
        losses=np.tile(record.losses, times)[:512],
        probabilities=np.tile(record.probabilities, (times, 1))[:512],
        sample=500,
    )
    grid = shown_in(shown, many, 340, 300)
    painted: list[int] = []
    monkeypatch.setattr(grid, "paint_tile", lambda *about: painted.append(about[-2]))
    grid.parentWidget().grab()
    assert 500 in painted
    assert len(painted) < 60


def test_colours_are_painted_as_colours(
    shown: Callable[..., BatchGrid], record: ForwardRecord
) -> None:
    images = np.random.default_rng(0).integers(0, 256, (25, 3, 7, 11), np.uint8)
    shown_in(shown, replace(record, images=images), 340, 200)


def test_numbers_that_are_none_are_said_and_painted(
    shown: Callable[..., ForwardSection], broken: Anatomy
) -> None:
    section = shown(ForwardSection(), 340, 400)
    section.show_anatomy(broken, DIGITS)
    section.grab()
    assert "not a number sure, loss not a number" in section.facts.text()
    assert section.score.text().endswith("mean loss not a number")


def test_the_batch_is_summed_up(shown: Callable[..., ForwardSection], anatomy: Anatomy) -> None:
    section = shown(ForwardSection(), 340, 400)
    section.show_anatomy(anatomy, DIGITS)
    record = anatomy.forward
    assert record is not None
    right = int((record.labels == record.guesses).sum())
    assert section.score.text().startswith(f"{right} of 25 right")
    assert section.facts.text().startswith("Image 3: label")


def test_the_order_is_chosen_in_the_section(
    shown: Callable[..., ForwardSection], anatomy: Anatomy
) -> None:
    section = shown(ForwardSection(), 340, 400)
    section.show_anatomy(anatomy, DIGITS)
    section.order.value_requested.emit("smallest")
    assert anatomy.forward is not None
    losses = anatomy.forward.losses[section.grid.places]
    assert (np.diff(losses) >= 0).all()


def test_an_auto_encoder_guesses_nothing(
    shown: Callable[..., ForwardSection], take_apart: Callable[..., Anatomy]
) -> None:
    section = shown(ForwardSection(), 340, 400)
    section.show_anatomy(take_apart(preset("autoencoder"), step=1, phase=1, loss="mse"), DIGITS)
    section.grab()
    assert section.score.text().startswith("25 images")
    assert "guess" not in section.facts.text()
