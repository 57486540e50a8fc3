"""The menus as actions: what was chosen goes out, what is in use is ticked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from explorer.text import _
from explorer.views.page import MenuEntry, PageSlot
from explorer.views.parts.help import explain_action
from explorer.views.scene.options import SWITCHES, SceneOptions
from explorer.views.window.actions import (
    DEVICES,
    OPTION_CHOICES,
    PRESETS,
    TEXT_SIZES,
    THEMES,
    MenuChoice,
    MenuRow,
    SampleMenu,
    page_entries,
    rows_of,
)


@dataclass(frozen=True, slots=True)
class MenuState:
    """What is in use, as far as menus show it; `preset` is '' for a network of another origin."""

    preset: str
    device: str
    theme: str
    text_scale: float
    options: SceneOptions
    page: str
    full_screen: bool
    can_undo: bool
    can_redo: bool


class Menus(QObject):
    """Fills menus that are there by key; `owner` takes the shortcuts.

    Emits `triggered(key)` for an entry, `switched(key, on)` for one with a tick, and
    `chosen(key of the choice, option)`.
    """

    triggered = Signal(str)
    switched = Signal(str, bool)
    chosen = Signal(str, str)

    def __init__(
        self, menus: Mapping[str, QMenu], owner: QWidget, slots: tuple[PageSlot, ...]
    ) -> None:
        super().__init__(owner)
        self._owner = owner
        self._actions: dict[str, QAction] = {}
        self._pages = [entry.key for entry in page_entries(slots)]
        self.menus = dict(menus)
        for key, rows in rows_of(slots).items():
            self.menus[key].setToolTipsVisible(True)
            self._fill(self.menus[key], rows)

    def __getitem__(self, key: str) -> QAction:
        """Return the action called `key`, or `choice:option`; raises KeyError."""
        return self._actions[key]

    def options(self, choice: MenuChoice) -> Iterable[tuple[str, QAction]]:
        """Return the (key, action) pairs of a choice."""
        return [(key, self._actions[f"{choice.key}:{key}"]) for key, _text, _tip in choice.options]

    def show_state(self, state: MenuState) -> None:
        """Tick and enable what is in use."""
        self._tick(PRESETS, state.preset)
        self._tick(DEVICES, state.device)
        self._tick(THEMES, state.theme)
        self._tick(TEXT_SIZES, str(float(state.text_scale)))
        for choice in OPTION_CHOICES:
            self._tick(choice, getattr(state.options, choice.key))
        for name in SWITCHES:
            self[name].setChecked(getattr(state.options, name))
        self["stacked"].setChecked(state.options.form == "stacked")
        self["full_screen"].setChecked(state.full_screen)
        for key in self._pages:
            self[key].setChecked(key == f"page:{state.page}")
        self["undo"].setEnabled(state.can_undo)
        self["redo"].setEnabled(state.can_redo)

    def _tick(self, choice: MenuChoice, key: str) -> None:
        """Tick one option of a choice; an unknown key unticks all."""
        for option, action in self.options(choice):
            action.setChecked(option == key)

    def _fill(self, menu: QMenu, rows: tuple[MenuRow, ...]) -> None:
        for row in rows:
            match row:
                case None:
                    menu.addSeparator()
                case MenuEntry():
                    menu.addAction(self._action(row))
                case MenuChoice():
                    self._add_submenu(menu, row)
                case SampleMenu():
                    self.menus["samples"] = samples = menu.addMenu(_("Place &sample"))
                    for entry in row.entries():
                        samples.addAction(self._action(entry))

    def _action(self, entry: MenuEntry) -> QAction:
        if entry.key in self._actions:
            return self._actions[entry.key]
        action = self._actions[entry.key] = QAction(entry.text, self._owner)
        action.setShortcuts([QKeySequence(keys) for keys in entry.shortcuts])
        action.setCheckable(entry.checkable)
        explain_action(action, entry.tip)
        self._owner.addAction(action)
        react = self._on_switched if entry.checkable else self._on_triggered
        action.triggered.connect(partial(react, entry.key))
        return action

    def _add_submenu(self, menu: QMenu, choice: MenuChoice) -> None:
        submenu = self.menus[choice.key] = menu.addMenu(choice.text)
        group = QActionGroup(submenu)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for key, text, tip in choice.options:
            action = self._actions[f"{choice.key}:{key}"] = QAction(text, self._owner)
            action.setCheckable(True)
            explain_action(action, tip)
            group.addAction(action)
            submenu.addAction(action)
            action.triggered.connect(partial(self._on_chosen, choice.key, key))

    def _on_triggered(self, key: str, _checked: bool = False) -> None:
        self.triggered.emit(key)

    def _on_switched(self, key: str, _checked: bool = False) -> None:
        self.switched.emit(key, self[key].isChecked())

    def _on_chosen(self, choice: str, key: str, _checked: bool = False) -> None:
        self.chosen.emit(choice, key)
