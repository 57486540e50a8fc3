"""The scene as a picture to take along: a PNG at twice its size, or an SVG drawing.

Both show what is on the screen, the legend below it included. In the SVG words are words and
lines are lines; maps are embedded with exactly one pixel per cell.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.text import _
from explorer.views.parts.files import png_bytes
from explorer.views.parts.guard import painting
from explorer.views.parts.texts import PlainTexts
from explorer.views.scene.legend import Legend
from explorer.views.scene.legend_entries import state_entries
from explorer.views.scene.scene_view import SceneView

_RATIO = 2  # device pixels of a PNG per pixel of the window
_GAP, _MARGIN = 8, 12
_SMOOTHED, _PIXELS = 'image-rendering="optimizeSpeed"', 'style="image-rendering:pixelated"'


def scene_image(scene: SceneView) -> QImage:
    """Return the scene as it is seen, with its legend, at twice the window's resolution."""
    image = QImage(_size(scene) * _RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_RATIO)
    with painting(image) as painter:
        _paint(painter, scene, scene.canvas)
    return image


def scene_png(scene: SceneView) -> bytes:
    """Return `scene_image` as a PNG file."""
    return png_bytes(scene_image(scene))


def scene_svg(scene: SceneView) -> bytes:
    """Return the scene as it is seen, with its legend, as an SVG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # 1.2 Tiny knows no clipping
    generator.setOutputDevice(buffer)
    generator.setSize(_size(scene))
    generator.setViewBox(QRect(QPoint(), _size(scene)))
    generator.setTitle(_("The network {name}").format(name=scene.canvas.state.layout.spec.name))
    painter = _VectorPainter(generator)
    try:
        _paint(painter, scene, None)
    finally:
        painter.end()
    return bytes(buffer.data().data()).replace(_SMOOTHED.encode(), _PIXELS.encode())


class _VectorPainter(QPainter):
    """Qt's SVG engine embeds an image whole where only a part of it is to be drawn."""

    def drawImage(  # type: ignore[override] # of its overloads the scene uses these
        self, target: Any, image: QImage, source: QRectF | None = None
    ) -> None:
        part = image if source is None else image.copy(source.toRect())
        super().drawImage(target, part)


def _paint(painter: QPainter, scene: SceneView, widget: QWidget | None) -> None:
    canvas = scene.canvas
    painter.fillRect(QRect(QPoint(), _size(scene)), canvas.state.theme.color("panel"))
    for layer in canvas.layers.layers:
        layer.paint(painter, QStyleOptionGraphicsItem(), widget)
    painter.resetTransform()
    painter.setClipping(False)
    painter.translate(QPointF(_MARGIN, canvas.viewport().height()))
    _legend(scene).print(painter)


def _size(scene: SceneView) -> QSize:
    seen, legend = scene.canvas.viewport().size(), _legend(scene).size()
    wide = max(seen.width(), legend.width() + 2 * _MARGIN)
    return QSize(wide, seen.height() + _GAP + legend.height())


def _legend(scene: SceneView) -> Legend:
    """Return a legend as wide as it likes; in the window it shares its row with the controls."""
    state = scene.canvas.state
    legend = Legend(texts=PlainTexts)
    legend.set_theme(state.theme)
    legend.set_pixels(state.pixels)
    marked = bool(state.marked_moves)
    legend.show_entries(state_entries(state, scene.options.scope), marked)
    legend.resize(legend.sizeHint())
    return legend
