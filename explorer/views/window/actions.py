"""Everything the menus offer, as data: names, shortcuts and what they are good for.

The window makes one QAction of each entry and connects it; this module knows only words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from explorer.network import presets
from explorer.views.parts.help import explain_action


@dataclass(frozen=True, slots=True)
class Entry:
    """One menu entry; the first shortcut is the one the menu shows."""

    key: str
    text: str
    tip: str
    shortcuts: tuple[str, ...] = ()
    checkable: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A submenu of which exactly one entry is chosen: (key, text, tip) each."""

    key: str
    text: str
    options: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Samples:
    """The submenu of the ten sample digits, keys 0 to 9."""


Row = Entry | Choice | Samples | None  # None is a separating line

THEMES = Choice(
    "theme",
    "&Theme",
    (
        ("system", "System", "Follow the system's light or dark appearance."),
        ("light", "Light", "Dark ink on light paper; best for projectors."),
        ("dark", "Dark", "Light ink on dark paper."),
    ),
)
TEXT_SIZES = Choice(
    "text",
    "Te&xt size",
    (
        ("1.0", "100 %", "Text for a desk."),
        ("1.25", "125 %", "Text for a small room."),
        ("1.5", "150 %", "Text for the last row of a classroom."),
    ),
)
SCOPES = Choice(
    "scope",
    "Colour &scale per",
    (
        ("map", "Map", "Each map uses the full range of colours: faint maps become visible."),
        ("layer", "Layer", "All maps of a stage share one scale, so they can be compared."),
        ("network", "Network", "All stages of a kind share one scale."),
    ),
)
PIXELS = Choice(
    "pixels",
    "Pi&xels as",
    (
        ("one", "0 to 1", "Count the pixels of the input from 0 to 1, as the network gets them."),
        ("byte", "0 to 255", "Count the pixels of the input from 0 to 255, as image files do."),
    ),
)
INKS = Choice(
    "ink",
    "In&k",
    (
        ("theme", "Like the theme", "Paper is 0, and the more ink the larger the number."),
        ("dark", "Dark", "Black ink on white paper, counted as brightness: ink is 0."),
        ("light", "Light", "White ink on black paper, as MNIST stores its digits: paper is 0."),
    ),
)
PRESETS = Choice(
    "preset",
    "&Presets",
    tuple((name, known.title, known.summary) for name, known in presets.PRESETS.items()),
)
DEVICES = Choice(
    "device",
    "&Device",
    (
        ("auto", "Automatic", "The fastest device that works."),
        ("cpu", "CPU", "The processor; always works."),
        ("cuda", "CUDA", "An NVIDIA graphics card."),
        ("mps", "MPS", "The graphics of an Apple computer."),
    ),
)

OPEN_NETWORK = Entry(
    "open_network",
    "Open &network…",
    "Open a checkpoint (.safetensors) or a PyTorch state dict (.pt).",
    ("Ctrl+Shift+O",),
)
SAVE_NETWORK = Entry(
    "save_network",
    "Save ne&twork…",
    "Save the network in use as a checkpoint.",
    ("Ctrl+Shift+N",),
)

