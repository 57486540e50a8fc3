"""A run that is killed at any moment is taken up again as if nothing had happened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from explorer.cli import main
from explorer.training.launch import Training, reopen

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = [
    "--preset",
    "tiny",
    "--epochs",
    "5",
    "--batch-size",
    "8",
    "--augment",
    "affine",
    "--ema",
    "0.99",
]
STEPS = 2500


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system kills in other ways")
def test_killed_ten_times_a_run_ends_at_the_very_same_weights(tmp_path: Path) -> None:
    """In the middle of computing, of writing the notes, a key frame, and the curves."""
    assert main(["train", "--run", str(tmp_path / "whole"), *OPTIONS]) == 0
    command = [sys.executable, "-m", "tests.training.killing", str(tmp_path / "killed")]
    result = subprocess.run(
        [*command, "1", "10", *OPTIONS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert len(result.stdout.splitlines()[-1].split()) == 10
    killed, whole = reopen(tmp_path / "killed"), reopen(tmp_path / "whole")
    try:
        assert killed.recording.head == STEPS
        assert same(killed, whole)
    finally:
        killed.close()
        whole.close()


def same(first: Training, second: Training) -> bool:
    """Return whether two runs agree to the last bit: weights, curves and validations."""
    (a, b) = (training.recording for training in (first, second))
    return (
        torch.equal(a.run.parameters.snapshot(), b.run.parameters.snapshot())
        and np.array_equal(a.curves.part().values, b.curves.part().values, equal_nan=True)
        and [(v.step, v.accuracy, v.loss) for v in a.validations]
        == [(v.step, v.accuracy, v.loss) for v in b.validations]
    )
