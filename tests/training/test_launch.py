"""Runs that begin, branch, end up on disk and are taken up again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from explorer.digits.datasets import Dataset
from explorer.errors import UserError
from explorer.network.presets import preset
from explorer.network.spec import Dense, Flatten, Spec, SpecError, Unflatten
from explorer.training.launch import (
    Material,
    Training,
    begin,
    branch,
    gather,
    match_to_data,
    reopen,
    split_images,
)
from explorer.training.plan import OPTIMISERS, Plan
from explorer.training.record.recording import Position
from explorer.training.record.run_folder import CURVES, FRAMES, VALIDATIONS
from explorer.training.record.run_notes import FILE, find_runs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data(tmp_path: Path, tiny_digits: Dataset) -> Path:
    """Return an .npz of 200 digits of the tiny preset's size."""
    path = tmp_path / "digits.npz"
    np.savez(path, images=tiny_digits.images[:, 0], labels=tiny_digits.labels)
    return path


@pytest.fixture
def plan(data: Path) -> Plan:
    """Return a plan of 120 steps of 8 images."""
    return Plan(data=str(data), epochs=6, batch_size=8, ema=0.9, weight_decay=0.01)


@pytest.fixture
def material(plan: Plan) -> Material:
    """Return the data of the plan."""
    return gather(plan, preset("tiny"))


def weights(training: Training) -> torch.Tensor:
    return training.recording.run.parameters.snapshot()


def play(training: Training, until: int | None = None) -> None:
    for result in training.recording.steps():
        if result.step == until:
            return


def ended(training: Training) -> torch.Tensor:
    play(training)
    result = weights(training)
    training.close()
    return result


def curves(training: Training) -> np.ndarray:
    return training.recording.curves.part().values


@pytest.mark.parametrize("kind", OPTIMISERS)
@pytest.mark.parametrize("stop", [1, 25, 33, 120])
def test_a_reopened_run_goes_on_as_if_never_interrupted(
    kind: Any, stop: int, plan: Plan, material: Material, tmp_path: Path
) -> None:
    plan = replace(plan.with_optimiser(kind), augment="affine")
    whole = begin(plan, material)
    expected = ended(whole)
    training = begin(plan, material, tmp_path / "run")
    play(training, stop)
    training.close()
    again = reopen(tmp_path / "run")
    assert again.note == ""
    assert again.recording.position == Position(stop)
    assert torch.equal(ended(again), expected)
    assert np.array_equal(curves(again), curves(whole), equal_nan=True)
    assert [v.step for v in again.recording.validations] == [
        v.step for v in whole.recording.validations
    ]


def test_the_past_of_a_reopened_run_can_be_visited(
    plan: Plan, material: Material, tmp_path: Path
) -> None:
    whole = begin(plan, material)
    past = [weights(whole), *(weights(whole) for _ in whole.recording.steps())]
    training = begin(plan, material, tmp_path / "run")
    play(training, 90)
    training.close()
    again = reopen(tmp_path / "run")
    for step in (3, 0, 89, 50, 24):
        again.recording.visit(Position(step))
        assert torch.equal(weights(again), past[step])
    again.close()


def test_changes_survive_reopening(plan: Plan, material: Material, tmp_path: Path) -> None:
    ends = []
    for folder in (None, tmp_path / "run"):
        training = begin(plan, material, folder)
        play(training, 40)
        training.recording.change(learning_rate=0.02, augment="affine")
        play(training, 60)
        training.recording.change(weight_decay=0.2)
        if folder:
            training.close()
            training = reopen(folder)
            training.recording.change(weight_decay=0.2)  # as it is already
            assert [c.step for c in training.recording.changes] == [40, 60]
        ends.append(ended(training))
    assert torch.equal(*ends)


