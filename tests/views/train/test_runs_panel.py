"""The list of runs says what is wanted of one, and asks before it deletes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.live.training import commands
from explorer.live.training.facts import OpenRun, QueuedRun, StoredRun
from explorer.network.presets import preset
from explorer.training.plan import Plan
from explorer.training.record.run_notes import RunNotes
from explorer.views.parts.buttons import ToolButton
from explorer.views.train.runs_panel import RunRow, RunsPanel, format_plan

FOLDER = Path("runs") / "one"


def open_run(key: str = "a", *, active: bool = True, head: int = 40) -> OpenRun:
    return OpenRun(key, f"run {key}", 20, head, 100, active)


def stored(name: str = "an old run", head: int = 600, accuracy: float = 0.934) -> StoredRun:
    spec = preset("tiny")
    notes = RunNotes(
        id="x",
        name=name,
        created="2026-11-21T07:00:00.000+00:00",
        plan=Plan(),
        spec=spec,
        data="",
        total=1875,
        first=0,
        spacing=1,
        places=1,
        device="cpu",
        threads=1,
        torch="2",
        split_seed=0,
    )
    return StoredRun(FOLDER if name == "an old run" else Path(name), notes, 3 << 20, head, accuracy)


@pytest.fixture
def panel(shown: Callable[..., RunsPanel]) -> RunsPanel:
    return shown(RunsPanel(), 320, 600)


def press(qtbot: QtBot, row: RunRow, name: str) -> None:
    button = next(b for b in row.findChildren(ToolButton) if b.accessibleName() == name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_without_runs_it_says_how_one_comes_about(panel: RunsPanel) -> None:
    assert panel.empty.isVisible()
    panel.show_open([open_run()])
    assert not panel.empty.isVisible()


def test_an_open_run_says_where_it_stands_without_being_built_anew(panel: RunsPanel) -> None:
    panel.show_open([open_run()])
    row = panel.rows["open:a"]
    assert row.facts.text() == "40 steps of 100 · looking at 20"
    panel.show_open([replace(open_run(head=100), accuracy=0.5)])
    assert panel.rows["open:a"] is row
    assert row.facts.text() == "50.0 % right · 100 steps, finished · looking at 20"


def test_a_click_on_another_run_makes_it_active(
    qtbot: QtBot, panel: RunsPanel, heard: Callable[..., list[Any]]
) -> None:
    said = heard(panel.command_requested)
    panel.show_open([open_run(), open_run("b", active=False)])
    qtbot.mouseClick(panel.rows["open:b"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.rows["open:a"], Qt.MouseButton.LeftButton)
    assert said == [commands.ActivateRun("b")]


def test_runs_are_closed_and_taken_from_the_queue(
    qtbot: QtBot, panel: RunsPanel, heard: Callable[..., list[Any]]
) -> None:
    asked = heard(panel.command_requested)
    panel.show_open([open_run()])
    panel.show_queued([QueuedRun("q", "next", Plan(), preset("tiny"))])
    press(qtbot, panel.rows["open:a"], "Close run")
    press(qtbot, panel.rows["queued:q"], "Start now")
    press(qtbot, panel.rows["queued:q"], "Remove")
    queued = [commands.StartQueued("q"), commands.RemoveQueued("q")]
    assert asked == [commands.CloseRun("a"), *queued]


def test_a_stored_run_is_opened_by_its_folder(
    qtbot: QtBot, panel: RunsPanel, heard: Callable[..., list[Any]]
) -> None:
    said = heard(panel.command_requested)
    panel.show_stored([stored()])
    row = panel.rows[f"stored:{FOLDER}"]
    assert row.facts.text().startswith("93.4 % right · 600 steps of 1,875 · 21 Nov 2026")
    assert row.facts.text().endswith("3.0 MiB")
    press(qtbot, row, "Open run")
    assert said == [commands.ReopenRun(FOLDER)]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("date", ["b", "a", "d", "c"]),
        ("name", ["a", "b", "c", "d"]),
        ("accuracy", ["c", "b", "a", "d"]),
        ("length", ["d", "b", "c", "a"]),
    ],
)
def test_runs_are_sorted_as_wished(panel: RunsPanel, order: str, expected: list[str]) -> None:
    runs = (("b", 200, 0.9), ("a", 20, 0.8), ("d", 900, nan), ("c", 50, 0.97))
    panel.show_stored([stored(*run) for run in runs])
    panel.show_open([replace(open_run(n, head=h), accuracy=a) for n, h, a in reversed(runs)])
    assert panel.order.isVisible()
    panel.order.buttons[order].click()
    panel.grab()
    for section in ("open", "stored"):
        lines = {key: row.y() for key, row in panel.rows.items() if key.startswith(section)}
        assert [key.partition(":")[2] for key in sorted(lines, key=lines.__getitem__)] == expected


def test_deleting_asks_first(
    qtbot: QtBot, panel: RunsPanel, heard: Callable[..., list[Any]]
) -> None:
    said = heard(panel.command_requested)
    panel.show_stored([stored()])
    row = panel.rows[f"stored:{FOLDER}"]
    press(qtbot, row, "Delete run")
    assert said == []
    press(qtbot, row, "Keep")
    assert said == []
    press(qtbot, row, "Delete run")
    press(qtbot, row, "Delete for good")
    assert said == [commands.DeleteStored(FOLDER)]


def test_a_plan_in_a_line() -> None:
    assert format_plan(Plan(epochs=1)) == "bundled · adamw 0.003 · 1 epoch of batches of 64"
