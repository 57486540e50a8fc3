"""What a run says of itself, and what is said of a folder that is no run."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import UserError
from explorer.network.presets import preset
from explorer.training.plan import Plan
from explorer.training.record.run_notes import FILE, Change, Origin, RunNotes, find_runs, read_notes

NOTES = RunNotes(
    id="ab",
    name="first",
    created="2024-05-01T10:00:00.000+00:00",
    plan=Plan(epochs=2),
    spec=preset("tiny"),
    data="00ff",
    total=124,
    first=3,
    spacing=25,
    places=9,
    device="cpu",
    threads=1,
    torch="2.6",
    split_seed=0,
    parent=Origin("cd", "older", 3),
    changes=(Change(5, {"learning_rate": 0.5}), Change(9, {"augment": "affine"})),
)


def test_notes_come_back(tmp_path: Path) -> None:
    for notes in (NOTES, replace(NOTES, parent=None, changes=())):
        notes.write(tmp_path)
        assert read_notes(tmp_path) == notes


def test_the_plan_of_a_step_has_the_changes_up_to_it() -> None:
    assert NOTES.plan_at(4) == NOTES.plan
    assert NOTES.plan_at(5) == replace(NOTES.plan, learning_rate=0.5)
    assert NOTES.plan_at(99) == replace(NOTES.plan, learning_rate=0.5, augment="affine")


def broken(**changes: Any) -> bytes:
    return json.dumps(NOTES.to_dict() | changes).encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "holds no run"),
        (b"", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"[]", "no run of this program"),
        (b"{}", "no run of this program"),
        (broken(version=2), "another version"),
        (broken(plan={"epochs": 0}), "is damaged .*epochs"),
        (broken(plan=7), "is damaged"),
        (broken(spec={}), "is damaged"),
        (broken(total="many"), "is damaged"),
        (broken(total=-1), "impossible numbers"),
        (broken(places=0), "impossible numbers"),
        (broken(changes=[{"step": 1, "settings": {"seed": 4}}]), "a change of seed"),
        (broken(changes=[{"step": 1, "settings": {"learning_rate": -4}}]), "learning rate"),
        (broken(parent={"x": 1}), "is damaged"),
    ],
)
def test_every_broken_folder_is_one_sentence(
    content: bytes | None, sentence: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(UserError, match=sentence) as caught:
        read_notes(tmp_path)
    assert len(str(caught.value).splitlines()) == 1


@given(st.binary(max_size=60), st.integers(0, 2000))
def test_noise_never_escapes_as_another_error(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int
) -> None:
    folder = tmp_path_factory.mktemp("noise")
    data = bytearray(broken())
    data[place : place + len(noise)] = noise
    (folder / FILE).write_bytes(data)
    with contextlib.suppress(UserError):
        read_notes(folder)


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not the folder of a run"):
        read_notes(tmp_path / "nowhere")


def test_runs_are_found_newest_first_and_broken_ones_left_out(tmp_path: Path) -> None:
    for name, year in (("old", 2023), ("new", 2024), ("broken", 2025)):
        (tmp_path / name).mkdir()
        replace(NOTES, name=name, created=f"{year}-01-01").write(tmp_path / name)
    (tmp_path / "broken" / FILE).write_bytes(b"{")
    (tmp_path / "empty").mkdir()
    assert [notes.name for _, notes in find_runs(tmp_path)] == ["new", "old"]
