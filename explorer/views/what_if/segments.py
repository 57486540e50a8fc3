"""A choice of a few kinds as joined buttons, one of them pressed.

The kind that the network was trained with keeps a dot while another one is tried.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.style.theme import SMALL, Theme
from explorer.views.what_if.rows import Choice

HIGH = 20
_SIDE, _LEAST_SIDE, _RADIUS, _DOT = 5.0, 1.5, 5.0, 1.5


class Segment(FocusRing, QAbstractButton):
    """One kind; `own` marks the one that the network was trained with."""

    def __init__(self, text: str, own: bool, first: bool, last: bool) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self._font = QFont()
        self._own, self._first, self._last = own, first, last
        self.setText(text)
        self.setCheckable(True)
        self.setChecked(own)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and font from a theme."""
        self._theme, self._font = theme, theme.font(SMALL)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return self._size(24, _SIDE)

    def minimumSizeHint(self) -> QSize:
        return self._size(16, _LEAST_SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_surface(painter, theme)
        color = "faint" if not self.isEnabled() else "text" if self.isChecked() else "muted"
        if self.isChecked() and not self._own:
            color = "accent"
        painter.setFont(self._font)
        painter.setPen(theme.color(color))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
        if self._own and not self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("muted"))
            painter.drawEllipse(QPointF(self.width() / 2, self.height() - 3.5), _DOT, _DOT)

    def _size(self, least: float, side: float) -> QSize:
        scale = self._theme.scale if self._theme else 1.0
        wide = QFontMetricsF(self._font).horizontalAdvance(self.text()) + 2 * side * scale
        return QSize(max(round(least * scale), int(wide) + 1), round(HIGH * scale))

    def _paint_surface(self, painter: QPainter, theme: Theme) -> None:
        """Paint the track that all segments share, and the pressed one on it."""
        inner = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        track = inner.adjusted(0 if self._first else -9, 0, 0 if self._last else 9, 0)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("field"))
        painter.drawRoundedRect(track, _RADIUS, _RADIUS)
        if self.isChecked():
            changed = not self._own
            painter.setPen(QPen(theme.color("accent" if changed else "border_strong"), 1))
            painter.setBrush(theme.color("accent_soft" if changed else "panel"))
            painter.drawRoundedRect(inner, _RADIUS, _RADIUS)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(QPen(theme.color("border_strong"), 1))
            painter.setBrush(theme.color("panel"))
            painter.drawRoundedRect(inner, _RADIUS, _RADIUS)
        if self.ring:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)


class Segments(QWidget):
    """All kinds of one choice; says `kind_requested(stage, kind)` when the user presses one."""

    kind_requested = Signal(str, str)

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = choice
        self.buttons: dict[str, Segment] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        last = choice.kinds[-1][0]
        for kind, text, tip in choice.kinds:
            button = Segment(text, kind == choice.own, not self.buttons, kind == last)
            trained = " The network was trained with it." if kind == choice.own else ""
            explain(
                button,
                f"{choice.title}: {kind}",
                tip + trained,
                "The weights stay as they are, so the answers usually get worse; how much is "
                "counted on the bundled test digits.",
            )
            button.clicked.connect(partial(self._on_clicked, kind))
            self._group.addButton(button)
            self.buttons[kind] = button
            layout.addWidget(button)
        self.setAccessibleName(choice.title)

    @property
    def shown(self) -> str:
        """The kind that is pressed."""
        return next(kind for kind, button in self.buttons.items() if button.isChecked())

    def show_kind(self, kind: str) -> None:
        """Press a kind without saying anything."""
        self.buttons[kind].setChecked(True)
        for button in self.buttons.values():
            button.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and font from a theme."""
        for button in self.buttons.values():
            button.set_theme(theme)

    def _on_clicked(self, kind: str, _checked: bool = False) -> None:
        self.kind_requested.emit(self.choice.stage, kind)
