"""The window: bar, pages, status bar, and what the menus do.

It knows the session by its signals and slots, and the pages by `views.page` only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QGridLayout,
    QLineEdit,
    QMainWindow,
    QStackedWidget,
    QToolTip,
    QWidget,
)

from explorer.errors import UserError
from explorer.live.facts import NetworkFacts
from explorer.live.settings import Settings
from explorer.text import _
from explorer.views.pad.pad import Pad
from explorer.views.pad.panel import LEAST_WIDTH, MOST_WIDTH
from explorer.views.page import Page, PageSlot
from explorer.views.parts.files import dropped_content
from explorer.views.parts.help import WhatsThis
from explorer.views.scene.options import REMEMBERED, SWITCHES, SceneOptions, options_from
from explorer.views.style.looks import Looks, system_reduces_motion
from explorer.views.style.theme import Theme
from explorer.views.style.themed import show_theme
from explorer.views.window.banner import Banner
from explorer.views.window.bar import TopBar
from explorer.views.window.menus import OPTION_CHOICES, fill_menus
from explorer.views.window.place import PagePlace
from explorer.views.window.presentation import Presentation
from explorer.views.window.status import StatusBar

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.views.window.files import Files
    from explorer.views.window.view_state import ViewState

_SIZE, _LEAST_SIZE = (1280, 800), (1040, 640)
_PEN_STEP = 2.0
_SCENE_ACTIONS = ("copy_scene", "save_scene", "copy_code", "save_network")  # of a right click
_PAD_ACTIONS = ("undo", "redo", "clear", "pen", "eraser", "copy", "paste", "open_image", "save_png")


class Window(QMainWindow):
    """The program's window, with a page for each slot; the first is in front.

    It remembers in `settings` how the user left it.
    """

    view_shown = Signal()  # all that `show_view` was given, but for what a page still works on

    def __init__(
        self, session: Session, settings: Settings, look: Theme, slots: Sequence[PageSlot]
    ) -> None:
        super().__init__()
        self._session, self._settings = session, settings
        self.looks = Looks(settings, look, self)
        self.setWindowTitle("CNN Explorer")
        self.slots = tuple(slots)
        self.bar, self.status, self.banner = TopBar(self.slots), StatusBar(), Banner()
        chrome = self.bar, self.status
        self.presentation = Presentation(self, self.looks, chrome, lambda: self.pages.values())
        self.options = SceneOptions()
        self._device = "auto"
        self._preset = ""
        self.hinting = False  # give hints at the pointer on pages that are built from now on
        self._whats_this = WhatsThis(self)
        self._changes = {"undo": False, "redo": False}  # which of them there are
        self._coming: ViewState | None = None  # of which the network is being loaded
        self._after_paint = QTimer(self, singleShot=True, interval=0)
        self._after_paint.timeout.connect(lambda: self.menus)
        self._places: dict[str, PagePlace] = {}
        self._lay_out()
        self._connect()
        self.bar.show_theme_choice(self.looks.choice)
        self._restore()
        for slot in self.slots:
            place = self._places[slot.name] = PagePlace(slot)
            place.made.connect(partial(self._adopt, slot))
            place.built.connect(self._offer_actions)
            self._stack.addWidget(place)
        self._places[self.slots[0].name].make().setFocus()
        show_theme(self, look)

    def page(self, name: str) -> Page:
        """Return a page with all its parts, built now if need be; raises KeyError."""
        return self._places[name].complete()

    @property
    def pages(self) -> dict[str, Page]:
        """The pages that were made so far, by name."""
        made = ((name, place.page) for name, place in self._places.items())
        return {name: page for name, page in made if page is not None}

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Bring a page to the front, its frame first; raises KeyError."""
        self._places[name].begin()
        self._stack.setCurrentWidget(self._places[name])
        self.bar.show_page(name)
        self._renew_menus()

    def check_page(self, name: str) -> None:
        """Raise UserError where there is no page of a name."""
        if name not in self._places:
            sentence = _("There is no page {name}; there are {known}.")
            raise UserError(sentence, name=name, known=", ".join(self._places))

    @property
    def page_name(self) -> str:
        """Which page is in front."""
        return next(n for n, place in self._places.items() if place is self._stack.currentWidget())

    @property
    def front(self) -> Page:
        """The page in front: what acts on the scene or the selection means this one."""
        return self._places[self.page_name].make()

    @property
    def view_state(self) -> ViewState:
        """What is on screen: this window or another one can show it again."""
        from explorer.views.window.view_state import ViewState

        parts = {name: page.state() for name, page in self.pages.items()}
        return ViewState(self.page_name, self._session.state, self.options, parts)

    def show_view(self, view: ViewState) -> None:
        """Show what a state holds; `view_shown` follows when its network and parts are there."""
        try:
            self.check_page(view.page)
        except UserError as error:
            self.banner.show_error(str(error))
            return
        self.show_options(view.options)
        self.page(view.page)
        self.show_page(view.page)
        self._coming = view
        self._session.show_state(view.session)

    @Slot()
    def _on_state_shown(self) -> None:
        """Let pages show their parts, now that the network of a view is there."""
        view, self._coming = self._coming, None
        if view is None:
            return
        for name, part in view.parts.items():
            if name in self._places:
                self.page(name).show_state(part)
        self.view_shown.emit()

    def change_options(self, **changes: object) -> None:
        """Change fields of the scene's options by name; what no field can hold changes nothing."""
        self.show_options(options_from(changes, self.options))

    @Slot(object)
    def show_options(self, options: SceneOptions) -> None:
        """Show the network by these choices on every page."""
        if options.reduced_motion != self.options.reduced_motion:
            self._settings.set("reduced_motion", options.reduced_motion)
        self.options = options
        for page in self.pages.values():
            page.show_options(options)
        self._renew_menus()

    def restore_rest(self) -> None:
        """Bring the last drawing back, and stand still if the desktop asks and no one chose.

        Not before the first paint: numpy and the style take too long to load.
        """
        self._session.recall_drawing(self._settings.get("drawing", ""))
        reduced = self._settings.get("reduced_motion", system_reduces_motion())
        self.options = replace(self.options, reduced_motion=reduced)
        for page in self.pages.values():
            page.show_options(self.options)

    @cached_property
    def menus(self) -> dict[str, QAction]:
        """The actions of the menus by key; made after the first paint, or when first needed."""
        actions = fill_menus(self.bar.menus, self, self.slots, self.trigger)
        self._show_state(actions)
        return actions

    @cached_property
    def files(self) -> Files:
        """What reads and writes files; imported when first needed, the first paint needs it not."""
        from explorer.views.window.files import Files

        files = Files(self, self._session)
        files.failed.connect(self.banner.show_error)
        files.message_reported.connect(self.show_note)
        files.view_opened.connect(self.show_view)
        return files

    @Slot(str)
    def trigger(self, key: str) -> None:
        """Do what an entry of the menus says; a page's own entries are the page's."""
        owner = next((s.name for s in self.slots if any(e and e.key == key for e in s.menu)), "")
        kind, _colon, value = key.partition(":")
        if owner:
            self.page(owner).act(key)
        elif key in SWITCHES:
            self.change_options(**{key: not getattr(self.options, key)})
        elif kind in [choice.key for choice in OPTION_CHOICES]:
            self.change_options(**{kind: value})
        elif value:
            self._commands[kind](value)
        else:
            self._commands[key]()
        self._renew_menus()

    @cached_property
    def _commands(self) -> dict[str, Callable[..., Any]]:
        session, files, looks = self._session, self.files, self.looks
        return {
            "open_image": files.open_image,
            "open_network": files.open_network,
            "save_png": files.save_drawing,
            "save_network": self._save_network,
            "save_scene": lambda: files.save_scene(self.front.scene),
            "copy_scene": lambda: files.copy_scene(self.front.scene),
            "copy_code": lambda: self.front.copy_code(),
            "copy": files.copy_drawing,
            "paste": files.paste,
            "copy_link": lambda: files.copy_link(self.view_state),
            "open_view": files.open_view,
            "save_view": lambda: files.save_view(self.view_state),
            "guide": lambda: files.show_guide(self.slots),
            "about": files.show_about,
            "whats_this": self._whats_this.begin,
            "hints": self._repeat_hints,
            "quit": self.close,
            "undo": session.undo,
            "redo": session.redo,
            "clear": session.clear,
            "pen": lambda: session.set_eraser(False),
            "eraser": lambda: session.set_eraser(True),
            "thinner": partial(self._change_pen_width, -_PEN_STEP),
            "thicker": partial(self._change_pen_width, _PEN_STEP),
            "reset": session.reset_adjustments,
            "fit": lambda: self.front.fit(),
            "kernels": lambda: self.front.show_kernels(),
            "layer": lambda: self.front.open_layer(),
            "slide": lambda: self.front.slide("toggle"),
            "slide_step": lambda: self.front.slide("step"),
            "slide_stack": lambda: self.front.slide("stack"),
            "release": self.release,
            "stacked": self._exchange_form,
            "sample": lambda digit: session.place_sample(int(digit)),
            "page": self.show_page,
            "theme": looks.choose,
            "text": lambda scale: looks.enlarge(float(scale)),
            "preset": session.use_preset,
            "device": self._choose_device,
            "present": self.present,
            "full_screen": lambda: self.setWindowState(
                self.windowState() ^ Qt.WindowState.WindowFullScreen
            ),
        }

    def release(self) -> None:
        """Put the error away if there is one, or a tip, let go of a kept cell, or stop presenting.

        The keyboard goes back to the network from a field of text, and from what is hidden now.
        """
        focused = self.focusWidget()
        if self.banner.sentence:
            self.banner.dismiss()
        elif QToolTip.isVisible():
            QToolTip.hideText()
        elif not self.front.release() and self.presentation.on:
            self.present()
        typing = isinstance(focused, QLineEdit | QAbstractSpinBox)
        if focused is not None and (typing or not focused.isVisible()) and self.front.scene:
            self.front.scene.canvas.setFocus()

    def present(self) -> None:
        """Begin the presentation, or end it."""
        if self.presentation.on:
            self.presentation.end()
            if self.banner.note:
                self.banner.dismiss()
        else:
            self.presentation.begin()
            self.banner.show_note(_("Esc or F5 ends the presentation."))

    @Slot(str)
    def show_note(self, sentence: str) -> None:
        """Show what was done, for a moment over the page and a while longer at the bottom."""
        self.banner.show_note(sentence)
        self.status.show_note(sentence)

    def _repeat_hints(self) -> None:
        self._settings.set("hints_given", "")
        self.show_note(_("Hints come again where the mouse rests on the network."))

    def _choose_device(self, name: str) -> None:
        self._device = name
        self._session.set_device(name)

    def _exchange_form(self) -> None:
        self.change_options(form="flat" if self.options.form == "stacked" else "stacked")

    def _save_network(self) -> None:
        if not self.front.save_network():
            self.files.save_network()

    def _change_pen_width(self, by: float) -> None:
        """Make the pen thicker or thinner by pad pixels, within the slider's range."""
        wanted = self._session.pen.width + by
        self._session.set_pen_width(min(MOST_WIDTH, max(LEAST_WIDTH, wanted)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_content(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        content = dropped_content(event.mimeData())
        if content is not None:
            event.acceptProposedAction()
            self.files.take(content)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if "menus" not in self.__dict__:
            self._after_paint.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.presentation.end()
        self._remember()
        super().closeEvent(event)

    def close_pages(self) -> None:
        """Stop what goes on behind the pages, and wait for it."""
        for page in self.pages.values():
            page.close_work()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        center = QWidget()
        center.setProperty("role", "page")
        over = QGridLayout(center)  # the banner lies over the page's foot and moves nothing
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self._stack, 0, 0)
        over.addWidget(self.banner, 0, 0, Qt.AlignmentFlag.AlignBottom)
        self.setMenuWidget(self.bar)
        self.setCentralWidget(center)
        self.setStatusBar(self.status)
        self.setMinimumSize(*_LEAST_SIZE)
        self.setAcceptDrops(True)

    def _adopt(self, slot: PageSlot, page: Page) -> None:
        """Show in a page what the others show, and connect it."""
        page.show_options(self.options)
        page.recall(self._settings)
        page.failed.connect(self.banner.show_error)
        page.message_reported.connect(self.show_note)
        page.selection_changed.connect(self.status.show_selection)
        page.options_requested.connect(self.show_options)
        page.content_given.connect(lambda content: self.files.take(content))
        page.action_requested.connect(self.trigger)
        page.front_requested.connect(partial(self.show_page, slot.name))
        page.busy_changed.connect(partial(self.bar.show_busy, slot.name))

    @Slot(object)
    def _offer_actions(self, page: Page) -> None:
        """Let a right click on a page's network and pad offer what one does with them."""
        if self.presentation.on:
            page.set_presenting(True)
        offers: list[tuple[QWidget, tuple[str, ...]]]
        offers = [(pad, _PAD_ACTIONS) for pad in page.findChildren(Pad)]
        if page.scene is not None:
            offers.append((page.scene.canvases, _SCENE_ACTIONS))
            if self.hinting:
                from explorer.views.scene.hints import Hints

                Hints(page.scene, self._settings)
        for widget, keys in offers:
            widget.addActions([self.menus[key] for key in keys])
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _connect(self) -> None:
        session = self._session
        self.looks.changed.connect(self._on_look_changed)
        session.network_changed.connect(self._on_network_changed)
        session.state_shown.connect(self._on_state_shown)
        session.answers_needed.connect(lambda *asked: self.files.ask_questions(*asked))
        session.message_reported.connect(self.show_note)
        session.failed.connect(self.banner.show_error)
        session.history_changed.connect(self._on_history_changed)
        self.bar.page_requested.connect(self.show_page)
        self.bar.help.clicked.connect(partial(self.trigger, "guide"))

    @Slot(object)
    def _on_look_changed(self, look: Theme) -> None:
        show_theme(self, look)
        self.bar.show_theme_choice(self.looks.choice)
        self._renew_menus()

    @Slot(object)
    def _on_network_changed(self, facts: NetworkFacts) -> None:
        self.bar.show_network(facts)
        self.status.show_network(facts)
        # Of another origin it may bear a preset's name and still be none.
        self._preset = facts.name if facts.origin in ("pretrained", "untrained") else ""
        self._renew_menus()

    @Slot(bool, bool)
    def _on_history_changed(self, can_undo: bool, can_redo: bool) -> None:
        self._changes = {"undo": can_undo, "redo": can_redo}
        self._renew_menus()

    def _renew_menus(self) -> None:
        if "menus" in self.__dict__:  # they are filled after the first paint
            self._show_state(self.menus)

    def _show_state(self, actions: Mapping[str, QAction]) -> None:
        """Tick and enable in the menus what is in use."""
        options, looks = self.options, self.looks
        ticked = {f"{choice.key}:{getattr(options, choice.key)}" for choice in OPTION_CHOICES}
        ticked |= {name for name in SWITCHES if getattr(options, name)}
        ticked |= {options.form, f"preset:{self._preset}", f"device:{self._device}"}
        ticked |= {f"theme:{looks.choice}", f"text:{float(looks.now.scale)}"}
        ticked.add(f"page:{self.page_name}")
        if self.isFullScreen():
            ticked.add("full_screen")
        if self.presentation.on:
            ticked.add("present")
        for key, action in actions.items():
            action.setChecked(key in ticked)
            action.setEnabled(self._changes.get(key, True))
            kind, _colon, name = key.partition(":")
            if kind == "device":
                action.setVisible(name in self._session.devices or key in ticked)

    def _restore(self) -> None:
        """Put the window, the scene's options and the pen back as `_remember` found them."""
        settings, pen = self._settings, self._session.pen
        names = (*REMEMBERED, "reduced_motion")
        kept = {name: settings.get(name, getattr(self.options, name)) for name in names}
        self.options = options_from(kept, self.options)
        self._session.set_pen_width(settings.get("pen_width", pen.width))
        self._session.set_softness(settings.get("pen_softness", pen.softness))
        geometry = settings.get("window", QByteArray())
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(*_SIZE)

    def _remember(self) -> None:
        """Write down what the next start puts back."""
        settings, pen = self._settings, self._session.pen
        kept: dict[str, Any] = {
            "window": self.saveGeometry(),
            "pen_width": pen.width,
            "pen_softness": pen.softness,
            "drawing": self._session.remembered_drawing,
            **{name: getattr(self.options, name) for name in REMEMBERED},
        }
        for page in self.pages.values():
            kept.update(page.remembered())
        for name, value in kept.items():
            settings.set(name, value)
        settings.save()
