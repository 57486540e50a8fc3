"""Networks, traces and looks that the tests of the cards share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Floats, Trace
from explorer.network.spec import Activation, Convolution, Dense, Flatten, Pooling, Spec
from explorer.views.cards.card import ExplanationCard
from explorer.views.cards.face import Context
from explorer.views.parts.brush import Look
from explorer.views.style.stylesheet import stylesheet
from explorer.views.style.theme import theme


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Run torch on one thread: two spin against each other on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def trace() -> Trace:
    """Return LeNet's trace of a slanted stroke."""
    return Network.untrained(preset("lenet"), seed=1).trace(_stroke())


@pytest.fixture(scope="session")
def drawn() -> Trace:
    """Return an auto-encoder's trace of the same."""
    return Network.untrained(preset("autoencoder"), seed=1).trace(_stroke())


@pytest.fixture(scope="session")
def coloured() -> Trace:
    """Return the trace of a colour picture: red grows to the right, green downwards, blue is 0.25.

    The convolution pads by one, so that (conv1, 0, 0, 0) sees the padding.
    """
    layers = (Convolution(4, 3, padding=1), Activation("relu"), Pooling("max", 2), Flatten())
    spec = Spec("rgb", (3, 8, 8), (*layers, Dense(10)))
    down, right = np.mgrid[0:8, 0:8].astype(np.float32) / 7
    pixels = np.stack([right, down, np.full((8, 8), 0.25, np.float32)])
    return Network.untrained(spec, seed=1).trace(pixels)


def _stroke() -> Floats:
    pixels = np.zeros((1, 28, 28), np.float32)
    for row in range(5, 23):
        column = 20 - row // 2
        pixels[0, row, column : column + 3] = (0.3, 1.0, 0.7)
    return pixels


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look(theme("light"))


@pytest.fixture
def context(trace: Trace, look: Look) -> Context:
    return Context(look.maps, trace)


@pytest.fixture
def card(qtbot: QtBot, trace: Trace) -> Iterator[ExplanationCard]:
    """Return a card in a window that knows the trace, with its theme and style."""
    looks = theme("dark")
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.setStyleSheet(stylesheet(looks))
    card = ExplanationCard(window)
    card.set_theme(looks)
    card.show_trace(trace)
    card.resize(340, 660)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield card
    window.close()
