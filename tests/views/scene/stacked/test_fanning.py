"""Planes move to where they belong, or are there at once."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from explorer.network.presets import preset
from explorer.views.scene.layout.layout import arrange as arrange_flat
from explorer.views.scene.stacked.canvas import Fans
from explorer.views.scene.stacked.planes import Arrangement, arrange
from tests.views.scene.samples import STYLE

FLAT = arrange_flat(preset("lenet"), 900, 700, STYLE)
STACKED, FANNED = arrange(FLAT, 1.5), arrange(FLAT, 1.5, {"conv1"})


@pytest.fixture
def fans(qapp: object) -> Fans:
    return Fans()


def said(fans: Fans) -> list[tuple[Arrangement, bool]]:
    found: list[tuple[Arrangement, bool]] = []
    fans.moved.connect(lambda arrangement, moving: found.append((arrangement, moving)))
    return found


def test_a_name_is_turned_over_and_forgotten(fans: Fans) -> None:
    fans.turn_over("conv1")
    fans.turn_over("conv2")
    fans.turn_over("conv1")
    assert fans.names == {"conv2"}
    fans.forget()
    assert not fans.names


def test_the_way_ends_at_the_goal_itself(qtbot: QtBot, fans: Fans) -> None:
    steps = said(fans)
    fans.go(STACKED, FANNED)
    assert fans.moving
    qtbot.waitUntil(lambda: not fans.moving)
    assert steps[-1] == (FANNED, False)
    assert all(moving for _, moving in steps[:-1])


def test_with_reduced_motion_they_are_there_at_once(fans: Fans) -> None:
    fans.reduced_motion = True
    steps = said(fans)
    fans.go(STACKED, FANNED)
    assert steps == [(FANNED, False)]
    assert not fans.moving


def test_on_the_way_they_can_be_stopped(fans: Fans) -> None:
    steps = said(fans)
    fans.go(STACKED, FANNED)
    fans.stop()
    assert not fans.moving
    assert all(moving for _, moving in steps)
