"""Training in the real window: what the window costs the training, and the training the window.

The scene follows a digit with the current weights, thirty times a second. What is compared takes
turns of a second or two, so that another program's load counts for both.
"""

from __future__ import annotations

import gc
import math
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from explorer.app import Explorer, application
from explorer.live.settings import Settings
from explorer.live.training import commands
from explorer.live.training.facts import TrainerState
from explorer.network.presets import preset
from explorer.training.plan import Plan
from explorer.views.train.page import TrainPage
from tests.benchmarks import Measurement, spread
from tests.benchmarks.drawing import SIZE
from tests.benchmarks.training import BATCH, plain_loop

TURNS, TURN = 16, 1.0  # short ones, in seconds: neighbours in time see the same other load
ROUNDS, SECONDS = 8, 1.5
SETTLING = 0.8  # seconds in which a run that stopped is looked at; nobody waits for that
FRAME_MS = 16
PLAN = Plan(epochs=1000, batch_size=BATCH, schedule="constant", learning_rate=1e-3, device="cpu")


def measure() -> Measurement:
    """Measure training speed, frame intervals and pen moves, each with and without the other."""
    application()
    torch.set_num_threads(1)
    with open_training() as window:
        return window.measure()


class _Window:
    """The program with a run on its Train page."""

    def __init__(self, explorer: Explorer, page: TrainPage) -> None:
        self._explorer, self._page = explorer, page
        self._trainer = page.trainer
        self._plain = plain_loop()
        self._last = (0.0, 0)  # when the newest state came, and its step
        self._trainer.state_changed.connect(self._on_state)

    def begin(self) -> None:
        """Start a run and follow a digit with it."""
        self._trainer.send(commands.StartRun(PLAN, preset("lenet"), "bench"))
        wait_until(lambda: self._trainer.state.run is not None)
        self._explorer.session.place_sample(4)
        self._trainer.send(commands.FollowSample(3))
        wait(0.5)

    def measure(self) -> Measurement:
        """Take all turns and return the ratios."""
        speeds = [(self._plain_speed(), self._live_speed()) for _ in range(TURNS + 1)][1:]
        frames = self._by_turns(self._frame_intervals)
        self._explorer.window.show_page("draw")
        strokes = self._by_turns(self._strokes)
        times = {name: spread(values) for name, values in (frames | strokes).items()}
        ratio = float(np.median([live / plain for plain, live in speeds]))
        p99 = {name: float(np.percentile(values, 99)) for name, values in frames.items()}
        return Measurement(
            {
                "train_live_over_plain_loop": ratio,
                "frame_p99_training_over_idle": p99["frame_training"] / p99["frame_idle"],
                "stroke_while_training_over_idle": times["stroke_training"][0]
                / times["stroke_idle"][0],
            },
            times,
        )

    def _by_turns(self, sample: Callable[[], list[float]]) -> dict[str, list[float]]:
        what = sample.__name__.strip("_").partition("_")[0].removesuffix("s")
        idle, training = f"{what}_idle", f"{what}_training"
        samples: dict[str, list[float]] = {idle: [], training: []}
        for round_ in range(ROUNDS + 1):
            for name in (idle, training):
                self._trainer.send(commands.Play(name == training))
                wait(0.2)
                gc.collect()
                values = sample()
                samples[name] += values if round_ else []
        self._trainer.send(commands.Play(False))
        return samples

    def _plain_speed(self) -> float:
        """Return the steps a second of a plain loop; the window stands still."""
        self._trainer.send(commands.Play(False))
        wait(SETTLING)
        start, count = perf_counter(), 0
        while perf_counter() - start < TURN:
            count += self._plain()
        return count / (perf_counter() - start)

    def _live_speed(self) -> float:
        """Return the steps a second in the window."""
        self._trainer.send(commands.Play(True))
        wait(0.2)
        start, first = self._last
        wait(TURN)
        wait_until(lambda: self._last[0] > start)
        end, last = self._last
        return (last - first) / (end - start)

    def _on_state(self, state: TrainerState) -> None:
        self._last = perf_counter(), state.step

    def _frame_intervals(self) -> list[float]:
        """Return the milliseconds between paints of the scene, asked for sixty times a second."""
        paints = _Paints(self._page.middle.scene.canvas.viewport())
        wait(SECONDS)
        paints.stop()
        return paints.intervals

    def _strokes(self) -> list[float]:
        """Return the milliseconds from pen moves, sixty a second, to the painted window."""
        session, times = self._explorer.session, []
        session.clear()
        session.begin_stroke(*_eight(0), None)
        for t in range(1, 80):
            wait(FRAME_MS / 1000)
            start = perf_counter()
            session.extend_stroke(*_eight(t % 60), None)
            session.flush()
            QApplication.sendPostedEvents()
            QApplication.processEvents()
            times.append((perf_counter() - start) * 1000)
        session.end_stroke()
        return times[5:]


class _Paints(QObject):
    """Asks for paints at sixty a second and keeps when they came."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._widget, self._times = widget, list[float]()
        widget.installEventFilter(self)
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(widget.update)
        self._timer.start()

    @property
    def intervals(self) -> list[float]:
        """The milliseconds between paints."""
        return (np.diff(self._times) * 1000).tolist()

    def stop(self) -> None:
        """Let the widget alone."""
        self._timer.stop()
        self._widget.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._times.append(perf_counter())
        return False


@contextmanager
def open_training() -> Iterator[_Window]:
    """Yield the program with a run that has begun on its Train page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(folder / "settings.ini")
        explorer = Explorer(settings=settings, device="cpu", runs=folder / "runs")
        explorer.window.resize(*SIZE)
        explorer.window.show()
        loop = QEventLoop()
        explorer.ready.connect(loop.quit)
        loop.exec()
        explorer.window.show_page("train")
        window = _Window(explorer, explorer.window.page("train"))
        try:
            window.begin()
            yield window
        finally:
            explorer.close()


def wait(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def wait_until(what: Callable[[], bool]) -> None:
    """Let the window live until something holds; raises TimeoutError after a minute."""
    start = perf_counter()
    while not what():
        if perf_counter() - start > 60:
            raise TimeoutError
        wait(0.02)


def _eight(t: int) -> tuple[float, float]:
    """Return the pen's place after `t` of 60 moves along a figure eight on the pad."""
    angle = 2 * math.pi * t / 60
    return float(140 + 55 * np.sin(2 * angle)), float(140 - 90 * np.cos(angle))
