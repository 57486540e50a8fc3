"""Training in another process: the same facts and the same weights as in a thread, and no harm.

What a run can do is tested with a thread (`test_trainer`); here only what lies between.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.live.training import commands
from explorer.live.training import worker as training_worker
from explorer.live.training.facts import Target
from explorer.live.training.worker import ProcessWorker
from explorer.network.presets import preset
from explorer.training.record.run_folder import FolderLock
from tests.live.training.room import Room


@pytest.fixture
def apart(qtbot: QtBot, tmp_path: Path, few_digits: Path) -> Iterator[Room]:
    """Return a room whose trainer works in another process."""
    room = Room(qtbot, tmp_path / "apart", few_digits, apart=True)
    yield room
    room.close()


def worker_of(room: Room) -> ProcessWorker:
    worker = room.trainer._worker
    assert isinstance(worker, ProcessWorker)
    return worker


def test_both_ways_say_the_same_and_end_at_the_same_weights(apart: Room, room: Room) -> None:
    for each in (apart, room):
        each.begin(epochs=2)
        each.play()
        each.trainer.send(commands.JudgeStep())
        each.done()
    assert apart.where == room.where == (20, 0)
    for name, weights in room.last_shown.weights.items():
        np.testing.assert_array_equal(apart.last_shown.weights[name].weight, weights.weight)
    for ours, theirs in zip(
        apart.last_shown.trace.stages,  # type: ignore[union-attr]
        room.last_shown.trace.stages,  # type: ignore[union-attr]
        strict=True,
    ):
        assert ours.stage == theirs.stage
        np.testing.assert_array_equal(ours.values, theirs.values)
    for name in ("run_opened", "looked", "judged", "validated"):
        assert len(apart.said[name]) == len(room.said[name]), name
    looks = [each.last_look.update.gradient["logits"].weight for each in (apart, room)]  # type: ignore[union-attr]
    np.testing.assert_array_equal(*looks)


def test_what_is_said_again_is_the_same_object_and_arrays_cannot_be_changed(apart: Room) -> None:
    run = apart.begin()
    apart.to(3)
    assert apart.run is run
    assert apart.said["state_changed"][-1].run is apart.said["run_opened"][0]
    trace = apart.last_shown.trace
    assert trace is not None
    assert trace.spec is run.spec
    assert trace.stages[1].stage is run.spec.stages[1]
    assert not trace.stages[1].values.flags.writeable
    with pytest.raises(TypeError):
        apart.last_shown.weights["conv1"] = None  # type: ignore[index]


def test_a_network_arrives_as_one_that_computes(apart: Room) -> None:
    apart.begin()
    apart.to(5)
    apart.trainer.send(commands.CopyNetwork())
    apart.until(lambda: apart.said["network_made"])
    network, name = apart.said["network_made"][0]
    assert network.name == name
    trace = apart.last_shown.trace
    assert trace is not None
    np.testing.assert_array_equal(network.trace(trace.pixels).logits, trace.logits)
    assert network.history["steps"] == 5


def test_a_refusal_arrives_as_its_sentence(apart: Room) -> None:
    apart.trainer.send(commands.StepUnit(1))
    apart.until(lambda: apart.failures)
    assert apart.failures[0].startswith("There is no run yet")


def test_a_lost_process_is_said_and_the_next_takes_over(apart: Room) -> None:
    run = apart.begin()
    apart.trainer.send(commands.SetUnit("epoch"))
    apart.to(7)
    os.kill(worker_of(apart).process_id, signal.SIGKILL)
    apart.until(lambda: apart.failures)
    assert "ended unexpectedly" in apart.failures.pop()
    assert apart.said["run_closed"] == [run.key]
    assert apart.state.run is None
    assert apart.said["runs_changed"][-1] == ()
    assert run.folder is not None
    apart.trainer.send(commands.ReopenRun(run.folder))
    apart.until(lambda: apart.state.run is not None and apart.state.status == "paused")
    assert apart.state.head == 7
    assert apart.state.unit == "epoch"  # what was chosen is still so
    apart.play()
    assert apart.state.finished


def test_closing_in_the_middle_writes_everything(apart: Room) -> None:
    run = apart.begin(epochs=2000)
    apart.trainer.send(commands.Play(True))
    apart.until(lambda: apart.state.step > 5)
    apart.close()
    step = apart.state.step
    assert not apart.trainer._worker.running
    assert run.folder is not None
    FolderLock(run.folder).release()  # nobody holds it any more
    again = Room(apart.qtbot, apart.runs.parent, Path(apart.plan.data), apart=True)
    again.trainer.send(commands.ReopenRun(run.folder))
    again.until(lambda: again.state.run is not None)
    assert again.state.head >= step
    again.close()


ORPHAN = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from explorer.live.training import commands
from explorer.live.training.trainer import Trainer
from explorer.network.presets import preset
from explorer.training.plan import Plan
app = QCoreApplication([])
trainer = Trainer(Path(sys.argv[1]), apart=True)
def state(state):
    if state.step > 5:
        print(trainer._worker.process_id, state.run.folder, sep="\\n", flush=True)
        import os; os.kill(os.getpid(), 9)
trainer.state_changed.connect(state)
plan = Plan(data=sys.argv[2], epochs=5000, batch_size=20, schedule="constant")
trainer.send(commands.StartRun(plan, preset("tiny"), "", "play"))
app.exec()
"""


