"""What a selection marks in the window of the flat picture, worked out once for each selection."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPolygonF

Rect = tuple[int, int, int, int]  # left, top, right, bottom in pixels of the window


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """The outlines in one stage, as the rectangles that a pen draws, and where it lies."""

    left: int
    right: int
    rects: list[QRectF]


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """The marks of one selection, all in pixels of the window.

    `field` and `fine` are outlined one pixel wide, `strong` two. `ribbons` are those of a cell
    under the mouse and lie between the two columns `band`; a frozen one has them in the backdrop.
    `areas` together hold everything.
    """

    field: list[Outlines]
    fine: list[Outlines]
    strong: list[Outlines]
    ribbons: list[QPolygonF]
    band: tuple[int, int]
    areas: list[Rect]
