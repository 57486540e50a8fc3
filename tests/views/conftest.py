"""Views in their look, shown, with a list that hears their signals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.views.style.theme import Theme, theme
from explorer.views.style.themed import show_theme


@pytest.fixture
def look(qapp: QObject) -> Theme:
    return theme("light")


@pytest.fixture
def shown(qtbot: QtBot, look: Theme) -> Iterator[Callable[..., Any]]:
    """Return a function that themes, sizes and shows a widget."""
    kept: list[QWidget] = []  # qtbot does not keep widgets alive

    def show(widget: QWidget, width: int = 280, height: int = 280) -> QWidget:
        host = QWidget()  # a window of its own would complain offscreen about size hints
        kept.append(host)
        qtbot.addWidget(host)
        widget.setParent(host)
        show_theme(host, look)
        if hasattr(widget, "set_theme"):
            widget.set_theme(look)
        widget.resize(width, height)
        host.resize(width, height)
        host.show()
        widget.show()
        widget.grab()
        return widget

    yield show
    kept.clear()


@pytest.fixture
def heard() -> Callable[..., list[Any]]:
    """Return a function that keeps what a signal says, one value or a tuple each."""

    def listen(signal: Any) -> list[Any]:
        said: list[Any] = []

        def keep(*values: Any) -> None:
            said.append(values[0] if len(values) == 1 else values)

        signal.connect(keep)
        return said

    return listen
