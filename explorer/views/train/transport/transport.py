"""Play, pause and step through a training: by phase, by batch or by epoch, as fast as wanted.

The phases of the step stand over the controls: they are what a step is made of.
"""

from __future__ import annotations

from math import isclose

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.live.training import commands
from explorer.live.training.facts import Target, TargetKind, TrainerState, Unit
from explorer.text import _, ngettext
from explorer.training.plan import PHASES
from explorer.views.parts.buttons import ToolButton
from explorer.views.parts.chips import Chips
from explorer.views.parts.fields import NumberEdit, Picker
from explorer.views.parts.help import explain
from explorer.views.parts.number_text import format_size
from explorer.views.parts.pair import Pair
from explorer.views.parts.value_slider import ValueSlider
from explorer.views.parts.widgets import Elided, caption, column, row
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed
from explorer.views.train.transport.ending import Ending
from explorer.views.train.transport.marks import Mark, TimelineState
from explorer.views.train.transport.phases import PhaseRow
from explorer.views.train.transport.timeline import Timeline

# Steps a second; 0 stands for as fast as the machine can.
SPEEDS: tuple[float, ...] = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 0)
_USUAL: dict[str, float] = {"end": 0, "steps": 1000, "epochs": 5, "accuracy": 97}
_ONE: dict[Unit, tuple[str, str]] = {
    "phase": (_("Previous phase"), _("Next phase")),
    "batch": (_("Previous batch"), _("Next batch")),
    "epoch": (_("Previous epoch"), _("Next epoch")),
}


_UNITS = {
    "phase": (_("phase"), _("One of the four phases of a step: forward, loss, backward, update.")),
    "batch": (_("batch"), _("One whole step on one batch.")),
    "epoch": (_("epoch"), _("Once through all images.")),
}


