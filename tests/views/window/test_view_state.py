"""What is on screen is a value: another window shows the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.digits.datasets import random_sample
from explorer.digits.drawing import Drawing, Stroke
from explorer.errors import UserError
from explorer.live.session import Session
from explorer.live.session_state import NetworkReference, SelectionState, SessionState
from explorer.live.settings import Settings
from explorer.network.cells import Cell
from explorer.network.checkpoint import pretrained
from explorer.views.scene.options import SceneOptions
from explorer.views.style.theme import load_fonts, theme
from explorer.views.window.view_state import (
    LINK,
    ViewState,
    read_view_state,
    view_state_from,
    view_state_of_link,
)
from explorer.views.window.window import Window
from tests.views.windows import open_window

POINTS = np.array([[70, 70], [200, 60], [135, 230]], np.float32)
STROKES = (
    Stroke(POINTS, 30.0, 0.4, pressures=np.array([0.2, 0.9, 0.5], np.float32)),
    Stroke(POINTS[:2], eraser=True),
)
DRAWING = Drawing(STROKES, random_sample(3, np.random.default_rng(0)), (4.0, -7.0), 12.0, 1.2)
VIEW = ViewState(
    "draw",
    SessionState(
        NetworkReference("file", "/nets/mine.pt", answers={"pooling": "max"}),
        DRAWING,
        kinds={"pool1": "average"},
        shift=(1, 0),
        selection=SelectionState("logits", (4,), rival=9),
    ),
    SceneOptions("stacked", "map", all_winners=True, forward=True),
    {"draw": {"what_if_open": False}},
)


def test_a_view_is_the_same_after_its_way_through_json_and_through_a_link(tmp_path: Path) -> None:
    VIEW.write(tmp_path / "view.json")
    for again in (
        view_state_from(json.loads(json.dumps(VIEW.to_json()))),
        view_state_of_link(VIEW.to_link()),
        read_view_state(tmp_path / "view.json"),
    ):
        assert again.to_json() == VIEW.to_json()
        assert again.session.selection == VIEW.session.selection
        assert again.options == VIEW.options
        picture = again.session.drawing.picture
        assert picture is not None
        assert DRAWING.picture is not None
        np.testing.assert_array_equal(picture.ink, DRAWING.picture.ink)
        for stroke, other in zip(again.session.drawing.strokes, STROKES, strict=True):
            np.testing.assert_array_equal(stroke.points, other.points)
    assert "\n" not in VIEW.to_link()


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"page": 3},
        {"page": "draw", "session": []},
        {"page": "draw", "parts": {"draw": 1}},
        {"page": "draw", "session": {"network": {"kind": "pickle", "name": "x"}}},
        {"page": "draw", "session": {"drawing": {"strokes": [{"points": [1, 2, 3]}]}}},
        {"page": "draw", "session": {"drawing": {"picture": {"ink": "AA", "shape": [9, 9]}}}},
        {"page": "draw", "session": {"selection": {"stage": "conv1"}}},
    ],
)
def test_what_is_no_view_is_refused_in_one_sentence(data: object) -> None:
    with pytest.raises(UserError, match=r"^(This is no view|The drawing in this view)"):
        view_state_from(data)


def test_a_view_of_a_newer_version_and_a_damaged_link_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="newer version"):
        view_state_from({**VIEW.to_json(), "version": 99})
    for link in (VIEW.to_link()[:-30], LINK + "nonsense"):
        with pytest.raises(UserError, match="incomplete or damaged"):
            view_state_of_link(link)
    (tmp_path / "no.json").write_text("{")
    for name in ("no.json", "missing.json"):
        with pytest.raises(UserError, match=name.split(".", maxsplit=1)[0]):
            read_view_state(tmp_path / name)


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], tuple[Window, Session]]]:
    """Return a function that opens a window with an empty pad and no network."""
    load_fonts()
    sessions: list[Session] = []

    def open_one() -> tuple[Window, Session]:
        session = Session(device="cpu", seed=1)
        settings = Settings(tmp_path / f"settings{len(sessions)}.ini")
        window = open_window(session, settings, theme("light"))
        sessions.append(session)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.page("draw")
        window.show()
        return window, session

    yield open_one
    for session in sessions:
        session.close()


def picture(window: Window) -> QImage:
    """Return the pages of a window; its bar and status line tell what happened, not what is."""
    return window.front.grab().toImage()


def exchange(window: Window, session: Session) -> None:
    session.exchange("pool1", "average")
    session.move_pixels(1, 0)
    session.freeze(Cell("pool1", (2, 5, 5)))
    page: Any = window.front
    page.what_if.show_difference(True)
    page.what_if.difference_chosen.emit(True)


def zoom(window: Window, session: Session) -> None:
    assert window.front.scene is not None
    window.front.scene.canvas.show_map(Cell("conv1", (2, 0, 0)))
    session.hover(Cell("relu1", (2, 9, 9)))


def turn(window: Window, session: Session) -> None:
    window.change_options(form="stacked", scope="map", all_winners=True, reduced_motion=True)
    canvas: Any = window.front.scene.canvas  # type: ignore[union-attr]
    canvas.turn(20, 5)
    canvas.fan("pool1")
    canvas.settle()
    session.freeze(Cell("logits", (4,)))
    session.set_rival(9)


@pytest.mark.parametrize("change", [exchange, zoom, turn])
def test_another_window_shows_the_same(
    qtbot: QtBot, opened: Callable[[], tuple[Window, Session]], change: Callable[..., None]
) -> None:
    window, session = opened()
    session.set_network(pretrained("lenet"))
    session.place_drawing(DRAWING)
    session.flush()
    QApplication.processEvents()  # the numbers of the legend have their place
    change(window, session)
    session.flush()
    other, _session = opened()
    with qtbot.waitSignal(other.view_shown, timeout=60_000):
        other.show_view(view_state_of_link(window.view_state.to_link()))
    qtbot.waitUntil(lambda: picture(other) == picture(window), timeout=20_000)
    again, now = other.view_state, window.view_state
    assert again.to_json()["session"]["drawing"] == now.to_json()["session"]["drawing"]
    assert (again.options, again.parts) == (now.options, now.parts)


def test_a_preset_is_named_and_other_weights_travel(
    qtbot: QtBot, opened: Callable[[], tuple[Window, Session]]
) -> None:
    window, session = opened()
    with qtbot.waitSignal(session.network_changed, timeout=60_000):
        session.use_preset("tiny")
    reference = session.state.network
    assert reference is not None
    assert (reference.kind, reference.name) == ("preset", "tiny")
    session.set_network(pretrained("article"))
    assert session.state.network is not None
    assert session.state.network.kind == "weights"
    other, second = opened()
    with qtbot.waitSignal(other.view_shown, timeout=60_000):
        other.show_view(view_state_from(window.view_state.to_json()))
    assert second.spec == session.spec
    session.place_sample(4)
    second.place_drawing(session.drawing)
    session.flush()
    second.flush()
    assert session.trace is not None
    assert second.trace is not None
    np.testing.assert_array_equal(session.trace.logits, second.trace.logits)


def test_a_copied_link_opens_where_it_is_pasted(
    qtbot: QtBot, opened: Callable[[], tuple[Window, Session]]
) -> None:
    window, session = opened()
    session.place_drawing(DRAWING)
    window.change_options(scope="network")
    window.menus["copy_link"].trigger()
    assert QGuiApplication.clipboard().text().startswith(LINK)
    other, second = opened()
    with qtbot.waitSignal(other.view_shown, timeout=60_000):
        other.menus["paste"].trigger()
    assert other.options.scope == "network"
    assert len(second.drawing.strokes) == len(STROKES)
    second.undo()
    assert second.drawing.empty  # what was drawn before is not lost
    QGuiApplication.clipboard().setText(VIEW.to_link()[:-30])
    other.menus["paste"].trigger()
    assert "damaged" in other.banner.sentence


def test_a_view_of_a_page_that_is_not_there_is_refused(
    opened: Callable[[], tuple[Window, Session]],
) -> None:
    window, _session = opened()
    window.show_view(replace(VIEW, page="cellar"))
    assert "no page cellar" in window.banner.sentence


def test_a_network_that_cannot_be_loaded_leaves_the_rest_of_the_view(
    qtbot: QtBot, opened: Callable[[], tuple[Window, Session]]
) -> None:
    window, session = opened()
    session.set_network(pretrained("tiny"))
    with qtbot.waitSignal(window.view_shown, timeout=60_000):
        window.show_view(VIEW)
    assert "mine.pt" in window.banner.sentence
    assert session.spec.name == "tiny"
    assert len(session.drawing.strokes) == len(STROKES)
