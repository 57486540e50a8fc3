"""Several runs: branched, rescued, queued, stored, reopened, closed in the middle of everything."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.live.training import commands
from explorer.live.training.facts import Target, Then
from explorer.network.presets import preset
from explorer.training import launch
from explorer.training.look.diagnosis import Cure
from explorer.training.plan import Plan
from explorer.training.record.recording import Position
from explorer.training.steps import DivergedError, Run
from tests.live.training.room import TINY, Room
from tests.live.training.test_trainer import assert_same_weights, headless


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# Branches and rescues ------------------------------------------------------------------------


def test_a_branch_goes_its_own_way_and_leaves_the_run_as_it_was(room: Room) -> None:
    run = room.begin(name="trunk")
    room.to(40)
    room.trainer.send(commands.JumpTo(25))
    room.trainer.send(commands.BranchRun({"learning_rate": 0.1, "optimiser": "sgd"}, "twig"))
    room.done()
    twig = room.run
    assert (twig.name, twig.first, room.where) == ("twig", 25, (25, 0))
    assert twig.parent is not None
    assert (twig.parent.id, twig.parent.step) == (run.key, 25)
    assert [(o.name, o.step, o.head, o.active) for o in room.said["runs_changed"][-1]] == [
        ("trunk", 25, 40, False),
        ("twig", 25, 25, True),
    ]
    room.to(30)
    parts = [part for key, part in room.said["curves_grown"] if key == twig.key]
    assert sum(len(part) for part in parts) == 30
    room.trainer.send(commands.ActivateRun(run.key))
    room.trainer.send(commands.JumpTo(40))
    room.done()
    assert room.run.key == run.key
    assert_same_weights(headless(room.plan, 40), room)


def test_branches_are_compared_on_one_picture(room: Room) -> None:
    run = room.begin()
    room.to(30)
    room.trainer.send(commands.JumpTo(10))
    room.trainer.send(commands.BranchRun({"learning_rate": 0.05}))
    room.done()
    room.to(30)
    room.trainer.send(commands.FollowSample(3))
    room.trainer.send(commands.CompareMoments(run.key, 30, room.run.key, 30))
    room.done()
    [difference] = room.said["compared"]
    assert difference.first.name != difference.second.name
    assert difference.layers["conv1"].size > 0


def test_runs_of_the_same_settings_are_told_apart_by_name(room: Room) -> None:
    names = [room.begin().name for _run in range(3)]
    assert names[1:] == [f"{names[0]} (2)", f"{names[0]} (3)"]
    assert [run.name for run in room.said["runs_changed"][-1]] == names
    room.trainer.send(commands.CompareMoments(room.run.key, 0, room.run.key, 0))
    room.done()
    assert room.said["compared"][-1].first.name == names[-1]


def test_runs_of_two_architectures_are_compared_on_one_picture(room: Room) -> None:
    first = room.begin(spec=preset("lenet"))
    second = room.begin()
    room.to(10)
    room.trainer.send(commands.FollowSample(3))
    room.trainer.send(commands.CompareMoments(first.key, 0, second.key, 10))
    room.done()
    [difference] = room.said["compared"]
    assert difference.stages is None
    shapes = [m.trace.pixels.shape for m in (difference.first, difference.second)]
    assert shapes == [(1, 28, 28), (1, 12, 12)]
    assert 0 < difference.first.trace.pixels.mean() < 1


@pytest.mark.parametrize("settings", [{"device": "cpu"}, {"epochs": 1}, {"batch_size": 0}])
def test_an_impossible_branch_is_refused(room: Room, settings: dict[str, Any]) -> None:
    room.begin()
    room.to(15)
    room.trainer.send(commands.BranchRun(settings))
    room.done()
    assert len(room.failures) == 1
    assert len(room.said["run_opened"]) == 1


def test_a_run_that_blew_up_is_diagnosed_and_rescued_by_one_call(room: Room) -> None:
    run = room.begin(optimiser="sgd", learning_rate=0.05, epochs=40)
    room.to(30)
    room.trainer.send(commands.ChangeSettings({"learning_rate": 1000}))
    room.play()
    diagnosis = room.state.diagnosis
    assert diagnosis is not None
    assert diagnosis.illness in ("not finite", "explosion")
    assert room.said["diagnosed"][-1] is diagnosis
    assert not room.failures
    head = room.state.head
    room.trainer.send(commands.SetTarget(Target("steps", diagnosis.good_step + 15)))
    room.trainer.send(commands.RescueRun())
    room.done_playing()
    assert room.state.step == diagnosis.good_step + 15
    assert room.state.diagnosis is None
    if diagnosis.good_step < head:
        assert room.run.key != run.key
        assert room.run.first == diagnosis.good_step
        trunk = next(o for o in room.said["runs_changed"][-1] if o.key == run.key)
        assert trunk.head == head


def test_a_run_that_was_well_until_its_last_step_is_rescued_in_place(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose = Run._lose

    def lose_badly(run: Run) -> None:
        if run.step == 25 and run.plan.learning_rate == room.plan.learning_rate:
            raise DivergedError(26, "loss")
        lose(run)

    monkeypatch.setattr(Run, "_lose", lose_badly)
    run = room.begin(name="falls")
    room.play()
    assert room.state.diagnosis is not None
    cure = Cure({"learning_rate": 1e-4}, 1.0, 2.0)
    good = replace(room.state.diagnosis, good_step=room.state.head, cure=cure)
    monkeypatch.setattr("explorer.training.look.doctor.Doctor.after", lambda *_: good)
    room.play()
    room.trainer.send(commands.SetTarget(Target("steps", 30)))
    room.trainer.send(commands.RescueRun())
    room.done_playing()
    assert room.run.key == run.key
    assert [(c.step, dict(c.settings)) for c in room.state.changes] == [
        (25, {"learning_rate": 1e-4})
    ]
    assert room.where == (30, 0)


def test_a_diagnosis_can_be_dismissed(room: Room) -> None:
    room.begin(optimiser="sgd", learning_rate=1000)
    room.play()
    assert room.state.diagnosis is not None
    room.trainer.send(commands.DismissDiagnosis())
    room.done()
    assert room.state.diagnosis is None
    assert room.said["diagnosed"][-1] is None
    room.trainer.send(commands.RescueRun())
    room.done()
    assert room.failures == ["Nothing is known to be wrong with this run."]


# On the disk ---------------------------------------------------------------------------------


def test_a_run_is_reopened_where_it_was(qtbot: QtBot, tmp_path: Path, few_digits: Path) -> None:
    first = Room(qtbot, tmp_path, few_digits)
    run = first.begin(name="kept")
    first.to(33)
    first.trainer.send(commands.ChangeSettings({"learning_rate": 0.01}))
    first.done()
    first.close()
    second = Room(qtbot, tmp_path, few_digits)
    second.trainer.send(commands.ListStored())
    second.done()
    [stored] = second.said["stored_changed"][-1]
    assert (stored.folder, stored.notes.name) == (run.folder, "kept")
    assert (stored.head, stored.notes.total) == (33, run.total)  # as long as it was trained
    assert stored.bytes == sum(len(data) for data in files(stored.folder).values())
    second.trainer.send(commands.ReopenRun(stored.folder))
    second.done()
    assert second.run.key == run.key
    assert second.where == (33, 0)
    assert len(second.state.changes) == 1
    assert_same_weights(headless(second.plan, 33), second)
    second.close()


def test_opening_what_is_open_returns_to_it(room: Room) -> None:
    run = room.begin()
    other = room.begin(seed=1)
    assert other.key != run.key
    room.trainer.send(commands.ReopenRun(run.folder))
    room.done()
    assert room.run.key == run.key
    assert len(room.said["run_opened"]) == 2


def test_a_closed_run_stays_on_the_disk_and_the_other_becomes_active(room: Room) -> None:
    run = room.begin()
    other = room.begin(seed=1)
    room.trainer.send(commands.CloseRun(other.key))
    room.done()
    assert room.said["run_closed"] == [other.key]
    assert room.run.key == run.key
    room.trainer.send(commands.ListStored())
    room.trainer.send(commands.CloseRun(run.key))
    room.done()
    assert room.state.run is None
    assert room.state.status == "none"
    assert room.said["looked"][-1] is None
    assert len(room.said["stored_changed"][-1]) == 2


def test_a_stored_run_is_deleted_but_not_an_open_one(room: Room) -> None:
    run = room.begin()
    assert run.folder is not None
    room.trainer.send(commands.DeleteStored(run.folder))
    room.done()
    assert "is open" in room.failures[0]
    room.trainer.send(commands.CloseRun(run.key))
    room.trainer.send(commands.ListStored())
    room.trainer.send(commands.DeleteStored(run.folder))
    room.done()
    assert not run.folder.exists()
    assert room.said["stored_changed"][-1] == ()


def test_only_runs_of_the_runs_folder_are_deleted(room: Room, tmp_path: Path) -> None:
    run = room.begin()
    assert run.folder is not None
    room.trainer.send(commands.CloseRun(run.key))
    room.done()
    elsewhere = tmp_path / "mine"
    run.folder.rename(elsewhere)
    (room.runs / "link").symlink_to(elsewhere, target_is_directory=True)
    for folder in (elsewhere, room.runs / "link", room.runs, room.runs / ".." / "mine"):
        room.trainer.send(commands.DeleteStored(folder))
    room.done()
    assert len(room.failures) == 4
    assert len(files(elsewhere)) >= 4


def test_a_folder_that_holds_something_else_too_is_not_emptied_of_that(room: Room) -> None:
    run = room.begin()
    assert run.folder is not None
    room.trainer.send(commands.CloseRun(run.key))
    room.done()
    (run.folder / "diary.txt").write_text("mine")
    room.trainer.send(commands.DeleteStored(run.folder))
    room.done()
    assert (run.folder / "diary.txt").read_text() == "mine"
    assert len(room.failures) == 1


def damage_notes(folder: Path) -> None:
    (folder / "run.json").write_text("{")


def damage_frames(folder: Path) -> None:
    (folder / "frames.bin").write_bytes(b"")


def remove_all(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


@pytest.mark.parametrize("damage", [damage_notes, damage_frames, remove_all])
def test_a_damaged_run_is_refused_in_one_sentence(
    room: Room, damage: Callable[[Path], None]
) -> None:
    run = room.begin()
    assert run.folder is not None
    room.trainer.send(commands.CloseRun(run.key))
    room.done()
    damage(run.folder)
    room.trainer.send(commands.ReopenRun(run.folder))
    room.done()
    assert len(room.failures) == 1
    assert "went wrong" not in room.failures[0]
    assert room.state.run is None


def test_a_run_in_use_elsewhere_is_refused(
    qtbot: QtBot, room: Room, tmp_path: Path, few_digits: Path
) -> None:
    run = room.begin()
    other = Room(qtbot, tmp_path, few_digits)
    other.trainer.send(commands.ReopenRun(run.folder))
    other.done()
    other.trainer.send(commands.DeleteStored(run.folder))
    other.done()
    other.close()
    assert ["in use" in sentence for sentence in other.failures] == [True, True]
    assert run.folder is not None
    assert run.folder.exists()


def test_a_place_that_cannot_be_written_is_said(
    qtbot: QtBot, tmp_path: Path, few_digits: Path
) -> None:
    (tmp_path / "runs").write_text("a file")
    room = Room(qtbot, tmp_path, few_digits)
    room.trainer.send(commands.StartRun(room.plan, TINY))
    room.done()
    room.close()
    assert len(room.failures) == 1
    assert room.state.run is None


# The queue -----------------------------------------------------------------------------------


def test_queued_runs_begin_one_after_the_other(room: Room) -> None:
    room.begin(epochs=2, name="one")
    room.trainer.send(commands.EnqueueRun(replace(room.plan, epochs=2, seed=1), TINY, "two"))
    room.trainer.send(commands.EnqueueRun(replace(room.plan, epochs=2, seed=2), TINY, "three"))
    room.done()
    assert [q.name for q in room.said["queue_changed"][-1]] == ["two", "three"]
    assert room.state.step == 0
    room.trainer.send(commands.Play(True))
    room.until(lambda: room.said["message_reported"][-1:] == ["three is finished."])
    room.done_playing()
    assert [run.name for run in room.said["run_opened"]] == ["one", "two", "three"]
    assert room.said["queue_changed"][-1] == ()
    assert all(o.head == o.total for o in room.said["runs_changed"][-1][:2])


def test_a_run_queued_behind_nothing_begins_at_once(room: Room) -> None:
    room.trainer.send(commands.EnqueueRun(replace(room.plan, epochs=1), TINY, "only"))
    room.until(lambda: room.said["message_reported"] == ["only is finished."])


def test_a_queued_run_can_be_taken_back(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.EnqueueRun(room.plan, TINY, "two"))
    room.done()
    room.trainer.send(commands.RemoveQueued(room.said["queue_changed"][-1][0].key))
    room.trainer.send(commands.RemoveQueued("nobody"))
    room.done()
    assert room.said["queue_changed"][-1] == ()


def test_a_queued_run_that_fails_lets_the_next_one_begin(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.EnqueueRun(replace(room.plan, data="nowhere"), TINY, "two"))
    room.trainer.send(commands.EnqueueRun(replace(room.plan, epochs=1), TINY, "three"))
    room.trainer.send(commands.StopRun())
    room.until(lambda: room.said["message_reported"] == ["three is finished."])
    assert len(room.failures) == 1
    assert "nowhere" in room.failures[0]


def test_what_waits_begins_when_the_last_run_is_closed_by_hand(room: Room) -> None:
    run = room.begin(name="one")
    room.trainer.send(commands.EnqueueRun(replace(room.plan, epochs=1), TINY, "two"))
    room.done()
    room.trainer.send(commands.CloseRun(run.key))
    room.until(lambda: room.said["message_reported"] == ["two is finished."])


def test_a_finished_run_that_is_closed_lets_one_begin_and_not_two(room: Room) -> None:
    run = room.begin(epochs=1, name="one")
    room.play()
    for name in ("two", "three"):
        room.trainer.send(commands.EnqueueRun(replace(room.plan, epochs=100), TINY, name))
    room.trainer.send(commands.CloseRun(run.key))
    room.until(lambda: room.state.run and room.run.name == "two" and room.state.step > 0)
    room.trainer.send(commands.Play(False))
    room.done()
    assert [q.name for q in room.said["queue_changed"][-1]] == ["three"]


def test_any_run_of_the_queue_can_begin_now(room: Room) -> None:
    room.begin(name="one")
    for name in ("two", "three"):
        room.trainer.send(commands.EnqueueRun(replace(room.plan, epochs=1), TINY, name))
    room.done()
    room.trainer.send(commands.StartQueued(room.said["queue_changed"][-1][1].key))
    room.until(lambda: room.state.run and room.run.name == "three")
    room.until(lambda: "three is finished." in room.said["message_reported"])
    room.trainer.send(commands.StartQueued("nobody"))
    room.until(lambda: room.failures)
    assert room.failures == ["That run does not wait any more."]


@pytest.mark.parametrize("then", ["play", "step"])
def test_what_follows_a_start_never_moves_the_run_before(room: Room, then: Then) -> None:
    before = room.begin()
    room.to(5)
    room.trainer.send(commands.StartRun(replace(room.plan, data="nowhere"), TINY, "", then))
    room.done()
    assert len(room.failures) == 1
    assert (room.run.key, room.where, room.state.status) == (before.key, (5, 0), "paused")
    room.trainer.send(commands.StartRun(replace(room.plan, epochs=1), TINY, "next", then))
    room.until(lambda: room.run.name == "next" and room.where == (10 if then == "play" else 1, 0))


# Giving up and closing -----------------------------------------------------------------------


class Gate:
    """Stands in for loading data that takes long: opens when told, asks whether to go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entered, self.open = Event(), Event()
        self._load = launch.load
        monkeypatch.setattr(launch, "load", self)

    def __call__(self, name: str, split: Any, progress: launch.ReportProgress) -> Any:
        self.entered.set()
        for done in range(2000):
            progress(done, 2000)
            if self.open.wait(0.02):
                break
        return self._load(name, split)


