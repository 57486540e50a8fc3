"""Builds the window and everything behind it; the only module that knows all parts.

The window is painted first, then pyqtgraph and the scene are built, then torch is imported in a
thread: a pad to draw on is there at once, the answer a moment later.
"""

from __future__ import annotations

import explorer.first  # noqa: F401 - has to come before anything of Qt

# isort: split
import importlib
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStandardPaths, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from explorer import __version__
from explorer.live.garbage import Garbage
from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.network.presets import preset
from explorer.text import _
from explorer.views.draw.page import DrawPage, draw_slot
from explorer.views.style.looks import chosen_look
from explorer.views.style.theme import Theme, load_fonts
from explorer.views.train.slot import train_slot
from explorer.views.window.window import Window

if TYPE_CHECKING:
    import argparse
    from pathlib import Path
    from types import SimpleNamespace

    from explorer.network.network import Network
    from explorer.views.page import Page

DEFAULT_PRESET, FIRST_PAGE = "lenet", "draw"
IDLE_MS = 60  # between two modules that are imported in idle moments


def application() -> QApplication:
    """Return the process's QApplication with our name and fonts, made if there is none."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        # setStyle() would return the style, and QStyle takes 6 ms to load.
        app = QApplication([sys.argv[0], "-style=fusion"])
        app.setApplicationName("CNN Explorer")
        app.setApplicationVersion(__version__)
        load_fonts()
    return app


class Explorer(QObject):
    """One running program: session, window and the order in which they come up."""

    ready = Signal()  # the scene is there and the network loaded or refused

    def __init__(
        self,
        *,
        settings: Settings,
        look: Theme | None = None,
        device: str = "auto",
        seed: int | None = None,
        checkpoint: Path | None = None,
        runs: Path | None = None,
    ) -> None:
        super().__init__()
        self._garbage = Garbage(self)
        self._idle = QTimer(self, interval=IDLE_MS)
        self._idle.timeout.connect(self._import_next)
        self._runs = runs
        self._checkpoint = checkpoint
        self.session = Session(preset(DEFAULT_PRESET), device=device, seed=seed, parent=self)
        slots = [draw_slot(lambda: DrawPage(self.session)), train_slot(self._train_page)]
        self._modules = [module for slot in slots for module in slot.modules]
        self.window = Window(self.session, settings, look or chosen_look(settings), slots)
        self.session.network_loading.connect(self._on_network_loading)
        self.first_paint = FirstPaint(self.window, self)
        self.first_paint.painted.connect(self.build_rest, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def build_rest(self) -> None:
        """Build the page in front and start loading the network, once the window is painted."""
        from explorer.memory import keep_memory

        keep_memory()
        self.window.restore_rest()
        self.window.page(self.window.page_name)
        self.session.flush()
        if self._checkpoint is None:
            self.session.use_preset(DEFAULT_PRESET)
        else:
            self.session.open_checkpoint(self._checkpoint)

    @Slot()
    def _import_next(self) -> None:
        """Import a part of what pages need, so that their first opening need not wait for it."""
        missing = (name for name in self._modules if name not in sys.modules)
        name = next(missing, "")
        if name:
            importlib.import_module(name)
        else:
            self._idle.stop()

    def close(self) -> None:
        """Close the window and wait for the threads."""
        self._idle.stop()
        self.window.close()
        self.window.close_pages()
        self.session.close()

    def _train_page(self) -> Page:
        """Build the Train page with what computes and reads behind it."""
        from explorer.live.data_source import DataSource
        from explorer.live.training.trainer import Trainer
        from explorer.views.train.page import TrainPage

        # One executable file has no Python of its own to start a process with.
        apart = not getattr(sys, "frozen", False)
        trainer = Trainer(self._runs or runs_folder(), self, apart=apart)
        page = TrainPage(self.session, trainer, DataSource(self))
        page.network_taken.connect(self._on_network_taken)
        return page

    @Slot(object, str)
    def _on_network_taken(self, network: Network, name: str) -> None:
        """Put a network of a run on the Draw page."""
        self.session.set_network(network)
        self.window.show_page(FIRST_PAGE)
        note = _("{name} is on the Draw page now.").format(name=name)
        self.window.status.show_note(note)

    @Slot(bool)
    def _on_network_loading(self, loading: bool) -> None:
        if not loading:
            self._garbage.begin()
            self._idle.start()
            QTimer.singleShot(0, self.ready.emit)


class FirstPaint(QObject):
    """Emits `painted` once, after a widget's first paint event."""

    painted = Signal()

    def __init__(self, widget: QObject, parent: QObject) -> None:
        super().__init__(parent)
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            self.painted.emit()
        return super().eventFilter(watched, event)


def runs_folder() -> Path:
    """Return where runs are kept: among the application's data of this user."""
    from pathlib import Path

    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(place) / "runs"


def run(args: argparse.Namespace | SimpleNamespace) -> int:
    """Open the window and stay until it is closed; return the exit code."""
    from explorer.digits.images import read_picture

    picture = read_picture(args.image) if args.image else None
    app = application()
    explorer = Explorer(
        settings=Settings(), device=args.device, seed=args.seed, checkpoint=args.checkpoint
    )
    if picture is not None:
        explorer.session.place_picture(picture)
    explorer.window.hinting = True
    explorer.window.show()
    if args.page:
        explorer.window.check_page(args.page)
        explorer.ready.connect(lambda: explorer.window.show_page(args.page))
    code = app.exec()
    explorer.close()
    return code
