"""The runs: those that are open, those that wait, and those on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from explorer.live.training.facts import OpenRun, QueuedRun, StoredRun
from explorer.training.plan import Plan
from explorer.views.parts.buttons import CHIP, FLAT, KEY, ToolButton
from explorer.views.parts.widgets import HALF, Elided, caption, heading, row
from explorer.views.parts.words import format_size, format_steps
from explorer.views.style.theme import GRID, Theme


class RunRow(QFrame):
    """One run: its name, its facts, and buttons; a click says `pressed`."""

    pressed = Signal()

    def __init__(self, name: str, facts: str, *, active: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "run-active" if active else "run")
        self.name, self.facts = Elided(name, "heading"), caption(facts)
        self.facts.setWordWrap(True)
        self._tools = row()
        self._buttons: list[ToolButton] = []
        top = row(self.name)
        top.setStretch(0, 1)
        top.addLayout(self._tools)
        self._question = QWidget()
        self._question.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, HALF, HALF, HALF)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.facts)
        layout.addWidget(self._question)
        self.setAccessibleName(f"{name}, {facts}")

    def add(self, button: ToolButton) -> ToolButton:
        """Add a button at the right."""
        self._tools.addWidget(button)
        self._buttons.append(button)
        return button

    def ask(self, question: str, yes: ToolButton, no: ToolButton) -> None:
        """Prepare the question that `show_question` shows."""
        line = QLabel(question)
        line.setProperty("role", "error")
        line.setWordWrap(True)
        below = row(yes, no)
        below.addStretch(1)
        layout = QVBoxLayout(self._question)
        layout.setContentsMargins(0, HALF, 0, HALF)
        layout.addWidget(line)
        layout.addLayout(below)
        self._buttons += [yes, no]

    def show_question(self, shown: bool) -> None:
        """Show the question or put it away."""
        self._question.setVisible(shown)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        for button in self._buttons:
            button.set_theme(theme)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()


class RunsPanel(QWidget):
    """Lists all runs and says what the user wants of one; `show_*` never emit.

    `activate_requested(key)`, `close_requested(key)`, `unqueue_requested(key)` or
    `start_requested(key)` for one that waits, `open_requested(Path)`, `delete_requested(Path)`
    after a question, and `folder_requested` for a run that lies elsewhere.
    """

    activate_requested = Signal(str)
    close_requested = Signal(str)
    unqueue_requested = Signal(str)
    start_requested = Signal(str)
    open_requested = Signal(object)
    delete_requested = Signal(object)
    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._open: tuple[OpenRun, ...] = ()
        self.rows: dict[str, RunRow] = {}
        self._sections = {key: QVBoxLayout() for key in ("open", "queued", "stored")}
        self._titles = {
            "open": heading("Open"),
            "queued": heading("Waiting"),
            "stored": heading("On this machine"),
        }
        self.empty = caption(
            "No run yet. Press Train: every step of it is kept here, to go back to and to go on."
        )
        self.empty.setWordWrap(True)
        self.folder = ToolButton(
            "Open folder",
            "Open a run that lies elsewhere, one of the command line, say.",
            icon="folder",
            text="Open folder…",
            shape=CHIP,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF)
        layout.addWidget(self.empty)
        for key, section in self._sections.items():
            section.setSpacing(HALF)
            layout.addWidget(self._titles[key])
            layout.addLayout(section)
            layout.addSpacing(HALF)
        below = row(self.folder)
        below.addStretch(1)
        layout.addLayout(below)
        layout.addStretch(1)
        self.folder.clicked.connect(self.folder_requested)
        for title in self._titles.values():
            title.hide()

    def show_open(self, runs: Sequence[OpenRun]) -> None:
        """Show the open runs; only where they stand changes often, and that is cheap."""
        same = [(r.key, r.name, r.active) for r in self._open]
        self._open = tuple(runs)
        if same == [(r.key, r.name, r.active) for r in runs]:
            for run in runs:
                self.rows[f"open:{run.key}"].facts.setText(_where(run))
            return
        self._begin("open", bool(runs))
        for run in runs:
            line = self._add("open", run.key, run.name, _where(run), active=run.active)
            tip = "Put it away; it stays on the disk."
            self._tool(line, "Close run", tip, "close", self.close_requested, run.key)
            if not run.active:
                line.setCursor(Qt.CursorShape.PointingHandCursor)
                line.setToolTip("Make this the run in the window.")
                line.pressed.connect(lambda key=run.key: self.activate_requested.emit(key))

    def show_queued(self, runs: Sequence[QueuedRun]) -> None:
        """Show the runs that wait."""
        self._begin("queued", bool(runs))
        for run in runs:
            line = self._add("queued", run.key, run.name, plan_text(run.plan))
            tip = "Begin it now instead of when the others are done."
            self._tool(line, "Start now", tip, "play", self.start_requested, run.key)
            tip = "Take it out of the queue."
            self._tool(line, "Remove", tip, "close", self.unqueue_requested, run.key)

    def show_stored(self, runs: Sequence[StoredRun]) -> None:
        """Show the runs on the disk, the newest first."""
        self._begin("stored", bool(runs))
        for run in runs:
            key, notes = str(run.folder), run.notes
            facts = (
                f"{_day(notes.created)} · {format_steps(notes.total)} · {format_size(run.bytes)}"
            )
            line = self._add("stored", key, notes.name, facts)
            line.setToolTip(f"{plan_text(notes.plan)}\n{run.folder}")
            tip = "Open the run where it stopped."
            self._tool(line, "Open run", tip, "play", self.open_requested, run.folder)
            self._add_delete(line, notes.name, run.folder)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self._theme = theme
        self.folder.set_theme(theme)
        for line in self.rows.values():
            line.set_theme(theme)

    def _begin(self, section: str, shown: bool) -> None:
        _clear(self._sections[section])
        self.rows = {key: line for key, line in self.rows.items() if not key.startswith(section)}
        self._titles[section].setVisible(shown)
        self.empty.setVisible(not shown and not self.rows)

    def _add(
        self, section: str, key: str, name: str, facts: str, *, active: bool = False
    ) -> RunRow:
        line = self.rows[f"{section}:{key}"] = RunRow(name, facts, active=active)
        self._sections[section].addWidget(line)
        if self._theme is not None:
            line.set_theme(self._theme)
        return line

    def _tool(
        self, line: RunRow, name: str, tip: str, icon: str, says: object, value: str | Path
    ) -> ToolButton:
        button = line.add(ToolButton(name, tip, icon=icon, shape=FLAT))
        button.clicked.connect(lambda: says.emit(value))  # type: ignore[attr-defined]
        if self._theme is not None:
            button.set_theme(self._theme)
        return button

    def _add_delete(self, line: RunRow, name: str, folder: Path) -> None:
        """Add the button that asks, and the question with its two answers."""
        delete = line.add(
            ToolButton("Delete run", "Delete it from the disk.", icon="clear", shape=FLAT)
        )
        yes = ToolButton("Delete for good", f"Delete {name}.", text="Delete", shape=KEY)
        no = ToolButton("Keep", "Leave it where it is.", text="Keep", shape=KEY)
        for button in (yes, no):
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        line.ask("Delete it for good, with every step?", yes, no)
        delete.clicked.connect(lambda: line.show_question(True))
        no.clicked.connect(lambda: line.show_question(False))
        yes.clicked.connect(lambda: self.delete_requested.emit(folder))
        if self._theme is not None:
            line.set_theme(self._theme)


def plan_text(plan: Plan) -> str:
    """Return a plan in a line: `mnist · adamw 0.003 · 3 epochs of batches of 64`."""
    epochs = f"{plan.epochs:,} epoch{'' if plan.epochs == 1 else 's'}"
    data = Path(plan.data).name or plan.data
    batches = f"{epochs} of batches of {plan.batch_size:,}"
    return f"{data} · {plan.optimiser} {plan.learning_rate:g} · {batches}"


def _where(run: OpenRun) -> str:
    end = ", finished" if run.head >= run.total else f" of {run.total:,}"
    here = "" if run.step == run.head else f", looking at {run.step:,}"
    return f"{format_steps(run.head)}{end}{here}"


def _day(created: str) -> str:
    try:
        return datetime.fromisoformat(created).astimezone().strftime("%d %b %Y, %H:%M")
    except ValueError:
        return created


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
