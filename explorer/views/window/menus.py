"""The menus: what they offer, as data, and the actions that are made of it.

An entry has a name, shortcuts and a sentence; pages bring theirs with their slots.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from explorer.network import presets
from explorer.text import _
from explorer.views.page import MenuEntry, PageSlot
from explorer.views.parts.help import explain_action, native


class MenuChoice:
    """A submenu of which at most one entry is chosen: (key, text, tip) each."""

    def __init__(self, key: str, text: str, *options: tuple[str, str, str]) -> None:
        self.key, self.text = key, text
        self.entries = tuple(
            MenuEntry(f"{key}:{name}", title, tip, (), True) for name, title, tip in options
        )


SAMPLES = tuple(  # a submenu of entries
    MenuEntry(
        f"sample:{digit}",
        _("A &{digit}").format(digit=digit),
        _("Put a random {digit} on the pad.").format(digit=digit),
        (str(digit),),
    )
    for digit in range(10)
)
MenuRow = MenuEntry | MenuChoice | tuple[MenuEntry, ...] | None  # None is a separating line

PRESETS = MenuChoice(
    "preset",
    _("&Presets"),
    *((name, known.title, known.summary) for name, known in presets.PRESETS.items()),
)
THEMES = MenuChoice(
    "theme",
    _("&Theme"),
    ("system", _("System"), _("Follow the system's light or dark appearance.")),
    ("light", _("Light"), _("Dark ink on light paper; best for projectors.")),
    ("dark", _("Dark"), _("Light ink on dark paper.")),
)
TEXT_SIZES = MenuChoice(
    "text",
    _("Te&xt size"),
    ("1.0", "100 %", _("Text for a desk.")),
    ("1.25", "125 %", _("Text for a small room.")),
    ("1.5", "150 %", _("Text for the last row of a classroom.")),
)
DEVICES = MenuChoice(
    "device",
    _("&Device"),
    ("auto", _("Automatic"), _("The fastest device that works.")),
    ("cpu", _("CPU"), _("The processor; always works.")),
    ("cuda", _("CUDA"), _("An NVIDIA graphics card.")),
    ("mps", _("MPS"), _("The graphics of an Apple computer.")),
)
SCOPES = MenuChoice(
    "scope",
    _("Colour &scale per"),
    ("map", _("Map"), _("Each map uses the full range of colours: faint maps become visible.")),
    ("layer", _("Layer"), _("All maps of a stage share one scale, so they can be compared.")),
    ("network", _("Network"), _("All stages of a kind share one scale.")),
)
PIXELS = MenuChoice(
    "pixels",
    _("Pi&xels as"),
    ("one", _("0 to 1"), _("Count the pixels of the input from 0 to 1, as the network gets them.")),
    ("byte", _("0 to 255"), _("Count the pixels of the input from 0 to 255, as image files do.")),
)
INKS = MenuChoice(
    "ink",
    _("In&k"),
    ("theme", _("Like the theme"), _("Paper is 0, and the more ink the larger the number.")),
    ("dark", _("Dark"), _("Black ink on white paper, counted as brightness: ink is 0.")),
    ("light", _("Light"), _("White ink on black paper, as MNIST stores its digits: paper is 0.")),
)
OPTION_CHOICES = (SCOPES, PIXELS, INKS)  # each key is a field of the scene's options

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
        MenuEntry(
            "open_view", _("Open &view…"), _("Show what was on screen when a view was saved.")
        ),
        MenuEntry(
            "save_view",
            _("Sa&ve view…"),
            _("Save what is on screen: page, network, drawing, selection and choices."),
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
        MenuEntry(
            "copy_link",
            _("Copy lin&k to this view"),
            _("Copy what is on screen as a line of text; pasted into the program, it opens."),
            ("Ctrl+Alt+L",),
        ),
        MenuEntry(
            "paste",
            _("&Paste"),
            _("Put a copied image on the pad, or open a copied link."),
            ("Ctrl+V",),
        ),
        MenuEntry("clear", _("C&lear"), _("Empty the pad."), ("Del", "Backspace")),
        None,
        MenuEntry("pen", _("&Pen"), _("Draw ink."), ("P",)),
        MenuEntry("eraser", _("&Eraser"), _("Take ink away."), ("E",)),
        MenuEntry("thinner", _("T&hinner pen"), _("Make the pen thinner."), ("[",)),
        MenuEntry("thicker", _("Th&icker pen"), _("Make the pen thicker."), ("]",)),
        None,
        SAMPLES,
        MenuEntry(
            "reset", _("Rese&t adjustments"), _("Put shift, turn and thicken back."), ("Ctrl+R",)
        ),
    ),
    "view": (
        None,
        MenuEntry("fit", _("&Fit network"), _("Show the whole network."), ("F",)),
        MenuEntry(
            "all_winners",
            _("All pooling &winners"),
            _("Mark what each pooling window chose in all maps, not only where one points at it."),
            ("W",),
            True,
        ),
        MenuEntry(
            "all_connections",
            _("&All connections"),
            _("Draw every connection of a selected unit, not only the strongest."),
            ("A",),
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
            "kernels",
            _("Show &kernels"),
            _("Open the kernels of a convolution or the weights of a dense layer, large."),
            ("Ctrl+K",),
        ),
        *OPTION_CHOICES,
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
        MenuEntry(
            "layer",
            _("Open la&yer"),
            _("Show the selected layer large, with the numbers in it; again: the network."),
            ("L",),
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
        MenuEntry(
            "present",
            _("Pr&esentation"),
            _("Only the network and what explains it, large; Esc brings all else back."),
            ("F5",),
            True,
        ),
        MenuEntry("full_screen", _("F&ull screen"), _("Use the whole screen."), ("F11",), True),
    ),
    "network": (PRESETS, None, OPEN_NETWORK, SAVE_NETWORK, None, DEVICES),
    "help": (
        MenuEntry(
            "guide",
            _("&Guide and shortcuts"),
            _("What one can do here, with mouse and keys."),
            ("F1", "?"),
        ),
        MenuEntry(
            "whats_this",
            _("&What's this?"),
            _("Then click what you want explained."),
            ("Shift+F1",),
        ),
        MenuEntry(
            "hints",
            _("Show &hints again"),
            _("Let each hint at the pointer come once more, when it is of use."),
        ),
        None,
        MenuEntry("about", _("&About CNN Explorer"), _("Version and licence.")),
    ),
}


def titles_of(slots: tuple[PageSlot, ...]) -> dict[str, str]:
    """Return the title of every menu by its key, in order; pages have theirs before Help."""
    return {
        "file": _("&File"),
        "edit": _("&Edit"),
        "view": _("&View"),
        "network": _("&Network"),
        **{slot.name: slot.menu_title for slot in slots if slot.menu},
        "help": _("&Help"),
    }


def rows_of(slots: tuple[PageSlot, ...]) -> dict[str, tuple[MenuRow, ...]]:
    """Return the rows of every menu by its key; `page:NAME` brings a page to the front."""
    pages = (
        MenuEntry(f"page:{slot.name}", slot.menu_text or slot.title, slot.tip, (f"Ctrl+{n}",), True)
        for n, slot in enumerate(slots, 1)
    )
    own = {slot.name: slot.menu for slot in slots if slot.menu}
    return {**MENUS, "view": (*pages, *MENUS["view"]), **own}


def shortcut_rows(slots: tuple[PageSlot, ...]) -> list[tuple[str, str, str]]:
    """Return (text, keys as this platform writes them, tip) of everything with a shortcut."""
    rows: dict[str, tuple[str, str, str]] = {}
    for entry in (entry for entries in rows_of(slots).values() for entry in entries):
        if isinstance(entry, MenuEntry) and entry.shortcuts:
            first, *others = map(native, entry.shortcuts)
            keys = (
                _("{first} or {second}").format(first=first, second=others[0]) if others else first
            )
            rows[entry.key] = (entry.text.replace("&", "").rstrip("…"), keys, entry.tip)
        elif entry is SAMPLES:
            rows["samples"] = (_("Place sample"), _("0 to 9"), _("Put a random digit on the pad."))
    return list(rows.values())


def fill_menus(
    menus: dict[str, QMenu], owner: QWidget, slots: tuple[PageSlot, ...], do: Callable[[str], None]
) -> dict[str, QAction]:
    """Fill empty menus and add their submenus to them, all by key; return the actions by key.

    `owner` takes the shortcuts; `do` is called with the key of what was triggered.
    """
    actions: dict[str, QAction] = {}

    def add(menu: QMenu, entry: MenuEntry) -> QAction:
        action = actions.get(entry.key)
        if action is None:
            action = actions[entry.key] = QAction(entry.text, owner)
            action.setShortcuts([QKeySequence(keys) for keys in entry.shortcuts])
            action.setCheckable(entry.checkable)
            explain_action(action, entry.tip)
            owner.addAction(action)
            action.triggered.connect(lambda _checked=False, key=entry.key: do(key))
        menu.addAction(action)
        return action

    for name, rows in rows_of(slots).items():
        menu = menus[name]
        menu.setToolTipsVisible(True)
        for row in rows:
            match row:
                case None:
                    menu.addSeparator()
                case MenuEntry():
                    add(menu, row)
                case MenuChoice():
                    submenu = menus[row.key] = menu.addMenu(row.text)
                    group = QActionGroup(submenu)
                    for entry in row.entries:
                        group.addAction(add(submenu, entry))
                case _:
                    submenu = menus["samples"] = menu.addMenu(_("Place &sample"))
                    for entry in row:
                        add(submenu, entry)
    return actions
