"""Mouse move to repainted highlight and card, against a repaint of the scene alone.

Both happen in turn in one window with a digit on it, through Qt's event loop, so that caches are
as warm for one as for the other. The scene is repainted whole and without a highlight: what a
change of its numbers costs.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from explorer.app import application
from explorer.network.cells import Cell
from explorer.network.spec import Stage
from explorer.views.draw.page import DrawPage
from tests.benchmarks import Measurement, spread, timed
from tests.benchmarks.drawing import open_explorer
from tests.gestures import move

ROUNDS, STEPS = 12, 12
_OUTSIDE = QPoint(1, 1)  # a corner of the scene without a cell


def measure() -> Measurement:
    """Measure a mouse that crosses cells of every stage of the real window with a digit on it."""
    application()
    hovered: list[float] = []
    repainted: list[float] = []
    with open_explorer() as explorer:
        page = explorer.window.findChild(DrawPage)
        assert page is not None
        assert page.scene is not None
        explorer.session.place_sample(4)
        explorer.session.flush()
        canvas = page.scene.canvas
        viewport = canvas.viewport()
        for round_ in range(ROUNDS + 1):
            if round_ == 1:  # the first one warms up
                gc.collect()
                hovered, repainted = [], []
            for stage in explorer.session.spec.stages:
                path = [canvas.cell_rect(cell).center().toPoint() for cell in mouse_path(stage)]
                for before, after in pairwise(path):
                    _frame(partial(move, viewport, before))
                    hovered.append(timed(partial(_frame, partial(move, viewport, after))))
                    _frame(partial(move, viewport, _OUTSIDE))
                    repainted.append(timed(partial(_frame, partial(_repaint, viewport))))
    times = {"hover_to_frame": spread(hovered), "scene_repaint": spread(repainted)}
    ratio = times["hover_to_frame"][0] / times["scene_repaint"][0]
    return Measurement({"hover_over_scene_repaint": ratio}, times)


def mouse_path(stage: Stage) -> list[Cell]:
    """Return the different cells that a mouse passes on a straight way through a stage."""
    ways = [tuple(int(at * size / STEPS) for size in stage.shape) for at in range(STEPS)]
    return [Cell(stage.name, index) for index in dict.fromkeys(ways)]


def _repaint(viewport: QWidget) -> None:
    viewport.update()


def _frame(action: Callable[[], None]) -> None:
    """Do something and let the window paint what it changed."""
    action()
    QApplication.processEvents()
