"""The runs: those that are open, those that wait, and those on the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from explorer.live.training import commands
from explorer.live.training.commands import Command
from explorer.live.training.facts import OpenRun, QueuedRun, StoredRun
from explorer.text import _, ngettext
from explorer.training.plan import Plan
from explorer.views.parts.buttons import FLAT, KEY, ToolButton, chip
from explorer.views.parts.number_text import format_size, format_steps
from explorer.views.parts.widgets import HALF, Elided, caption, clear_layout, column, heading, row
from explorer.views.style.theme import GRID


class RunRow(QFrame):
    """One run: its name, its facts, and buttons; a click emits `pressed`."""

    pressed = Signal()

    def __init__(self, name: str, facts: str, *, active: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "run-active" if active else "run")
        self.name, self.facts = Elided(name, "heading"), caption(facts)
        self.facts.setWordWrap(True)
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
        layout = column(self.empty, within=self)
        for key, section in self._sections.items():
            section.setSpacing(HALF)
            layout.addWidget(self._titles[key])
            layout.addLayout(section)
            layout.addSpacing(HALF)
            self._titles[key].hide()
        layout.addLayout(row(self.folder, None))
        layout.addStretch(1)

    def show_open(self, runs: Sequence[OpenRun]) -> None:
        """Show the open runs; only where they stand changes often, and that is cheap."""
        same = [(r.key, r.name, r.active) for r in self._open]
        self._open = tuple(runs)
        if same == [(r.key, r.name, r.active) for r in runs]:
            for run in runs:
                self.rows[f"open:{run.key}"].facts.setText(_describe_place(run))
            return
        self._begin("open", bool(runs))
        for run in runs:
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
        """Show the runs on the disk, the newest first."""
        self._begin("stored", bool(runs))
        for run in runs:
            folder, notes = run.folder, run.notes
            facts = (_format_day(notes.created), format_steps(notes.total), format_size(run.bytes))
            line = self._add("stored", str(folder), notes.name, " · ".join(facts))
            line.setToolTip(f"{format_plan(notes.plan)}\n{folder}")
            tip = _("Open the run where it stopped.")
            line.add(_("Open run"), tip, "play", self._asks(commands.ReopenRun(folder)))
            line.add_delete(notes.name, self._asks(commands.DeleteStored(folder)))

    def _asks(self, command: Command) -> Callable[[], None]:
        return lambda: self.command_requested.emit(command)

    def _begin(self, section: str, shown: bool) -> None:
        clear_layout(self._sections[section])
        self.rows = {key: line for key, line in self.rows.items() if not key.startswith(section)}
        self._titles[section].setVisible(shown)
        self.empty.setVisible(not shown and not self.rows)

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
    """Return how far a run is, and which step is shown if that is not its last."""
    finished, looking = run.head >= run.total, run.step != run.head
    sentence = {
        (False, False): _("{steps} of {total:,}"),
        (False, True): _("{steps} of {total:,}, looking at {step:,}"),
        (True, False): _("{steps}, finished"),
        (True, True): _("{steps}, finished, looking at {step:,}"),
    }[finished, looking]
    return sentence.format(steps=format_steps(run.head), total=run.total, step=run.step)


def _format_day(created: str) -> str:
    try:
        return datetime.fromisoformat(created).astimezone().strftime("%d %b %Y, %H:%M")
    except ValueError:
        return created
