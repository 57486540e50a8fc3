"""Everything the menus offer, as data: names, shortcuts and what they are good for.

The window makes one QAction of each entry and connects it; here are only their texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from explorer.network import presets
from explorer.text import _
from explorer.views.parts.help import explain_action, native


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One menu entry; the first shortcut is the one the menu shows."""

    key: str
    text: str
    tip: str
    shortcuts: tuple[str, ...] = ()
    checkable: bool = False


@dataclass(frozen=True, slots=True)
class MenuChoice:
    """A submenu of which exactly one entry is chosen: (key, text, tip) each."""

    key: str
    text: str
    options: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class SampleMenu:
    """The submenu of the ten sample digits, keys 0 to 9."""


MenuRow = MenuEntry | MenuChoice | SampleMenu | None  # None is a separating line

THEMES = MenuChoice(
    "theme",
    _("&Theme"),
    (
        ("system", _("System"), _("Follow the system's light or dark appearance.")),
        ("light", _("Light"), _("Dark ink on light paper; best for projectors.")),
        ("dark", _("Dark"), _("Light ink on dark paper.")),
    ),
)
TEXT_SIZES = MenuChoice(
    "text",
    _("Te&xt size"),
    (
        ("1.0", _("100 %"), _("Text for a desk.")),
        ("1.25", _("125 %"), _("Text for a small room.")),
        ("1.5", _("150 %"), _("Text for the last row of a classroom.")),
    ),
)
SCOPES = MenuChoice(
    "scope",
    _("Colour &scale per"),
    (
        ("map", _("Map"), _("Each map uses the full range of colours: faint maps become visible.")),
        ("layer", _("Layer"), _("All maps of a stage share one scale, so they can be compared.")),
        ("network", _("Network"), _("All stages of a kind share one scale.")),
    ),
)
PIXELS = MenuChoice(
    "pixels",
    _("Pi&xels as"),
    (
        (
            "one",
            _("0 to 1"),
            _("Count the pixels of the input from 0 to 1, as the network gets them."),
        ),
        (
            "byte",
            _("0 to 255"),
            _("Count the pixels of the input from 0 to 255, as image files do."),
        ),
    ),
)
INKS = MenuChoice(
    "ink",
    _("In&k"),
    (
        ("theme", _("Like the theme"), _("Paper is 0, and the more ink the larger the number.")),
        ("dark", _("Dark"), _("Black ink on white paper, counted as brightness: ink is 0.")),
        (
            "light",
            _("Light"),
            _("White ink on black paper, as MNIST stores its digits: paper is 0."),
        ),
    ),
)
PRESETS = MenuChoice(
    "preset",
    _("&Presets"),
    tuple((name, known.title, known.summary) for name, known in presets.PRESETS.items()),
)
DEVICES = MenuChoice(
    "device",
    _("&Device"),
    (
        ("auto", _("Automatic"), _("The fastest device that works.")),
        ("cpu", _("CPU"), _("The processor; always works.")),
        ("cuda", _("CUDA"), _("An NVIDIA graphics card.")),
        ("mps", _("MPS"), _("The graphics of an Apple computer.")),
    ),
)

OPEN_NETWORK = MenuEntry(
    "open_network",
    _("Open &network…"),
    _("Open a checkpoint (.safetensors) or a PyTorch state dict (.pt)."),
    ("Ctrl+Shift+O",),
)
SAVE_NETWORK = MenuEntry(
    "save_network",
    _("Save ne&twork…"),
    _("Save the network in use as a checkpoint."),
    ("Ctrl+Shift+N",),
)

