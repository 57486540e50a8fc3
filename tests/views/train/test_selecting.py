"""The code of a number on the Train page prints that number, with the weights of that moment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from explorer.live.training import commands
from explorer.live.training.commands import Command, Play, SaveCheckpoint
from explorer.live.training.trainer import Trainer
from explorer.network.cells import Cell
from explorer.views.train.page import TrainPage
from explorer.views.train.selecting import Watched

CELLS = (Cell("conv1", (1, 4, 5)), Cell("logits", (1,)))


@pytest.fixture
def checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the user wants the weights that the code needs."""
    path = tmp_path / "moment.safetensors"
    monkeypatch.setattr("explorer.views.cards.exports.ask_save", lambda *_: path)
    return path


def ask_for_code(page: TrainPage) -> None:
    """Ask for the code of the selected number, as the menu does."""
    QGuiApplication.clipboard().setText("nothing")
    page.card_host.exports.copy_code()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def copied(qtbot: QtBot, page: TrainPage) -> str:
    """Return the code that the card copies when the weights are saved."""
    ask_for_code(page)
    qtbot.waitUntil(lambda: clipboard() != "nothing", timeout=10_000)
    return clipboard()


def printed(code: str) -> float:
    """Run a script by itself, without the program's modules."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def value(page: TrainPage, cell: Cell) -> float:
    """Return the number of a cell as the scene shows it."""
    trace = page.scene_host.selecting.trace
    assert trace is not None
    return float(trace.stage(cell.stage).values[cell.index])


def watch_sample(qtbot: QtBot, page: TrainPage) -> None:
    page.left.follow.source.buttons["sample"].click()
    qtbot.waitUntil(lambda: _source(page) == "sample", timeout=10_000)
    page.scene_host.watch("picture")


def _source(page: TrainPage) -> str:
    shown = page.scene_host._shown
    return shown.source if shown is not None else ""


def go(qtbot: QtBot, page: TrainPage, step: int) -> None:
    page.trainer.send(commands.JumpTo(step))
    qtbot.waitUntil(lambda: page.trainer.state.step == step, timeout=10_000)
    qtbot.waitUntil(lambda: page.scene_host._shown.step == step, timeout=10_000)  # type: ignore[union-attr]


@pytest.mark.parametrize("step", [0, 11, 24])
def test_the_code_prints_the_number_of_the_step_that_is_shown(
    qtbot: QtBot, finished: TrainPage, checkpoint: Path, step: int
) -> None:
    watch_sample(qtbot, finished)
    go(qtbot, finished, step)
    for cell in CELLS:
        finished.scene_host.selecting.freeze(cell)
        code = copied(qtbot, finished)
        assert checkpoint.is_file()
        assert str(checkpoint) in code
        assert printed(code) == pytest.approx(value(finished, cell), rel=1e-6)


def test_other_steps_have_other_numbers_and_files_of_their_own(
    qtbot: QtBot, finished: TrainPage, checkpoint: Path
) -> None:
    watch_sample(qtbot, finished)
    cell = CELLS[1]
    finished.scene_host.selecting.freeze(cell)
    numbers = []
    for step in (3, 20):
        go(qtbot, finished, step)
        checkpoint.unlink(missing_ok=True)
        numbers.append(printed(copied(qtbot, finished)))
        assert numbers[-1] == pytest.approx(value(finished, cell), rel=1e-6)
    assert numbers[0] != pytest.approx(numbers[1], rel=1e-3)


@pytest.mark.parametrize("phases", [1, 2, 3])
def test_in_the_middle_of_a_step_the_code_is_that_of_the_batch_image(
    qtbot: QtBot, begun: TrainPage, checkpoint: Path, phases: int
) -> None:
    begun.trainer.send(commands.SetUnit("phase"))
    for phase in range(1, phases + 1):
        begun.trainer.send(commands.StepUnit(1))
        qtbot.waitUntil(lambda phase=phase: begun.trainer.state.phase == phase, timeout=10_000)  # type: ignore[misc]
    host = begun.scene_host
    qtbot.waitUntil(lambda: host._anatomy is not None and host._anatomy.phase == phases)
    begun.right.show_panel("step")
    begun.right.step.show_phase("forward")
    host.watch("batch")
    host.selecting.freeze(CELLS[0])
    assert printed(copied(qtbot, begun)) == pytest.approx(value(begun, CELLS[0]), rel=1e-6)


def test_numbers_from_before_the_update_have_no_code_with_the_weights_after_it(
    qtbot: QtBot, finished: TrainPage, checkpoint: Path, heard: Callable[..., list[Any]]
) -> None:
    go(qtbot, finished, 5)
    host = finished.scene_host
    qtbot.waitUntil(lambda: host._anatomy is not None and host._anatomy.step == 5, timeout=10_000)
    failed = heard(finished.failed)
    host.watch("batch")
    host.selecting.freeze(CELLS[0])
    ask_for_code(finished)
    assert "before the update" in failed[0]
    assert not checkpoint.exists()
    assert clipboard() == "nothing"
    host.watch("picture")
    assert printed(copied(qtbot, finished)) == pytest.approx(value(finished, CELLS[0]), rel=1e-6)


def test_a_run_that_trains_holds_on_for_the_code(
    qtbot: QtBot, page: TrainPage, plan_with: Callable[..., None], checkpoint: Path
) -> None:
    plan_with(epochs=2000)
    page.host.play(True)
    qtbot.waitUntil(lambda: page.trainer.state.step > 5, timeout=20_000)
    watch_sample(qtbot, page)
    page.scene_host.selecting.freeze(CELLS[1])
    code = copied(qtbot, page)
    assert page.trainer.state.status == "paused"
    assert printed(code) == pytest.approx(value(page, CELLS[1]), rel=1e-6)


def test_the_code_comes_whatever_is_said_about_the_file(
    qtbot: QtBot, finished: TrainPage, checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing waits for a sentence: in another language it would be another one."""
    monkeypatch.setattr("explorer.live.training.inspector._", lambda _text: "Fertig.")
    messages: list[str] = []
    finished.trainer.message_reported.connect(messages.append)
    watch_sample(qtbot, finished)
    finished.scene_host.selecting.freeze(CELLS[0])
    code = copied(qtbot, finished)
    qtbot.waitUntil(lambda: messages == ["Fertig."])
    assert printed(code) == pytest.approx(value(finished, CELLS[0]), rel=1e-6)


