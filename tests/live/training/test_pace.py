"""How far a unit goes, and how fast."""

from __future__ import annotations

import pytest

from explorer.live.training import pace as training_pace
from explorer.live.training.facts import Unit, plays_by_phase
from explorer.live.training.pace import Pace, Speedometer, backward, forward
from explorer.training.record.recording import Position


class Clock:
    """Time that passes only when told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(training_pace, "perf_counter", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize(
    ("here", "unit", "there"),
    [
        (Position(3, 1), "phase", Position(3, 2)),
        (Position(3, 3), "phase", Position(4)),
        (Position(3, 1), "batch", Position(4)),
        (Position(3), "batch", Position(4)),
        (Position(3, 1), "epoch", Position(10)),
        (Position(10), "epoch", Position(20)),
        (Position(24), "epoch", Position(25)),
        (Position(24, 3), "phase", Position(25)),
    ],
)
def test_a_unit_forward_ends_at_the_next_of_its_kind(
    here: Position, unit: Unit, there: Position
) -> None:
    assert forward(here, unit, 10, 25) == there


@pytest.mark.parametrize(
    ("here", "unit", "there"),
    [
        (Position(13), "phase", Position(12, 3)),
        (Position(13, 2), "phase", Position(13, 1)),
        (Position(13, 2), "batch", Position(13)),
        (Position(13), "batch", Position(12)),
        (Position(13), "epoch", Position(10)),
        (Position(10, 1), "epoch", Position(10)),
        (Position(20), "epoch", Position(10)),
        (Position(10), "epoch", Position(7)),
        (Position(7), "phase", Position(7)),
        (Position(7), "batch", Position(7)),
    ],
)
def test_a_unit_back_ends_at_the_one_before_but_not_before_the_first(
    here: Position, unit: Unit, there: Position
) -> None:
    assert backward(here, unit, 10, 7) == there


def test_unlimited_never_waits(clock: Clock) -> None:
    pace = Pace(0)
    for _ in range(3):
        assert pace.delay() == 0
        pace.done()


def test_steps_are_spread_evenly(clock: Clock) -> None:
    pace = Pace(4)
    assert pace.delay() == 0
    pace.done()
    assert pace.delay() == pytest.approx(0.25)
    clock.now += 0.25
    pace.done()
    assert pace.delay() == pytest.approx(0.25)


def test_what_came_late_is_not_made_up_for(clock: Clock) -> None:
    pace = Pace(4)
    pace.done()
    clock.now += 60
    pace.done()
    pace.done()
    assert pace.delay() > -0.25


@pytest.mark.parametrize(
    ("unit", "speed", "slowly"),
    [("batch", 0.5, True), ("batch", 0, False), ("batch", 1, False), ("phase", 0, True)],
)
def test_phases_are_shown_in_slow_motion_and_when_asked_for(
    unit: Unit, speed: float, slowly: bool
) -> None:
    assert plays_by_phase(unit, speed) == slowly


def test_the_speed_is_that_of_the_last_second(clock: Clock) -> None:
    meter = Speedometer(64)
    assert meter.at(0) == 0
    for step in range(1, 40):
        clock.now += 0.1
        speed = meter.at(step if step < 20 else 20 + 2 * (step - 20))
    assert speed == pytest.approx(20 * 64)
    meter.reset()
    assert meter.at(100) == 0
