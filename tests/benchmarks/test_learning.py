"""The race to 97 %: what it needs, and that it says so where that is missing."""

from pathlib import Path

import pytest

from explorer.digits.datasets import load
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.training.plan import Plan
from tests.benchmarks import learning


def test_without_mnist_it_is_skipped_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(learning, "BESIDE", tmp_path / "nowhere")
    monkeypatch.setenv("CNN_EXPLORER_CACHE", str(tmp_path))
    assert learning.measure().ratios == {}
    assert "MNIST is not on this machine" in capsys.readouterr().err


def test_the_plain_loop_learns() -> None:
    network = Network.untrained(preset("lenet"), seed=0)
    leg = learning.plain_loop(network, Plan(epochs=2), load("bundled", "train"))
    shares = [leg() for _ in range(3)]
    assert shares[2] > shares[0]


def test_both_are_timed_until_they_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a goal that is reached soon."""
    monkeypatch.setattr(learning, "GOAL", 0.3)
    monkeypatch.setattr(learning, "HOPEFUL", 0.2)
    times = learning.race(Plan(epochs=2))
    assert list(times) == ["to_97", "plain_loop_to_97"]
    assert all(milliseconds > 0 for milliseconds in times.values())