def test_weights_that_cannot_be_saved_leave_no_code_and_the_next_attempt_works(
    qtbot: QtBot,
    finished: TrainPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    heard: Callable[..., list[Any]],
) -> None:
    places = [tmp_path / "nowhere" / "a.safetensors", tmp_path / "b.safetensors"]
    monkeypatch.setattr("explorer.views.cards.exports.ask_save", lambda *_: places.pop(0))
    watch_sample(qtbot, finished)
    finished.scene_host.selecting.freeze(CELLS[0])
    failed = heard(finished.failed)
    ask_for_code(finished)
    qtbot.waitUntil(lambda: len(failed) == 1, timeout=10_000)
    assert "nowhere" in failed[0]
    assert clipboard() == "nothing"
    assert "b.safetensors" in copied(qtbot, finished)
    assert len(failed) == 1


def test_weights_that_take_too_long_are_given_up_and_hold_nobody_up(
    qtbot: QtBot, tmp_path: Path, qapp: object
) -> None:
    class SlowTrainer(Trainer):
        def send(self, command: Command) -> None:
            sent.append(command)

    sent: list[Command] = []
    trainer = SlowTrainer(tmp_path)
    watched = Watched(trainer)
    watched._patience.setInterval(20)
    failed: list[str] = []
    watched.failed.connect(failed.append)
    used: list[Path] = []
    path = tmp_path / "late.safetensors"
    watched.save_checkpoint(path, used.append)
    assert sent == [Play(False), SaveCheckpoint(path)]
    qtbot.waitUntil(lambda: len(failed) == 1)
    trainer.checkpoint_saved.emit(path)
    assert used == []
    trainer.close()
