"""Which steps of the preparation are wanted; known before anything is prepared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Which steps are wanted: redraw the strokes with a fixed pen, crop, scale, centre."""

    redraw: bool = True
    crop: bool = True
    scale: bool = True
    centre: bool = True


ALL_STEPS = Options()
AS_IT_IS = Options(redraw=False, crop=False, scale=False, centre=False)
"""No step at all: the whole pad or picture becomes the grid."""


def options_for(classes: tuple[str, ...]) -> Options:
    """Return the usual steps for a network's classes: all for digits, none for other things.

    A shoe that was scaled and centred like a digit is nothing that the network has seen.
    """
    return ALL_STEPS if set(classes) <= set("0123456789") else AS_IT_IS
