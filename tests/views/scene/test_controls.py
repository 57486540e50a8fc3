import itertools
from typing import get_args

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from explorer.views.scene.controls import SceneControls
from explorer.views.scene.legend_entries import LegendEntry
from explorer.views.scene.options import SceneOptions
from explorer.views.scene.scales import Family, Scope
from explorer.views.style.theme import load_fonts, theme
from explorer.views.style.themed import show_theme


@pytest.fixture
def controls(qtbot: QtBot) -> SceneControls:
    load_fonts()
    widget = SceneControls()
    qtbot.addWidget(widget)
    return widget


def test_exactly_one_scope_is_chosen(controls: SceneControls) -> None:
    for scope in get_args(Scope):
        controls.show_options(SceneOptions(scope=scope))
        chosen = [
            at[1]
            for at, button in controls._choices.items()
            if at[0] == "scope" and button.isChecked()
        ]
        assert chosen == [scope]


def test_fit_is_asked_for(qtbot: QtBot, controls: SceneControls) -> None:
    with qtbot.waitSignal(controls.fit_requested):
        controls.fit.click()


def test_setting_says_nothing(qtbot: QtBot, controls: SceneControls) -> None:
    with qtbot.assertNotEmitted(controls.options_requested):
        controls.show_options(SceneOptions("stacked", "map", all_winners=True))


def test_the_row_fits_into_the_narrowest_scene(controls: SceneControls) -> None:
    assert controls.minimumSizeHint().width() <= 690


def entries(count: int) -> tuple[LegendEntry, ...]:
    family = Family("pre-activation", True)
    named = (LegendEntry(family, f"conv{i}", "−10.45", "0", "10.45") for i in range(count - 1))
    return (*named, LegendEntry(Family("pixels", False), "ink", "0", "", "1"))


def parts(controls: SceneControls) -> list[QRect]:
    """Return where everything that is seen stands, in the row's own coordinates."""
    found = [controls.legend, controls.count, *controls.findChildren(QAbstractButton)]
    return [QRect(w.mapTo(controls, QPoint()), w.size()) for w in found if w.isVisible()]


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("width", [560, 702, 760, 930, 1300])
def test_nothing_touches_while_all_connections_are_offered(
    qtbot: QtBot, width: int, scale: float
) -> None:
    load_fonts()
    room = QWidget()
    qtbot.addWidget(room)
    show_theme(room, theme("light", scale))
    controls = SceneControls()
    controls.setParent(room)
    controls.setGeometry(0, 0, width, 44)
    room.show()
    controls.legend.show_entries(entries(4))
    controls.show_connections("60 strongest of 400 connections drawn")
    QApplication.processEvents()
    assert controls.connections.isVisible()
    rects = sorted(parts(controls), key=lambda rect: rect.x())
    for left, right in itertools.pairwise(rects):
        assert left.right() < right.x()
    assert rects[-1].right() < width
    assert controls.count.width() >= controls.count.sizeHint().width() or controls.count.isHidden()


def test_what_is_numbered_never_asks_for_more_width(
    controls: SceneControls,
) -> None:
    before = controls.minimumSizeHint().width()
    controls.legend.show_entries(entries(5), marked=True)
    assert controls.minimumSizeHint().width() == before
