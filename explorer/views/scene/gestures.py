"""What mouse and keys do with the picture of a network, as one table.

The guide and the scene's own explanation list it, hints at the pointer are taken from it.
"""

from __future__ import annotations

from typing import NamedTuple

from explorer.text import _


class Gesture(NamedTuple):
    """What one does, and what it does; `hint` is the name under which it may be hinted at."""

    how: str
    what: str
    hint: str = ""

    @property
    def text(self) -> str:
        """Both as one line of rich text."""
        return _("<b>{how}:</b> {what}").format(how=self.how, what=self.what)


GESTURES = (
    Gesture(_("Point at a cell"), _("it is outlined with everything it was computed from.")),
    Gesture(_("Click"), _("the cell is kept; beside the maps, or with Esc, it is let go.")),
    Gesture(_("Wheel or pinch"), _("zooms about the pointer."), "zoom"),
    Gesture(
        _("Drag with the middle button, or with Space held"),
        _("moves the picture from anywhere."),
        "move",
    ),
    Gesture(_("Drag"), _("moves the flat picture by an empty place, turns the stacked one.")),
    Gesture(
        _("Double-click a map"),
        _("lets it fill the flat picture with its numbers; once more fits the network."),
        "numbers",
    ),
    Gesture(
        _("Hold Shift"),
        _("shows where a number goes instead of where it comes from."),
        "forward",
    ),
    Gesture(
        _("Click a layer's name in the flat picture, or L"),
        _("opens the layer large: what it reads, the operation in numbers, what it makes."),
    ),
    Gesture(_("Click a kernel"), _("all kernels of its layer, large.")),
    Gesture(
        _("Click a name in the stacked picture, or X"), _("fans its maps out, or stacks them.")
    ),
    Gesture(_("Arrow keys"), _("walk from cell to cell, with Ctrl from stage to stage.")),
    Gesture(_("Page Up, Page Down"), _("walk from map to map.")),
    Gesture(_("Tab"), _("walks from stage to stage while a cell is selected; Esc ends that.")),
    Gesture(_("Enter"), _("keeps the cell that was walked to; once more opens its layer.")),
    Gesture(_("Ctrl++, Ctrl+−"), _("zoom in and out.")),
    Gesture(_("Alt and the arrow keys"), _("turn the stacked picture; Home puts it back.")),
    Gesture(_("F"), _("shows the whole network, from the side as at first.")),
)
