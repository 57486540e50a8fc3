"""Every step of a run can be revisited, bit for bit."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from explorer.digits.datasets import Dataset
from explorer.errors import UserError
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.training.plan import OPTIMISERS, Plan
from explorer.training.record.recording import MOST_STEPS, Position, Recording
from explorer.training.record.validation import Judge
from explorer.training.steps import DivergedError, Run
from tests.training.samples import DRAWING

PLAN = Plan(epochs=8, batch_size=20, ema=0.9)  # 80 steps, frames 25 (or 78) steps apart


def recording_of(plan: Plan, data: Dataset, judged: bool = False) -> Recording:
    run = Run(Network.untrained(preset("tiny"), 3), plan, data.images, data.labels)
    return Recording(run, Judge(data, 10) if judged else None)


def weights(recording: Recording) -> torch.Tensor:
    return recording.run.parameters.snapshot()


def played(recording: Recording) -> list[torch.Tensor]:
    """Play to the end; return the weights after 0, 1, 2, ... steps."""
    return [weights(recording), *(weights(recording) for _ in recording.steps())]


@pytest.mark.parametrize("kind", OPTIMISERS)
def test_every_step_can_be_revisited_bit_for_bit(kind: Any, tiny_digits: Dataset) -> None:
    plan = replace(PLAN.with_optimiser(kind), weight_decay=0.01, augment="affine")
    recording = recording_of(plan, tiny_digits)
    past = played(recording)
    for step in random.Random(1).sample(range(81), 30):
        recording.visit(Position(step))
        assert torch.equal(weights(recording), past[step]), step


def test_recording_does_not_change_the_run(tiny_digits: Dataset) -> None:
    recording = recording_of(PLAN, tiny_digits, judged=True)
    plain = Run(Network.untrained(preset("tiny"), 3), PLAN, tiny_digits.images, tiny_digits.labels)
    results = list(plain.steps())
    assert torch.equal(played(recording)[-1], plain.parameters.snapshot())
    part = recording.curves.part()
    assert np.array_equal(part.column("loss"), np.float32([r.loss for r in results]))
    assert np.array_equal(part.column("accuracy"), np.float32([r.accuracy for r in results]))
    assert np.array_equal(
        part.column("learning_rate"), np.float32([r.learning_rate for r in results])
    )


def test_playing_on_from_the_past_repeats_it_and_then_continues(tiny_digits: Dataset) -> None:
    whole = played(recording_of(PLAN, tiny_digits))
    recording = recording_of(PLAN, tiny_digits)
    results = recording.steps()
    for _ in range(40):
        next(results)
    recording.visit(Position(7))
    assert recording.head == 40
    again = played(recording)
    assert recording.head == 80
    assert all(torch.equal(a, b) for a, b in zip(again, whole[7:], strict=True))


def test_phases_can_be_visited_without_changing_the_weights(tiny_digits: Dataset) -> None:
    recording = recording_of(PLAN, tiny_digits)
    past = played(recording)
    for position in (Position(30, 3), Position(30, 1), Position(29, 2), Position(31, 0)):
        recording.visit(position)
        assert recording.position == position
        assert torch.equal(weights(recording), past[position.step])
    recording.visit(Position(30, 3))
    gradient = recording.run.parameters.gradient.clone()
    recording.visit(Position(3))
    recording.visit(Position(30, 3))
    assert torch.equal(recording.run.parameters.gradient, gradient)
    assert recording.advance() == "update"
    assert torch.equal(weights(recording), past[31])


def test_stepping_over_phases_gives_the_same_run(tiny_digits: Dataset) -> None:
    whole = played(recording_of(PLAN, tiny_digits))
    recording = recording_of(PLAN, tiny_digits)
    while not recording.finished:
        for _ in range(3):
            recording.advance()
        recording.visit(recording.position.moved(-2))
        for _ in range(3):
            recording.advance()
    assert torch.equal(weights(recording), whole[-1])
    assert recording.head == 80


def test_positions_move_by_phases() -> None:
    assert Position(3, 2).moved(3) == Position(4, 1)
    assert Position(3, 2).moved(-6) == Position(2, 0)
    assert Position(0, 1).moved(-4) == Position(0, 0)
    assert [Position(1, p).done for p in range(4)] == ["update", "forward", "loss", "backward"]
    assert Position(0).done is None


def test_changes_during_the_run_are_part_of_it(tiny_digits: Dataset) -> None:
    recording = recording_of(replace(PLAN.with_optimiser("momentum")), tiny_digits)
    past = [weights(recording)]
    for step, _ in enumerate(recording.steps(), 1):
        past.append(weights(recording))
        if step == 20:
            recording.change(learning_rate=0.5, augment="affine")
        if step == 47:
            recording.change(momentum=0.1, weight_decay=0.2)
    assert [change.step for change in recording.changes] == [20, 47]
    assert recording.plan_at(19).learning_rate == 0.06
    assert recording.plan_at(47).learning_rate == 0.5
    for step in (80, 10, 46, 21, 20, 48, 55, 19):
        recording.visit(Position(step))
        assert torch.equal(weights(recording), past[step]), step


def test_two_changes_at_one_step_are_one(tiny_digits: Dataset) -> None:
    recording = recording_of(PLAN, tiny_digits)
    next(recording.steps())
    recording.change(learning_rate=0.5)
    recording.change(weight_decay=0.5)
    assert len(recording.changes) == 1
    assert recording.plan_at(1) == replace(PLAN, learning_rate=0.5, weight_decay=0.5)


def test_a_change_between_phases_holds_for_the_whole_step(tiny_digits: Dataset) -> None:
    recording = recording_of(PLAN, tiny_digits)
    for _ in range(4 + 2):
        recording.advance()
    recording.change(augment="affine")
    assert recording.position == Position(1)
    past = played(recording)
    recording.visit(Position(1))
    assert torch.equal(played(recording)[-1], past[-1])


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [({"batch_size": 3}, "batch size cannot change"), ({"learning_rate": -1}, "learning rate")],
)
def test_impossible_changes_are_refused(
    settings: dict[str, Any], sentence: str, tiny_digits: Dataset
) -> None:
    with pytest.raises(UserError, match=sentence):
        recording_of(PLAN, tiny_digits).change(**settings)


def test_the_past_cannot_be_changed(tiny_digits: Dataset) -> None:
    recording = recording_of(PLAN, tiny_digits)
    next(recording.steps())
    recording.visit(Position(0))
    with pytest.raises(UserError, match="branch"):
        recording.change(learning_rate=1.0)


@pytest.mark.parametrize("step", [-1, 2, 99])
def test_steps_that_were_not_done_cannot_be_visited(step: int, tiny_digits: Dataset) -> None:
    recording = recording_of(PLAN, tiny_digits)
    next(recording.steps())
    with pytest.raises(UserError, match="has the steps 0 to 1"):
        recording.visit(Position(step))


def test_divergence_leaves_the_run_before_the_step_and_the_past_intact(
    tiny_digits: Dataset,
) -> None:
    plan = replace(PLAN, optimiser="sgd", learning_rate=900.0, weight_decay=90.0)
    recording = recording_of(plan, tiny_digits)
    results = recording.steps()
    next(results)
    after_one = weights(recording)
    with pytest.raises(DivergedError) as caught:
        list(results)
    assert recording.position == Position(caught.value.step - 1)
    assert recording.head == caught.value.step - 1
    recording.visit(Position(1))
    assert torch.equal(weights(recording), after_one)
    with pytest.raises(DivergedError):
        list(recording.steps())


def test_validation_comes_at_its_steps_once(tiny_digits: Dataset) -> None:
    plan = replace(PLAN, epochs=25)
    recording = recording_of(plan, tiny_digits, judged=True)
    list(recording.steps())
    assert [v.step for v in recording.validations] == [100, 200, 250]
    recording.visit(Position(99))
    list(recording.steps())
    assert len(recording.validations) == 3
    assert recording.validated(99) is None
    found = recording.validated(249)
    assert found is not None
    assert found.step == 200


def test_a_run_at_its_end_does_not_go_on(tiny_digits: Dataset) -> None:
    recording = recording_of(PLAN, tiny_digits)
    list(recording.steps())
    with pytest.raises(UserError, match="end of its plan"):
        recording.advance()


def test_a_run_too_long_to_be_recorded_is_refused(tiny_digits: Dataset) -> None:
    with pytest.raises(UserError, match=f"{MOST_STEPS:,} steps"):
        recording_of(replace(PLAN, epochs=100_000, batch_size=1), tiny_digits)


def test_what_it_takes_is_known(tiny_digits: Dataset) -> None:
    recording = recording_of(PLAN, tiny_digits)
    before = recording.memory_bytes
    list(recording.steps())
    assert recording.memory_bytes > before
    assert recording.disk_bytes == 0


def test_the_run_of_an_auto_encoder_can_be_revisited(tiny_digits: Dataset) -> None:
    run = Run(Network.untrained(DRAWING, 3), PLAN, tiny_digits.images, tiny_digits.labels)
    recording = Recording(run, Judge(tiny_digits, 10))
    past = played(recording)
    for step in (0, 33, 79, 80):
        recording.visit(Position(step))
        assert torch.equal(weights(recording), past[step]), step
    assert np.isnan(recording.curves.part().column("accuracy")).all()
    assert len(recording.curves.part().points("accuracy")[0]) == 0
    assert recording.validations[-1].error > 0
