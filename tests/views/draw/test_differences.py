"""The Draw page's scene while something is exchanged: the network, or what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from explorer.live.session import Session
from explorer.network.cells import Cell
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.views.draw.page import DrawPage
from explorer.views.scene.scene_view import SceneView
from explorer.views.what_if.panel import WhatIfPanel
from tests.live.test_session import draw

CELL = Cell("pool1", (3, 4, 7))


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(preset("lenet"), device="cpu", seed=1)
    session.set_network(Network.untrained(preset("lenet"), seed=1))
    yield session
    session.close()


@pytest.fixture
def page(session: Session, shown: Callable[..., Any]) -> DrawPage:
    page = DrawPage(session)
    page.install_scene(SceneView())
    shown(page, 1280, 760)
    return page


@pytest.fixture
def scene(page: DrawPage) -> SceneView:
    assert page.scene is not None
    return page.scene


@pytest.fixture
def panel(page: DrawPage) -> WhatIfPanel:
    return page.what_if


def shown_numbers(scene: SceneView, stage: str) -> Any:
    state = scene.canvas.state
    return state.numbers(state.layout.spec.index(stage))


def test_the_scene_shows_the_difference_during_the_stroke(
    session: Session, scene: SceneView, panel: WhatIfPanel
) -> None:
    draw(session)
    original = session.trace
    session.exchange("pool1", "average")
    panel.shown.buttons["difference"].click()
    assert original is not None
    assert session.trace is not None
    expected = session.trace.stage("pool1").values - original.stage("pool1").values
    np.testing.assert_allclose(shown_numbers(scene, "pool1"), expected, atol=1e-6)
    draw(session)
    assert scene.canvas.state.derived is not None
    assert scene.canvas.state.trace is session.trace
    panel.shown.buttons["network"].click()
    assert shown_numbers(scene, "pool1") is session.trace.stage("pool1").values


def test_each_frame_is_coloured_once(
    session: Session,
    scene: SceneView,
    panel: WhatIfPanel,
) -> None:
    draw(session)
    session.move_pixels(0, 1)
    panel.shown.buttons["difference"].click()
    before = scene.canvas.state.mosaic.revision
    draw(session)
    assert scene.canvas.state.mosaic.revision == before + 1


def test_taking_the_change_back_shows_the_network_until_the_next_one(
    session: Session, scene: SceneView, panel: WhatIfPanel
) -> None:
    draw(session)
    session.exchange("relu1", "tanh")
    panel.shown.buttons["difference"].click()
    session.restore_original()
    session.flush()
    assert scene.canvas.state.derived is None
    session.exchange("relu1", "tanh")
    session.flush()
    assert scene.canvas.state.derived is not None


def test_the_selected_cell_says_the_difference_everywhere(
    page: DrawPage,
    session: Session,
    scene: SceneView,
    panel: WhatIfPanel,
    heard: Callable[..., list[Any]],
) -> None:
    draw(session)
    session.exchange("pool1", "average")
    said = heard(page.selection_changed)
    session.freeze(CELL)
    panel.shown.buttons["difference"].click()
    selection, frozen = said[-1]
    assert frozen
    assert selection.value == float(shown_numbers(scene, "pool1")[CELL.index])
    assert "difference" in selection.sentence
    panel.shown.buttons["network"].click()
    assert session.trace is not None
    assert said[-1][0].value == float(session.trace.stage("pool1").values[CELL.index])


def test_an_emptied_pad_is_calm_whatever_is_chosen(
    session: Session, scene: SceneView, panel: WhatIfPanel
) -> None:
    draw(session)
    session.exchange("relu1", "tanh")
    panel.shown.buttons["difference"].click()
    session.clear()
    session.flush()
    assert scene.canvas.state.empty
