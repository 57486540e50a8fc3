"""The window: bar, pages, status bar, and what the menus do.

It knows the session by its signals and slots only. pyqtgraph is imported after the first paint,
so the network's picture comes later, through `install_scene`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QByteArray, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWhatsThis,
    QWidget,
)

from explorer.live.facts import NetworkFacts
from explorer.live.settings import Settings
from explorer.views.actions import DEVICES, PRESETS, SCOPES, TEXT_SIZES, THEMES, Actions, Choice
from explorer.views.banner import Banner
from explorer.views.bar import TopBar
from explorer.views.clipboard import dropped_content
from explorer.views.pages.draw import DrawPage
from explorer.views.status import StatusBar
from explorer.views.stylesheet import stylesheet
from explorer.views.theme import Theme, ThemeName, theme

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.network.state_dict import Guess
    from explorer.views.files import Files
    from explorer.views.scene.scales import Scope
    from explorer.views.scene.scene_view import SceneView

T = TypeVar("T")
_SIZE = (1280, 800)
_LEAST_SIZE = (1040, 640)
_PEN_STEP = 2.0


class Window(QMainWindow):
    """The program's window; remembers in `settings` how the user left it."""

    def __init__(self, session: Session, settings: Settings, look: Theme) -> None:
        super().__init__()
        self._session, self._settings, self._look = session, settings, look
        self.setWindowTitle("CNN Explorer")
        self.bar, self.status, self.banner = TopBar(), StatusBar(), Banner()
        self.draw_page = DrawPage(session)
        self.actions_ = Actions(self.bar.menu_bar, self)
        menus = self.actions_.menus
        self.bar.set_menus(menus["network"], menus["device"], menus["theme"])
        self._pages: dict[str, QWidget] = {}
        self._lay_out()
        self._connect()
        self._restore()
        self.set_theme(look)

    # What is shown ---------------------------------------------------------------------------

    def install_scene(self, scene: SceneView) -> None:
        """Put the network's picture into the Draw page."""
        self.draw_page.install_scene(scene)

    def set_theme(self, look: Theme) -> None:
        """Restyle everything."""
        self._look = look
        self.setStyleSheet(stylesheet(look))
        self.bar.set_theme(look)
        self.banner.set_theme(look)
        self.draw_page.set_theme(look)

    def add_page(self, name: str, title: str, tip: str, page: QWidget) -> None:
        """Add a page with a tab in the bar; tabs show from the second page on."""
        self._pages[name] = page
        self._stack.addWidget(page)
        self.bar.add_page(name, title, tip)

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Bring a page to the front; raises KeyError."""
        self._stack.setCurrentWidget(self._pages[name])

    @Slot(str)
    def show_error(self, sentence: str) -> None:
        """Show one sentence about what went wrong."""
        self.banner.show_error(sentence)

    @Slot(object)
    def show_network(self, facts: NetworkFacts) -> None:
        """Show which network is in use and where it computes."""
        self.bar.show_network(facts)
        self.status.show_network(facts)
        bundled = facts.origin in ("pretrained", "untrained")
        self.actions_.show_choice(PRESETS, facts.name if bundled else "")

    # What the user asks for ------------------------------------------------------------------

    @cached_property
    def files(self) -> Files:
        """What reads and writes files; imported when first needed, the first paint needs it not."""
        from explorer.views.files import Files

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
        self._settings.set("theme", choice)
        self._show_theme_choice(choice)
        self.set_theme(theme(_theme_name(choice), self._look.scale))

    def choose_text_size(self, scale: float) -> None:
        """Enlarge all text."""
        self._settings.set("text_scale", scale)
        self.actions_.show_choice(TEXT_SIZES, str(scale))
        self.set_theme(theme(self._look.name, scale))

    def release(self) -> None:
        """Put the error away if there is one, else let go of the selected cell."""
        if self.banner.isVisible():
            self.banner.dismiss()
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
        session.network_changed.connect(self.show_network)
        session.answers_needed.connect(self.ask_questions)
        session.selection_changed.connect(self.status.show_selection)
        session.message_said.connect(self.status.show_note)
        session.failed.connect(self.show_error)
        session.history_changed.connect(self._on_history_changed)
        self.bar.page_requested.connect(self.show_page)
        self.bar.help.clicked.connect(QWhatsThis.enterWhatsThisMode)
        page = self.draw_page
        page.content_given.connect(self.take_content)
        page.open_requested.connect(lambda: self.files.open_image())
        page.save_requested.connect(lambda: self.files.save_drawing())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_theme_changed)
        for key, what in self._commands().items():
            self.actions_[key].triggered.connect(what)
        page.scope_chosen.connect(self._choose_scope)
        page.winners_chosen.connect(self.actions_["winners"].setChecked)
        self.actions_["winners"].toggled.connect(page.set_winners)
        self._connect_choices()

    def _commands(self) -> dict[str, Callable[[], object]]:
        """Return what each menu entry does."""
        session, page = self._session, self.draw_page
        commands: dict[str, Callable[[], object]] = {
            "open_image": lambda: self.files.open_image(),
            "open_network": lambda: self.files.open_network(),
            "save_png": lambda: self.files.save_drawing(),
            "save_network": lambda: self.files.save_network(),
            "quit": self.close,
            "undo": session.undo,
            "redo": session.redo,
            "copy": lambda: self.files.copy_drawing(),
            "paste": lambda: self.files.paste(),
            "clear": session.clear,
            "pen": lambda: session.set_eraser(False),
            "eraser": lambda: session.set_eraser(True),
            "thinner": lambda: page.change_pen_width(-_PEN_STEP),
            "thicker": lambda: page.change_pen_width(_PEN_STEP),
            "reset": page.reset_adjustments,
            "fit": page.fit,
            "release": self.release,
            "full_screen": self._toggle_full_screen,
            "guide": lambda: self.files.show_guide(),
            "whats_this": QWhatsThis.enterWhatsThisMode,
            "about": lambda: self.files.show_about(),
        }
        for digit in range(10):
            commands[f"sample:{digit}"] = partial(_chosen, session.place_sample, digit)
        return commands

    def _connect_choices(self) -> None:
        choices: tuple[tuple[Choice, Callable[[str], object]], ...] = (
            (THEMES, self.choose_theme),
            (TEXT_SIZES, self._choose_text_size),
            (SCOPES, self._choose_scope),
            (PRESETS, self._session.use_preset),
            (DEVICES, self._choose_device),
        )
        for choice, act in choices:
            for key, action in self.actions_.options(choice):
                action.triggered.connect(partial(_chosen, act, key))

    def _choose_scope(self, scope: str) -> None:
        known: Scope = "map" if scope == "map" else "network" if scope == "network" else "layer"
        self.actions_.show_choice(SCOPES, known)
        self.draw_page.set_scope(known)

    def _choose_text_size(self, scale: str) -> None:
        self.choose_text_size(float(scale))

    def _choose_device(self, name: str) -> None:
        self.actions_.show_choice(DEVICES, name)
        self._session.set_device(name)

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()
        self.actions_["full_screen"].setChecked(self.isFullScreen())

    @Slot(bool, bool)
    def _on_history_changed(self, can_undo: bool, can_redo: bool) -> None:
        self.actions_["undo"].setEnabled(can_undo)
        self.actions_["redo"].setEnabled(can_redo)

    def _on_system_theme_changed(self) -> None:
        if self._settings.get("theme", "system") == "system":
            self.set_theme(theme(_theme_name("system"), self._look.scale))

    def _show_theme_choice(self, choice: str) -> None:
        self.actions_.show_choice(THEMES, choice)
        titles = {key: text for key, text, _ in THEMES.options}
        self.bar.show_theme_choice(titles.get(choice, titles["system"]))

    # What is remembered ---------------------------------------------------------------------

    def _restore(self) -> None:
        remembered = self._settings
        self._show_theme_choice(remembered.get("theme", "system"))
        self.actions_.show_choice(TEXT_SIZES, str(self._look.scale))
        self.actions_.show_choice(DEVICES, "auto")
        self._choose_scope(remembered.get("scope", "layer"))
        self.actions_["winners"].setChecked(remembered.get("winners", True))
        self._on_history_changed(False, False)
        self._session.set_pen_width(remembered.get("pen_width", self._session.pen.width))
        self._session.set_softness(remembered.get("pen_softness", self._session.pen.softness))
        geometry = remembered.get("window", QByteArray())
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(*_SIZE)
        self.draw_page.restore_columns(remembered.get("columns", QByteArray()))

    def _remember(self) -> None:
        pen = self._session.pen
        scope = next((k for k, a in self.actions_.options(SCOPES) if a.isChecked()), "layer")
        for name, value in (
            ("window", self.saveGeometry()),
            ("columns", self.draw_page.columns()),
            ("pen_width", pen.width),
            ("pen_softness", pen.softness),
            ("winners", self.actions_["winners"].isChecked()),
            ("scope", scope),
        ):
            self._settings.set(name, value)
        self._settings.save()


def _theme_name(choice: str) -> ThemeName:
    """Return the theme of a choice; `system` asks the desktop."""
    if choice == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"
    return "dark" if choice == "dark" else "light"


def _chosen(act: Callable[[T], object], key: T, *_: object) -> None:
    """Act on a chosen option; what the action's signal adds is of no interest."""
    act(key)
