"""What the window is told about trainings."""

from __future__ import annotations

import subprocess
import sys
from typing import cast

from explorer.live.training.facts import RunFacts, TrainerState


class Run:
    total = 20


def test_they_need_neither_torch_nor_qt() -> None:
    code = """
import sys
import explorer.live.training.facts
assert not {"torch", "PySide6"} & set(sys.modules)
import explorer.live.training.trainer
assert "torch" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=100)


def test_a_run_is_finished_when_all_steps_were_done_wherever_it_stands() -> None:
    run = cast("RunFacts", Run())
    assert not TrainerState().finished
    assert not TrainerState(run, step=3, head=19).finished
    assert TrainerState(run, step=3, head=20).finished
