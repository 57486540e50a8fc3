"""What the Draw page tells its parts, before and after the scene is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.views.draw.page import DrawPage
from explorer.views.scene.pixels import PixelStyle
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import theme
from tests.views.scene.samples import change

STYLE = PixelStyle("byte", "light")


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[DrawPage]:
    session = Session(seed=1)
    page = DrawPage(session)
    qtbot.addWidget(page)
    page.set_theme(theme("light"))
    yield page
    session.close()


def _styles(page: DrawPage) -> list[PixelStyle]:
    """Return how the pixel view, the card and the scene draw pixels."""
    assert page.scene is not None
    assert page.card_host is not None
    return [
        page.preparation.pixels._style,
        page.card_host.card._pixels,
        page.scene.canvas.state.pixels,
    ]


def test_how_pixels_are_drawn_is_one_choice_for_scene_card_and_preparation(
    page: DrawPage,
) -> None:
    page.install_scene(SceneView())
    change(page, pixels=STYLE.unit, ink=STYLE.ink)
    assert _styles(page) == [STYLE] * 3


def test_what_was_chosen_before_the_scene_came_holds_for_all(page: DrawPage) -> None:
    change(page, pixels=STYLE.unit, ink=STYLE.ink)
    page.install_scene(SceneView())
    assert _styles(page) == [STYLE] * 3
