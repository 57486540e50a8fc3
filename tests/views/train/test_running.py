"""Wishes reach the trainer, and what it says is shown: changes, trouble, branches, files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from explorer.live.training import commands
from explorer.training.look.diagnosis import Cure, Diagnosis
from explorer.views.parts import files
from explorer.views.train.messages import DoctorBanner, Invitation, Preparing
from explorer.views.train.page import TrainPage
from explorer.views.train.running import file_name
from explorer.views.window.window import Window


def test_a_changed_learning_rate_is_a_mark(qtbot: QtBot, begun: TrainPage) -> None:
    begun.trainer.send(commands.StepUnit(1))
    qtbot.waitUntil(lambda: begun.trainer.state.step == 1)
    begun.left.run_plan.change_requested.emit({"learning_rate": 0.5})
    marks = begun.middle.transport.timeline
    qtbot.waitUntil(lambda: any(m.kind == "change" for m in marks.state.marks))
    assert "learning rate 0.003 → 0.5" in [m.words for m in marks.state.marks]


def test_only_what_may_change_is_open_in_the_plan_of_the_run(begun: TrainPage) -> None:
    left = begun.left
    assert left.which.shown == "run"
    assert left.run_plan.isVisible()
    assert left.run_plan.fields["learning_rate"].control.isEnabled()
    assert not left.run_plan.fields["epochs"].control.isEnabled()
    left.which.buttons["next"].click()
    assert left.plan.isVisible()
    assert left.plan.fields["epochs"].control.isEnabled()


def test_an_exploding_run_is_rescued_with_one_click(
    qtbot: QtBot, page: TrainPage, plan_with: Callable[..., None]
) -> None:
    plan_with(optimiser="sgd", learning_rate=1000.0, schedule="constant", epochs=20)
    qtbot.waitUntil(page.left.start.isEnabled, timeout=20_000)
    page.host.play(True)
    doctor = page.middle.doctor
    qtbot.waitUntil(doctor.isVisible, timeout=60_000)
    assert "go on with learning rate 0.3" in doctor.rescue.text()
    timeline = page.middle.transport.timeline
    qtbot.waitUntil(lambda: any(mark.kind == "trouble" for mark in timeline.state.marks))
    key = page.trainer.state.run.key  # type: ignore[union-attr]
    doctor.rescue.click()

    def rescued() -> bool:
        state = page.trainer.state
        changed = state.run is not None and state.run.key != key
        return changed or any("learning_rate" in c.settings for c in state.changes)

    qtbot.waitUntil(rescued, timeout=20_000)
    assert page.left.plan.plan.learning_rate == 0.3  # the next run does not explode, too


def test_the_doctor_can_be_sent_away(qtbot: QtBot, shown: Callable[..., DoctorBanner]) -> None:
    banner = shown(DoctorBanner(), 500, 200)
    banner.show_diagnosis(Diagnosis("dead", 3, "relu1", "Half of it.", {"dead": 0.5}, 2))
    assert not banner.isHidden()
    assert banner.numbers.text() == "dead: 0.5"
    assert banner.rescue.isHidden()
    cure = Cure({"learning_rate": 3e-3, "weight_decay": 0.0}, 0.412, 2.3)
    banner.show_diagnosis(Diagnosis("explosion", 3, "relu1", "Up.", {}, 2, cure))
    assert "step 2 and go on with learning rate 0.003, weight decay 0" in banner.rescue.text()
    with qtbot.waitSignal(banner.command_requested) as asked:
        banner.close_button.click()
    assert asked.args == [commands.DismissDiagnosis()]
    banner.show_diagnosis(None)
    assert banner.isHidden()


def test_a_branch_is_a_run_of_its_own_beside_the_first(qtbot: QtBot, finished: TrainPage) -> None:
    finished.trainer.send(commands.JumpTo(6))
    qtbot.waitUntil(lambda: finished.trainer.state.step == 6)
    finished.middle.transport.branch.click()
    qtbot.waitUntil(lambda: len(finished.host.runs) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: finished.trainer.state.run.parent is not None)  # type: ignore[union-attr]
    marks = finished.middle.transport.timeline.state.marks
    assert any(mark.kind == "branch" for mark in marks)
    finished.left.runs.command_requested.emit(commands.ActivateRun(next(iter(finished.host.runs))))
    qtbot.waitUntil(lambda: finished.trainer.state.run.parent is None)  # type: ignore[union-attr]


def test_a_queued_run_waits_its_turn(qtbot: QtBot, begun: TrainPage) -> None:
    begun.left.queue.click()
    assert begun.left.section == "runs"
    rows = begun.left.runs.rows
    qtbot.waitUntil(lambda: any(key.startswith("queued:") for key in begun.left.runs.rows))
    assert rows is not None


def test_a_closed_run_can_be_opened_again_from_the_disk(qtbot: QtBot, finished: TrainPage) -> None:
    key = finished.trainer.state.run.key  # type: ignore[union-attr]
    finished.left.runs.command_requested.emit(commands.CloseRun(key))
    qtbot.waitUntil(lambda: finished.trainer.state.run is None)
    assert finished.middle.holder.invitation.isVisible()
    finished.trainer.send(commands.ListStored())
    runs = finished.left.runs
    qtbot.waitUntil(lambda: any(k.startswith("stored:") for k in runs.rows))
    folder = Path(next(k for k in runs.rows if k.startswith("stored:")).removeprefix("stored:"))
    runs.command_requested.emit(commands.ReopenRun(folder))
    qtbot.waitUntil(lambda: finished.trainer.state.finished, timeout=20_000)
    finished.right.curves.flush()
    qtbot.waitUntil(lambda: "step 24" in finished.right.curves.facts.text())


def test_a_moment_is_saved_as_a_checkpoint(
    qtbot: QtBot, finished: TrainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "moment.safetensors"
    monkeypatch.setattr(files, "ask_save", lambda *_args: path)
    with qtbot.waitSignal(finished.message_reported):
        finished.middle.strip.save.click()
    assert path.is_file()


def test_a_network_that_does_not_fit_is_not_trained(
    qtbot: QtBot, window: Window, page: TrainPage
) -> None:
    form = page.left.network
    form._chosen = 0
    form._on_change("kernel", 99)
    assert form.spec is None
    assert not page.left.start.isEnabled()
    with qtbot.waitSignal(page.failed):
        page.host.start("play")
    assert page.left.section == "network"


def test_gradients_and_changes_stand_in_the_scene_by_phase(qtbot: QtBot, begun: TrainPage) -> None:
    begun.trainer.send(commands.SetUnit("phase"))
    canvas = begun.middle.scene.canvas
    kinds = []
    for phase in (1, 2, 3, 0):
        begun.trainer.send(commands.StepUnit(1))
        qtbot.waitUntil(lambda phase=phase: begun.trainer.state.phase == phase)  # type: ignore[misc]
        qtbot.waitUntil(lambda: not begun.scene_host._outdated(begun.scene_host._anatomy))
        derived = canvas.state.derived
        kinds.append(derived.kind if derived is not None else "values")
    assert kinds == ["values", "values", "gradient", "change"]
    begun.middle.strip.watched.buttons["picture"].click()
    assert canvas.state.derived is None


def test_the_selected_number_is_the_one_that_the_scene_shows(
    qtbot: QtBot, window: Window, begun: TrainPage
) -> None:
    from explorer.network.cells import Cell

    begun.trainer.send(commands.SetUnit("phase"))
    card = begun.card_host.card
    for phase in (1, 2, 3):
        begun.trainer.send(commands.StepUnit(1))
        qtbot.waitUntil(lambda phase=phase: begun.trainer.state.phase == phase)  # type: ignore[misc]
        qtbot.waitUntil(lambda: not begun.scene_host._outdated(begun.scene_host._anatomy))
        begun.middle.scene.cell_clicked.emit(Cell("conv1", (0, 2, 2)))
        assert ("gradient" in window.status.sentence) == (phase == 3)
        assert (card.face is None) == (phase == 3)
    begun.middle.strip.watched.buttons["picture"].click()
    assert "gradient" not in window.status.sentence
    assert card.face is not None
    begun.middle.strip.watched.buttons["batch"].click()
    assert "gradient" in window.status.sentence
    assert card.face is None


def test_a_difference_is_said_with_both_its_values(
    qtbot: QtBot, window: Window, finished: TrainPage
) -> None:
    from explorer.network.cells import Cell

    finished.right.chips.buttons["compare"].click()
    scene = finished.middle.scene
    qtbot.waitUntil(lambda: scene.canvas.state.derived is not None, timeout=20_000)
    scene.cell_hovered.emit(Cell("conv1", (0, 2, 2)))
    assert "difference" in window.status.sentence
    assert "→" in window.status.sentence
    finished.right.chips.buttons["curves"].click()
    assert "difference" not in window.status.sentence


def test_nothing_invites_to_draw_before_something_follows(page: TrainPage) -> None:
    assert page.middle.scene.canvas.state.empty
    assert page.middle.scene.canvas.state.invited == ()


def test_the_end_of_the_plan_is_said_calmly_and_a_branch_goes_on(
    qtbot: QtBot, window: Window, finished: TrainPage
) -> None:
    for key in ("train_play", "train_forward"):
        with qtbot.waitSignal(finished.message_reported):
            window.menus[key].trigger()
        assert window.status.message == (
            "All 24 steps of the plan are done; Branch goes on for 4 epochs."
        )
    assert not window.banner.sentence
    finished.middle.transport.branch.click()
    qtbot.waitUntil(lambda: len(finished.host.runs) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: finished.trainer.state.run.total == 48)  # type: ignore[union-attr]
    assert finished.trainer.state.head == 24
    assert not window.banner.sentence


def test_a_start_that_fails_leaves_the_open_run_where_it_stands(
    qtbot: QtBot, begun: TrainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from explorer.errors import UserError
    from explorer.training import launch

    def refuse(*_: object) -> None:
        raise UserError("The images are gone.")

    key = begun.trainer.state.run.key  # type: ignore[union-attr]
    with monkeypatch.context() as patch:
        patch.setattr(launch, "load", refuse)
        with qtbot.waitSignal(begun.failed, timeout=20_000) as failed:
            begun.left.start.click()
    assert failed.args == ["The images are gone."]
    begun.trainer.send(commands.ChooseSample(0))
    qtbot.wait(100)
    state = begun.trainer.state
    assert (state.step, state.status) == (0, "paused")
    assert state.run is not None
    assert state.run.key == key


def test_a_clicked_cell_is_explained_at_the_moment_shown(qtbot: QtBot, finished: TrainPage) -> None:
    from explorer.network.cells import Cell

    qtbot.waitUntil(lambda: finished.scene_host.selecting.trace is not None)
    stage = finished.scene_host.selecting.trace.spec.stages[1].name  # type: ignore[union-attr]
    finished.middle.scene.cell_clicked.emit(Cell(stage, (0, 2, 2)))
    card = finished.card_host.card
    assert card.isVisible()
    finished.release()
    assert not card.isVisible()


def test_what_is_prepared_says_how_far_it_is(qtbot: QtBot, shown: Callable[..., Preparing]) -> None:
    card = shown(Preparing(), 380, 120)
    card.show_progress("Reading images", 0.25)
    assert card.words.text() == "Reading images"
    assert card.bar.value() == card.bar.maximum() // 4
    card.show_progress("Wait", None)
    assert card.bar.maximum() == 0
    with qtbot.waitSignal(card.cancel.clicked):
        card.cancel.click()


def test_earlier_runs_are_offered_where_there_are_any(shown: Callable[..., Invitation]) -> None:
    card = shown(Invitation(), 440, 240)
    assert card.stored.isHidden()
    card.show_stored(2)
    assert not card.stored.isHidden()


def test_nothing_begins_without_images(page: TrainPage) -> None:
    transport = page.middle.transport
    begins = (transport.play, transport.forward, transport.phases)
    assert all(part.isEnabled() for part in begins)
    page.middle.show_plan("nothing to learn from", False)
    assert not any(part.isEnabled() for part in begins)


def test_the_end_of_a_run_is_announced_with_what_can_follow(
    qtbot: QtBot, window: Window, finished: TrainPage
) -> None:
    transport, ending = finished.middle.transport, finished.middle.transport.ending
    qtbot.waitUntil(ending.isVisible)
    qtbot.waitUntil(lambda: ending.score.text() == "100 % right", timeout=20_000)
    assert ending.facts.text() == "on 20 test images, after 24 steps"
    assert ending.score.font().pixelSize() > transport.where.font().pixelSize() * 1.5
    assert not transport.speed.isVisible()
    ending.compare.click()
    assert finished.right.panel == "compare"
    finished.trainer.send(commands.JumpTo(5))
    qtbot.waitUntil(ending.isHidden)
    assert transport.speed.isVisible()
    transport.newest.click()
    qtbot.waitUntil(ending.isVisible)
    ending.go_on.click()
    qtbot.waitUntil(lambda: finished.trainer.state.head == 48, timeout=60_000)
    qtbot.waitUntil(lambda: ending.facts.text() == "on 20 test images, after 48 steps")
    ending.draw.click()
    qtbot.waitUntil(lambda: window.page_name == "draw")


@pytest.mark.parametrize(
    ("run", "name"),
    [
        ("lenet, bundled, adamw 0.003", "lenet-bundled-adamw-0.003"),
        ("../../etc", "..-..-etc"),
        ("///", "run"),
    ],
)
def test_a_run_of_any_name_gives_a_plain_file_name(run: str, name: str) -> None:
    assert file_name(run) == name
    assert "/" not in file_name(run)
