"""A table of short texts and bars, made of Qt's labels in a grid: it can follow a pen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from explorer.views.parts.help import explain
from explorer.views.parts.widgets import Elided, clear_layout
from explorer.views.style.theme import GRID

_AIR = 3  # pixels above and below a line
_FINE = 1000  # steps of a bar
_LEAST_BAR = 40  # pixels; half of them are its margins
Line = tuple[str | float, ...]


class Lines(QWidget):
    """Lines of texts in columns; a number of 0 to 1 is a bar. The first line names the columns.

    Their parts stay while the lines are of the same kinds, so that the numbers can follow a pen.
    `roles` are the looks of the columns; those at the places in `sharing` share the width.
    """

    def __init__(
        self, name: str, tip: str, detail: str, roles: Sequence[str], sharing: Sequence[int]
    ) -> None:
        super().__init__()
        self.rows: list[Line] = []
        self._roles, self._sharing = roles, sharing
        self._parts: list[QLabel | QProgressBar] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(1)
        for across in sharing:
            self._grid.setColumnStretch(across, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(self, name, tip, detail)

    def show_lines(self, rows: Sequence[Line]) -> None:
        """Show lines instead of those before."""
        kinds = [[type(value) for value in line] for line in rows]
        if kinds != [[type(value) for value in line] for line in self.rows]:
            clear_layout(self._grid)
            self._parts = [
                self._add(place, across, kind)
                for place, line in enumerate(kinds)
                for across, kind in enumerate(line)
            ]
        self.rows = list(rows)
        values = [value for line in rows for value in line]
        for part, value in zip(self._parts, values, strict=True):
            if isinstance(part, QProgressBar):
                part.setValue(round(_FINE * float(value)))
            elif isinstance(part, Elided):
                part.show_text(str(value))
            else:
                part.setText(str(value))
        texts = (" ".join(str(v) for v in line if isinstance(v, str)) for line in rows)
        self.setAccessibleDescription("; ".join(texts))

    def _add(self, place: int, across: int, kind: type) -> QLabel | QProgressBar:
        part: QLabel | QProgressBar
        if kind is float:
            part = QProgressBar()
            part.setProperty("role", "share")
            part.setTextVisible(False)
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            part.setMaximum(_FINE)
            part.setMinimumWidth(_LEAST_BAR)
        else:
            part = Elided(middle=True) if place and across in self._sharing else QLabel()
            part.setProperty("role", self._roles[across] if place else "caption")
            part.setContentsMargins(0, _AIR, 0, _AIR)
            part.setWordWrap(not place)
            if across and across not in self._sharing:
                part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(part, place, across)
        return part