MENUS: dict[str, tuple[MenuRow, ...]] = {
    "file": (
        MenuEntry("open_image", _("&Open image…"), _("Put an image file on the pad."), ("Ctrl+O",)),
        OPEN_NETWORK,
        None,
        MenuEntry(
            "save_png", _("&Save drawing…"), _("Save as a PNG image or as strokes."), ("Ctrl+S",)
        ),
        SAVE_NETWORK,
        MenuEntry(
            "save_scene",
            _("Save pict&ure of the network…"),
            _("Save the network as it is shown, as PNG or SVG."),
            ("Ctrl+Shift+S",),
        ),
        None,
        MenuEntry("quit", _("&Quit"), _("Close the program."), ("Ctrl+Q",)),
    ),
    "edit": (
        MenuEntry("undo", _("&Undo"), _("Take back the last stroke or change."), ("Ctrl+Z",)),
        MenuEntry(
            "redo", _("&Redo"), _("Do again what was taken back."), ("Ctrl+Shift+Z", "Ctrl+Y")
        ),
        None,
        MenuEntry("copy", _("&Copy drawing"), _("Copy the drawing as an image."), ("Ctrl+C",)),
        MenuEntry(
            "copy_scene",
            _("Copy picture of the &network"),
            _("Copy the network as it is shown."),
            ("Ctrl+Shift+C",),
        ),
        MenuEntry(
            "copy_code",
            _("Copy PyTorch c&ode"),
            _("Copy code that computes the selected number from the weights."),
            ("Ctrl+Alt+C",),
        ),
        MenuEntry("paste", _("&Paste image"), _("Put a copied image on the pad."), ("Ctrl+V",)),
        MenuEntry("clear", _("C&lear"), _("Empty the pad."), ("Del", "Backspace")),
        None,
        MenuEntry("pen", _("&Pen"), _("Draw ink."), ("P",)),
        MenuEntry("eraser", _("&Eraser"), _("Take ink away."), ("E",)),
        MenuEntry("thinner", _("T&hinner pen"), _("Make the pen thinner."), ("[",)),
        MenuEntry("thicker", _("Th&icker pen"), _("Make the pen thicker."), ("]",)),
        None,
        SampleMenu(),
        MenuEntry(
            "reset", _("Rese&t adjustments"), _("Put shift, turn and thicken back."), ("Ctrl+R",)
        ),
    ),
    "view": (
        MenuEntry(
            "page:draw", _("&Draw page"), _("Draw a digit and see every number."), ("Ctrl+1",), True
        ),
        MenuEntry(
            "page:train", _("Trai&n page"), _("See how a network learns."), ("Ctrl+2",), True
        ),
        None,
        MenuEntry("fit", _("&Fit network"), _("Show the whole network."), ("F",)),
        MenuEntry(
            "winners",
            _("Pooling &winners"),
            _("Mark what each pooling window chose."),
            ("W",),
            True,
        ),
        MenuEntry(
            "forward",
            _("Where numbers &go"),
            _(
                "Outline what the selected cell has a say in instead of what it was computed from; "
                "Shift held shows the other one."
            ),
            ("G",),
            True,
        ),
        MenuEntry(
            "kernels", _("Show &kernels"), _("Open all kernels of a layer, large."), ("Ctrl+K",)
        ),
        SCOPES,
        PIXELS,
        INKS,
        MenuEntry(
            "stacked",
            _("S&tacked planes"),
            _("Show each stage as a stack of planes in space."),
            ("S",),
            True,
        ),
        None,
        MenuEntry(
            "slide", _("Sl&ide the kernel"), _("Let the kernel visit its map: play, pause."), ("K",)
        ),
        MenuEntry("slide_step", _("Sli&de one step"), _("Place, multiply, sum, move on."), (".",)),
        MenuEntry(
            "slide_stack",
            _("Stac&k the maps"),
            _("Let the maps of the layer appear one by one until its volume is whole."),
            ("Shift+K",),
        ),
        MenuEntry(
            "reduced_motion",
            _("Reduced &motion"),
            _("Let nothing move by itself: Play goes on row by row when asked."),
            (),
            True,
        ),
        None,
        MenuEntry("release", _("&Let go of the cell"), _("End the selection."), ("Esc",)),
        None,
        THEMES,
        TEXT_SIZES,
        MenuEntry("full_screen", _("F&ull screen"), _("Use the whole screen."), ("F11",), True),
    ),
    "network": (PRESETS, None, OPEN_NETWORK, SAVE_NETWORK, None, DEVICES),
    "train": (
        MenuEntry("train_play", _("&Train or hold on"), _("Go on with the run."), ("Ctrl+Space",)),
        MenuEntry("train_back", _("Step &back"), _("Go back by one unit."), ("Ctrl+Left",)),
        MenuEntry("train_forward", _("Step &forward"), _("Go on by one unit."), ("Ctrl+Right",)),
        MenuEntry("train_newest", _("&Newest step"), _("Go to the newest step."), ("Ctrl+End",)),
        None,
        MenuEntry(
            "train_start", _("Start a ne&w run"), _("Begin by the page's forms."), ("Ctrl+Return",)
        ),
        MenuEntry("train_queue", _("Add to &queue"), _("Begin when the runs before it are done.")),
        MenuEntry(
            "train_branch",
            _("B&ranch"),
            _("Begin another run from the step that is shown."),
            ("Ctrl+B",),
        ),
        MenuEntry("train_open", _("&Open a run's folder…"), _("Open a run that lies elsewhere.")),
        None,
        MenuEntry(
            "train_draw",
            _("Put on the &Draw page"),
            _("Use the network as it is at this step on the Draw page."),
            ("Ctrl+Shift+D",),
        ),
        MenuEntry("train_save", _("&Save this step…"), _("Save its weights as a checkpoint.")),
    ),
    "help": (
        MenuEntry(
            "guide", _("&Guide and shortcuts"), _("What there is and which keys do it."), ("F1",)
        ),
        MenuEntry(
            "whats_this",
            _("&What's this?"),
            _("Then click what you want explained."),
            ("Shift+F1",),
        ),
        None,
        MenuEntry("about", _("&About CNN Explorer"), _("Version and licence.")),
    ),
}


