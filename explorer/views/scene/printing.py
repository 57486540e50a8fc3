"""The scene as a picture to take along: a PNG at twice its size, or an SVG drawing.

Both show what is on the screen, the legend below it included. In the SVG words are words and
lines are lines; maps are embedded with exactly one pixel per cell.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.views.parts.guard import painting, saved
from explorer.views.parts.texts import PlainTexts
from explorer.views.scene.legend import Legend
from explorer.views.scene.legend_entries import state_entries
from explorer.views.scene.numbers.glyphs import Glyphs
from explorer.views.scene.paint.artwork import paint_artwork
from explorer.views.scene.paint.highlight import paint_ribbons
from explorer.views.scene.paint.items import Backdrop, Maps, SceneItem, paint_kernels
from explorer.views.scene.scene_view import SceneView
from explorer.views.scene.state import SceneState

_RATIO = 2  # device pixels of a PNG per pixel of the window
_GAP, _MARGIN = 8, 12
_SMOOTHED, _PIXELS = 'image-rendering="optimizeSpeed"', 'style="image-rendering:pixelated"'


def scene_image(scene: SceneView) -> QImage:
    """Return the scene as it is seen, with its legend, at twice the window's resolution."""
    size = _size(scene)
    image = QImage(size * _RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_RATIO)
    with painting(image) as painter:
        painter.fillRect(QRect(QPoint(), size), scene.canvas.state.theme.color("panel"))
        scene.canvas.layers.paint(painter, QStyleOptionGraphicsItem(), scene.canvas)
        _paint_legend(painter, scene)
    return image


def scene_png(scene: SceneView) -> bytes:
    """Return `scene_image` as a PNG file."""
    from explorer.views.parts.clipboard import png_bytes

    return png_bytes(scene_image(scene))


def scene_svg(scene: SceneView) -> bytes:
    """Return the scene as it is seen, with its legend, as an SVG file."""
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    size = _size(scene)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # 1.2 Tiny knows no clipping
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(), size))
    generator.setTitle(f"The network {scene.canvas.state.layout.spec.name}")
    painter = _VectorPainter(generator)
    try:
        painter.fillRect(QRect(QPoint(), size), scene.canvas.state.theme.color("panel"))
        for item in scene.canvas.layers.layers:
            _print(item, painter, scene.canvas)
        _paint_legend(painter, scene)
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


class _Words(Glyphs):
    """Numbers as text instead of copied pictures of digits."""

    def write(
        self,
        painter: QPainter,
        text: str,
        x: float,
        y: float,
        color: QColor,
        align: str,
        bold: bool,
        scaled: bool = True,
    ) -> None:
        """Write a number, whatever the scale, as text."""
        super().write(painter, text, x, y, color, align, bold, scaled=True)


class _PrintedMaps(Maps):
    def _glyphs(self, painter: QPainter) -> Glyphs:
        return _Words(self.state.theme, 1.0)


def _print(item: SceneItem, painter: QPainter, canvas: QWidget) -> None:
    """Paint an item as lines and words where the screen gets a ready-made picture."""
    option = QStyleOptionGraphicsItem()
    if type(item) is Backdrop:
        _paint_standing(painter, item.state)
    elif type(item) is Maps:
        _PrintedMaps(item.state).paint(painter, option, canvas)
    elif not _print_in_space(item, painter):
        item.paint(painter, option, canvas)


def _print_in_space(item: SceneItem, painter: QPainter) -> bool:
    """Paint an item of the stacked picture with words that stay words; False for any other."""
    from explorer.views.scene.stacked.items import Planes, Surroundings

    if isinstance(item, Surroundings):
        item.print(painter)
    elif isinstance(item, Planes):
        item.print(painter, _Words(item.state.theme, 1.0))
    return isinstance(item, Surroundings | Planes)


def _paint_standing(painter: QPainter, state: SceneState) -> None:
    """Paint what the backdrop keeps as one picture: words, frames, flow and kernels."""
    with saved(painter):
        painter.setTransform(state.transform(), True)
        paint_artwork(painter, state.layout, state.theme, state.invited)
    paint_kernels(painter, state)
    if state.selection is not None and state.frozen:
        paint_ribbons(painter, state, state.selection)


def _size(scene: SceneView) -> QSize:
    seen, legend = scene.canvas.viewport().size(), _legend(scene).size()
    wide = max(seen.width(), legend.width() + 2 * _MARGIN)
    return QSize(wide, seen.height() + _GAP + legend.height())


def _legend(scene: SceneView) -> Legend:
    """Return a legend as wide as it likes; in the window it shares its row with the controls."""
    state = scene.canvas.state
    legend = Legend(state.theme, texts=PlainTexts)
    legend.set_pixels(state.pixels)
    marked = bool(state.moves) and state.winners
    legend.show_entries(state_entries(state, scene.options.scope), marked)
    legend.resize(legend.sizeHint())
    return legend


def _paint_legend(painter: QPainter, scene: SceneView) -> None:
    painter.resetTransform()
    painter.setClipping(False)
    painter.translate(QPointF(_MARGIN, scene.canvas.viewport().height()))
    _legend(scene).print(painter)
