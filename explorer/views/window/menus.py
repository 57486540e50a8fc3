"""The menus: what each entry does, and which of them are ticked or enabled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWhatsThis

from explorer.views.scene.options import SWITCHES
from explorer.views.window.actions import (
    DEVICES,
    INKS,
    MENUS,
    PIXELS,
    PRESETS,
    SCOPES,
    TEXT_SIZES,
    THEMES,
    Actions,
    MenuChoice,
    MenuEntry,
)

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.views.window.window import Window

T = TypeVar("T")
_PEN_STEP = 2.0
OPTION_CHOICES = (SCOPES, PIXELS, INKS)  # of which each key is a field of the scene's options
TRAINING = tuple(row.key for row in MENUS["train"] if isinstance(row, MenuEntry))


class Menus:
    """Fills a window's menus and connects them; `show_state` brings their ticks up to date."""

    def __init__(self, window: Window, session: Session) -> None:
        self._window, self._session = window, session
        self._actions = Actions(window.bar.menus, window)
        menus = self._actions.menus
        window.bar.set_menus(menus["network"], menus["device"], menus["theme"])
        commands = self._files() | self._edits() | self._views() | self._trains()
        for key, what in commands.items():
            self._actions[key].triggered.connect(what)
        self._connect_choices()
        self.show_state()

    def __getitem__(self, key: str) -> QAction:
        """Return the action called `key`; raises KeyError."""
        return self._actions[key]

    def options(self, choice: MenuChoice) -> Iterable[tuple[str, QAction]]:
        """Return the (key, action) pairs of a choice."""
        return self._actions.options(choice)

    def show_state(self) -> None:
        """Tick and enable what the window's state says."""
        window, actions = self._window, self._actions
        facts = window.network
        bundled = facts is not None and facts.origin in ("pretrained", "untrained")
        actions.show_choice(PRESETS, facts.name if facts is not None and bundled else "")
        actions.show_choice(DEVICES, window.device_choice)
        actions.show_choice(THEMES, window.theme_choice)
        actions.show_choice(TEXT_SIZES, str(float(window.look.scale)))
        for choice in OPTION_CHOICES:
            actions.show_choice(choice, getattr(window.options, choice.key))
        for name in SWITCHES:
            actions[name].setChecked(getattr(window.options, name))
        actions["stacked"].setChecked(window.options.form == "stacked")
        actions["full_screen"].setChecked(window.isFullScreen())
        for name in ("draw", "train"):
            actions[f"page:{name}"].setChecked(window.page_name == name)
        for key in (*TRAINING, "page:train"):
            actions[key].setEnabled(window.train.can_open)
        actions["undo"].setEnabled(window.history[0])
        actions["redo"].setEnabled(window.history[1])

    def _files(self) -> dict[str, Callable[[], object]]:
        window = self._window
        return {
            "open_image": lambda: window.files.open_image(),
            "open_network": lambda: window.files.open_network(),
            "save_png": lambda: window.files.save_drawing(),
            "save_network": lambda: window.files.save_network(),
            "save_scene": lambda: window.files.save_scene(),
            "copy_scene": lambda: window.files.copy_scene(),
            "copy_code": lambda: window.draw_page.copy_code(),
            "copy": lambda: window.files.copy_drawing(),
            "paste": lambda: window.files.paste(),
            "guide": lambda: window.files.show_guide(),
            "about": lambda: window.files.show_about(),
            "whats_this": QWhatsThis.enterWhatsThisMode,
            "quit": window.close,
        }

    def _edits(self) -> dict[str, Callable[[], object]]:
        session, page = self._session, self._window.draw_page
        commands: dict[str, Callable[[], object]] = {
            "undo": session.undo,
            "redo": session.redo,
            "clear": session.clear,
            "pen": lambda: session.set_eraser(False),
            "eraser": lambda: session.set_eraser(True),
            "thinner": lambda: page.change_pen_width(-_PEN_STEP),
            "thicker": lambda: page.change_pen_width(_PEN_STEP),
            "reset": page.reset_adjustments,
        }
        for digit in range(10):
            commands[f"sample:{digit}"] = partial(_chosen, session.place_sample, digit)
        return commands

    def _views(self) -> dict[str, Callable[[], object]]:
        window = self._window
        return {
            "page:draw": lambda: window.show_page("draw"),
            "page:train": lambda: window.show_page("train"),
            "fit": lambda: window.front.fit(),
            **{name: partial(self._switch, name) for name in SWITCHES},
            "stacked": lambda: window.change_options(
                form="stacked" if self["stacked"].isChecked() else "flat"
            ),
            "kernels": lambda: window.front.show_kernels(),
            "slide": lambda: window.front.slide(),
            "slide_step": lambda: window.front.slide_step(),
            "slide_stack": lambda: window.front.slide_stack(),
            "release": window.release,
            "full_screen": window.toggle_full_screen,
        }

    def _trains(self) -> dict[str, Callable[[], object]]:
        door = self._window.train
        return {
            "train_play": door.play,
            "train_back": lambda: door.shown().host.step(-1),
            "train_forward": lambda: door.shown().host.step(1),
            "train_newest": lambda: door.shown().host.newest(),
            "train_start": lambda: door.shown().host.start("play"),
            "train_queue": lambda: door.shown().host.enqueue(),
            "train_branch": lambda: door.shown().host.branch(),
            "train_open": lambda: door.shown().host.open_folder(),
            "train_draw": lambda: door.opened().host.copy_network(),
            "train_save": lambda: door.shown().host.save(),
        }

    def _connect_choices(self) -> None:
        window = self._window
        choices: tuple[tuple[MenuChoice, Callable[[str], object]], ...] = (
            (THEMES, window.choose_theme),
            (TEXT_SIZES, self._choose_text_size),
            *((choice, partial(self._choose_option, choice.key)) for choice in OPTION_CHOICES),
            (PRESETS, self._session.use_preset),
            (DEVICES, window.choose_device),
        )
        for choice, act in choices:
            for key, action in self.options(choice):
                action.triggered.connect(partial(_chosen, act, key))

    def _switch(self, name: str, _checked: bool = False) -> None:
        self._window.change_options(**{name: self[name].isChecked()})

    def _choose_option(self, name: str, value: str) -> None:
        self._window.change_options(**{name: value})

    def _choose_text_size(self, scale: str) -> None:
        self._window.choose_text_size(float(scale))


def _chosen(act: Callable[[T], object], key: T, *_: object) -> None:
    """Act on a chosen option; what the action's signal adds is of no interest."""
    act(key)
