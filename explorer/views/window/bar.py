"""The bar at the top: name, menus, pages, and what is in use: network, device, theme."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QMenuBar, QSizePolicy, QWidget

from explorer.live.facts import NetworkFacts
from explorer.network.presets import PRESETS
from explorer.text import _
from explorer.views.page import PageSlot
from explorer.views.parts.buttons import CHIP, TAB, ToolButton
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import HALF, row
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed
from explorer.views.window.menus import titles_of

_THEMES = {"system": _("System"), "light": _("Light"), "dark": _("Dark")}


class TopBar(Themed, QWidget):
    """Shows the network, device and theme in use on chips that open the matching menus.

    The `menus` by key are empty: they, and those of the chips, come after the first paint.

    `page_requested(str)` is emitted by the tabs, which show only where there are two pages or more.
    """

    page_requested = Signal(str)

    def __init__(self, slots: tuple[PageSlot, ...]) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.menu_bar = QMenuBar()
        self.menu_bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.menus = {key: self.menu_bar.addMenu(text) for key, text in titles_of(slots).items()}
        explain(self.menu_bar, _("Menus"), _("Everything the program can do, with its shortcuts."))
        self._brand = QLabel("CNN Explorer")
        self._brand.setProperty("role", "brand")
        self._network_texts = (_("Loading…"), _("Loading…"))  # where there is room, and where not
        self._pages = QButtonGroup(self)
        self._titles = {slot.name: slot.title for slot in slots}
        self.tabs = {slot.name: self._tab(slot, len(slots) > 1) for slot in slots}
        next(iter(self.tabs.values())).setChecked(True)
        self._build_chips()
        parts = (self._brand, self.menu_bar, 2 * GRID, row(*self.tabs.values()), None, *self._chips)
        layout = row(*parts, spacing=GRID, within=self)
        layout.setContentsMargins(2 * GRID, HALF, GRID, HALF)
        layout.setAlignment(self.menu_bar, Qt.AlignmentFlag.AlignVCenter)

    def show_page(self, name: str) -> None:
        """Press the tab of the page that is in front."""
        self.tabs[name].setChecked(True)

    def show_busy(self, name: str, busy: bool) -> None:
        """Mark the tab of a page that works while another one is in front."""
        title = self._titles[name]
        self.tabs[name].setText(f"{title} •" if busy else title)

    def show_network(self, facts: NetworkFacts) -> None:
        """Show the network and device in use."""
        name = PRESETS[facts.name].title if facts.name in PRESETS else facts.name
        device = facts.device.upper()
        text = _("{name} · {count:,} parameters")
        self._network_texts = (text.format(name=name, count=facts.parameters), name)
        self._make_room()
        tip = _("Network in use: {name} ({origin}).")
        self.network.setToolTip(tip.format(name=name, origin=facts.origin))
        self.device.setText(device)
        tip = _("Computing on {device}.").format(device=device)
        self.device.setToolTip(facts.note or tip)

    def show_theme_choice(self, choice: str) -> None:
        """Show which theme is chosen: system, light or dark."""
        self.theme_chip.setText(_THEMES.get(choice, choice))

    def set_theme(self, theme: Theme) -> None:
        """Take all sizes from a theme."""
        super().set_theme(theme)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Let go, where there is no room, of the parameters, the brand, the middle of the name."""
        long, short = self._network_texts
        self.network.setText(long)
        self._brand.setVisible(True)
        if self._needed() > self.width():
            self.network.setText(short)
        if self._needed() > self.width():
            self._brand.setVisible(False)
        if (missing := self._needed() - self.width()) > 0:
            metrics = self.network.fontMetrics()
            room = metrics.horizontalAdvance(short) - missing
            self.network.setText(metrics.elidedText(short, Qt.TextElideMode.ElideMiddle, room))

    def _needed(self) -> int:
        """Return the width that everything shown takes."""
        parts = [self.menu_bar, *self._chips]
        parts += [] if self._brand.isHidden() else [self._brand]
        parts += self.tabs.values() if len(self.tabs) > 1 else []
        return sum(part.sizeHint().width() + GRID for part in parts) + 5 * GRID

    def _tab(self, slot: PageSlot, shown: bool) -> ToolButton:
        name = _("Page {title}").format(title=slot.title)
        tab = ToolButton(name, slot.tip, text=slot.title, shape=TAB)
        tab.setCheckable(True)
        tab.clicked.connect(lambda: self.page_requested.emit(slot.name))
        self._pages.addButton(tab)
        if not shown:
            tab.hide()
        return tab

    def _build_chips(self) -> None:
        tip = _("The network in use; press to choose, open or save one.")
        self.network = self._chip(_("Network"), tip, "network", _("Loading…"))
        tip = _("Where the network computes.")
        self.device = self._chip(_("Device"), tip, "device", _("Automatic"))
        tip = _("Light or dark; System follows your desktop.")
        self.theme_chip = self._chip(_("Theme"), tip, "theme", _("System"))
        tip = _("What one can do here, with mouse and keys.")
        self.help = ToolButton(_("Guide"), tip, shortcut="F1", icon="help", shape=CHIP)
        self._chips = [self.network, self.device, self.theme_chip, self.help]

    def _chip(self, name: str, tip: str, key: str, text: str) -> ToolButton:
        """Return a chip that opens a menu (a button's own one would reserve room for an arrow)."""
        chip = ToolButton(name, tip, icon=key, text=text, shape=CHIP)
        corner = QPoint(0, HALF)
        chip.clicked.connect(
            lambda: self.menus[key].popup(chip.mapToGlobal(chip.rect().bottomLeft() + corner))
        )
        return chip