MENUS: dict[str, tuple[Row, ...]] = {
    "file": (
        Entry("open_image", "&Open image…", "Put an image file on the pad.", ("Ctrl+O",)),
        OPEN_NETWORK,
        None,
        Entry("save_png", "&Save drawing…", "Save as a PNG image or as strokes.", ("Ctrl+S",)),
        SAVE_NETWORK,
        Entry(
            "save_scene",
            "Save pict&ure of the network…",
            "Save the network as it is shown, as PNG or SVG.",
            ("Ctrl+Shift+S",),
        ),
        None,
        Entry("quit", "&Quit", "Close the program.", ("Ctrl+Q",)),
    ),
    "edit": (
        Entry("undo", "&Undo", "Take back the last stroke or change.", ("Ctrl+Z",)),
        Entry("redo", "&Redo", "Do again what was taken back.", ("Ctrl+Shift+Z", "Ctrl+Y")),
        None,
        Entry("copy", "&Copy drawing", "Copy the drawing as an image.", ("Ctrl+C",)),
        Entry(
            "copy_scene",
            "Copy picture of the &network",
            "Copy the network as it is shown.",
            ("Ctrl+Shift+C",),
        ),
        Entry(
            "copy_code",
            "Copy PyTorch c&ode",
            "Copy code that computes the selected number from the weights.",
            ("Ctrl+Alt+C",),
        ),
        Entry("paste", "&Paste image", "Put a copied image on the pad.", ("Ctrl+V",)),
        Entry("clear", "C&lear", "Empty the pad.", ("Del", "Backspace")),
        None,
        Entry("pen", "&Pen", "Draw ink.", ("P",)),
        Entry("eraser", "&Eraser", "Take ink away.", ("E",)),
        Entry("thinner", "T&hinner pen", "Make the pen thinner.", ("[",)),
        Entry("thicker", "Th&icker pen", "Make the pen thicker.", ("]",)),
        None,
        Samples(),
        Entry("reset", "Rese&t adjustments", "Put shift, turn and thicken back.", ("Ctrl+R",)),
    ),
    "view": (
        Entry("page:draw", "&Draw page", "Draw a digit and see every number.", ("Ctrl+1",), True),
        Entry("page:train", "Trai&n page", "See how a network learns.", ("Ctrl+2",), True),
        None,
        Entry("fit", "&Fit network", "Show the whole network.", ("F",)),
        Entry("winners", "Pooling &winners", "Mark what each pooling window chose.", ("W",), True),
        Entry(
            "forward",
            "Where numbers &go",
            "Outline what the selected cell has a say in instead of what it was computed from; "
            "Shift held shows the other one.",
            ("G",),
            True,
        ),
        Entry("kernels", "Show &kernels", "Open all kernels of a layer, large.", ("Ctrl+K",)),
        SCOPES,
        PIXELS,
        INKS,
        Entry(
            "stacked",
            "S&tacked planes",
            "Show each stage as a stack of planes in space.",
            ("S",),
            True,
        ),
        None,
        Entry("slide", "Sl&ide the kernel", "Let the kernel visit its map: play, pause.", ("K",)),
        Entry("slide_step", "Sli&de one step", "Place, multiply, sum, move on.", (".",)),
        Entry(
            "slide_stack",
            "Stac&k the maps",
            "Let the maps of the layer appear one by one until its volume is whole.",
            ("Shift+K",),
        ),
        Entry(
            "reduced_motion",
            "Reduced &motion",
            "Let nothing move by itself: Play goes on row by row when asked.",
            (),
            True,
        ),
        None,
        Entry("release", "&Let go of the cell", "End the selection.", ("Esc",)),
        None,
        THEMES,
        TEXT_SIZES,
        Entry("full_screen", "F&ull screen", "Use the whole screen.", ("F11",), True),
    ),
    "network": (PRESETS, None, OPEN_NETWORK, SAVE_NETWORK, None, DEVICES),
    "train": (
        Entry("train_play", "&Train or hold on", "Go on with the run.", ("Ctrl+Space",)),
        Entry("train_back", "Step &back", "Go back by one unit.", ("Ctrl+Left",)),
        Entry("train_forward", "Step &forward", "Go on by one unit.", ("Ctrl+Right",)),
        Entry("train_newest", "&Newest step", "Go to the newest step.", ("Ctrl+End",)),
        None,
        Entry("train_start", "Start a ne&w run", "Begin by the page's forms.", ("Ctrl+Return",)),
        Entry("train_queue", "Add to &queue", "Begin when the runs before it are done."),
        Entry(
            "train_branch",
            "B&ranch",
            "Begin another run from the step that is shown.",
            ("Ctrl+B",),
        ),
        Entry("train_open", "&Open a run's folder…", "Open a run that lies elsewhere."),
        None,
        Entry(
            "train_draw",
            "Put on the &Draw page",
            "Use the network as it is at this step on the Draw page.",
            ("Ctrl+Shift+D",),
        ),
        Entry("train_save", "&Save this step…", "Save its weights as a checkpoint."),
    ),
    "help": (
        Entry("guide", "&Guide and shortcuts", "What there is and which keys do it.", ("F1",)),
        Entry("whats_this", "&What's this?", "Then click what you want explained.", ("Shift+F1",)),
        None,
        Entry("about", "&About CNN Explorer", "Version and licence."),
    ),
}


class Actions:
    """The actions by key, and those of choices by `choice:option`, `theme:dark` say."""

    def __init__(self, menus: Mapping[str, QMenu], owner: QWidget) -> None:
        self._owner = owner
        self._actions: dict[str, QAction] = {}
        self.menus = dict(menus)
        for key, rows in MENUS.items():
            self.menus[key].setToolTipsVisible(True)
            self._fill(self.menus[key], rows)

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def options(self, choice: Choice) -> Iterable[tuple[str, QAction]]:
        """Return the (key, action) pairs of a choice."""
        return [(key, self._actions[f"{choice.key}:{key}"]) for key, _, _ in choice.options]

    def show_choice(self, choice: Choice, key: str) -> None:
        """Tick one option of a choice; an unknown key unticks all."""
        for option, action in self.options(choice):
            action.setChecked(option == key)

    def _fill(self, menu: QMenu, rows: tuple[Row, ...]) -> None:
        for entry in rows:
            match entry:
                case None:
                    menu.addSeparator()
                case Entry():
                    menu.addAction(self._action(entry))
                case Choice():
                    self._add_choice(menu, entry)
                case Samples():
                    self._add_samples(menu.addMenu("Place &sample"))

    def _action(self, entry: Entry) -> QAction:
        if entry.key in self._actions:
            return self._actions[entry.key]
        action = self._actions[entry.key] = QAction(entry.text, self._owner)
        action.setShortcuts([QKeySequence(keys) for keys in entry.shortcuts])
        action.setCheckable(entry.checkable)
        explain_action(action, entry.tip)
        self._owner.addAction(action)
        return action

    def _add_choice(self, menu: QMenu, choice: Choice) -> None:
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
            entry = Entry(
                f"sample:{digit}", f"A &{digit}", f"Put a random {digit} on the pad.", (str(digit),)
            )
            menu.addAction(self._action(entry))


def shortcut_rows() -> list[tuple[str, str, str]]:
    """Return (text, keys, tip) of everything that has a shortcut, in the menus' order."""
    rows: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    for entries in MENUS.values():
        for entry in entries:
            if isinstance(entry, Entry) and entry.shortcuts and entry.key not in seen:
                seen.add(entry.key)
                text = entry.text.replace("&", "").rstrip("…")
                rows.append((text, " or ".join(entry.shortcuts), entry.tip))
            elif isinstance(entry, Samples):
                rows.append(("Place sample", "0 to 9", "Put a random digit on the pad."))
    return rows
