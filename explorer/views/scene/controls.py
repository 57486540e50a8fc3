"""The row under the scene: colour legend, what shares a range, winners, form and fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from explorer.text import _
from explorer.views.parts.buttons import SMALL_CHIP, ToolButton
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import caption, row
from explorer.views.scene.legend import Legend
from explorer.views.scene.options import Form, SceneOptions
from explorer.views.scene.scales import Scope
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed

_SCOPES: tuple[tuple[Scope, str, str, str], ...] = (
    (
        "map",
        _("map"),
        _("Colours per map"),
        _("Each map uses its whole range of colours: faint maps become visible."),
    ),
    (
        "layer",
        _("layer"),
        _("Colours per layer"),
        _("All maps of a layer share one range, so they can be compared."),
    ),
    (
        "network",
        _("network"),
        _("Colours per network"),
        _("All layers of the same quantity share one range."),
    ),
)
_FORMS: tuple[tuple[Form, str, str, str], ...] = (
    ("flat", _("flat"), _("Network flat"), _("All maps side by side.")),
    (
        "stacked",
        _("stacked"),
        _("Network stacked"),
        _("Each stage as a stack of planes in space, to turn and to fan out."),
    ),
)


class SceneControls(Themed, QWidget):
    """Emits `options_requested(SceneOptions)` for its switches, and `fit_requested()`.

    Where there is no room for all of them, scopes, winners, fit and forms go, in this order: the
    menus have them too.
    """

    options_requested = Signal(object)  # SceneOptions
    fit_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._presenting = False
        self.legend = Legend()
        self.winners = ToolButton(
            _("All pooling winners"),
            _("Fade every cell that its pooling window did not choose, in all maps."),
            detail=_(
                "Max pooling keeps the largest number of each window. The cells that stay bright "
                "are those that the next column was made from. Without this switch a pooling "
                "shows them while the mouse is on its maps or its name, or while one of its cells "
                "or of the maps before it is chosen."
            ),
            shortcut="W",
            text=_("winners"),
            shape=SMALL_CHIP,
        )
        self.winners.setCheckable(True)
        self.fit = ToolButton(
            _("Fit"),
            _("Show the whole network."),
            detail=_(
                "The wheel or a pinch zooms about the pointer; drag an empty place, hold Space or "
                "use the middle button to move."
            ),
            shortcut="F",
            text=_("fit"),
            shape=SMALL_CHIP,
        )
        self.count = caption("")
        self.connections = ToolButton(
            _("All connections"),
            _("Draw every connection of the unit, not only the strongest."),
            detail=_("The explanation lists all of them, the largest contribution first."),
            shortcut="A",
            text=_("all"),
            shape=SMALL_CHIP,
        )
        self.connections.setCheckable(True)
        self._connections = QWidget()
        self._connections.setLayout(row(self.count, self.connections, GRID))
        label = caption(_("scale per"))
        explain(label, _("Scale per"), _("What shares one range of colours."))
        self._choices: dict[tuple[str, str], ToolButton] = {}  # by field and value
        self._scope_row = self._add_choices("scope", _SCOPES, label)
        self._form_row = self._add_choices("form", _FORMS, shortcut="S")
        self._lay_out()
        self.winners.clicked.connect(lambda on: self._request("all_winners", on))
        self.connections.clicked.connect(lambda on: self._request("all_connections", on))
        self.fit.clicked.connect(self.fit_requested)
        self.show_options(SceneOptions())
        self._connections.setVisible(False)
        self._make_room()

    def show_options(self, options: SceneOptions) -> None:
        """Show what is chosen, without a signal."""
        self._options = options
        self._choices["scope", options.scope].setChecked(True)
        self._choices["form", options.form].setChecked(True)
        self.winners.setChecked(options.all_winners)
        self.connections.setChecked(options.all_connections)

    def set_presenting(self, presenting: bool) -> None:
        """Leave only the legend and what belongs to the selected cell, or show all there is."""
        self._presenting = presenting
        for widget in (self._scope_row, self.winners, self._form_row, self.fit):
            widget.setVisible(not presenting)
        self._make_room()

    def show_connections(self, count: str) -> None:
        """Say how many edges are drawn and offer all of them; nothing where it is ''."""
        if count != self.count.text():
            self.count.setText(count)
            self._connections.setVisible(bool(count))
            self._make_room()

    def set_winners_possible(self, possible: bool) -> None:
        """Offer the winners only where a network has max pooling."""
        self.winners.setEnabled(possible)

    def set_theme(self, theme: Theme) -> None:
        """Take other text sizes, for which there may be less room."""
        super().set_theme(theme)
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        """Return the room without what can go."""
        stay = (self.legend, self._form_row)
        wide = sum(widget.minimumSizeHint().width() + 4 for widget in stay) + 4 * GRID
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def event(self, event: QEvent) -> bool:
        """Make room anew when a part wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return super().event(event)

    def _make_room(self) -> None:
        """Let what the menus offer too go where there is no room for it."""
        can_go: tuple[QWidget, ...] = (self._scope_row, self.winners, self.fit)
        shown = [self._form_row, *can_go]
        if self._presenting:
            can_go, shown = (), []
        room = self.width() - 3 * GRID - 8 - self.legend.least_width()
        if not self._connections.isHidden():
            room -= self.count.sizeHint().width() + self.connections.sizeHint().width() + 24
        for widget in can_go:
            gone = sum(w.sizeHint().width() + 4 for w in shown) > room
            widget.setVisible(not gone)
            if gone:
                shown.remove(widget)
        self.count.setVisible(sum(w.sizeHint().width() + 4 for w in shown) <= room)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, 4, GRID, 4)
        layout.setSpacing(4)
        layout.addWidget(self.legend, 1)
        layout.addSpacing(GRID)
        layout.addWidget(self._connections)
        layout.addWidget(self._scope_row)
        layout.addSpacing(4)
        layout.addWidget(self.winners)
        layout.addWidget(self._form_row)
        layout.addWidget(self.fit)

    def _add_choices(
        self,
        field: str,
        choices: Sequence[tuple[str, str, str, str]],
        *before: QWidget,
        shortcut: str = "",
    ) -> QWidget:
        """Return a row of buttons of which one is chosen, one for each value of a field."""
        group, buttons = QButtonGroup(self), []
        for value, text, name, tip in choices:
            button = ToolButton(name, tip, shortcut=shortcut, text=text, shape=SMALL_CHIP)
            button.setCheckable(True)
            button.clicked.connect(partial(self._request, field, value))
            group.addButton(button)
            buttons.append(button)
            self._choices[field, value] = button
        holder = QWidget()
        holder.setLayout(row(*before, *buttons))
        return holder

    def _request(self, name: str, value: object, _checked: bool = False) -> None:
        self.options_requested.emit(replace(self._options, **{name: value}))  # type: ignore[arg-type]
