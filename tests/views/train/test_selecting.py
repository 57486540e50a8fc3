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
from explorer.network.cells import Cell
from explorer.views.train.page import TrainPage

CELLS = (Cell("conv1", (1, 4, 5)), Cell("logits", (1,)))


@pytest.fixture
def checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the user wants the weights that the code needs."""
    path = tmp_path / "moment.safetensors"
    monkeypatch.setattr("explorer.views.cards.exports.ask_save", lambda *_: path)
    return path


def copied(page: TrainPage) -> str:
    """Ask the card for the code, as its button does; return what is on the clipboard."""
    QGuiApplication.clipboard().setText("nothing")
    page.scene_host.card_host.card.code_requested.emit()
    return QGuiApplication.clipboard().text()


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
        code = copied(finished)
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
        numbers.append(printed(copied(finished)))
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
    assert printed(copied(begun)) == pytest.approx(value(begun, CELLS[0]), rel=1e-6)


def test_numbers_from_before_the_update_have_no_code_with_the_weights_after_it(
    qtbot: QtBot, finished: TrainPage, checkpoint: Path, heard: Callable[..., list[Any]]
) -> None:
    go(qtbot, finished, 5)
    host = finished.scene_host
    qtbot.waitUntil(lambda: host._anatomy is not None and host._anatomy.step == 5, timeout=10_000)
    failed = heard(finished.failed)
    host.watch("batch")
    host.selecting.freeze(CELLS[0])
    assert copied(finished) == "nothing"
    assert not checkpoint.exists()
    assert "before the update" in failed[0]
    host.watch("picture")
    assert printed(copied(finished)) == pytest.approx(value(finished, CELLS[0]), rel=1e-6)


def test_a_run_that_trains_holds_on_for_the_code(
    qtbot: QtBot, page: TrainPage, plan_with: Callable[..., None], checkpoint: Path
) -> None:
    plan_with(epochs=2000)
    page.host.play(True)
    qtbot.waitUntil(lambda: page.trainer.state.step > 5, timeout=20_000)
    watch_sample(qtbot, page)
    page.scene_host.selecting.freeze(CELLS[1])
    code = copied(page)
    assert page.trainer.state.status == "paused"
    assert printed(code) == pytest.approx(value(page, CELLS[1]), rel=1e-6)
