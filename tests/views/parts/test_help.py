"""What a control says about itself."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.views.parts.help import explain, explain_action, native


def test_a_control_gets_name_tip_and_explanation(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    explain(widget, "Undo", "Take it back.", "Any number of times.", "Ctrl+Z")
    assert widget.accessibleName() == "Undo"
    assert widget.accessibleDescription() == "Take it back."
    assert widget.toolTip().startswith("Take it back.")
    assert "Any number of times." in widget.whatsThis()


def test_a_menu_entry_explains_itself_under_its_own_name(qapp: object) -> None:
    action = QAction("&Open image…")
    explain_action(action, "Put an image on the pad.")
    assert action.statusTip() == "Put an image on the pad."
    assert action.whatsThis().startswith("<b>Open image</b>")


def test_shortcuts_are_written_as_the_platform_does(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert native("Ctrl+Shift+Z") == "Ctrl+Shift+Z"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert native("Ctrl+Z")
