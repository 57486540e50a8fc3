"""What the scene shows now as a picture, and how long it takes from a trace to painted pixels."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtGui import QImage

from explorer.network.records import Trace
from explorer.views.scene.scene_view import SceneView
from tests.views.scene.samples import show


def frame_times(scene: SceneView, traces: list[Trace], frames: int) -> list[float]:
    """Return the milliseconds that each of `frames` updates took, painting included.

    The scene must be visible. The traces take turns; every frame colours all maps, refreshes the
    legend and repaints the canvas at once, without waiting for the event loop.
    """
    viewport = scene.canvas.viewport()
    times = []
    for frame in range(frames):
        start = perf_counter()
        show(scene, trace=traces[frame % len(traces)])
        viewport.repaint()
        times.append(1000 * (perf_counter() - start))
    return times


def painted(scene: SceneView) -> QImage:
    """Return what the canvas shows now, at its own device pixel ratio."""
    viewport = scene.canvas.viewport()
    ratio = viewport.devicePixelRatioF()
    image = QImage(viewport.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    viewport.render(image)
    return image
