"""A place to train in, closed after the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from pytestqt.qtbot import QtBot

from tests.live.training.room import Room, write_digits


@pytest.fixture(scope="session")
def few_digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data set of 200 digits to learn from and 50 to judge by.

    The first optimiser imports a large part of torch; no test is to wait for that.
    """
    torch.optim.AdamW([torch.zeros(1, requires_grad=True)])
    return write_digits(tmp_path_factory.mktemp("digits") / "few.npz")


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, few_digits: Path) -> Iterator[Room]:
    """Return a trainer that has not begun anything."""
    room = Room(qtbot, tmp_path, few_digits)
    yield room
    room.close()
