"""The presentation: the page in front large and bare, and afterwards all as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QCursor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QMainWindow, QScrollBar, QWidget

from explorer.views.page import Page
from explorer.views.style.looks import Looks
from explorer.views.style.theme import Theme, theme

SCALE, _SCREEN = 1.75, QSize(1280, 720)  # of all text on such a screen: 19 lines high at least
_RING, _LINE = 12, 2  # radius and width of the ring at the pointer, before it is enlarged


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the presentation brings back."""

    state: Qt.WindowState
    size: QSize
    scale: float
    focus: QWidget | None
    ring: bool  # around it, for it came by keyboard
    scrolled: Collection[tuple[QScrollBar, int]]
    looks: Mapping[Page, Mapping[str, Any]]  # at the network


class Presentation(QObject):
    """Lets a window fill the screen without its `bars`; its pages hide what only hands need."""

    def __init__(
        self,
        window: QMainWindow,
        looks: Looks,
        bars: Collection[QWidget],
        pages: Callable[[], Collection[Page]],
    ) -> None:
        super().__init__(window)
        self._window, self._looks, self._bars, self._pages = window, looks, bars, pages
        self._kept: _Kept | None = None
        self._due: _Kept | None = None  # what is put back when the window has its size again
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._on_settled)

    @property
    def on(self) -> bool:
        """Whether the window presents."""
        return self._kept is not None

    def begin(self) -> None:
        """Show the page in front large, with a ring around the pointer."""
        window, now = self._window, self._looks.now
        self._on_settled()
        self._kept = _Kept(
            window.windowState(),
            window.size(),
            now.scale,
            window.focusWidget(),
            getattr(window.focusWidget(), "ring", False),
            [(bar, bar.value()) for bar in window.findChildren(QScrollBar)],
            {page: page.scene.look() for page in self._pages() if page.scene is not None},
        )
        self._show(presenting=True)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        QApplication.setOverrideCursor(ring_cursor(now))
        window.installEventFilter(self)
        self._enlarge()

    def end(self) -> None:
        """Put everything back; what scrolls, when the window has its size again."""
        kept, self._kept = self._kept, None
        if kept is None:
            return
        QApplication.restoreOverrideCursor()
        self._window.setWindowState(kept.state)
        self._looks.use(theme(self._looks.now.name, kept.scale))
        self._show(presenting=False)
        self._due = kept
        self._settled.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._settled.start()
        return False

    def _show(self, *, presenting: bool) -> None:
        for bar in self._bars:
            bar.setVisible(not presenting)
        for page in self._pages():
            page.set_presenting(presenting)

    def _enlarge(self) -> None:
        """Let all text be as large a part of the window as it is on the smallest screen."""
        size, now = self._window.size(), self._looks.now
        share = min(size.width() / _SCREEN.width(), size.height() / _SCREEN.height())
        look = theme(now.name, max(SCALE, round(SCALE * share, 2)))
        if look is not now:
            self._looks.use(look)
            QApplication.changeOverrideCursor(ring_cursor(look))

    @Slot()
    def _on_settled(self) -> None:
        if self.on:
            self._enlarge()
        kept = self._due
        if kept is None or self._window.size() != kept.size:
            return
        self._due = None
        self._window.removeEventFilter(self)
        for page, look in kept.looks.items():
            if page.scene is not None:
                page.scene.show_look(look)
        for bar, value in kept.scrolled:
            bar.setValue(value)
        if kept.focus is not None:
            tab, other = Qt.FocusReason.TabFocusReason, Qt.FocusReason.OtherFocusReason
            kept.focus.setFocus(tab if kept.ring else other)


def ring_cursor(theme: Theme) -> QCursor:
    """Return a pointer with a ring that is seen from the last row, on any colour."""
    ratio, radius, line = (
        QApplication.primaryScreen().devicePixelRatio(),
        theme.size(_RING),
        theme.size(_LINE),
    )
    side = 2 * (radius + line)
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter, middle = QPainter(picture), QPointF(side / 2, side / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for each in (radius, 0.5):
        for meaning, wide in (("panel", 2 * line), ("bad", line)):
            painter.setPen(QPen(theme.color(meaning), wide))
            painter.drawEllipse(middle, each, each)
    painter.end()
    return QCursor(picture)
