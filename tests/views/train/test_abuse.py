"""Everything at once and in the wrong order: the page says a sentence or nothing, and goes on."""

from __future__ import annotations

import errno
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from explorer.live.training import commands
from explorer.live.training.trainer import Trainer
from explorer.network.cells import Cell
from explorer.views.cards import exports
from explorer.views.parts import files
from explorer.views.train.page import TrainPage
from explorer.views.window.window import Window

SOON = 60_000  # ms


@pytest.fixture
def failures(page: TrainPage) -> list[str]:
    """Return what the page has complained about."""
    said: list[str] = []
    page.failed.connect(said.append)
    return said


@pytest.fixture(autouse=True)
def nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every dialogue be given up."""
    for name in [n for n in dir(files) if n.startswith("ask_")]:
        monkeypatch.setattr(files, name, lambda *_args, **_named: None)
    monkeypatch.setattr(exports, "ask_save", lambda *_args, **_named: None)


def are_sentences(failures: list[str]) -> bool:
    return all(
        line.endswith(".") and "\n" not in line and "Something went wrong" not in line
        for line in failures
    )


def rest(qtbot: QtBot, page: TrainPage) -> None:
    """Wait until the trainer has nothing more to do."""
    inbox = page.trainer._worker.inbox
    page.trainer.send(commands.Play(False))
    qtbot.waitUntil(lambda: not inbox.waiting, timeout=SOON)
    qtbot.waitUntil(lambda: page.trainer.state.status in ("paused", "none"), timeout=SOON)


def buttons(page: TrainPage) -> list[QAbstractButton]:
    found = [b for b in page.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
    return [b for b in found if "Draw page" not in b.accessibleName()]


# A list that opens asks for what the platform of the tests does not have.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("seed", range(2))
def test_any_button_may_be_pressed_at_any_time(
    qtbot: QtBot,
    window: Window,
    begun: TrainPage,
    failures: list[str],
    caplog: pytest.LogCaptureFixture,
    seed: int,
) -> None:
    chance, trainer = random.Random(seed), begun.trainer
    trainer.send(commands.Play(True))
    for _ in range(60):
        kind = chance.randrange(6)
        if kind <= 2:
            chance.choice(buttons(begun)).click()
        elif kind == 3:
            trainer.send(commands.JumpTo(chance.randrange(-2, 30)))
        elif kind == 4:
            begun.middle.scene.cell_clicked.emit(Cell("conv1", (0, 2, chance.randrange(10))))
        else:
            window.menus[chance.choice(["train_play", "train_forward", "train_back"])].trigger()
        qtbot.wait(chance.choice([0, 0, 5, 30]))
    rest(qtbot, begun)
    begun.grab()
    assert are_sentences(failures), failures
    assert not [r for r in caplog.records if r.levelname == "ERROR"]


@pytest.mark.parametrize("seed", range(2))
def test_runs_may_come_and_go_in_any_order(
    qtbot: QtBot,
    begun: TrainPage,
    failures: list[str],
    caplog: pytest.LogCaptureFixture,
    seed: int,
) -> None:
    chance, trainer = random.Random(seed), begun.trainer
    begun.right.chips.buttons["confusion"].click()
    keys: list[str] = [begun.trainer.state.run.key]  # type: ignore[union-attr]
    folders: list[Path] = []
    trainer.run_opened.connect(lambda run: (keys.append(run.key), folders.append(run.folder)))
    wishes: list[Callable[[], None]] = [
        lambda: trainer.send(commands.Play(True)),
        lambda: trainer.send(commands.BranchRun({"seed": chance.randrange(9)}, "")),
        lambda: trainer.send(commands.ActivateRun(chance.choice(keys))),
        lambda: trainer.send(commands.CloseRun(chance.choice(keys))),
        lambda: trainer.send(commands.ReopenRun(chance.choice([*folders, Path("nowhere")]))),
        lambda: trainer.send(commands.DeleteStored(chance.choice([*folders, Path("nowhere")]))),
        lambda: begun.host.enqueue(),
        lambda: begun.host.start("play"),
        lambda: trainer.send(commands.JumpTo(chance.randrange(24))),
        lambda: trainer.send(
            commands.CompareMoments(chance.choice(keys), 0, chance.choice(keys), 1)
        ),
        lambda: trainer.send(commands.FollowSample(chance.randrange(20))),
        lambda: trainer.send(commands.FindReading(0)),
        lambda: trainer.send(commands.Cancel()),
        lambda: trainer.send(commands.StopRun()),
    ]
    for _ in range(50):
        chance.choice(wishes)()
        qtbot.wait(chance.choice([0, 0, 5, 30]))
    for _ in range(20):  # until the queue is empty
        rest(qtbot, begun)
    begun.grab()
    assert are_sentences(failures), failures
    assert not [r for r in caplog.records if r.levelname == "ERROR"]


def test_a_run_of_another_window_is_neither_opened_nor_deleted(
    qtbot: QtBot, begun: TrainPage, failures: list[str], tmp_path: Path
) -> None:
    folder = begun.trainer.state.run.folder  # type: ignore[union-attr]
    assert folder is not None
    said: list[str] = []
    other = Trainer(tmp_path / "runs")
    other.failed.connect(said.append)
    other.send(commands.ReopenRun(folder))
    other.send(commands.DeleteStored(folder))
    qtbot.waitUntil(lambda: len(said) == 2, timeout=SOON)
    other.close()
    assert all(
        s == f"The run {folder.name} is in use already, here or in another program." for s in said
    )
    assert folder.is_dir()
    begun.trainer.send(commands.DeleteStored(folder))
    qtbot.waitUntil(lambda: failures == [f"The run {folder.name} is open; close it first."])


def test_a_run_that_another_window_deleted_is_said_and_leaves_the_list(
    qtbot: QtBot, finished: TrainPage, failures: list[str], tmp_path: Path
) -> None:
    run = finished.trainer.state.run
    assert run is not None
    assert run.folder is not None
    finished.left.runs.command_requested.emit(commands.CloseRun(run.key))
    rows = finished.left.runs
    qtbot.waitUntil(lambda: f"stored:{run.folder}" in rows.rows, timeout=SOON)
    other = Trainer(tmp_path / "runs")
    other.send(commands.DeleteStored(run.folder))
    qtbot.waitUntil(lambda: not run.folder.exists(), timeout=SOON)  # type: ignore[union-attr]
    other.close()
    rows.command_requested.emit(commands.ReopenRun(run.folder))
    qtbot.waitUntil(lambda: len(failures) == 1, timeout=SOON)
    assert are_sentences(failures), failures
    qtbot.waitUntil(lambda: f"stored:{run.folder}" not in rows.rows, timeout=SOON)


def test_a_full_disk_holds_the_run_with_one_sentence_and_it_goes_on_later(
    qtbot: QtBot, begun: TrainPage, failures: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    begun.trainer.send(commands.StepUnit(1))
    qtbot.waitUntil(lambda: begun.trainer.state.step == 1, timeout=SOON)
    with monkeypatch.context() as patch:
        patch.setattr("explorer.training.record.record_file.write_all", full)
        patch.setattr("explorer.training.record.frame_file.write_all", full)
        begun.host.play(True)
        qtbot.waitUntil(lambda: bool(failures), timeout=SOON)
        rest(qtbot, begun)
        assert are_sentences(failures), failures
        assert len(failures) == 1
        assert "No space left" in failures[0]
        begun.trainer.send(commands.BranchRun({}, ""))
        begun.host.start("play")
        rest(qtbot, begun)
        assert are_sentences(failures), failures
        begun.grab()
    first = next(iter(begun.host.runs))
    begun.trainer.send(commands.ActivateRun(first))
    begun.trainer.send(commands.Play(True))
    qtbot.waitUntil(lambda: begun.trainer.state.finished, timeout=SOON)
