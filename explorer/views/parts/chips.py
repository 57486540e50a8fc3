"""Rows of buttons of which one is chosen, and a title that folds what is under it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QSizePolicy, QWidget

from explorer.views.parts.buttons import FOLD, SEGMENT, SMALL_CHIP, ToolButton
from explorer.views.parts.widgets import HALF, row
from explorer.views.style.stylesheet import ButtonShape
from explorer.views.style.themed import Themed

_DOT = 1.5  # radius


class Chips(Themed, QWidget):
    """Buttons of which one is chosen: (text, tip) by key. Emits `chosen(key)` for the user only.

    With `fill` they share all the width there is. With `joined` they are segments of one track;
    the segment `own`, the usual choice, is coloured calmly and keeps a dot while another is chosen.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Mapping[str, tuple[str, str]],
        *,
        detail: str = "",
        shape: ButtonShape = SMALL_CHIP,
        fill: bool = False,
        joined: bool = False,
        own: str = "",
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.buttons: dict[str, ToolButton] = {}
        self._group = QButtonGroup(self)
        layout = row(spacing=0 if joined else HALF, within=self)
        wide = QSizePolicy.Policy.MinimumExpanding if fill else QSizePolicy.Policy.Minimum
        for key, (text, tip) in choices.items():
            button = (
                Segment(f"{name}: {key}", tip, detail, text, own=key == own)
                if joined
                else ToolButton(text, tip, detail=detail, text=text, shape=shape)
            )
            button.setCheckable(True)
            button.setSizePolicy(
                QSizePolicy.Policy.Expanding if joined else wide, QSizePolicy.Policy.Fixed
            )
            button.clicked.connect(partial(self._on_clicked, key))
            self._group.addButton(button)
            self.buttons[key] = button
            layout.addWidget(button)
        if joined:
            ends = list(self.buttons.values())
            ends[0].setProperty("first", True)
            ends[-1].setProperty("last", True)
        wide = QSizePolicy.Policy.MinimumExpanding if fill else QSizePolicy.Policy.Maximum
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred if joined else wide, QSizePolicy.Policy.Fixed
        )
        if own:
            self.show_chosen(own)

    @property
    def shown(self) -> str:
        """The key that is chosen, or nothing."""
        return next((key for key, b in self.buttons.items() if b.isChecked()), "")

    def show_chosen(self, key: str) -> None:
        """Press one without emitting anything; an unknown key releases all."""
        self._group.setExclusive(False)
        for name, button in self.buttons.items():
            button.setChecked(name == key)
        self._group.setExclusive(True)

    def _on_clicked(self, key: str, _checked: bool = False) -> None:
        self.chosen.emit(key)


class Segment(ToolButton):
    """One of several joined buttons; `own` marks the usual choice."""

    def __init__(self, name: str, tip: str, detail: str, text: str, *, own: bool) -> None:
        super().__init__(name, tip, detail=detail, text=text, shape=SEGMENT)
        self._own = own
        self.setProperty("own", own)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(max(16, 3 * hint.width() // 5), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._own and not self.isChecked():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("muted"))
            painter.drawEllipse(QPointF(self.width() / 2, self.height() - 3.5), _DOT, _DOT)


class Fold(ToolButton):
    """A panel's title; checked while what is under it is unfolded."""

    def __init__(self, title: str, tip: str, detail: str = "") -> None:
        super().__init__(title, tip, detail=detail, text=title, icon="down", shape=FOLD)
        self.setCheckable(True)
        self.setChecked(True)
        self.toggled.connect(self._on_toggled)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, self.sizeHint().height())

    def _on_toggled(self, unfolded: bool) -> None:
        self.show_icon("down" if unfolded else "next")


def scrolling(widget: QWidget) -> QScrollArea:
    """Return an area in which a tall widget scrolls, as wide as there is room."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
