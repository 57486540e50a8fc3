"""Stacked planes against the flat scene: a frame during a stroke, and a frame while turning."""

from __future__ import annotations

import gc
from collections.abc import Callable

import numpy as np

from explorer.app import application
from explorer.network.build import build
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Trace
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from tests.benchmarks import Measurement, spread, timed
from tests.views.scene.samples import change, show

SIZE = (930, 860)  # of the scene in a window of 1600 x 1000
ROUNDS, FRAMES = 12, 40


def measure() -> Measurement:
    """Measure new traces and turns, update and painting included, at the scene's usual size."""
    application()
    scene, traces = _scene(), _traces()
    actions: dict[str, Callable[[int], None]] = {
        "flat_frame": _frame(scene, traces),
        "stacked_stroke": _frame(scene, traces),
        "stacked_rotate": _turn(scene),
    }
    samples: dict[str, list[float]] = {name: [] for name in actions}
    gc.collect()
    for _ in range(ROUNDS):
        for name, action in actions.items():
            change(scene, form="flat" if name == "flat_frame" else "stacked")
            application().processEvents()
            samples[name] += [timed(lambda t=t, act=action: act(t)) for t in range(FRAMES)][5:]
    scene.close()
    times = {name: spread(values) for name, values in samples.items()}
    flat = times["flat_frame"][0]
    return Measurement(
        {
            "stacked_stroke_over_flat": times["stacked_stroke"][0] / flat,
            "stacked_rotate_over_flat": times["stacked_rotate"][0] / flat,
        },
        times,
    )


def _scene() -> SceneView:
    scene = SceneView()
    show_theme(scene, theme("light"))
    show(scene, spec=preset("lenet"))
    scene.resize(*SIZE)
    scene.show()
    return scene


def _traces() -> list[Trace]:
    spec = preset("lenet")
    network = Network(spec, build(spec))
    random = np.random.default_rng(0)
    pictures = random.random((4, *spec.input_shape), np.float32)
    return [network.trace(picture) for picture in pictures]


def _frame(scene: SceneView, traces: list[Trace]) -> Callable[[int], None]:
    """Return what a move of the pen costs the scene: all colours, legend, painting."""

    def step(t: int) -> None:
        show(scene, trace=traces[t % len(traces)])
        scene.canvas.viewport().repaint()

    return step


def _turn(scene: SceneView) -> Callable[[int], None]:
    """Return what a move of the mouse costs while the picture turns."""
    from explorer.views.scene.stacked.canvas import StackedCanvas

    def step(t: int) -> None:
        canvas = scene.canvas
        assert isinstance(canvas, StackedCanvas)
        canvas.turn(1.0 if t % 40 < 20 else -1.0, 0.5 if t % 2 else -0.5)
        canvas.viewport().repaint()

    return step
