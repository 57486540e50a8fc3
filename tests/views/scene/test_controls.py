import pytest
from pytestqt.qtbot import QtBot

from explorer.views.scene.controls import Controls
from explorer.views.theme import load_fonts, theme


@pytest.fixture
def controls(qtbot: QtBot) -> Controls:
    load_fonts()
    widget = Controls(theme("light"))
    qtbot.addWidget(widget)
    return widget


def test_exactly_one_scope_is_chosen(controls: Controls) -> None:
    for scope in ("map", "network", "layer"):
        controls.set_scope(scope)
        chosen = [name for name, button in controls._buttons.items() if button.isChecked()]
        assert chosen == [scope]


def test_fit_is_asked_for(qtbot: QtBot, controls: Controls) -> None:
    with qtbot.waitSignal(controls.fit_requested):
        controls.fit.click()


def test_setting_says_nothing(qtbot: QtBot, controls: Controls) -> None:
    with (
        qtbot.assertNotEmitted(controls.scope_chosen),
        qtbot.assertNotEmitted(controls.winners_chosen),
    ):
        controls.set_scope("map")
        controls.set_winners(False)


def test_the_row_fits_into_the_narrowest_scene(controls: Controls) -> None:
    assert controls.minimumSizeHint().width() <= 690
