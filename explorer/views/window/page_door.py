"""The way to the Train page: a tab from the beginning, the page itself only when it is wanted.

Building it imports pyqtgraph's plots and starts no thread; nobody who only draws pays for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.live.settings import Settings
    from explorer.live.training.facts import TrainerState
    from explorer.network.network import Network
    from explorer.views.style.theme import Theme
    from explorer.views.train.page import TrainPage
    from explorer.views.window.window import Window

NAME = "train"
_COLUMNS = "train_columns"


class TrainDoor(QObject):
    """Makes the page once and keeps its looks in step with the window's."""

    def __init__(self, window: Window, session: Session, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._session, self._settings = window, session, settings
        self._make: Callable[[], TrainPage] | None = None
        self._busy = False
        self.place = QWidget()
        self.page: TrainPage | None = None

    def set_maker(self, make: Callable[[], TrainPage]) -> None:
        """Say how the page is made."""
        self._make = make
        self._window.add_page(NAME, "Train", "Train a network and see how it learns.", self.place)

    def opened(self) -> TrainPage:
        """Return the page, made now if it was not there; raises RuntimeError without a maker."""
        if self.page is None:
            if self._make is None:
                raise RuntimeError("nobody said how the Train page is made")
            self.page = self._make()
            self._adopt(self.page)
            for _step in self.page.build():
                pass
        return self.page

    def shown(self) -> TrainPage:
        """Bring the page to the front and return it."""
        self._window.show_page(NAME)
        return self.opened()

    @property
    def can_open(self) -> bool:
        """Whether there is a Train page."""
        return self._make is not None

    def set_theme(self, look: Theme) -> None:
        """Take all looks from a theme."""
        if self.page is not None:
            self.page.set_theme(look)

    def play(self) -> None:
        """Train or hold on; without a run only the page is shown, where one begins."""
        page = self.opened()
        if page.trainer.state.run is None and not page.isVisible():
            self.shown()
        else:
            page.host.toggle()

    def remember(self, settings: Settings) -> None:
        """Keep how the user left the page."""
        if self.page is not None:
            settings.set(_COLUMNS, self.page.columns())

    def close(self) -> None:
        """Wait for the training thread."""
        if self.page is not None:
            self.page.close_work()

    def _adopt(self, page: TrainPage) -> None:
        """Put the page in its place, looking as the Draw page does."""
        window = self._window
        layout = QVBoxLayout(self.place)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page)
        page.set_theme(window.look)
        page.show_options(window.options)
        page.restore_columns(self._settings.get(_COLUMNS, QByteArray()))
        page.failed.connect(window.show_error)
        page.message_reported.connect(window.status.show_note)
        page.selection_changed.connect(window.status.show_selection)
        page.options_requested.connect(window.show_options)
        page.trainer.state_changed.connect(self._on_state)
        page.network_taken.connect(self._on_network_taken)

    @Slot(object)
    def _on_state(self, state: TrainerState) -> None:
        busy = state.status == "running"
        if busy != self._busy:
            self._busy = busy
            self._window.bar.show_busy(NAME, busy)

    @Slot(object, str)
    def _on_network_taken(self, network: Network, name: str) -> None:
        self._session.set_network(network)
        self._window.show_page("draw")
        self._window.status.show_note(f"{name} is on the Draw page now.")
