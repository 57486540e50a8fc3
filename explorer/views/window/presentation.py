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

SCALE = 1.75  # of all text: the smallest is 19 of 720 lines high, a fortieth of the picture
_RING, _SIDE = 22, 64  # radius of the ring at the pointer, side of its picture, in pixels


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
        self._looks.use(theme(now.name, max(SCALE, now.scale)))
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        QApplication.setOverrideCursor(ring_cursor(now))

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
        self._window.installEventFilter(self)
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

    @Slot()
    def _on_settled(self) -> None:
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
    ratio = QApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter, middle = QPainter(picture), QPointF(_SIDE / 2, _SIDE / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for radius in (_RING, 1):
        for meaning, wide in (("panel", 8), ("bad", 4)):
            painter.setPen(QPen(theme.color(meaning), wide))
            painter.drawEllipse(middle, radius, radius)
    painter.end()
    return QCursor(picture)
