"""Trainings through the facade: real runs, commands in, signals out."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
import torch

from explorer.errors import UserError
from explorer.live.training import commands
from explorer.live.training.facts import Target, Unit
from explorer.network.checkpoint import load as load_checkpoint
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.training.launch import begin, gather
from explorer.training.plan import Plan
from tests.live.training.room import TINY, Room


def headless(plan: Plan, steps: int) -> Network:
    """Train without any window, in this thread."""
    torch.set_num_threads(1)
    training = begin(plan, gather(plan, TINY))
    results = training.recording.steps()
    for _ in range(steps):
        next(results)
    return training.network


def assert_same_weights(network: Network, room: Room) -> None:
    for name, weights in network.weights().items():
        ours = room.last_shown.weights[name]
        np.testing.assert_array_equal(ours.weight, weights.weight)
        np.testing.assert_array_equal(ours.bias, weights.bias)


# Beginning -----------------------------------------------------------------------------------


def test_nothing_runs_before_the_first_command(room: Room) -> None:
    assert room.state.status == "none"
    assert room.state.run is None
    assert not room.trainer._worker.running


def test_a_started_run_says_what_it_is_and_stands_at_its_beginning(room: Room) -> None:
    run = room.begin(name="first try")
    assert [r.key for r in room.said["run_opened"]] == [run.key]
    assert (run.name, run.images, run.judged_on, run.total) == ("first try", 200, "test", 200)
    assert (run.steps_per_epoch, run.batch_size, len(run.judge)) == (10, 20, 50)
    assert room.state.status == "paused"
    assert room.where == (0, 0)
    assert room.said["looked"] == [None]
    assert run.folder is not None
    assert run.folder.parent == room.runs
    assert room.said["state_changed"][0].status == "preparing"


def test_a_run_without_a_name_gets_one_that_tells_it_apart(room: Room) -> None:
    assert room.begin().name == "tiny, few.npz, adamw 0.003"


@pytest.mark.parametrize("name", ["../../etc", "a/b\\c", "*" * 300, "\u540d\u524d", ".", "con\0"])
def test_a_run_may_have_any_name(room: Room, name: str) -> None:
    run = room.begin(name=name)
    assert run.name == name
    assert run.folder is not None
    assert run.folder.resolve().parent == room.runs.resolve()


# Stepping ------------------------------------------------------------------------------------


def test_phases_are_taken_one_by_one_and_back(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.SetUnit("phase"))
    places = []
    for way in (1, 1, 1, 1, 1, -1, -1, -1):
        room.trainer.send(commands.StepUnit(way))
        room.done()
        places.append(room.where)
    assert places == [(0, 1), (0, 2), (0, 3), (1, 0), (1, 1), (1, 0), (0, 3), (0, 2)]
    assert room.state.head == 1


def test_each_phase_knows_what_was_done_until_then(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.SetUnit("phase"))
    known = []
    for _ in range(4):
        room.trainer.send(commands.StepUnit(1))
        room.done()
        look = room.last_look
        parts = (look.forward, look.loss, look.backward, look.update)
        known.append([part is not None for part in parts])
    assert known == [[phase <= done for phase in (0, 1, 2, 3)] for done in (0, 1, 2, 3)]
    assert room.last_look.forward is not None
    assert room.last_look.update is not None
    assert room.last_look.forward.step == room.last_look.update.step == 1


@pytest.mark.parametrize(("unit", "forth", "back"), [("batch", 3, 1), ("epoch", 30, 10)])
def test_batches_and_epochs_are_taken_forward_and_back(
    room: Room, unit: Unit, forth: int, back: int
) -> None:
    room.begin()
    room.trainer.send(commands.SetUnit(unit))
    for _ in range(3):
        room.trainer.send(commands.StepUnit(1))
        room.done_playing()
    assert room.where == (forth, 0)
    room.trainer.send(commands.StepUnit(-1))
    room.trainer.send(commands.StepUnit(-1))
    room.done()
    assert room.where == (back, 0)
    assert room.state.head == forth


def test_steps_asked_for_in_a_hurry_are_all_done(room: Room) -> None:
    room.begin()
    for _ in range(7):
        room.trainer.send(commands.StepUnit(1))
    room.trainer.send(commands.StepUnit(-1))
    room.done()
    assert room.where == (6, 0)
    assert room.state.head == 7


def test_a_batch_back_from_within_a_step_goes_to_its_beginning(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.StepUnit(1))
    room.trainer.send(commands.SetUnit("phase"))
    room.trainer.send(commands.StepUnit(1))
    room.trainer.send(commands.SetUnit("batch"))
    room.trainer.send(commands.StepUnit(-1))
    room.done()
    assert room.where == (1, 0)


def test_there_is_no_step_before_the_first(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.StepUnit(-1))
    room.done()
    assert room.where == (0, 0)
    assert not room.failures


def test_there_is_no_step_after_the_last(room: Room) -> None:
    room.begin(epochs=1)
    room.play()
    room.trainer.send(commands.StepUnit(1))
    room.trainer.send(commands.Play(True))
    room.done()
    assert len(room.failures) == 2
    assert room.where == (10, 0)


def test_stepping_and_playing_end_with_the_weights_of_a_headless_run(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.StepUnit(1))
    room.trainer.send(commands.SetUnit("phase"))
    for _ in range(5):
        room.trainer.send(commands.StepUnit(1))
    room.to(60)
    room.trainer.send(commands.JumpTo(17))
    room.trainer.send(commands.StepUnit(-1))
    room.done()
    room.trainer.send(commands.SetUnit("batch"))
    room.play()
    assert room.state.finished
    assert room.where == (200, 0)
    assert_same_weights(headless(room.plan, 200), room)


# Playing -------------------------------------------------------------------------------------


def test_playing_ends_at_the_plans_end_and_says_so(room: Room) -> None:
    room.begin(epochs=3, name="short")
    room.play()
    assert room.state.finished
    assert room.where == (30, 0)
    assert room.said["message_reported"] == ["short is finished."]
    assert room.last_look.step == 30
    assert sum(len(part) for _, part in room.said["curves_grown"]) == 30


def test_pausing_stops_between_two_steps(room: Room) -> None:
    room.begin(epochs=2000)
    room.trainer.send(commands.Play(True))
    room.until(lambda: room.state.step > 20)
    assert room.state.status == "running"
    room.trainer.send(commands.Play(False))
    room.done_playing()
    assert room.state.phase == 0
    assert 20 < room.state.step < 20_000
    assert room.last_look.step == room.state.step


def test_curves_are_told_piece_by_piece_without_gaps(room: Room) -> None:
    run = room.begin()
    room.play()
    parts = [part for key, part in room.said["curves_grown"] if key == run.key]
    ends = [part.start + len(part) for part in parts]
    assert [part.start for part in parts] == [0, *ends[:-1]]
    assert ends[-1] == 200


def test_a_running_training_waits_for_the_window_with_its_frames(room: Room) -> None:
    """Nothing piles up while the window is busy: one frame is told, then one more at the end."""
    room.begin()
    room.trainer._worker.inbox.acknowledged = False
    before = len(room.said["state_changed"])
    room.trainer.send(commands.Play(True))
    room.done_playing()
    states = room.said["state_changed"][before:]
    assert {s.step for s in states} == {0, 200}


def test_slow_motion_goes_phase_by_phase_and_shows_each(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.SetSpeed(0.9))
    room.trainer.send(commands.Play(True))
    room.until(lambda: room.where >= (1, 1))
    room.trainer.send(commands.Play(False))
    room.done()
    seen = [(s.step, s.phase) for s in room.said["shown"]]
    assert list(dict.fromkeys(seen))[:5] == [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0)]
    looked = [look.phase for look in room.said["looked"] if look]
    assert looked[:4] == [1, 2, 3, 0]


def test_the_speed_can_change_while_it_runs(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.SetSpeed(0.01))
    room.trainer.send(commands.Play(True))
    room.done()
    assert room.state.status == "running"
    room.trainer.send(commands.SetSpeed(0))
    room.until(lambda: room.state.finished)


@pytest.mark.parametrize(
    ("target", "step"),
    [(Target("steps", 17), 17), (Target("epochs", 4), 40), (Target("accuracy", 1), 100)],
)
def test_playing_ends_at_the_target(room: Room, target: Target, step: int) -> None:
    room.begin()
    room.trainer.send(commands.SetTarget(target))
    room.play()
    assert room.where == (step, 0)
    assert room.said["message_reported"][-1].startswith("The target is reached: ")
    assert room.last_look.step == step
    room.play()
    expected = 200
    assert room.state.step == expected


def test_a_change_holds_from_the_next_step_and_is_marked(room: Room) -> None:
    room.begin()
    room.to(12)
    room.trainer.send(commands.ChangeSettings({"learning_rate": 0.5, "augment": "affine"}))
    room.done()
    [change] = room.state.changes
    assert (change.step, dict(change.settings)) == (
        12,
        {"learning_rate": 0.5, "augment": "affine"},
    )
    assert room.state.plan is not None
    assert room.state.plan.learning_rate == 0.5
    room.trainer.send(commands.StepUnit(1))
    room.done()
    part = room.said["curves_grown"][-1][1]
    assert part.column("learning_rate")[-1] == np.float32(0.5)


def test_settings_can_change_while_it_runs(room: Room) -> None:
    room.begin(epochs=200)
    room.trainer.send(commands.Play(True))
    room.until(lambda: room.state.step > 5)
    room.trainer.send(commands.ChangeSettings({"learning_rate": 0.001}))
    room.until(lambda: room.state.changes)
    assert room.state.status == "running"
    assert not room.failures


# The past ------------------------------------------------------------------------------------


def test_a_jump_shows_the_weights_of_that_step(room: Room) -> None:
    room.begin()
    room.play()
    for step in (3, 150, 0):
        room.trainer.send(commands.JumpTo(step))
        room.done()
        assert room.where == (step, 0)
        assert room.state.head == 200
        assert_same_weights(headless(room.plan, step), room)


def test_of_many_jumps_the_newest_wins(room: Room) -> None:
    room.begin()
    room.play()
    for step in range(200, 0, -1):
        room.trainer.send(commands.JumpTo(step))
    room.done()
    assert room.where == (1, 0)
    assert len({s.step for s in room.said["state_changed"]}) < 100


def test_jumping_outside_of_the_run_is_refused(room: Room) -> None:
    room.begin()
    for step in (1, -5, 10**9):
        room.trainer.send(commands.JumpTo(step))
        room.done()
    assert len(room.failures) == 3
    assert "has the steps 0 to 0" in room.failures[0]
    assert room.where == (0, 0)


def test_the_past_cannot_be_changed(room: Room) -> None:
    room.begin()
    room.to(20)
    room.trainer.send(commands.JumpTo(3))
    room.trainer.send(commands.ChangeSettings({"learning_rate": 0.1}))
    room.done()
    assert "cannot be changed" in room.failures[0]


def test_playing_in_the_past_repeats_it_and_goes_on(room: Room) -> None:
    room.begin()
    room.to(50)
    room.trainer.send(commands.JumpTo(10))
    room.to(80)
    assert_same_weights(headless(room.plan, 80), room)


def test_the_trace_of_a_moment_is_that_of_its_weights(room: Room) -> None:
    room.begin()
    pixels = np.random.default_rng(0).random((1, 12, 12), np.float32)
    room.trainer.send(commands.FollowPixels(pixels))
    room.to(30)
    shown = room.last_shown
    assert shown.source == "drawing"
    assert shown.trace is not None
    expected = headless(room.plan, 30).trace(pixels)
    for ours, theirs in zip(shown.trace.stages, expected.stages, strict=True):
        np.testing.assert_array_equal(ours.values, theirs.values)


def test_what_is_shown_while_it_runs_belongs_to_the_weights_shown(room: Room) -> None:
    room.begin(epochs=2000)
    pixels = np.random.default_rng(0).random((1, 12, 12), np.float32)
    room.trainer.send(commands.FollowPixels(pixels))
    room.trainer.send(commands.Play(True))
    room.until(lambda: len(room.said["shown"]) > 5)
    room.trainer.send(commands.Play(False))
    room.done_playing()
    for shown in room.said["shown"][2:]:
        assert shown.trace is not None
        weights, stages = shown.weights["logits"], shown.trace.stages
        logits = weights.weight @ stages[-3].values + weights.bias
        np.testing.assert_allclose(shown.trace.logits, logits, rtol=1e-4, atol=1e-5)


def test_the_followed_picture_can_change_at_any_time(room: Room) -> None:
    run = room.begin()
    room.trainer.send(commands.FollowSample(7))
    room.done()
    assert room.last_shown.source == "sample"
    assert room.last_shown.trace is not None
    np.testing.assert_array_equal(
        room.last_shown.trace.pixels, run.judge.images[7].astype(np.float32) / 255
    )
    room.trainer.send(commands.FollowPixels(np.zeros((1, 12, 12), np.float32)))
    room.done()
    assert room.last_shown.source == "drawing"
    room.trainer.send(commands.FollowPixels(None))
    room.done()
    assert room.last_shown.source == "batch"
    room.trainer.send(commands.FollowSample(50))
    room.done()
    assert room.failures == ["The data has 50 images, there is no number 50."]


def test_a_picture_of_another_size_has_no_trace(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.FollowPixels(np.zeros((1, 28, 28), np.float32)))
    room.done()
    assert room.last_shown.trace is None
    assert not room.failures


def test_the_chosen_image_of_the_batch_is_looked_at_and_shown(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.SetUnit("phase"))
    room.trainer.send(commands.StepUnit(1))
    room.trainer.send(commands.ChooseSample(5))
    room.done()
    look = room.last_look
    assert look.sample == 5
    assert look.forward is not None
    assert room.last_shown.trace is not None
    np.testing.assert_array_equal(room.last_shown.trace.logits, look.forward.trace.logits)
    room.trainer.send(commands.ChooseSample(20))
    room.done()
    assert room.failures == ["The batch has 20 images, there is no number 20."]


def test_looking_leaves_the_run_where_it_is(room: Room) -> None:
    room.begin()
    for _ in range(5):
        room.trainer.send(commands.StepUnit(1))
        room.done()
        assert room.last_look.update is not None
    assert room.where == (5, 0)
    assert_same_weights(headless(room.plan, 5), room)


def test_when_a_digit_was_first_read_is_found(room: Room) -> None:
    run = room.begin()
    room.play()
    room.trainer.send(commands.FollowSample(0))
    label = int(run.judge.labels[0])
    room.trainer.send(commands.FindReading(label))
    room.until(lambda: room.said["read"])
    [(asked, read, first)] = room.said["read"]
    assert asked == label
    assert read.steps[0] == 0
    if first is not None:
        assert first.label == label
    assert room.where == (200, 0)
    room.trainer.send(commands.FindReading(10))
    room.done()
    assert len(room.failures) == 1


def test_the_first_reading_is_that_of_trying_every_step(room: Room) -> None:
    run = room.begin()
    room.to(60)
    training = begin(run.plan, gather(run.plan, TINY))
    labels = np.zeros((61, 12), np.int64)  # what each of twelve digits was read as, by step
    for step in range(61):
        labels[step] = training.network.predict(run.judge.images[:12]).argmax(1)
        for _ in range(4):
            training.recording.advance()
    for sample in range(12):
        room.trainer.send(commands.FollowSample(sample))
        for label in sorted(set(labels[:, sample].tolist())):
            room.said["read"].clear()
            room.trainer.send(commands.FindReading(label))
            room.until(lambda: room.said["read"])
            [(_, read, first)] = room.said["read"]
            if first is None:  # it was so only between two key frames
                assert label not in labels[read.steps, sample]
            else:
                assert (first.step, first.exact) == (list(labels[:, sample]).index(label), True)


def test_a_step_between_two_validations_can_be_judged(room: Room) -> None:
    run = room.begin()
    room.to(60)
    room.trainer.send(commands.JumpTo(37))
    room.trainer.send(commands.JudgeStep())
    room.until(lambda: room.said["judged"])
    [(key, validation)] = room.said["judged"]
    assert (key, validation.step, validation.count) == (run.key, 37, 50)
    guesses = headless(room.plan, 37).predict(run.judge.images).argmax(1)
    np.testing.assert_array_equal(
        np.diag(validation.confusion),
        np.bincount(run.judge.labels[guesses == run.judge.labels], minlength=10),
    )
    assert not room.said["validated"][-1][1]
    room.to(200)
    assert_same_weights(headless(room.plan, 200), room)


def test_judging_gives_way_to_another_jump(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    from explorer.training.record.validation import Tally

    entered, go_on = Event(), Event()

    def slow(*_: object) -> None:
        entered.set()
        go_on.wait(20)

    monkeypatch.setattr("explorer.training.record.validation.CHUNK", 10)
    room.begin()
    room.to(40)
    with monkeypatch.context() as patch:
        patch.setattr(Tally, "add", slow)
        room.trainer.send(commands.JudgeStep())
        assert entered.wait(20)
        room.trainer.send(commands.JumpTo(3))
        go_on.set()
        room.until(lambda: room.where == (3, 0))
        room.done()
    assert not room.said["judged"]
    room.trainer.send(commands.JudgeStep())
    room.until(lambda: room.said["judged"])
    assert room.said["judged"][-1][1].step == 3
    assert not room.failures


def test_what_can_wait_is_done_after_what_cannot(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from explorer.training.look import moments

    entered, go_on, read = Event(), Event(), moments.readings

    def slow(*arguments: Any) -> Any:
        entered.set()
        go_on.wait(20)
        return read(*arguments)

    monkeypatch.setattr("explorer.live.training.inspector.readings", slow)
    room.begin()
    room.to(40)
    room.trainer.send(commands.FollowSample(0))
    room.trainer.send(commands.FindReading(3))
    assert entered.wait(20)
    room.trainer.send(commands.ListStored())
    room.trainer.send(commands.JudgeStep())
    go_on.set()
    room.until(lambda: room.said["judged"] and room.said["read"])
    assert len(room.said["stored_changed"]) == 1
    assert len(room.said["read"]) == 1


def test_two_moments_are_compared_and_the_run_stays_put(room: Room) -> None:
    run = room.begin()
    room.to(40)
    room.trainer.send(commands.FollowSample(0))
    room.trainer.send(commands.CompareMoments(run.key, 0, run.key, 40))
    room.done()
    [difference] = room.said["compared"]
    assert (difference.first.step, difference.second.step) == (0, 40)
    assert all(layer.size > 0 for layer in difference.layers.values())
    assert room.where == (40, 0)


def test_a_comparison_that_makes_no_sense_is_refused(room: Room) -> None:
    run = room.begin()
    room.trainer.send(commands.CompareMoments(run.key, 0, "nobody", 0))
    room.done()
    room.trainer.send(commands.CompareMoments(run.key, 0, run.key, 99))
    room.done()
    assert len(room.said["comparison_refused"]) == 2
    assert room.said["compared"] == room.failures == []


# Taking along --------------------------------------------------------------------------------


def test_a_moment_becomes_a_checkpoint(room: Room, tmp_path: Path) -> None:
    room.begin()
    room.to(20)
    room.trainer.send(commands.JumpTo(7))
    room.trainer.send(commands.SaveCheckpoint(tmp_path / "seven.safetensors"))
    room.done()
    loaded = load_checkpoint(tmp_path / "seven.safetensors")
    assert_same_weights(loaded, room)
    assert loaded.history["steps"] == 7
    assert len(loaded.history["losses"]) == 1
    assert room.said["message_reported"][-1].endswith("as seven.safetensors.")


def test_a_checkpoint_that_cannot_be_written_is_said(room: Room, tmp_path: Path) -> None:
    room.begin()
    room.trainer.send(commands.SaveCheckpoint(tmp_path / "nowhere" / "x.safetensors"))
    room.done()
    assert len(room.failures) == 1


def test_a_network_taken_along_does_not_learn_any_more(room: Room) -> None:
    room.begin()
    room.trainer.send(commands.CopyNetwork())
    room.done()
    network, name = room.said["network_made"][-1]
    before = network.weights()["conv1"].weight.copy()
    room.to(10)
    network.invalidate()
    np.testing.assert_array_equal(network.weights()["conv1"].weight, before)
    assert name.endswith("step 0")


# What cannot be done -------------------------------------------------------------------------


def test_without_a_run_every_command_is_refused_in_one_sentence(room: Room, tmp_path: Path) -> None:
    trainer = room.trainer
    attempts = [
        lambda: trainer.send(commands.Play(True)),
        lambda: trainer.send(commands.StepUnit(1)),
        lambda: trainer.send(commands.StepUnit(-1)),
        lambda: trainer.send(commands.JumpTo(3)),
        lambda: trainer.send(commands.StopRun()),
        lambda: trainer.send(commands.ChangeSettings({"learning_rate": 1})),
        lambda: trainer.send(commands.BranchRun({})),
        lambda: trainer.send(commands.RescueRun()),
        lambda: trainer.send(commands.DismissDiagnosis()),
        lambda: trainer.send(commands.ActivateRun("x")),
        lambda: trainer.send(commands.CloseRun("x")),
        lambda: trainer.send(commands.ChooseSample(0)),
        lambda: trainer.send(commands.FindReading(0)),
        lambda: trainer.send(commands.SaveCheckpoint(tmp_path / "x.safetensors")),
        lambda: trainer.send(commands.CopyNetwork()),
        lambda: trainer.send(commands.ReopenRun(tmp_path)),
        lambda: trainer.send(commands.DeleteStored(tmp_path)),
    ]
    for count, attempt in enumerate(attempts, 1):
        attempt()
        room.done()
        assert len(room.failures) == count, room.failures[-1]
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in room.failures)
    assert not any("went wrong" in sentence for sentence in room.failures)
    assert room.state.status == "none"


@pytest.mark.parametrize("settings", [{"learning_rate": -1}, {"batch_size": 3}, {"momentum": 2}])
def test_impossible_changes_are_refused(room: Room, settings: dict[str, float]) -> None:
    room.begin()
    room.trainer.send(commands.ChangeSettings(settings))
    room.done()
    assert len(room.failures) == 1
    assert room.state.changes == ()


def test_a_fault_of_ours_is_logged_said_and_survived(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.begin()
    room.trainer.send(commands.ChangeSettings({"colour": "red"}))
    room.trainer.send(commands.SetSpeed("fast"))  # type: ignore[arg-type]
    room.done()
    assert room.failures[-1].startswith("Something went wrong in the program")
    assert "training failed at SetSpeed" in caplog.text
    room.to(5)


def test_what_was_asked_of_a_run_that_does_not_come_about_is_forgotten(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, go_on = Event(), Event()

    def load(*_: object) -> None:
        entered.set()
        go_on.wait()
        raise UserError("There is no data set nowhere.")

    monkeypatch.setattr("explorer.training.launch.load", load)
    room.trainer.send(commands.StartRun(Plan(data="nowhere"), preset("tiny")))
    assert entered.wait(60)
    room.trainer.send(commands.Play(True))
    room.trainer.send(commands.StepUnit(1))
    go_on.set()
    room.done()
    assert room.failures == ["There is no data set nowhere."]
    assert room.state.status == "none"


def test_a_refused_command_does_not_stop_what_runs(room: Room) -> None:
    room.begin(epochs=2000)
    room.trainer.send(commands.Play(True))
    room.trainer.send(commands.ChooseSample(999))
    room.trainer.send(commands.RemoveQueued("nobody"))
    room.trainer.send(commands.CloseRun("nobody"))
    room.done()
    assert len(room.failures) == 2
    step = room.state.step
    room.until(lambda: room.state.step > step)
    assert room.state.status == "running"


def test_what_nobody_watches_is_not_traced_until_it_holds_on(room: Room) -> None:
    room.begin(epochs=2000)
    room.trainer.send(commands.WatchRun(False))
    room.done()
    before = len(room.said["shown"])
    room.trainer.send(commands.Play(True))
    room.until(lambda: room.state.step > 50)
    assert len(room.said["shown"]) == before
    room.trainer.send(commands.Play(False))
    room.done()
    assert room.last_shown.step == room.state.step


def test_costly_frames_come_seldom(room: Room) -> None:
    room.begin()
    room.trainer._worker.inbox.frame_cost = 1e6
    before = len(room.said["curves_grown"])
    room.play()
    assert room.state.finished
    assert len(room.said["curves_grown"]) - before == 2  # the first frame, and the end
