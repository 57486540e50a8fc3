"""What the scene shows now as a picture, for tests."""

from __future__ import annotations

from PySide6.QtGui import QImage

from explorer.views.scene.scene_view import SceneView


def painted(scene: SceneView) -> QImage:
    """Return what the canvas shows now, at its own device pixel ratio."""
    viewport = scene.canvas.viewport()
    ratio = viewport.devicePixelRatioF()
    image = QImage(viewport.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    viewport.render(image)
    return image
