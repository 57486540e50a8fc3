"""Pen move to painted frame, against a bare forward plus blit and against one item per map."""

from __future__ import annotations

import gc
import math
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from explorer.app import Explorer, application
from explorer.digits.drawing import Drawing, Stroke
from explorer.digits.prepare import Options
from explorer.live.settings import Settings
from explorer.network.network import Network
from explorer.pen import prepare_drawing
from tests.benchmarks import Measurement, spread, timed

SIZE = (1600, 1000)
ROUNDS = 12


def measure() -> Measurement:
    """Measure the drawing path in the real window, rendered offscreen at 1600 x 1000."""
    application()
    with _explorer() as explorer:
        network = explorer.session._network
        assert network is not None
        actions = {
            "stroke_to_frame": _stroke_to_frame(explorer),
            "floor": _floor(network),
            "imageitem_per_map": _imageitem_per_map(network),
        }
        samples: dict[str, list[float]] = {name: [] for name in actions}
        gc.collect()
        for _ in range(ROUNDS):
            for name, action in actions.items():
                explorer.session.clear()
                _process()
                explorer.session.begin_stroke(*_eight(0), None)
                samples[name] += [timed(partial(action, t)) for t in range(1, 60)][5:]
                explorer.session.end_stroke()
    times = {name: spread(values) for name, values in samples.items()}
    ours, p95 = times["stroke_to_frame"]
    return Measurement(
        {
            "stroke_to_frame_over_floor": ours / times["floor"][0],
            "stroke_to_frame_p95_over_median": p95 / ours,
            "imageitem_per_map_over_ours": times["imageitem_per_map"][0] / ours,
        },
        times,
    )


@contextmanager
def _explorer() -> Iterator[Explorer]:
    with tempfile.TemporaryDirectory() as folder:
        explorer = Explorer(settings=Settings(Path(folder) / "settings.ini"), device="cpu")
        loop = QEventLoop()
        explorer.ready.connect(loop.quit)
        QTimer.singleShot(60_000, loop.quit)
        explorer.window.resize(*SIZE)
        explorer.window.show()
        loop.exec()
        try:
            yield explorer
        finally:
            explorer.close()


def _stroke_to_frame(explorer: Explorer) -> Callable[[int], None]:
    """Return the whole path: pen, preparation, traced forward, views, painted window."""

    def step(t: int) -> None:
        explorer.session.extend_stroke(*_eight(t), None)
        explorer.session.flush()
        _process()

    return step


def _floor(network: Network) -> Callable[[int], None]:
    """Return the least that any program must do: one forward pass, one blit of the window."""
    import torch

    module = network.module
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    widget = _Blit(image)
    widget.resize(*SIZE)
    widget.show()
    x = torch.zeros(1, 1, 28, 28)

    def step(_: int) -> None:
        with torch.inference_mode():
            module(x)
        widget.repaint()

    return step


class _Blit(QWidget):
    def __init__(self, image: QImage) -> None:
        super().__init__()
        self._image = image

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(0, 0, self._image)
        painter.end()


def _imageitem_per_map(network: Network) -> Callable[[int], None]:
    """Return the same path drawn with one pyqtgraph ImageItem per feature map."""
    import pyqtgraph as pg

    view = pg.GraphicsLayoutWidget()
    view.resize(*SIZE)
    items: list[list[pg.ImageItem]] = []
    spec = network.spec
    spatial = [stage for stage in spec.stages if stage.spatial]
    for column, stage in enumerate(spatial):
        items.append([])
        for row in range(stage.shape[0]):
            box = view.addViewBox(row=row, col=column)
            item = pg.ImageItem()
            box.addItem(item)
            items[-1].append(item)
    view.show()

    def step(t: int, view: pg.GraphicsLayoutWidget = view) -> None:  # keeps the view alive
        points = np.array([_eight(n) for n in range(t + 1)], np.float32)
        drawing = Drawing(strokes=(Stroke(points),))
        trace = network.trace(prepare_drawing(drawing, Options(), spec.input_shape).pixels)
        for stage, maps in zip(spatial, items, strict=True):
            values = trace.stage(stage.name).values
            low, high = float(values.min()), float(values.max())
            for item, image in zip(maps, values, strict=True):
                item.setImage(image, levels=(low, high + 1e-9))
        _process()

    return step


def _process() -> None:
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def _eight(t: int) -> tuple[float, float]:
    """Return the pen's place after `t` of 60 moves along a figure eight on the pad."""
    angle = 2 * math.pi * t / 60
    return float(140 + 55 * np.sin(2 * angle)), float(140 - 90 * np.cos(angle))
