"""The columns of a page: borders that can be dragged, side columns that fold away at them."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QByteArray, Qt, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from explorer.text import _
from explorer.views.parts.buttons import HANDLE, ToolButton
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import column
from explorer.views.style.theme import GRID

LEFT, MIDDLE, RIGHT = range(3)
_SIDES = {  # what the button at a border does while its column is shown, and while it is not
    LEFT: (_("Hide the left column"), _("Show the left column")),
    RIGHT: (_("Hide the right column"), _("Show the right column")),
}


class Columns(QSplitter):
    """Two side columns about a middle one, which takes what room is left.

    A page sizes them until the user does. The button at a border hides the column beside it and
    brings it back as wide as it was.
    """

    def __init__(self, *columns: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.moved_by_user = False
        self._columns, self._holders = list(columns), list[QVBoxLayout]()
        self._widths = [0, 0, 0]  # as they are, or were before they were hidden
        self._kept: tuple[list[int], list[int] | None] | None = None  # while it is presented
        self.setHandleWidth(GRID)
        self.setChildrenCollapsible(False)
        for place, each in enumerate(columns):
            # A holder of no width keeps its border; a hidden child of the splitter would not.
            holder = QWidget()
            self._holders.append(column(each, within=holder))
            self.addWidget(holder)
            self.setStretchFactor(place, place % 2)
        self.buttons = {place: self._button(place) for place in _SIDES}
        for place in _SIDES:
            self._show_folded(place, False)
        self.splitterMoved.connect(self._on_moved)

    def exchange(self, place: int, column: QWidget) -> None:
        """Put another column in the place of one, which is thrown away."""
        before, self._columns[place] = self._columns[place], column
        self._holders[place].replaceWidget(before, column)
        column.setVisible(not before.isHidden())
        before.deleteLater()

    def show_widths(self, left: float, right: float) -> None:
        """Size the side columns, unless the user did."""
        if not self.moved_by_user:
            self._widths = [round(left), 0, round(right)]
            self._lay_out()

    def is_folded(self, place: int) -> bool:
        """Whether a column is hidden."""
        return self._columns[place].isHidden()

    def fold(self, place: int, folded: bool) -> None:
        """Hide a side column, whose room is the middle one's, or show it as wide as it was."""
        self._keep_widths()
        self._show_folded(place, folded)
        self._lay_out()

    def set_presenting(self, presenting: bool, *, without: Collection[int] = ()) -> None:
        """Let the page size the columns, `without` some of them, or put all back as it was."""
        if presenting:
            self._kept = self._kept or self._choices()
            self.moved_by_user = False
            for place in without:
                self.fold(place, folded=True)
        elif self._kept is not None:
            self._show_choices(*self._kept)
            self._kept = None
        for button in self.buttons.values():
            button.setVisible(not presenting)

    def remembered(self) -> QByteArray:
        """Return which columns are hidden, and where the user put the borders if they did."""
        folded, widths = self._choices()
        state = {"folded": folded, "widths": widths}
        return QByteArray(json.dumps(state).encode() if folded or widths else b"")

    def recall(self, state: QByteArray) -> None:
        """Put the borders where `remembered` found them; nonsense changes nothing."""
        try:
            kept = json.loads(bytes(state.data()))
            folded, widths = list(kept["folded"]), kept["widths"] and list(map(int, kept["widths"]))
        except (ValueError, TypeError, KeyError):
            return
        self._show_choices(folded, widths if widths and len(widths) == len(self._columns) else None)

    def _choices(self) -> tuple[list[int], list[int] | None]:
        """Return which columns are hidden, and the widths that the user gave them."""
        self._keep_widths()
        folded = [place for place in _SIDES if self.is_folded(place)]
        return folded, list(self._widths) if self.moved_by_user else None

    def _show_choices(self, folded: list[int], widths: list[int] | None) -> None:
        for place in _SIDES:
            self._show_folded(place, place in folded)
        self.moved_by_user = widths is not None
        self._widths = widths or self._widths
        self._lay_out()

    def _button(self, place: int) -> ToolButton:
        button = ToolButton(_SIDES[place][0], "", icon="back", shape=HANDLE)
        button.setFixedWidth(GRID)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(partial(self._on_clicked, place))
        column(None, button, None, within=self.handle(max(place, 1)))
        return button

    def _show_folded(self, place: int, folded: bool) -> None:
        self._columns[place].setVisible(not folded)
        button, name = self.buttons[place], _SIDES[place][folded]
        explain(button, name, _("The network takes its room; drag the border to size it."))
        button.show_icon("next" if (place == LEFT) == folded else "back")

    def _keep_widths(self) -> None:
        for place, width in enumerate(self.sizes()):
            if not self.is_folded(place):
                self._widths[place] = width

    def _lay_out(self) -> None:
        """Give the side columns their widths; the middle one stretches."""
        shown = [0 if self.is_folded(p) else self._widths[p] for p in _SIDES]
        self.setSizes([shown[0], 1, shown[1]])

    def _on_clicked(self, place: int) -> None:
        self.fold(place, not self.is_folded(place))

    @Slot()
    def _on_moved(self) -> None:
        self.moved_by_user = True
        for place in _SIDES:
            if self.is_folded(place) and self.sizes()[place]:
                self._show_folded(place, False)
