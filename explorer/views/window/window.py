"""The window: bar, pages, status bar, and what the menus do.

It knows the session by its signals and slots only. pyqtgraph is imported after the first paint,
so the network's picture comes later, through `install_scene`.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWhatsThis,
    QWidget,
)

from explorer.live.facts import NetworkFacts
from explorer.live.settings import Settings
from explorer.views.draw.page import DrawPage
from explorer.views.parts.clipboard import dropped_content
from explorer.views.scene.options import SceneOptions, options_from
from explorer.views.style.looks import Looks
from explorer.views.style.theme import Theme
from explorer.views.style.themed import show_theme
from explorer.views.window.banner import Banner
from explorer.views.window.bar import TopBar
from explorer.views.window.page_door import TrainDoor
from explorer.views.window.remembering import remember, restore
from explorer.views.window.status import StatusBar

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.network.state_dict import Guess
    from explorer.views.scene.scene_view import SceneView
    from explorer.views.train.page import TrainPage
    from explorer.views.window.files import Files
    from explorer.views.window.menus import Menus

_LEAST_SIZE = (1040, 640)


class Window(QMainWindow):
    """The program's window; remembers in `settings` how the user left it."""

    def __init__(self, session: Session, settings: Settings, look: Theme) -> None:
        super().__init__()
        self._session, self._settings = session, settings
        self._looks = Looks(settings, look, self)
        self.setWindowTitle("CNN Explorer")
        self.bar, self.status, self.banner = TopBar(), StatusBar(), Banner()
        self.draw_page = DrawPage(session)
        self.train = TrainDoor(self, session, settings)
        self.options = SceneOptions()
        self.device_choice = "auto"
        self.network: NetworkFacts | None = None
        self.history = False, False
        self._after_paint = QTimer(self, singleShot=True, interval=0)
        self._after_paint.timeout.connect(self._fill_menus)
        self._pages: dict[str, QWidget] = {}
        self._lay_out()
        self._connect()
        self.bar.show_theme_choice(self.theme_choice)
        restore(self, session, settings)
        self._show_look(look)

    # What is shown ---------------------------------------------------------------------------

    def install_scene(self, scene: SceneView) -> None:
        """Put the network's picture into the Draw page."""
        self.draw_page.install_scene(scene)
        for key in ("copy_scene", "save_scene", "copy_code", "save_network"):
            scene.canvases.addAction(self.menus[key])
        scene.canvases.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def set_theme(self, look: Theme) -> None:
        """Restyle everything."""
        self._looks.use(look)

    def add_page(self, name: str, title: str, tip: str, page: QWidget) -> None:
        """Add a page with a tab in the bar; tabs show from the second page on."""
        self._pages[name] = page
        self._stack.addWidget(page)
        self.bar.add_page(name, title, tip)

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Bring a page to the front; raises KeyError."""
        if self._pages[name] is self.train.place:
            self.train.opened()
        self._stack.setCurrentWidget(self._pages[name])
        self.bar.show_page(name)
        self._tell_menus()

    @property
    def page_name(self) -> str:
        """Which page is in front."""
        return next(n for n, page in self._pages.items() if page is self._stack.currentWidget())

    @property
    def front(self) -> DrawPage | TrainPage:
        """The page in front: what acts on the scene or the selection means this one."""
        page = self.train.page
        return page if page is not None and self.page_name == "train" else self.draw_page

    def _scene_pages(self) -> tuple[DrawPage | TrainPage, ...]:
        """Return the pages that are there: they show their scenes alike."""
        return (self.draw_page,) if self.train.page is None else (self.draw_page, self.train.page)

    @Slot(str)
    def show_error(self, sentence: str) -> None:
        """Show one sentence about what went wrong."""
        self.banner.show_error(sentence)

    @Slot(object)
    def show_network(self, facts: NetworkFacts) -> None:
        """Show which network is in use and where it computes."""
        self.bar.show_network(facts)
        self.status.show_network(facts)
        self.network = facts
        self._tell_menus()

    # What the user asks for ------------------------------------------------------------------

    @property
    def look(self) -> Theme:
        """The theme in use."""
        return self._looks.now

    @property
    def theme_choice(self) -> str:
        """What the user chose: system, light or dark."""
        return self._looks.choice

    @cached_property
    def menus(self) -> Menus:
        """The filled menus; imported and made after the first paint, or when first needed."""
        from explorer.views.window.menus import Menus

        return Menus(self, self._session)

    @cached_property
    def files(self) -> Files:
        """What reads and writes files; imported when first needed, the first paint needs it not."""
        from explorer.views.window.files import Files

        return Files(self, self._session)

    @Slot(object)
    def take_content(self, content: Path | bytes) -> None:
        """Open what was dropped: an image, strokes or a network."""
        self.files.take(content)

    @Slot(object, object)
    def ask_questions(self, path: Path, guess: Guess) -> None:
        """Ask what a file of weights leaves open, then load it with the answers."""
        self.files.ask_questions(path, guess)

    def choose_theme(self, choice: str) -> None:
        """Use the light or the dark theme, or whichever the system uses."""
        self.bar.show_theme_choice(choice)
        self._looks.choose(choice)
        self._tell_menus()

    def choose_text_size(self, scale: float) -> None:
        """Enlarge all text."""
        self._looks.enlarge(scale)
        self._tell_menus()

    def change_options(self, **changes: object) -> None:
        """Change fields of the scene's options by name; what no field can hold changes nothing."""
        self.show_options(options_from(changes, self.options))

    @Slot(object)
    def show_options(self, options: SceneOptions) -> None:
        """Show the network by these choices on every page."""
        if options.reduced_motion != self.options.reduced_motion:
            self._settings.set("reduced_motion", options.reduced_motion)
        self.options = options
        for page in self._scene_pages():
            page.show_options(options)
        self._tell_menus()

    def choose_device(self, name: str) -> None:
        """Compute on auto, cpu, cuda or mps from now on."""
        self.device_choice = name
        self._session.set_device(name)
        self._tell_menus()

    def toggle_full_screen(self) -> None:
        """Use the whole screen, or a window again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()
        self._tell_menus()

    def release(self) -> None:
        """Put the error away if there is one, else let go of the selected cell."""
        if self.banner.isVisible():
            self.banner.dismiss()
        elif self.page_name == "train":
            self.train.opened().release()
        else:
            self._session.release()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_content(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        content = dropped_content(event.mimeData())
        if content is not None:
            event.acceptProposedAction()
            self.take_content(content)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if "menus" not in self.__dict__:
            self._after_paint.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._remember()
        super().closeEvent(event)

    # How it is built ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self.add_page("draw", "Draw", "Draw a digit and see every number.", self.draw_page)
        center = QWidget()
        center.setProperty("role", "page")
        layout = QVBoxLayout(center)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self._stack, 1)
        self.setMenuWidget(self.bar)
        self.setCentralWidget(center)
        self.setStatusBar(self.status)
        self.setMinimumSize(*_LEAST_SIZE)
        self.setAcceptDrops(True)
        self.draw_page.pad_panel.pad.setFocus()

    def _connect(self) -> None:
        session = self._session
        self._looks.changed.connect(self._show_look)
        session.network_changed.connect(self.show_network)
        session.answers_needed.connect(self.ask_questions)
        self.draw_page.selection_shown.connect(self.status.show_selection)
        session.message_reported.connect(self.status.show_note)
        session.failed.connect(self.show_error)
        session.history_changed.connect(self._on_history_changed)
        self.bar.page_requested.connect(self.show_page)
        self.bar.help.clicked.connect(QWhatsThis.enterWhatsThisMode)
        page = self.draw_page
        page.content_given.connect(self.take_content)
        page.open_requested.connect(lambda: self.files.open_image())
        page.save_requested.connect(lambda: self.files.save_drawing())
        page.options_requested.connect(self.show_options)

    @Slot(object)
    def _show_look(self, look: Theme) -> None:
        show_theme(self, look)
        for part in (self.draw_page, self.train):
            part.set_theme(look)

    def _remember(self) -> None:
        remember(self, self._session, self._settings)

    @Slot()
    def _fill_menus(self) -> None:
        self.menus.show_state()

    @Slot(bool, bool)
    def _on_history_changed(self, can_undo: bool, can_redo: bool) -> None:
        self.history = can_undo, can_redo
        self._tell_menus()

    def _tell_menus(self) -> None:
        if "menus" in self.__dict__:  # they are filled after the first paint
            self.menus.show_state()
