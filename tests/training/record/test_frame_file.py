"""Key frames in a file: bounded, checked, and there again after the program died."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import UserError
from explorer.training.record.frame_file import HEADER, FileFrames
from explorer.training.record.state import State

ROWS = ("weights", "momentum_buffer")
SIZE = HEADER.size + 2 * 4 * 4


def frames_in(path: Path, count: int = 5, head: int | None = None, first: int = 0) -> FileFrames:
    return FileFrames(path, first, 10, count, rows=ROWS, parameters=4, head=head)


def state(step: int) -> State:
    return State(step, step + 1, ROWS, torch.arange(8.0).reshape(2, 4) + step)


def filled(path: Path, last: int, count: int = 5) -> FileFrames:
    frames = frames_in(path, count)
    for step in range(last + 1):
        if frames.wants(step):
            frames.put(state(step))
    return frames


def test_frames_are_there_again(tmp_path: Path) -> None:
    filled(tmp_path / "f", 40).close()
    frames = frames_in(tmp_path / "f")
    assert frames.steps == (0, 10, 20, 30, 40)
    found = frames.get(30)
    assert (found.step, found.updates, found.rows) == (30, 31, ROWS)
    assert torch.equal(found.values, state(30).values)
    frames.close()


def test_the_file_never_grows_beyond_its_places(tmp_path: Path) -> None:
    frames = filled(tmp_path / "f", 2000)
    assert frames.bytes == (tmp_path / "f").stat().st_size == 5 * SIZE
    steps = frames.steps
    assert steps[0] == 0
    assert all(b - a == frames.spacing for a, b in pairwise(steps))
    frames.close()


def test_a_reopened_full_file_still_takes_frames(tmp_path: Path) -> None:
    filled(tmp_path / "f", 100).close()
    frames = frames_in(tmp_path / "f")
    last = frames.steps[-1]
    for step in range(last + 1, last + 200):
        if frames.wants(step):
            frames.put(state(step))
    assert frames.steps[0] == 0
    assert frames.steps[-1] > last
    for step in frames.steps:
        assert torch.equal(frames.get(step).values, state(step).values)
    frames.close()


@given(cut=st.integers(0, 5 * SIZE), flipped=st.integers(0, 5 * SIZE - 1))
def test_only_whole_frames_count(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flipped: int
) -> None:
    path = tmp_path_factory.mktemp("torn") / "f"
    filled(path, 40).close()
    data = bytearray(path.read_bytes())
    data[flipped] ^= 0x10
    path.write_bytes(data[:cut])
    frames = frames_in(path)
    expected = [10 * i for i in range(5) if (i + 1) * SIZE <= cut and i != flipped // SIZE]
    assert list(frames.steps) == expected
    frames.close()


def test_frames_after_the_head_are_forgotten(tmp_path: Path) -> None:
    filled(tmp_path / "f", 40).close()
    frames = frames_in(tmp_path / "f", head=25)
    assert frames.steps == (0, 10, 20)
    frames.put(state(30))
    assert frames.steps == (0, 10, 20, 30)
    frames.close()


def test_without_its_first_frame_a_file_begins_later(tmp_path: Path) -> None:
    filled(tmp_path / "f", 40).close()
    data = bytearray((tmp_path / "f").read_bytes())
    data[SIZE - 1] ^= 1
    (tmp_path / "f").write_bytes(data)
    frames = frames_in(tmp_path / "f")
    assert frames.first == 10
    frames.close()


def test_a_frame_damaged_meanwhile_is_one_sentence(tmp_path: Path) -> None:
    frames = filled(tmp_path / "f", 40)
    (tmp_path / "f").write_bytes(bytes(5 * SIZE))
    with pytest.raises(UserError, match="is damaged"):
        frames.get(20)
    frames.close()
