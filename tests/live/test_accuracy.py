"""The meter without widgets: what it says, in which order, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.digits.datasets import load
from explorer.digits.shifting import shifted
from explorer.live.accuracy import Accuracy, AccuracyMeter
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.spec import Spec
from explorer.network.switch import replaced


@pytest.fixture
def network() -> Network:
    return Network.untrained(preset("tiny"), seed=4)


@pytest.fixture
def meter(qapp: object, network: Network) -> Iterator[AccuracyMeter]:
    meter = AccuracyMeter()
    meter.set_network(network)
    yield meter
    meter.close()


def hear(meter: AccuracyMeter) -> list[Accuracy]:
    said: list[Accuracy] = []
    meter.measured.connect(said.append)
    return said


def states(said: list[Accuracy]) -> list[str]:
    """Return the states in order, repetitions left out."""
    return [a.state for i, a in enumerate(said) if i == 0 or a.state != said[i - 1].state]


def right_share(network: Network, shift: tuple[int, int] = (0, 0)) -> float:
    digits = load("bundled", "test").fitted(network.spec.input_shape)
    guesses = network.predict(shifted(digits.images, *shift)).argmax(1)
    return float((guesses == digits.labels).mean())


def test_it_counts_the_original_and_then_the_changed_network(
    meter: AccuracyMeter, network: Network, qtbot: QtBot
) -> None:
    changed = replaced(network, "pool1", "average")
    said = hear(meter)
    meter.measure(changed)
    qtbot.waitUntil(lambda: bool(said) and said[-1].state == "done")
    assert states(said) == ["running", "done"]
    assert [a.progress for a in said] == sorted(a.progress for a in said)
    last = said[-1]
    assert last.progress == 1
    assert last.before is not None
    assert last.after is not None
    assert last.before.total == last.after.total == 1000
    assert last.before.accuracy == pytest.approx(right_share(network))
    assert last.after.accuracy == pytest.approx(right_share(changed))


def test_the_original_is_counted_only_once(
    meter: AccuracyMeter, network: Network, qtbot: QtBot
) -> None:
    said = hear(meter)
    for kind in ("average", "sum"):
        meter.measure(replaced(network, "pool1", kind))
        qtbot.waitUntil(lambda: said[-1].state == "done")
    again = said[[a.state for a in said].index("done") + 1 :]
    assert [a.before for a in again if a.before and not a.before.finished] == []


def test_digits_can_be_measured_one_pixel_further(
    meter: AccuracyMeter, network: Network, qtbot: QtBot
) -> None:
    said = hear(meter)
    meter.measure(network, (1, 0))
    qtbot.waitUntil(lambda: bool(said) and said[-1].state == "done")
    assert said[-1].after is not None
    assert said[-1].after.accuracy == pytest.approx(right_share(network, (1, 0)))
    assert said[-1].before is not None
    assert said[-1].before.accuracy == pytest.approx(right_share(network))


def test_only_the_newest_question_is_answered(
    meter: AccuracyMeter, network: Network, qtbot: QtBot
) -> None:
    said = hear(meter)
    changed = [replaced(network, "relu1", kind) for kind in ("tanh", "sigmoid")]
    meter.measure(changed[0])
    meter.measure(changed[1])
    qtbot.waitUntil(lambda: said[-1].state == "done")
    done = [a for a in said if a.state == "done"]
    assert len(done) == 1
    assert done[0].after is not None
    assert done[0].after.accuracy == pytest.approx(right_share(changed[1]))


def test_a_cancelled_measurement_says_so_and_nothing_more(
    meter: AccuracyMeter, network: Network, qtbot: QtBot
) -> None:
    said = hear(meter)
    meter.measure(replaced(network, "pool1", "sum"))
    meter.stop()
    assert states(said) == ["running", "stopped"]
    qtbot.waitUntil(lambda: not meter._newest.running)
    assert states(said) == ["running", "stopped"]
    meter.stop()
    assert said[-1].state == "stopped"


def test_another_network_forgets_the_last_result(
    meter: AccuracyMeter, network: Network, qtbot: QtBot
) -> None:
    said = hear(meter)
    meter.measure(network)
    qtbot.waitUntil(lambda: said[-1].state == "done")
    other = Network.untrained(preset("tiny"), seed=9)
    meter.set_network(other)
    assert said[-1] == Accuracy()
    meter.measure(other)
    qtbot.waitUntil(lambda: said[-1].state == "done")
    assert said[-1].before is not None
    assert said[-1].before.accuracy == pytest.approx(right_share(other))


def test_a_network_with_other_classes_is_told_why_not(meter: AccuracyMeter, qtbot: QtBot) -> None:
    data = preset("tiny").to_dict() | {"classes": list("abcdefghij")}
    letters = Network.untrained(Spec.from_dict(data))
    meter.set_network(letters)
    said = hear(meter)
    meter.measure(letters)
    qtbot.waitUntil(lambda: said[-1].state == "failed")
    assert "other classes" in said[-1].note


def test_closing_waits_and_nothing_is_said_any_more(network: Network, qapp: object) -> None:
    meter = AccuracyMeter()
    meter.set_network(network)
    said = hear(meter)
    meter.measure(network)
    meter.close()
    assert states(said) == ["running"]
    meter.measure(network)
    assert states(said) == ["running"]


def test_the_remembered_maps_stay_few(meter: AccuracyMeter, network: Network, qtbot: QtBot) -> None:
    said = hear(meter)
    for stage, kind in (("relu1", "tanh"), ("pool1", "sum"), ("probabilities", "sigmoid")):
        meter.measure(replaced(network, stage, kind), (0, 1))
        qtbot.waitUntil(lambda: said[-1].state == "done")
    assert meter._counting is not None
    assert len(meter._counting._inputs) <= 2
    assert np.isfinite(said[-1].progress)