def test_a_branch_goes_its_own_way_and_remembers_its_parent(
    plan: Plan, material: Material, tmp_path: Path
) -> None:
    parent = begin(plan, material, tmp_path / "parent")
    play(parent, 100)
    before = weights(parent)
    other = branch(parent, 70, {"learning_rate": 0.02, "epochs": 8}, tmp_path / "branch")
    assert torch.equal(weights(parent), before)
    assert (other.recording.first, other.recording.head) == (70, 70)
    assert other.notes.parent is not None
    assert other.notes.parent.id == parent.notes.id
    assert other.notes.parent.step == 70
    assert np.array_equal(curves(other), parent.recording.curves.part().values[:70], equal_nan=True)
    parent.recording.visit(Position(70))
    assert torch.equal(weights(other), weights(parent))
    play(other, 110)
    other.close()
    again = reopen(tmp_path / "branch")
    assert again.recording.position == Position(110)
    with pytest.raises(UserError, match="steps 70 to 110"):
        again.recording.visit(Position(69))
    assert not torch.equal(ended(again), ended(parent))
    assert again.recording.head == 160
    assert len(find_runs(tmp_path)) == 2


def test_a_branch_with_the_same_settings_repeats_its_parent(plan: Plan, material: Material) -> None:
    parent = begin(plan, material)
    play(parent, 70)
    twin = branch(parent, 33, {})
    assert torch.equal(ended(twin), ended(parent))


@pytest.mark.parametrize("kind", OPTIMISERS)
def test_a_branch_may_take_another_optimiser(kind: Any, plan: Plan, material: Material) -> None:
    parent = begin(plan, material)
    play(parent, 10)
    settings = {"optimiser": kind, "ema": 0.0, "batch_size": 16, "epochs": 4}
    play(branch(parent, 5, settings))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [({"data": "mnist"}, "keeps the data"), ({"epochs": 1}, "needs more epochs")],
)
def test_impossible_branches_are_refused(
    settings: dict[str, Any], sentence: str, plan: Plan, material: Material
) -> None:
    parent = begin(plan, material)
    play(parent, 30)
    with pytest.raises(UserError, match=sentence):
        branch(parent, 30, settings)


def test_validation_images_stay_the_same_under_another_seed(data: Path) -> None:
    plan = Plan(data=str(data), epochs=2, batch_size=8, validation=50)
    material = gather(plan, preset("tiny"))
    parent = begin(plan, material)
    play(parent, 3)
    other = branch(parent, 2, {"seed": 9})
    assert other.material is parent.material
    assert other.notes.split_seed == 0


def test_data_that_changed_are_refused(
    plan: Plan, material: Material, data: Path, tmp_path: Path
) -> None:
    begin(plan, material, tmp_path / "run").close()
    with np.load(data) as arrays:
        changed = dict(arrays)
    changed["images"][3, 5, 5] ^= 1
    np.savez(data, **changed)
    with pytest.raises(UserError, match="no longer what the run run learned from"):
        reopen(tmp_path / "run")


def test_a_run_in_use_is_refused_and_free_again_after_a_refusal(
    plan: Plan, material: Material, tmp_path: Path
) -> None:
    training = begin(plan, material, tmp_path / "run")
    with pytest.raises(UserError, match="in use"):
        reopen(tmp_path / "run")
    training.close()
    reopen(tmp_path / "run").close()


def test_a_folder_that_is_taken_is_refused(plan: Plan, material: Material, tmp_path: Path) -> None:
    begin(plan, material, tmp_path / "run").close()
    with pytest.raises(UserError, match="already holds a run"):
        begin(plan, material, tmp_path / "run")
    with pytest.raises(UserError, match="is a file"):
        begin(plan, material, Path(plan.data))
    with pytest.raises(UserError, match="is not empty"):
        begin(plan, material, tmp_path)


def test_the_rest_of_a_run_that_never_began_is_written_over(
    plan: Plan, material: Material, tmp_path: Path
) -> None:
    training = begin(plan, material, tmp_path / "run")
    play(training, 30)
    training.close()
    (tmp_path / "run" / FILE).rename(tmp_path / "run" / f".{FILE}.123.part")
    again = begin(plan, material, tmp_path / "run")
    assert again.recording.head == 0
    assert again.recording.frames.steps == (0,)
    assert not list((tmp_path / "run").glob("*.part"))
    again.close()


@pytest.mark.parametrize(
    ("file", "sentence"), [(FRAMES, "no state of the run"), (FILE, "holds no run")]
)
def test_a_missing_file_is_one_sentence(
    file: str, sentence: str, plan: Plan, material: Material, tmp_path: Path
) -> None:
    begin(plan, material, tmp_path / "run").close()
    (tmp_path / "run" / file).unlink()
    with pytest.raises(UserError, match=sentence):
        reopen(tmp_path / "run")


