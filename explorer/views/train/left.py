"""The left column of the Train page: data, network, plan and runs, over the watched picture."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from explorer.text import _
from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.chips import Chips, scrolling
from explorer.views.parts.fields import Picker
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import HALF, Panel, caption, column, row
from explorer.views.style.theme import GRID
from explorer.views.train.follow_panel import FollowPanel
from explorer.views.train.forms.architecture_form import ArchitectureForm
from explorer.views.train.forms.data_view import DataView
from explorer.views.train.forms.plan_form import PlanForm
from explorer.views.train.runs_panel import RunsPanel

SECTIONS = {
    "data": (_("Data"), _("The images to learn from.")),
    "network": (_("Network"), _("The architecture of the next run.")),
    "plan": (_("Plan"), _("Optimiser, learning rate, batches, augmentation and so on.")),
    "runs": (_("Runs"), _("Runs that are open, that wait, and those on the disk.")),
}
SOURCES = {
    "bundled": (_("bundled digits"), _("4,000 handwritten digits that are always there.")),
    "mnist": (_("MNIST"), _("60,000 handwritten digits, 11 MB to download.")),
    "fashion-mnist": (_("Fashion-MNIST"), _("60,000 pieces of clothing, 30 MB to download.")),
    "folder": (
        _("Folder…"),
        _("Your own: IDX files, or folders of images named by their class."),
    ),
    "file": (_("File…"), _("Your own .npz with the arrays images and labels.")),
}
_PLANS = {
    "run": (_("this run"), _("What the open run goes by; some of it may change now.")),
    "next": (_("next run"), _("The plan of the next run.")),
}


class TrainLeft(QWidget):
    """Holds the forms, which emit what is changed in them."""

    def __init__(self) -> None:
        super().__init__()
        self._length = ""
        self._there: bool | None = None  # whether a run is open; not known at first
        self.chips = Chips(_("What is shown"), SECTIONS, fill=True)
        options = [(key, name) for key, (name, _tip) in SOURCES.items()]
        self.sources = Picker(_("Data set"), _("The images to learn from."), options)
        for place, (_name, tip) in enumerate(SOURCES.values()):
            self.sources.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        self.which = Chips(_("Which plan"), _PLANS, fill=True)
        self.data, self.network, self.runs = DataView(), ArchitectureForm(), RunsPanel()
        self.plan, self.run_plan = PlanForm(), PlanForm()
        self.run_plan.set_running(True)
        self.follow = FollowPanel()
        self._build_footer()
        self._lay_out()
        self.chips.chosen.connect(self.show_section)
        self.which.chosen.connect(self.show_plan)
        self.show_section("plan")
        self.show_run(False)

    @property
    def section(self) -> str:
        """Which section is shown."""
        return self.chips.shown

    def show_section(self, section: str) -> None:
        """Show data, network, plan or runs."""
        self.chips.show_chosen(section)
        self._stack.setCurrentIndex(list(SECTIONS).index(section))

    def show_run(self, there: bool) -> None:
        """Offer the plan of the open run beside that of the next, or only that."""
        if self._there == there:
            return
        self._there = there
        self.which.setVisible(there)
        self.show_plan("run" if there else "next")
        for button in (self.start, self.queue):  # the first run begins below the scene
            button.setVisible(there)
        self._network_note.setVisible(there)
        self._show_length()

    def show_plan(self, which: str) -> None:
        """Show the plan of the open run or of the next one."""
        self.which.show_chosen(which)
        self.run_plan.setVisible(which == "run")
        self.repeats.setVisible(which == "run")
        self.plan.setVisible(which == "next")

    def show_length(self, text: str, possible: bool) -> None:
        """Show what would be trained; close the buttons where it cannot be."""
        self._length = text
        self._show_length()
        for button in (self.start, self.queue):
            button.setEnabled(possible)

    def _show_length(self) -> None:
        text = _("The next run: {length}") if self._there else "{length}"
        self.length.setText(text.format(length=self._length))

    def _build_footer(self) -> None:
        self.start, self.queue = QPushButton(_("Start a new run")), QPushButton(_("Add to queue"))
        explain(
            self.start,
            _("Start a run"),
            _("Begin a run with this data, network and plan."),
            _("A run that is open stays open, and holds on."),
        )
        explain(
            self.queue,
            _("Add to queue"),
            _("Let a run with this data, network and plan begin when those before it are done."),
        )
        self.length, self.repeats = caption(""), caption("")
        self._network_note = caption(_("For the next run; the open one keeps its network."))
        for label in (self.length, self.repeats, self._network_note):
            label.setWordWrap(True)
        self.widen = ToolButton(
            _("Wider"),
            _("Give this column half of the window, or its usual width again."),
            icon="widen",
            shape=FLAT,
        )
        self.widen.setCheckable(True)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        data = _page(self.sources, self.data)
        data.layout().setStretch(1, 1)  # type: ignore[union-attr]
        network = _page(self._network_note, self.network)
        plan = _page(self.which, self.repeats, self.run_plan, self.plan)
        for page in (data, network, plan, _page(self.runs)):
            area = scrolling(page)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._stack.addWidget(area)
        self.panel = Panel()
        self.panel.body.setSpacing(GRID)
        top = row((self.chips, 1), self.widen)
        footer = row((self.start, 1), self.queue, spacing=GRID)
        self.panel.body.addLayout(top)
        self.panel.body.addWidget(self._stack, 1)
        self.panel.body.addWidget(self.length)
        self.panel.body.addLayout(footer)
        column((self.panel, 1), self.follow, spacing=GRID, within=self)


def _page(*parts: QWidget) -> QWidget:
    """Return parts below each other, with room for the scroll bar at the right."""
    page = QWidget()
    layout = column(*parts, spacing=GRID, within=page)
    layout.setContentsMargins(0, 0, HALF, 0)
    return page
