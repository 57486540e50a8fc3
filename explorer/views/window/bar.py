"""The bar at the top: name, menus, pages, and what is in use: network, device, theme."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QWidget,
)

from explorer.live.facts import NetworkFacts
from explorer.network.presets import PRESETS
from explorer.text import _
from explorer.views.parts.buttons import CHIP, TAB, ToolButton
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import HALF
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed

_THEMES = {"system": _("System"), "light": _("Light"), "dark": _("Dark")}


class TopBar(Themed, QWidget):
    """Shows the network, device and theme in use on chips that open the matching menus.

    The menus, titled by key, are empty: they are filled after the first paint.

    `page_requested(str)` is emitted by the tabs, which show only where there are two pages or more.
    """

    page_requested = Signal(str)

    def __init__(self, titles: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.menu_bar = QMenuBar()
        self.menu_bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.menus = {key: self.menu_bar.addMenu(title) for key, title in titles.items()}
        explain(self.menu_bar, _("Menus"), _("Everything the program can do, with its shortcuts."))
        self._brand = QLabel("CNN Explorer")
        self._brand.setProperty("role", "brand")
        self._network_texts = (_("Loading…"), _("Loading…"))  # where there is room, and where not
        self._tabs = QHBoxLayout()
        self._tabs.setSpacing(HALF)
        self._pages = QButtonGroup(self)
        self.tabs: list[ToolButton] = []
        self._tab_of: dict[str, ToolButton] = {}
        self._titles: dict[str, str] = {}
        self._build_chips()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, HALF, GRID, HALF)
        layout.setSpacing(GRID)
        layout.addWidget(self._brand)
        layout.addWidget(self.menu_bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(2 * GRID)
        layout.addLayout(self._tabs)
        layout.addStretch(1)
        for chip in self._chips:
            layout.addWidget(chip)

    def set_menus(self, network: QMenu, device: QMenu, theme: QMenu) -> None:
        """Give the chips the menus that they open."""
        menus = (network, device, theme)
        for chip, menu in zip((self.network, self.device, self.theme_chip), menus, strict=True):
            chip.clicked.connect(lambda _checked=False, chip=chip, menu=menu: _open(menu, chip))

    def add_page(self, name: str, title: str, tip: str) -> None:
        """Add the tab of a page."""
        tab = ToolButton(_("Page {title}").format(title=title), tip, text=title, shape=TAB)
        tab.setCheckable(True)
        tab.setChecked(not self.tabs)
        tab.clicked.connect(lambda: self.page_requested.emit(name))
        self._pages.addButton(tab)
        self.tabs.append(tab)
        self._tab_of[name], self._titles[name] = tab, title
        self._tabs.addWidget(tab)
        for button in self.tabs:
            button.setVisible(len(self.tabs) > 1)

    def show_page(self, name: str) -> None:
        """Press the tab of the page that is in front."""
        self._tab_of[name].setChecked(True)

    def show_busy(self, name: str, busy: bool) -> None:
        """Mark the tab of a page that works while another one is in front."""
        title = self._titles[name]
        self._tab_of[name].setText(f"{title} •" if busy else title)

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
        """Let the number of parameters go, then the name, where large text needs their place."""
        long, short = self._network_texts
        self.network.setText(long)
        self._brand.setVisible(True)
        if self._needed() > self.width():
            self.network.setText(short)
        if self._needed() > self.width():
            self._brand.setVisible(False)

    def _needed(self) -> int:
        """Return the width that everything shown takes."""
        parts = [self.menu_bar, *self._chips]
        parts += [] if self._brand.isHidden() else [self._brand]
        parts += self.tabs if len(self.tabs) > 1 else []
        return sum(part.sizeHint().width() + GRID for part in parts) + 5 * GRID

    def _build_chips(self) -> None:
        self.network = ToolButton(
            _("Network"),
            _("The network in use; press to choose, open or save one."),
            icon="network",
            shape=CHIP,
            text=_("Loading…"),
        )
        self.device = ToolButton(
            _("Device"),
            _("Where the network computes."),
            icon="device",
            shape=CHIP,
            text=_("Automatic"),
        )
        self.theme_chip = ToolButton(
            _("Theme"),
            _("Light or dark; System follows your desktop."),
            icon="theme",
            shape=CHIP,
            text=_("System"),
        )
        self.help = ToolButton(
            _("What's this?"),
            _("Press, then click anything to have it explained."),
            shortcut="Shift+F1",
            icon="help",
            shape=CHIP,
        )
        self._chips = [self.network, self.device, self.theme_chip, self.help]


def _open(menu: QMenu, chip: QWidget) -> None:
    """Open a menu under a chip (a button's own menu would reserve room for an arrow)."""
    menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + HALF)))