@pytest.mark.parametrize("file", [FRAMES, CURVES, VALIDATIONS])
@pytest.mark.parametrize("share", [0.6, 0.99])
def test_a_file_cut_anywhere_still_ends_at_the_same_weights(
    file: str, share: float, plan: Plan, material: Material, tmp_path: Path
) -> None:
    expected = ended(begin(plan, material))
    training = begin(plan, material, tmp_path / "run")
    play(training, 110)
    training.close()
    path = tmp_path / "run" / file
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    again = reopen(tmp_path / "run")
    assert torch.equal(ended(again), expected)
    assert again.recording.head == 120
    lost = [100] if file == VALIDATIONS else []
    assert [*lost, *(v.step for v in again.recording.validations)] == [100, 120]


def test_a_run_recorded_elsewhere_says_so(plan: Plan, material: Material, tmp_path: Path) -> None:
    begin(plan, material, tmp_path / "run").close()
    path = tmp_path / "run" / FILE
    path.write_text(path.read_text().replace(torch.__version__, "1.0"))
    again = reopen(tmp_path / "run")
    assert "another version of torch (1.0" in again.note
    again.close()


def test_a_full_disk_takes_back_what_could_not_be_written(
    plan: Plan, material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = ended(begin(plan, material))
    training = begin(plan, material, tmp_path / "run")
    play(training, 30)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("explorer.training.record.record_file.write_all", full)
        with pytest.raises(UserError, match="No space left"):
            play(training)
    assert training.recording.head == training.recording.position.step <= 30
    assert torch.equal(ended(training), expected)


def test_ten_grey_digits_leave_a_preset_as_it_is(digits: Dataset) -> None:
    assert match_to_data(preset("lenet"), digits) == preset("lenet")


def test_three_classes_in_colour() -> None:
    images = np.zeros((4, 3, 40, 40), np.uint8)
    data = Dataset("fruit", images, np.zeros(4, np.int64), ("apple", "fig", "pear"))
    spec = match_to_data(preset("lenet"), data)
    assert spec.input_shape == (3, 28, 28)
    assert spec.classes == ("apple", "fig", "pear")
    assert spec.stage("logits").shape == (3,)
    assert spec.stage("conv1").shape == preset("lenet").stage("conv1").shape


def test_an_auto_encoder_draws_in_the_colours_of_its_data() -> None:
    images = np.zeros((4, 3, 40, 40), np.uint8)
    data = Dataset("fruit", images, np.zeros(4, np.int64), ("apple", "fig", "pear"))
    spec = match_to_data(preset("autoencoder"), data)
    assert spec.stages[-1].shape == spec.input_shape == (3, 28, 28)
    assert spec.classes == ("apple", "fig", "pear")


def test_an_auto_encoder_that_cannot_draw_colours_is_refused() -> None:
    images = np.zeros((4, 3, 40, 40), np.uint8)
    data = Dataset("fruit", images, np.zeros(4, np.int64), ("apple", "fig"))
    layers = (Flatten(), Dense(5), Dense(64), Unflatten(1, 8, 8))
    with pytest.raises(SpecError, match="gives 1 × 8 × 8 for a picture of 3 × 8 × 8"):
        match_to_data(Spec("s", (1, 8, 8), layers, output="image"), data)


@given(st.integers(1, 500), st.integers(0, 499), st.integers(0, 2**32))
def test_parts_are_disjoint_and_together_everything(count: int, kept: int, seed: int) -> None:
    if kept >= count:
        with pytest.raises(UserError):
            split_images(count, kept, seed)
        return
    train, validation = split_images(count, kept, seed)
    assert len(validation) == kept
    assert np.array_equal(np.sort(np.concatenate([train, validation])), np.arange(count))


def test_the_seed_decides() -> None:
    assert np.array_equal(split_images(50, 10, 4)[1], split_images(50, 10, 4)[1])
    assert not np.array_equal(split_images(50, 10, 4)[1], split_images(50, 10, 5)[1])