class Actions:
    """The actions by key, and those of choices by `choice:option`, such as `theme:dark`."""

    def __init__(self, menus: Mapping[str, QMenu], owner: QWidget) -> None:
        self._owner = owner
        self._actions: dict[str, QAction] = {}
        self.menus = dict(menus)
        for key, rows in MENUS.items():
            self.menus[key].setToolTipsVisible(True)
            self._fill(self.menus[key], rows)

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def options(self, choice: MenuChoice) -> Iterable[tuple[str, QAction]]:
        """Return the (key, action) pairs of a choice."""
        return [(key, self._actions[f"{choice.key}:{key}"]) for key, _text, _tip in choice.options]

    def show_choice(self, choice: MenuChoice, key: str) -> None:
        """Tick one option of a choice; an unknown key unticks all."""
        for option, action in self.options(choice):
            action.setChecked(option == key)

    def _fill(self, menu: QMenu, rows: tuple[MenuRow, ...]) -> None:
        for entry in rows:
            match entry:
                case None:
                    menu.addSeparator()
                case MenuEntry():
                    menu.addAction(self._action(entry))
                case MenuChoice():
                    self._add_choice(menu, entry)
                case SampleMenu():
                    self._add_samples(menu.addMenu(_("Place &sample")))

    def _action(self, entry: MenuEntry) -> QAction:
        if entry.key in self._actions:
            return self._actions[entry.key]
        action = self._actions[entry.key] = QAction(entry.text, self._owner)
        action.setShortcuts([QKeySequence(keys) for keys in entry.shortcuts])
        action.setCheckable(entry.checkable)
        explain_action(action, entry.tip)
        self._owner.addAction(action)
        return action

    def _add_choice(self, menu: QMenu, choice: MenuChoice) -> None:
        submenu = self.menus[choice.key] = menu.addMenu(choice.text)
        group = QActionGroup(submenu)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for key, text, tip in choice.options:
            action = self._actions[f"{choice.key}:{key}"] = QAction(text, self._owner)
            action.setCheckable(True)
            explain_action(action, tip)
            group.addAction(action)
            submenu.addAction(action)

    def _add_samples(self, menu: QMenu) -> None:
        self.menus["samples"] = menu
        for digit in range(10):
            entry = MenuEntry(
                f"sample:{digit}",
                _("A &{digit}").format(digit=digit),
                _("Put a random {digit} on the pad.").format(digit=digit),
                (str(digit),),
            )
            menu.addAction(self._action(entry))


def shortcut_rows() -> list[tuple[str, str, str]]:
    """Return (text, keys as this platform writes them, tip) of everything with a shortcut."""
    rows: dict[str, tuple[str, str, str]] = {}
    for entry in (entry for entries in MENUS.values() for entry in entries):
        if isinstance(entry, MenuEntry) and entry.shortcuts:
            first, *others = map(native, entry.shortcuts)
            keys = (
                _("{first} or {second}").format(first=first, second=others[0]) if others else first
            )
            rows[entry.key] = (entry.text.replace("&", "").rstrip("…"), keys, entry.tip)
        elif isinstance(entry, SampleMenu):
            rows["samples"] = (_("Place sample"), _("0 to 9"), _("Put a random digit on the pad."))
    return list(rows.values())
