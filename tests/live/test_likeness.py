"""The meter without widgets: it learns in a thread what a network knows, then compares at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.digits.datasets import load
from explorer.digits.drawing import Picture
from explorer.live.likeness import LikenessMeter
from explorer.live.session import Session
from explorer.network.checkpoint import pretrained
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Trace
from explorer.network.spec import Dense, Flatten, Spec


@pytest.fixture
def meter(qapp: object) -> Iterator[LikenessMeter]:
    meter = LikenessMeter()
    yield meter
    meter.close()


@pytest.fixture(scope="module")
def lenet() -> Network:
    return pretrained("lenet")


def digit_trace(network: Network) -> Trace:
    image = load("bundled").fitted(network.spec.input_shape).images[0]
    return network.trace(image / np.float32(255))


def test_the_first_trace_begins_learning_and_the_same_can_then_be_compared(
    meter: LikenessMeter, lenet: Network, qtbot: QtBot
) -> None:
    trace = digit_trace(lenet)
    with qtbot.waitSignal(meter.learned):
        assert meter.compare(lenet, trace) is None
        assert meter.busy
    found = meter.compare(lenet, trace)
    assert found is not None
    assert not found.unlike
    assert not meter.busy


def test_another_network_is_learned_anew(
    meter: LikenessMeter, lenet: Network, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(meter.learned):
        meter.compare(lenet, digit_trace(lenet))
    copy = lenet.copied()
    with qtbot.waitSignal(meter.learned):
        assert meter.compare(copy, digit_trace(copy)) is None
    assert meter.compare(copy, digit_trace(copy)) is not None


def test_a_network_of_other_things_is_not_compared(meter: LikenessMeter) -> None:
    spec = Spec("others", (1, 28, 28), (Flatten(), Dense(2)), ("cat", "dog"))
    for other in (spec, preset("autoencoder")):
        network = Network.untrained(other)
        assert meter.compare(network, digit_trace(network)) is None
        assert not meter.busy


def test_an_untrained_network_has_nothing_to_compare_with(
    meter: LikenessMeter, qtbot: QtBot
) -> None:
    network = Network.untrained(preset("lenet"), seed=1)
    meter.compare(network, digit_trace(network))
    qtbot.waitUntil(lambda: not meter.busy)
    assert meter.compare(network, digit_trace(network)) is None
    assert not meter.busy


def test_the_frame_says_that_noise_looks_like_no_digit(
    qapp: object, lenet: Network, qtbot: QtBot
) -> None:
    session = Session(preset("lenet"), device="cpu")
    session.set_network(lenet)
    noise = np.random.default_rng(0).integers(0, 256, (280, 280)).astype(np.uint8)
    session.place_picture(Picture(noise, "noise.png"))
    session.flush()
    assert session.frame.trace is not None
    assert not session.settled
    qtbot.waitUntil(lambda: session.settled)
    assert session.frame.likeness is not None
    assert session.frame.likeness.unlike
    session.place_picture(Picture(load("bundled").images[0, 0], "digit.png"))
    session.flush()
    assert session.frame.likeness is not None
    assert not session.frame.likeness.unlike
    session.clear()
    session.flush()
    assert session.frame.likeness is None
    session.close()