class Transport(Themed, QWidget):
    """Emits what the user asked for; `show_state` never emits.

    `play_requested(bool)` asks to play or to pause, `step_requested(int)` for one unit back (-1)
    or forward (1), `command_requested(Command)` for all that needs no more than the trainer.
    """

    play_requested = Signal(bool)
    step_requested = Signal(int)
    branch_requested = Signal()
    command_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._state = TrainerState()
        self._possible, self._presenting = True, False
        self.phases, self.timeline, self.ending = PhaseRow(), Timeline(), Ending()
        self._build_buttons()
        self._build_choices()
        self._lay_out()
        self._connect()
        self._name_steps()
        self.show_state(self._state, ())

    def show_state(self, state: TrainerState, marks: tuple[Mark, ...]) -> None:
        """Show where the active run stands, and what happened in it."""
        before, self._state = self._state, state
        run, there, running = state.run, state.run is not None, state.status == "running"
        line = TimelineState()
        if run is not None:
            ends = (run.first, state.head, run.total, run.steps_per_epoch)
            line = TimelineState(state.step, state.phase, *ends, marks)
        self.timeline.show_state(line)
        self.timeline.setEnabled(there)
        past = line.step > line.first or line.phase > 0
        walks = there and (not running or state.by_phase)  # else phases pass too fast to be seen
        self.phases.show_done((line.phase or len(PHASES) * past) if walks else 0)
        behind = there and line.step < line.head and not running
        at_end = state.finished and line.step >= line.head
        icon, text = ("pause", _("Pause")) if running else ("play", _("Train"))
        self.play.show_icon(icon)
        self.play.setText(_("Replay") if behind else text)
        self.play.setAccessibleName(self.play.text())
        begins = there or self._possible
        self.phases.setEnabled(begins)
        self.play.setEnabled(running or (begins and not at_end))
        self.back.setEnabled(there and past and not running)
        self.forward.setEnabled(begins and not running and not at_end)
        self.ending.setVisible(at_end and not running)
        self._show_fine()
        self.newest.setEnabled(behind)
        self.stop.setEnabled(there)
        self.branch.setEnabled(there and not running)
        self.units.show_chosen(state.unit)
        if state.unit != before.unit:
            self._name_steps()
        self.speed.show_value(speed_place(state.speed))
        target = state.target
        self.target_kind.show_value(target.kind)
        self.target_value.setVisible(target.kind != "end")
        if target.kind != "end":
            whole = isclose(target.value, round(target.value))
            self.target_value.show_value(round(target.value) if whole else target.value)
        self.where.setText(line.sentence if there else _("no run yet"))
        self.note.show_text(format_costs(state) if there else "")

    def set_presenting(self, presenting: bool) -> None:
        """Leave out what is set once and what ends a run, or show it again."""
        self._presenting = presenting
        self._show_fine()
        self._fit()

    def _show_fine(self) -> None:
        for button in (self.newest, self.stop, self.branch):
            button.setVisible(not self._presenting)
        self._pace.setVisible(not self._presenting and self.ending.isHidden())

    def show_possible(self, possible: bool) -> None:
        """Open what begins a run where one can begin."""
        self._possible = possible
        self.show_state(self._state, self.timeline.state.marks)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.speed.setMinimumWidth(round(112 * theme.scale))
        self.target_value.setFixedWidth(round(72 * theme.scale))
        self.target_kind.setFixedWidth(round(124 * theme.scale))

    def _build_buttons(self) -> None:
        self.back = ToolButton("", "", icon="step-back")
        self.play = ToolButton(
            _("Train"),
            _("Train, or hold on."),
            shortcut="Ctrl+Space",
            icon="play",
            text=_("Train"),
        )
        self.forward = ToolButton("", "", icon="step-forward")
        self.stop = ToolButton(
            _("Stop"), _("End this run here; it can be continued later."), icon="stop"
        )
        self.branch = ToolButton(
            _("Branch"),
            _("Begin another run from this step, with other settings if you like."),
            icon="branch",
            text=_("Branch"),
        )
        self.newest = ToolButton(
            _("Newest step"), _("Go to the newest step of the run."), icon="to-end"
        )
        self.play.setProperty("role", "primary")
        self.play.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.units = Chips(_("How far one step goes"), _UNITS)

    def _name_steps(self) -> None:
        """Name the buttons that step by what they go by."""
        back, forward = _ONE[self._state.unit]
        tip = _("The run remembers every step: nothing is computed anew.")
        explain(self.back, back, back, tip, "Ctrl+Left")
        tip = _("In the past this repeats what was done; at the newest step it does the next.")
        explain(self.forward, forward, forward, tip, "Ctrl+Right")

    def _build_choices(self) -> None:
        self.speed = ValueSlider(
            _("Speed"),
            _("How many steps a second, from slow motion to as fast as the machine can."),
            detail=_("Slow motion goes through the phases one by one."),
            low=0,
            high=len(SPEEDS) - 1,
            step=1,
            start=0,
            written=lambda place: format_speed(SPEEDS[round(place)]),
        )
        self.target_kind = Picker(
            _("Stop at"),
            _("Where playing stops by itself."),
            (
                ("end", _("the plan's end")),
                ("steps", _("step")),
                ("epochs", _("epoch")),
                ("accuracy", _("accuracy %")),
            ),
            detail=_("The accuracy is that of the validation images."),
        )
        self.target_value = NumberEdit(
            _("Target"), _("The step, epoch or accuracy in percent to stop at."), low=1, high=2e6
        )
        self.where, self.note = caption(""), Elided()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Show what a run costs where that leaves room to where the run stands."""
        words = self.where.fontMetrics().horizontalAdvance(self.timeline.state.sentence)
        room = words + self.note.sizeHint().width() + GRID
        self.note.setVisible(room <= self.width() and not self._presenting)

    def _lay_out(self) -> None:
        stop = row(caption(_("stop at")), self.target_kind, self.target_value)
        self._pace = QWidget()
        row((self.speed, 1), stop, spacing=2 * GRID, within=self._pace)
        controls = row(self.back, self.play, self.forward, 2 * GRID, self.units, None)
        pair = Pair(controls, row(self._pace, self.ending), rest=1)
        along = row((self.timeline, 1), self.newest, self.stop, self.branch)
        below = row(self.where, (self.note, 1), spacing=GRID)
        column(self.phases, pair, along, below, within=self)

    def _connect(self) -> None:
        ask = self.command_requested.emit
        self.back.clicked.connect(lambda: self.step_requested.emit(-1))
        self.forward.clicked.connect(lambda: self.step_requested.emit(1))
        self.play.clicked.connect(lambda: self.play_requested.emit(self._state.status != "running"))
        self.stop.clicked.connect(lambda: ask(commands.StopRun()))
        self.branch.clicked.connect(self.branch_requested)
        self.newest.clicked.connect(lambda: ask(commands.JumpTo(self._state.head)))
        self.timeline.step_requested.connect(lambda step: ask(commands.JumpTo(step)))
        self.speed.value_requested.connect(
            lambda place: ask(commands.SetSpeed(float(SPEEDS[round(place)])))
        )
        self.target_kind.value_requested.connect(self._on_target_kind)
        self.target_value.value_requested.connect(self._on_target_value)
        self.units.chosen.connect(lambda unit: ask(commands.SetUnit(unit)))

    def _on_target_kind(self, kind: TargetKind) -> None:
        self.command_requested.emit(commands.SetTarget(Target(kind, _USUAL[kind])))

    def _on_target_value(self, value: float) -> None:
        kind = self._state.target.kind
        if 1 <= value <= (100 if kind == "accuracy" else 2e6):
            self.command_requested.emit(commands.SetTarget(Target(kind, value)))


def speed_place(speed: float) -> int:
    """Return the place of the speed nearest to one; 0 and beyond the fastest mean unlimited."""
    if speed <= 0 or speed > SPEEDS[-2]:
        return len(SPEEDS) - 1
    return min(range(len(SPEEDS) - 1), key=lambda place: abs(SPEEDS[place] - speed))


def format_speed(speed: float) -> str:
    """Return a speed in words: `slow motion`, `20 steps/s`, `unlimited`."""
    if speed == 0:
        return _("unlimited")
    if speed < 1:
        return _("slow motion")
    text = ngettext("{speed:g} step/s", "{speed:g} steps/s", 1 if speed == 1 else 2)
    return text.format(speed=speed)


def format_costs(state: TrainerState) -> str:
    """Return how fast it goes and what the run takes: `12,300 images/s · 3.1 MiB in memory`."""
    parts = []
    if state.status == "running" and state.images_per_second:
        parts.append(_("{speed:,.0f} images/s").format(speed=state.images_per_second))
    if state.memory_bytes:
        parts.append(_("{size} in memory").format(size=format_size(state.memory_bytes)))
    if state.disk_bytes:
        parts.append(_("{size} on disk").format(size=format_size(state.disk_bytes)))
    return " · ".join(parts)
