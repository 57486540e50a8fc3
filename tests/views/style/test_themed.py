"""One theme for a window and all that is in it, whenever it came."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from explorer.views.style.theme import Theme, theme
from explorer.views.style.themed import Themed, show_theme, theme_above


class Part(Themed, QWidget):
    """Remembers the themes it was shown in."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 40)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.names.append(self.theme.name)


class Whole(Part):
    """Remembers in which sizes it found its part."""

    def __init__(self) -> None:
        super().__init__()
        self.part: Part | None = None
        self.scales: list[float] = []

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if self.part is not None:
            self.scales.append(self.part.theme.scale)


def test_a_theme_reaches_what_is_in_the_window_and_what_comes_later(qtbot: QtBot) -> None:
    window, early, late, spoken = QWidget(), Part(), Part(), Part()
    qtbot.addWidget(window)
    early.setParent(window)
    show_theme(window, theme("dark"))
    late.setParent(window)
    spoken.setParent(QDialog(window))
    window.show()
    assert [early.names, late.names, spoken.names] == [["dark"], ["dark"], ["dark"]]
    show_theme(window, theme("light", 1.5))
    assert [early.names, late.names, spoken.names] == [["dark", "light"]] * 3
    shown = theme_above(spoken)
    assert shown is not None
    assert shown.scale == 1.5


def test_parts_have_a_theme_before_what_they_are_in(qtbot: QtBot) -> None:
    """A whole is sized by what its parts need in the theme, the first time as later."""
    window, whole, part = QWidget(), Whole(), Part()
    qtbot.addWidget(window)
    whole.setParent(window)
    part.setParent(whole)
    whole.part = part
    for scale in (1.5, 1.0, 1.25):
        show_theme(window, theme("light", scale))
        window.show()
    assert whole.scales == [1.5, 1.0, 1.25]


def test_a_widget_without_a_themed_window_is_light(qtbot: QtBot) -> None:
    part = Part()
    host = QWidget()
    qtbot.addWidget(host)
    part.setParent(host)
    host.show()
    assert part.names == ["light"]


def test_two_windows_keep_their_own_themes(qtbot: QtBot) -> None:
    windows, parts = [QWidget(), QWidget()], [Part(), Part()]
    for window, part, name in zip(windows, parts, ("light", "dark"), strict=True):
        qtbot.addWidget(window)
        part.setParent(window)
        show_theme(window, theme(name))  # type: ignore[arg-type]
    assert [part.theme.name for part in parts] == ["light", "dark"]


class Late(Themed, QDialog):
    """Has what its theme needs only at the end of its making."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(True)
        self.part = Part()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.part.names.append(f"from the dialog: {theme.name}")


def test_a_part_of_a_themed_window_gets_the_theme_once_it_is_built(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    show_theme(window, theme("dark"))
    assert Late(window).part.names == ["from the dialog: dark"]
