"""Pen move to painted frame, against a bare forward plus blit and against one item per map."""

from __future__ import annotations

import gc
import math
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from explorer.app import Explorer, application
from explorer.live.frame import Frame
from explorer.live.settings import Settings
from explorer.network.network import Network
from explorer.network.records import Trace, Weights
from explorer.network.spec import Spec
from explorer.views.draw.page import DrawPage
from tests.benchmarks import Measurement, spread, timed

SIZE = (1600, 1000)
ROUNDS = 12


def measure() -> Measurement:
    """Measure the drawing path in the real window, rendered offscreen at 1600 x 1000."""
    application()
    with open_explorer() as explorer, open_explorer(_ItemPerMap) as naive:
        network = explorer.session.network
        assert network is not None
        actions = {
            "stroke_to_frame": (explorer, _stroke_to_frame(explorer)),
            "floor": (explorer, _floor(network)),
            "imageitem_per_map": (naive, _stroke_to_frame(naive)),
        }
        samples: dict[str, list[float]] = {name: [] for name in actions}
        gc.collect()
        for _ in range(ROUNDS):
            for name, (window, action) in actions.items():
                window.session.clear()
                window.session.begin_stroke(*_eight(0), None)
                window.session.flush()
                _process()
                samples[name] += [timed(partial(action, t)) for t in range(1, 60)][5:]
                window.session.end_stroke()
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
def open_explorer(scene: Callable[[Spec], _ItemPerMap] | None = None) -> Iterator[Explorer]:
    """Yield the program with its network loaded; `scene` takes the place of ours."""
    with tempfile.TemporaryDirectory() as folder:
        explorer = Explorer(settings=Settings(Path(folder) / "settings.ini"), device="cpu")
        explorer.window.resize(*SIZE)
        if scene is not None:
            explorer.first_paint.painted.disconnect()
        explorer.window.show()
        if scene is not None:
            _install(explorer, scene(explorer.session.spec))
        loop = QEventLoop()
        explorer.ready.connect(loop.quit)
        QTimer.singleShot(60_000, loop.quit)
        loop.exec()
        try:
            yield explorer
        finally:
            explorer.close()


def _install(explorer: Explorer, scene: _ItemPerMap) -> None:
    page = explorer.window.findChild(DrawPage)
    assert page is not None
    scene.setParent(explorer)
    page.scene_panel.body.addWidget(scene.view)
    explorer.session.frame_changed.connect(scene.show_frame)
    explorer.session.use_preset("lenet")


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


class _ItemPerMap(QObject):
    """The same scene as pyqtgraph's own examples would build it.

    One ImageItem in a view box of its own per feature map, kernel and vector.
    """

    def __init__(self, spec: Spec) -> None:
        super().__init__()
        import pyqtgraph as pg

        pg.setConfigOptions(imageAxisOrder="row-major")
        self.view = pg.GraphicsLayoutWidget()
        self._frame: Frame | None = None
        self._items: dict[str, list[pg.ImageItem]] = {}
        self._kernels: dict[str, list[pg.ImageItem]] = {}
        self.view.ci.layout.setSpacing(2)
        column = 0
        for stage in spec.stages:
            if stage.kind == "convolution":
                self._kernels[stage.name] = self._column(column, "", stage.shape[0], True)
                column += 1
            count = stage.shape[0] if stage.spatial else 1
            self._items[stage.name] = self._column(column, stage.name, count, stage.spatial)
            if not stage.spatial:
                self.view.ci.layout.setColumnMaximumWidth(column, 34)
            column += 1

    def _column(self, column: int, name: str, count: int, spatial: bool) -> list[Any]:
        import pyqtgraph as pg

        self.view.addLabel(name, row=0, col=column)
        items = []
        for row in range(count):
            rows = 1 if spatial else 16
            box = self.view.addViewBox(
                row=row + 1, col=column, rowspan=rows, lockAspect=spatial, invertY=True
            )
            item = pg.ImageItem()
            item.setColorMap(pg.colormap.get("CET-D1"))
            box.addItem(item)
            items.append(item)
        return items

    @Slot(object)
    def show_frame(self, frame: Frame) -> None:
        """Show what another frame brings."""
        before, self._frame = self._frame, frame
        if frame.weights and (before is None or frame.weights is not before.weights):
            self.show_weights(frame.weights)
        if before is None or frame.trace is not before.trace:
            self.show_trace(frame.trace)

    def show_weights(self, weights: Mapping[str, Weights]) -> None:
        """Show the kernel of every map, its slices below each other, once."""
        for name, items in self._kernels.items():
            kernels = weights[name].weight
            limit = float(np.abs(kernels).max())
            for item, kernel in zip(items, kernels, strict=True):
                item.setImage(kernel.reshape(-1, kernel.shape[-1]), levels=(-limit, limit))

    def show_trace(self, trace: Trace | None) -> None:
        """Show every map of a trace, each layer with one range of colours."""
        if trace is None:
            return
        for stage in trace.stages:
            maps = stage.values if stage.stage.spatial else [stage.values[:, None]]
            limit = float(np.abs(stage.values).max()) or 1.0
            for item, image in zip(self._items[stage.stage.name], maps, strict=True):
                item.setImage(image, levels=(-limit, limit))


def _process() -> None:
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def _eight(t: int) -> tuple[float, float]:
    """Return the pen's place after `t` of 60 moves along a figure eight on the pad."""
    angle = 2 * math.pi * t / 60
    return float(140 + 55 * np.sin(2 * angle)), float(140 - 90 * np.cos(angle))
