"""Hover to repainted highlight and card, against a repaint of the scene alone."""

from __future__ import annotations

import gc

from explorer.app import Explorer, application
from explorer.network.cells import Cell
from explorer.network.spec import Stage
from explorer.views.pages.draw import DrawPage
from tests.benchmarks import Measurement, spread, timed
from tests.benchmarks.drawing import open_explorer

ROUNDS, STEPS = 12, 12


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
        viewport = page.scene.canvas.viewport()
        application().processEvents()
        gc.collect()
        for _ in range(ROUNDS):
            for stage in explorer.session.spec.stages:
                path = mouse_path(stage)
                hovered += [_hover(explorer, cell) for cell in path][1:]
                explorer.session.hover(None)
                application().processEvents()
                repainted += [timed(viewport.repaint) for _ in path][1:]
    times = {"hover_to_frame": spread(hovered), "scene_repaint": spread(repainted)}
    ratio = times["hover_to_frame"][0] / times["scene_repaint"][0]
    return Measurement({"hover_over_scene_repaint": ratio}, times)


def mouse_path(stage: Stage) -> list[Cell]:
    """Return the different cells that a mouse passes on a straight way through a stage."""
    ways = [tuple(int(at * size / STEPS) for size in stage.shape) for at in range(STEPS)]
    return [Cell(stage.name, index) for index in dict.fromkeys(ways)]


def _hover(explorer: Explorer, cell: Cell) -> float:
    def step() -> None:
        explorer.session.hover(cell)
        application().processEvents()

    return timed(step)