def test_preparing_tells_how_far_it_is_and_can_be_given_up(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    room.trainer.send(commands.StartRun(room.plan, TINY))
    room.trainer.send(commands.Play(True))
    room.until(lambda: room.state.status == "preparing" and room.state.progress)
    assert room.state.words == "loading few.npz"
    room.trainer.send(commands.Cancel())
    room.done()
    assert room.state.status == "none"
    assert not room.failures
    gate.open.set()
    room.begin()


def test_giving_up_while_nothing_is_done_changes_nothing(room: Room) -> None:
    room.trainer.send(commands.Cancel())
    room.begin()
    room.trainer.send(commands.Cancel())
    room.to(5)


def test_a_long_way_back_can_be_given_up(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    from explorer.training.record.recording import Recording

    room.begin()
    room.play()
    visit = Recording.visit

    def slow(recording: Recording, position: Position) -> None:
        Event().wait(0.05)
        visit(recording, position)

    monkeypatch.setattr("explorer.live.training.player.seek_points", lambda *_: range(100, 199))
    monkeypatch.setattr(Recording, "visit", slow)
    room.trainer.send(commands.JumpTo(199))
    room.until(lambda: room.state.status == "seeking")
    room.trainer.send(commands.Cancel())
    room.until(lambda: room.state.status == "paused")
    assert 100 <= room.state.step < 199
    assert not room.failures


def resumes_equal(room: Room, folder: Path) -> None:
    """Check that the folder opens again and ends as a run that was never interrupted."""
    training = launch.reopen(folder)
    for _ in training.recording.steps():
        pass
    expected = headless(training.recording.plan, 200)
    for name, weights in training.network.weights().items():
        np.testing.assert_array_equal(weights.weight, expected.weights()[name].weight)
    training.close()


def test_closing_while_it_runs_leaves_a_run_that_goes_on(room: Room) -> None:
    run = room.begin()
    room.trainer.send(commands.Play(True))
    room.until(lambda: room.state.step > 10)
    room.close()
    assert run.folder is not None
    resumes_equal(room, run.folder)


def test_closing_within_a_step_leaves_a_run_that_goes_on(room: Room) -> None:
    run = room.begin()
    room.to(7)
    room.trainer.send(commands.SetUnit("phase"))
    room.trainer.send(commands.StepUnit(1))
    room.trainer.send(commands.StepUnit(1))
    room.done()
    room.close()
    assert run.folder is not None
    resumes_equal(room, run.folder)


def test_closing_while_it_seeks_leaves_a_run_that_goes_on(room: Room) -> None:
    run = room.begin()
    room.to(150)
    for step in (3, 140, 19, 77):
        room.trainer.send(commands.JumpTo(step))
    room.close()
    assert run.folder is not None
    resumes_equal(room, run.folder)


def test_closing_does_not_wait_for_what_is_repeated(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from explorer.training.record.recording import Recording

    entered, repeated, repeat = Event(), [], Recording._repeat

    def slow(recording: Recording) -> None:
        repeated.append(recording.run.step)
        entered.set()
        Event().wait(0.02)
        repeat(recording)

    run = room.begin()
    room.to(150)
    with monkeypatch.context() as patch:
        patch.setattr(Recording, "_repeat", slow)
        patch.setattr("explorer.training.record.frames.Neighbourhood.before", lambda *_: None)
        patch.setattr("explorer.training.record.frames.Frames.before", lambda *_: 0)
        patch.setattr("explorer.live.training.player.seek_points", lambda *_: ())
        room.trainer.send(commands.JumpTo(149))
        assert entered.wait(30)
        room.close()
    assert len(repeated) < 50
    assert not caplog.records
    assert run.folder is not None
    resumes_equal(room, run.folder)


def test_closing_while_it_prepares_does_not_wait_for_the_data(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    room.trainer.send(commands.StartRun(room.plan, TINY))
    assert gate.entered.wait(30)
    room.close()
    assert not gate.open.is_set()


def test_after_closing_nothing_is_emitted_and_no_command_is_taken(qtbot: QtBot, room: Room) -> None:
    room.begin(epochs=2000)
    room.trainer.send(commands.Play(True))
    room.until(lambda: room.state.step > 5)
    room.close()
    said = len(room.said["state_changed"])
    room.trainer.send(commands.Play(True))
    room.trainer.send(commands.StartRun(room.plan, TINY))
    room.close()
    qtbot.wait(20)
    assert len(room.said["state_changed"]) == said


def test_closing_at_once_is_fine(room: Room) -> None:
    room.trainer.send(commands.StartRun(room.plan, TINY))
    room.close()


def test_a_disk_that_refuses_stops_the_run_and_says_so(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from explorer.errors import UserError
    from explorer.training.record.run_folder import RunFolder

    def refuse(*_: object) -> None:
        raise UserError("The disk is full.")

    run = room.begin()
    room.to(20)
    with monkeypatch.context() as patch:
        patch.setattr(RunFolder, "rows", refuse)
        room.play()
        assert set(room.failures) == {"The disk is full."}
        assert room.state.head == 20
    room.play()
    assert room.state.finished
    assert_same_weights(headless(replace(room.plan, data=run.plan.data), 200), room)
    caplog.clear()


def test_the_same_plan_twice_gives_the_same_weights(room: Room) -> None:
    room.begin()
    room.to(40)
    first = room.last_shown.weights
    room.begin()
    room.to(40)
    for name, weights in room.last_shown.weights.items():
        np.testing.assert_array_equal(weights.weight, first[name].weight)


def test_a_thread_that_cannot_begin_says_so(
    qtbot: QtBot, tmp_path: Path, few_digits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ImportError("no torch here")

    monkeypatch.setattr("explorer.live.training.loop.TrainingLoop", broken)
    logging.getLogger("explorer.live.training.child").disabled = True
    room = Room(qtbot, tmp_path, few_digits)
    room.trainer.send(commands.StartRun(Plan(), TINY))
    room.until(lambda: room.failures)
    room.close()
    logging.getLogger("explorer.live.training.child").disabled = False
