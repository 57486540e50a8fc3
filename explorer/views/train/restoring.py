"""Brings the Train page to where a saved view was: forms, run, step, phase, what is looked at.

Opening a run, training and jumping take time, so this is a list of tasks, each begun when the one
before is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from explorer.errors import UserError
from explorer.live.training import commands
from explorer.live.training.facts import UNITS, Target
from explorer.live.training.trainer import Trainer
from explorer.network.spec import Spec
from explorer.text import _
from explorer.training.plan import PHASES, Plan
from explorer.views.train.data import DataHost
from explorer.views.train.following import FollowHost
from explorer.views.train.left import TrainLeft
from explorer.views.train.right import TrainRight
from explorer.views.train.scene import SceneHost

_POLL_MS = 20
Reached = Callable[[], bool]


class Restoring(QObject):
    """Reads the state of a Train page's parts, and brings them into one; `finished` tells when."""

    finished = Signal()
    failed = Signal(str)

    def __init__(
        self,
        left: TrainLeft,
        right: TrainRight,
        scene: SceneHost,
        follow: FollowHost,
        data: DataHost,
        trainer: Trainer,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._left, self._right, self._data = left, right, data
        self._scene, self._follow, self._trainer = scene, follow, trainer
        self._tasks: Iterator[Reached] | None = None
        self._reached: Reached = bool
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._go_on)
        trainer.failed.connect(self._stop)

    @property
    def under_way(self) -> bool:
        """Whether a state is not all shown yet."""
        return self._tasks is not None

    def state(self) -> dict[str, Any]:
        """Return what the page shows, as JSON; a run is named by its folder."""
        now, spec = self._trainer.state, self._left.network.spec
        folder = now.run.folder if now.run is not None else None
        return {
            "section": self._left.section,
            "panel": self._right.panel,
            "plan": self._left.plan.plan.to_dict(),
            "spec": None if spec is None else spec.to_dict(),
            "run": None if folder is None else {"folder": str(folder)},
            "step": now.step,
            "phases": now.phase,
            "unit": now.unit,
            "watched": self._scene.watched,
            "source": self._follow.source,
            "sample": self._follow.sample,
            "step_phase": self._right.step.phase,
        }

    def begin(self, state: Mapping[str, Any]) -> None:
        """Go to a state; what is under way is given up."""
        self._tasks, self._reached = self._begin_tasks(state), lambda: True
        self._timer.start()

    def _begin_tasks(self, state: Mapping[str, Any]) -> Iterator[Reached]:
        """Begin one task after the other, and yield what tells that it is done."""
        trainer, left, right = self._trainer, self._left, self._right
        if state.get("spec"):
            left.network.show_spec(Spec.from_dict(dict(state["spec"])))
        if state.get("plan"):
            self._data.use(Plan.from_dict({**left.plan.plan.to_dict(), **state["plan"]}))
        yield left.start.isEnabled
        yield from self._open_run(state.get("run") or {})
        step = state.get("step")
        if trainer.state.run is not None and step is not None and step != trainer.state.step:
            trainer.send(commands.JumpTo(int(step)))
            yield lambda: self._paused() and trainer.state.step == step
        phases = int(state.get("phases", 0))
        if trainer.state.run is not None and phases > trainer.state.phase:
            trainer.send(commands.SetUnit("phase"))
            yield lambda: trainer.state.unit == "phase"
            for _phase in range(phases - trainer.state.phase):
                before = trainer.state.step, trainer.state.phase
                trainer.send(commands.StepUnit(1))
                yield lambda before=before: self._moved(before)  # type: ignore[misc]
        elif state.get("unit") in UNITS:
            trainer.send(commands.SetUnit(state["unit"]))
        if state.get("section"):
            left.show_section(str(state["section"]))
        if state.get("source") == "sample":
            self._follow.watch_sample(int(state.get("sample", 0)))
        elif state.get("source"):
            self._follow.watch("drawing")
        if state.get("panel"):
            right.choose_panel(str(state["panel"]))
        if state.get("step_phase") in PHASES:
            self._scene.show_phase(state["step_phase"])
        if state.get("watched") in ("picture", "batch"):
            self._scene.watch(state["watched"])
        yield lambda: not right.compare.waiting

    def _open_run(self, run: Mapping[str, Any]) -> Iterator[Reached]:
        """Open a run by its `folder`, or train one by the forms for so many `steps`."""
        trainer, left = self._trainer, self._left
        if "folder" in run:
            folder = Path(run["folder"])
            if trainer.state.run is None or trainer.state.run.folder != folder:
                trainer.send(commands.ReopenRun(folder))
                yield (
                    lambda: (
                        self._paused()
                        and trainer.state.run is not None
                        and trainer.state.run.folder == folder
                    )
                )
        elif "steps" in run and left.network.spec is not None:
            steps = int(run["steps"])
            trainer.send(commands.StartRun(left.plan.plan, left.network.spec))
            yield lambda: self._paused() and trainer.state.run is not None
            if steps > 0:
                trainer.send(commands.SetTarget(Target("steps", steps)))
                trainer.send(commands.Play(True))
                yield lambda: self._paused() and self._trained(steps)
                trainer.send(commands.SetTarget(Target()))

    def _paused(self) -> bool:
        return self._trainer.state.status == "paused"

    def _trained(self, steps: int) -> bool:
        state = self._trainer.state
        return state.head >= steps or state.finished or state.diagnosis is not None

    def _moved(self, before: tuple[int, int]) -> bool:
        state = self._trainer.state
        return self._paused() and (state.step, state.phase) != before

    @Slot()
    def _go_on(self) -> None:
        """Begin the next task when the last one is done."""
        try:
            if self._tasks is not None and self._reached():
                self._reached = next(self._tasks)
        except StopIteration:
            self._stop()
        except (KeyError, TypeError, ValueError, UserError) as error:
            self._stop()
            known = isinstance(error, UserError)
            damage = _("This view cannot be shown: {reason}.").format(reason=error)
            self.failed.emit(str(error) if known else damage)

    @Slot()
    def _stop(self) -> None:
        if self._tasks is not None:
            self._tasks = None
            self._timer.stop()
            self.finished.emit()