def test_a_killed_window_leaves_no_process_behind(
    qtbot: QtBot, tmp_path: Path, few_digits: Path
) -> None:
    arguments = [sys.executable, "-c", ORPHAN, str(tmp_path / "runs"), str(few_digits)]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=100, check=False)
    number, folder = done.stdout.split("\n")[:2]

    def gone() -> bool:
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return True
        return _is_dead(int(number))

    qtbot.waitUntil(gone, timeout=30_000)
    room = Room(qtbot, tmp_path, few_digits)
    room.trainer.send(commands.ReopenRun(Path(folder)))
    room.until(lambda: room.state.run is not None)
    assert room.state.head > 5
    room.close()


def _is_dead(number: int) -> bool:
    """Return whether a process has ended and only its entry is left, for nobody asked for it."""
    try:
        status = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def test_a_process_that_cannot_start_is_said(
    apart: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(training_worker.sys, "executable", str(tmp_path / "nothing"))
    apart.trainer.send(commands.ListStored())
    apart.until(lambda: apart.failures)
    assert "could not be started" in apart.failures[0]


def test_what_a_library_prints_does_not_come_between(
    qtbot: QtBot, apart: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    noisy = training_worker._PROGRAM.replace(
        "main(sys.argv[1])",
        "import explorer.live.training.loop as l; w = l._warm_up;"
        "l._warm_up = lambda: (print('noise' * 100, flush=True), w());"
        "main(sys.argv[1])",
    )
    monkeypatch.setattr(training_worker, "_PROGRAM", noisy)
    apart.begin()
    apart.to(2)
    assert not apart.failures


def test_a_standing_process_holds_nobody_up(apart: Room, tmp_path: Path) -> None:
    """While the process does not even read, commands pile up and the window goes on."""
    apart.begin()
    number = worker_of(apart).process_id
    os.kill(number, signal.SIGSTOP)
    picture = np.zeros(apart.run.spec.input_shape, np.float32)
    for _ in range(2000):
        apart.trainer.send(commands.FollowPixels(picture))
    os.kill(number, signal.SIGCONT)
    apart.to(3)


def test_what_takes_turns_stays_in_order(apart: Room) -> None:
    """Facts arrive in the order in which they are said: a run is opened before it is shown."""
    order: list[str] = []
    said: dict[str, Callable[..., object]] = {
        name: lambda *_, name=name: order.append(name)
        for name in ("run_opened", "shown", "run_closed")
    }
    for name, note in said.items():
        getattr(apart.trainer, name).connect(note)
    run = apart.begin()
    apart.trainer.send(commands.CloseRun(run.key))
    apart.done()
    again = apart.begin()
    assert again is not run
    assert order[0] == "run_opened"
    assert order.index("run_closed") < len(order) - 1 - order[::-1].index("run_opened")


def test_targets_and_presets_travel(apart: Room) -> None:
    apart.begin(spec=preset("lenet"), epochs=1)
    apart.trainer.send(commands.SetTarget(Target("steps", 4)))
    apart.play()
    assert apart.where == (4, 0)
    assert apart.run.spec == preset("lenet")
