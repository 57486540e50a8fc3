"""The runs: those that are open, those that wait, and those on the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from math import isnan
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from explorer.live.training import commands
from explorer.live.training.commands import Command
from explorer.live.training.facts import OpenRun, QueuedRun, StoredRun
from explorer.text import _, ngettext
from explorer.training.plan import Plan
from explorer.views.parts.buttons import FLAT, KEY, TIGHT_CHIP, ToolButton, chip
from explorer.views.parts.chips import Chips
from explorer.views.parts.number_text import format_size, format_steps, percent
from explorer.views.parts.widgets import HALF, caption, clear_layout, column, heading, row
from explorer.views.style.theme import GRID

ORDERS = {
    "date": (_("newest"), _("The newest run first.")),
    "name": (_("name"), _("By name.")),
    "accuracy": (_("accuracy"), _("The most accurate first; without an accuracy last.")),
    "length": (_("length"), _("The one that was trained longest first.")),
}


class RunRow(QFrame):
    """One run: its name, its facts, and buttons; a click emits `pressed`."""

    pressed = Signal()

    def __init__(self, name: str, facts: str, *, active: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "run-active" if active else "run")
        self.name, self.facts = heading(name), caption(facts)
        for label in (self.name, self.facts):
            label.setWordWrap(True)
        self.name.setMinimumWidth(1)  # a long word must not widen the column
        self._top = row((self.name, 1))
        self._layout = column(self._top, self.facts, spacing=0, within=self)
        self._layout.setContentsMargins(GRID, HALF, HALF, HALF)
        self.setAccessibleName(f"{name}, {facts}")

    def add(self, name: str, tip: str, icon: str, action: Callable[[], object]) -> None:
        """Add a button for an action at the right."""
        button = ToolButton(name, tip, icon=icon, shape=FLAT)
        button.clicked.connect(lambda: action())
        self._top.addWidget(button)

    def add_delete(self, name: str, action: Callable[[], object]) -> None:
        """Add a button that asks whether to delete the run, and the two answers."""
        line = QLabel(_("Delete it for good, with every step?"))
        line.setProperty("role", "error")
        line.setWordWrap(True)
        tip = _("Delete {name}.").format(name=name)
        yes = ToolButton(_("Delete for good"), tip, text=_("Delete"), shape=KEY)
        no = ToolButton(_("Keep"), _("Leave it where it is."), text=_("Keep"), shape=KEY)
        for button in (yes, no):
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        question = QWidget()
        layout = QVBoxLayout(question)
        layout.setContentsMargins(0, HALF, 0, HALF)
        layout.addWidget(line)
        layout.addLayout(row(yes, no, None))
        question.hide()
        self._layout.addWidget(question)
        self.add(_("Delete run"), _("Delete it from the disk."), "clear", question.show)
        no.clicked.connect(question.hide)
        yes.clicked.connect(lambda: action())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()


class RunsPanel(QWidget):
    """Lists all runs; emits `command_requested(Command)` with what the user wants of one.

    A run on the disk is deleted after a question. `show_*` never emit.
    """

    command_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open: tuple[OpenRun, ...] = ()
        self._lines: list[tuple[str, str, bool]] = []  # of the open runs: key, name, active
        self._stored: tuple[StoredRun, ...] = ()
        self.order = Chips(_("Sort runs by"), ORDERS, shape=TIGHT_CHIP, fill=True)
        self.order.show_chosen("date")
        self.order.chosen.connect(self._on_order)
        self.rows: dict[str, RunRow] = {}
        self._titles = {
            "open": heading(_("Open")),
            "queued": heading(_("Waiting")),
            "stored": heading(_("On this machine")),
        }
        self._sections = {key: QVBoxLayout() for key in self._titles}
        self.empty = caption(
            _("No run yet. Press Train: every step of it is kept here, to go back to and to go on.")
        )
        self.empty.setWordWrap(True)
        self.folder = chip(
            _("Open folder…"),
            _("Open folder"),
            _("Open a run that lies elsewhere, one of the command line, say."),
            icon="folder",
        )
        layout = column(self.empty, self.order, within=self)
        for key, section in self._sections.items():
            section.setSpacing(HALF)
            layout.addWidget(self._titles[key])
            layout.addLayout(section)
            layout.addSpacing(HALF)
            self._titles[key].hide()
        layout.addLayout(row(self.folder, None))
        layout.addStretch(1)

    def show_open(self, runs: Sequence[OpenRun]) -> None:
        """Show the open runs; only where they stand changes often, and that is cheap.

        They are given in the order in which they were opened.
        """
        self._open, before = tuple(runs), self._lines
        newest = reversed(runs)
        ordered = sorted(newest, key=lambda r: self._rank(r.name, r.accuracy, r.head))
        self._lines = [(r.key, r.name, r.active) for r in ordered]
        if self._lines == before:
            for run in runs:
                self.rows[f"open:{run.key}"].facts.setText(_describe_place(run))
            return
        self._begin("open", bool(runs))
        for run in ordered:
            line = self._add("open", run.key, run.name, _describe_place(run), active=run.active)
            tip = _("Put it away; it stays on the disk.")
            line.add(_("Close run"), tip, "close", self._asks(commands.CloseRun(run.key)))
            if not run.active:
                line.setCursor(Qt.CursorShape.PointingHandCursor)
                line.setToolTip(_("Make this the run in the window."))
                line.pressed.connect(self._asks(commands.ActivateRun(run.key)))

    def show_queued(self, runs: Sequence[QueuedRun]) -> None:
        """Show the runs that wait."""
        self._begin("queued", bool(runs))
        for run in runs:
            line = self._add("queued", run.key, run.name, format_plan(run.plan))
            tip = _("Begin it now instead of when the others are done.")
            line.add(_("Start now"), tip, "play", self._asks(commands.StartQueued(run.key)))
            tip = _("Take it out of the queue.")
            line.add(_("Remove"), tip, "close", self._asks(commands.RemoveQueued(run.key)))

    def show_stored(self, runs: Sequence[StoredRun]) -> None:
        """Show the runs on the disk, which are given the newest first."""
        self._stored = tuple(runs)
        self._begin("stored", bool(runs))
        for run in sorted(runs, key=lambda r: self._rank(r.notes.name, r.accuracy, r.head)):
            folder, notes = run.folder, run.notes
            outcome = _describe_outcome(run.accuracy, run.head, notes.total)
            facts = (*outcome, _format_day(notes.created), format_size(run.bytes))
            line = self._add("stored", str(folder), notes.name, " · ".join(facts))
            line.setToolTip(f"{format_plan(notes.plan)}\n{folder}")
            tip = _("Open the run where it stopped.")
            line.add(_("Open run"), tip, "play", self._asks(commands.ReopenRun(folder)))
            line.add_delete(notes.name, self._asks(commands.DeleteStored(folder)))

    def _on_order(self) -> None:
        self.show_open(self._open)
        self.show_stored(self._stored)

    def _rank(self, name: str, accuracy: float, steps: int) -> tuple[str, float]:
        """Return what sorts a run by the chosen order; runs of the same rank stay as they were."""
        order = self.order.shown
        number = {"accuracy": 0.0 if isnan(accuracy) else -accuracy, "length": -steps}
        return name.casefold() if order == "name" else "", number.get(order, 0.0)

    def _asks(self, command: Command) -> Callable[[], None]:
        return lambda: self.command_requested.emit(command)

    def _begin(self, section: str, shown: bool) -> None:
        clear_layout(self._sections[section])
        self.rows = {key: line for key, line in self.rows.items() if not key.startswith(section)}
        self._titles[section].setVisible(shown)
        self.empty.setVisible(not shown and not self.rows)
        self.order.setVisible(not self.empty.isVisibleTo(self))

    def _add(
        self, section: str, key: str, name: str, facts: str, *, active: bool = False
    ) -> RunRow:
        line = self.rows[f"{section}:{key}"] = RunRow(name, facts, active=active)
        self._sections[section].addWidget(line)
        return line


def format_plan(plan: Plan) -> str:
    """Return a plan in a line: `mnist · adamw 0.003 · 3 epochs of batches of 64`."""
    return ngettext(
        "{data} · {optimiser} {rate:g} · {count:,} epoch of batches of {batch:,}",
        "{data} · {optimiser} {rate:g} · {count:,} epochs of batches of {batch:,}",
        plan.epochs,
    ).format(
        data=Path(plan.data).name or plan.data,
        optimiser=plan.optimiser,
        rate=plan.learning_rate,
        count=plan.epochs,
        batch=plan.batch_size,
    )


def _describe_place(run: OpenRun) -> str:
    """Return what came of a run so far, and which step is shown if that is not its last."""
    facts = _describe_outcome(run.accuracy, run.head, run.total)
    if run.step != run.head:
        facts = (*facts, _("looking at {step:,}").format(step=run.step))
    return " · ".join(facts)


def _describe_outcome(accuracy: float, head: int, total: int) -> tuple[str, ...]:
    """Return how well a run did, where that is known, and how long it really was trained."""
    steps = _("{steps} of {total:,}") if head < total else _("{steps}, finished")
    length = steps.format(steps=format_steps(head), total=total)
    score = _("{score} right").format(score=percent(accuracy))
    return (length,) if isnan(accuracy) else (score, length)


def _format_day(created: str) -> str:
    try:
        return datetime.fromisoformat(created).astimezone().strftime("%d %b %Y, %H:%M")
    except ValueError:
        return created
