"""What the window asks of a page, and how it knows which pages there are.

A page lives in a folder of its own and has one line in `app`: a `PageSlot`. The window knows its
pages through the two classes of this module only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtWidgets import QWidget

from explorer.live.settings import Settings
from explorer.views.scene.options import SceneOptions, options_from
from explorer.views.style.themed import Themed

if TYPE_CHECKING:  # pyqtgraph comes after the first paint
    from explorer.views.cards.host import CardHost
    from explorer.views.focus.host import FocusHost
    from explorer.views.kernels.host import KernelHost
    from explorer.views.scene.scene_view import SceneView


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One menu entry; the first shortcut is the one the menu shows."""

    key: str
    text: str
    tip: str
    shortcuts: tuple[str, ...] = ()
    checkable: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PageSlot:
    """A page: its name, its tab, its entry in the View menu, a menu of its own, how it is made.

    `make` returns the page's frame; its parts come by `Page.build` when it is first shown.
    """

    name: str
    title: str
    tip: str
    make: Callable[[], Page]
    menu_text: str = ""  # of the View menu, with a mnemonic; the title without
    menu_title: str = ""
    menu: tuple[MenuEntry | None, ...] = ()  # None is a separating line
    modules: tuple[str, ...] = ()  # what `make` imports, in parts for idle moments


class Page(Themed, QWidget):
    """One page of the window: it is given what it serves, and emits what the user wants.

    `scene`, `card_host` and `kernel_host` are there once it is built, if it shows a network.
    """

    failed = Signal(str)
    message_reported = Signal(str)
    selection_changed = Signal(object, bool)  # Selection | None as it is shown, whether frozen
    options_requested = Signal(object)  # SceneOptions, for all pages
    content_given = Signal(object)  # Path or bytes that were dropped
    action_requested = Signal(str)  # of the window, by its key in the menus
    front_requested = Signal()  # show me
    busy_changed = Signal(bool)  # works on while another page is in front

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.scene: SceneView | None = None
        self.card_host: CardHost | None = None
        self.kernel_host: KernelHost | None = None
        self.focus_host: FocusHost | None = None
        self._options = SceneOptions()
        self._presenting = False

    def build(self) -> Iterator[None]:
        """Build the page's parts in steps of less than a tenth of a second, one a `next`."""
        yield from ()

    # What the window shows it -----------------------------------------------------------------

    @property
    def options(self) -> SceneOptions:
        """The choices by which the page shows its network."""
        return self._options if self.scene is None else self.scene.options

    def show_options(self, options: SceneOptions) -> None:
        """Show the network by other choices; what it is read as is the page's own choice."""
        self._use_options(replace(options, reading=self.options.reading))

    def _use_options(self, options: SceneOptions) -> None:
        self._options = options
        if self.scene is not None:
            self.scene.show_options(options)
        if self.card_host is not None:
            self.card_host.card.set_pixels(options.pixel_style)

    def set_presenting(self, presenting: bool) -> None:
        """Hide what is only for the hand, before an audience, or show it again."""
        self._presenting = presenting
        if self.scene is not None:
            self.scene.controls.set_presenting(presenting)

    # What menus and keys do on the page in front -----------------------------------------------

    def act(self, key: str) -> None:
        """Do what an entry of the page's own menu says; raises KeyError."""
        raise KeyError(key)

    def release(self) -> bool:
        """Let go of what is selected; False if nothing was kept."""
        return False

    def save_network(self) -> bool:
        """Save the network that the page shows; False if that is the session's."""
        return False

    def fit(self) -> None:
        """Show the whole network."""
        if self.scene is not None:
            self.scene.fit()

    def open_layer(self) -> None:
        """Open the selected layer large, or show the whole network again."""
        host = self.focus_host
        if host is not None and host.shown:
            host.close()
        elif host is not None:
            host.open()

    def slide(self, order: str) -> None:
        """Let a kernel or a window slide where its layer is open: `toggle`, `step` or `stack`."""
        if self.scene is not None and self.focus_host is not None:
            if not self.focus_host.shown:
                self.focus_host.open_sliding()
            getattr(self.scene.slide, order)()

    def show_kernels(self) -> None:
        """Open the kernels of the selected convolution, or of the first."""
        if self.kernel_host is not None:
            self.kernel_host.show_stage()

    def copy_code(self) -> None:
        """Copy PyTorch code that computes the selected number."""
        if self.card_host is not None:
            self.card_host.exports.copy_code()

    # What outlives it ---------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Return the page's own part of what is on screen, as JSON."""
        look = {} if self.scene is None else self.scene.look()
        opened = self.focus_host is not None and self.focus_host.shown
        return {"reading": self.options.reading, "look": look, "layer_open": opened}

    def show_state(self, state: Mapping[str, Any]) -> None:
        """Show what `state` returned, here or in another window; `settled` tells when it is."""
        self._use_options(options_from({"reading": state.get("reading")}, self.options))
        if self.scene is not None:
            self.scene.show_look(state.get("look", {}))
        if self.focus_host is not None and state.get("layer_open"):
            self.focus_host.open()

    @property
    def settled(self) -> bool:
        """Whether all of the last state is shown; a run, say, takes time to open."""
        return True

    def remembered(self) -> dict[str, QByteArray | bool]:
        """Return what is kept in the settings for the next start."""
        return {}

    def recall(self, settings: Settings) -> None:
        """Put back what was remembered."""

    def close_work(self) -> None:
        """Stop what goes on behind the page, and wait for it."""
