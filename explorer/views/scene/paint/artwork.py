"""Everything in the scene that does not change with the numbers: words, frames and soft flow.

It is painted once into a pixmap, which each frame copies.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen

from explorer.views.scene.flow import Band, Strand, flow
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.headers import Header, elided
from explorer.views.scene.layout.layout import SceneLayout, StageLayout
from explorer.views.scene.pixels import LETTERS
from explorer.views.scene.state import to_rect
from explorer.views.style.theme import SMALL, Theme


def paint_artwork(
    painter: QPainter, layout: SceneLayout, theme: Theme, invitation: tuple[str, ...] = ()
) -> None:
    """Paint the unchanging part of the scene in scene coordinates, hairlines one pixel wide.

    The lines of an invitation, if there are any, stand below the input.
    """
    line = 1 / painter.transform().m11()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_flow(painter, layout, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for stage in layout.stages:
        _paint_frames(painter, stage, theme, line)
    for stage in layout.stages:
        _paint_header(painter, stage.header, layout, theme)
    _paint_names(painter, layout, theme)
    _paint_channels(painter, layout)
    _paint_invitation(painter, layout, theme, invitation)


def strand_path(strand: Strand) -> QPainterPath:
    """Return the curve of a strand, level at both ends."""
    (x0, y0), (x1, y1) = strand.start, strand.end
    path = QPainterPath(QPointF(x0, y0))
    middle = (x0 + x1) / 2
    path.cubicTo(QPointF(middle, y0), QPointF(middle, y1), QPointF(x1, y1))
    return path


def band_path(band: Band) -> QPainterPath:
    """Return the outline of a band with level, curved sides."""
    path = strand_path(Strand(band.start, band.end))
    path.lineTo(QPointF(*band.end_bottom))
    middle = (band.start_bottom[0] + band.end_bottom[0]) / 2
    path.cubicTo(
        QPointF(middle, band.end_bottom[1]),
        QPointF(middle, band.start_bottom[1]),
        QPointF(*band.start_bottom),
    )
    path.closeSubpath()
    return path


def _paint_flow(painter: QPainter, layout: SceneLayout, theme: Theme) -> None:
    bands, fans = flow(layout)
    strength = 1.0 if theme.name == "light" else 1.8
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("faint", round(46 * strength)))
    for band in bands:
        painter.drawPath(band_path(band))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for fan in fans:
        alpha = min(120.0, max(55.0, 3600 / len(fan)))
        painter.setPen(QPen(theme.color("faint", round(alpha * strength)), 0.8))
        for strand in fan:
            painter.drawPath(strand_path(strand))


def _paint_frames(painter: QPainter, stage: StageLayout, theme: Theme, line: float) -> None:
    """Lay an empty tile with a hairline around it under every map."""
    if stage.form == "bars":
        return
    border = theme.color("border")
    field = theme.color("field")
    for box in stage.tiles:
        painter.fillRect(to_rect(box.grown(line)), border)
        painter.fillRect(to_rect(box), field)
    for box in stage.kernels:
        painter.fillRect(to_rect(box.grown(line)), border)
        painter.fillRect(to_rect(box), field)


def _paint_header(painter: QPainter, header: Header, layout: SceneLayout, theme: Theme) -> None:
    style, box = layout.heads, header.box
    y = box.y
    for at, text in enumerate(header.lines):
        size = style.title if at == 0 else style.small
        high = style.height(1) if at == 0 else style.height(2) - style.height(1)
        font = theme.font(SMALL, QFont.Weight.DemiBold if at == 0 else QFont.Weight.Normal)
        font.setPixelSize(size)
        painter.setFont(font)
        painter.setPen(theme.color("text" if at == 0 else "muted"))
        area = QRectF(box.x - 20, y, box.width + 40, high)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        y += high
    if header.tick:
        x, top, bottom = header.tick
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))


def _paint_names(painter: QPainter, layout: SceneLayout, theme: Theme) -> None:
    """Write the classes beside their bars and lay the bars' tracks."""
    stage = layout.stages[-1]
    if stage.form != "bars":
        return
    font = theme.font(SMALL)
    font.setPixelSize(layout.type.small)
    painter.setFont(font)
    painter.setPen(theme.color("muted"))
    for name, tile, track in zip(layout.spec.classes, stage.tiles, stage.tracks, strict=True):
        painter.fillRect(to_rect(track), theme.color("field"))
        if tile.height >= layout.type.small:
            painter.drawText(
                name_area(tile, track), NAME_FLAGS, short_name(name, tile, track, layout)
            )


def _paint_channels(painter: QPainter, layout: SceneLayout) -> None:
    """Name the planes of a colour picture."""
    tiles = layout.stages[0].tiles
    if len(tiles) != 3:
        return
    for letter, tile in zip(LETTERS, tiles, strict=True):
        area = QRectF(tile.x - 20, tile.y, 15, tile.height)
        painter.drawText(area, NAME_FLAGS, letter)


NAME_FLAGS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def name_area(tile: Box, track: Box) -> QRectF:
    """Return where the name of a class stands, right-aligned before its bar."""
    return QRectF(tile.x - 6, tile.y, track.x - tile.x, tile.height)


def short_name(name: str, tile: Box, track: Box, layout: SceneLayout) -> str:
    """Return the name of a class, shortened to its place."""
    style = layout.type
    return elided(name, track.x - tile.x - 6, style.small, True, style.measure)


def _paint_invitation(
    painter: QPainter, layout: SceneLayout, theme: Theme, lines: tuple[str, ...]
) -> None:
    stage = layout.stages[0]
    font = theme.font(SMALL, QFont.Weight.Medium)
    painter.setFont(font)
    painter.setPen(theme.color("accent"))
    high = 1.5 * theme.size(SMALL)
    x, y = stage.box.centre[0], stage.box.bottom + 10
    for at, line in enumerate(lines):
        wide = painter.fontMetrics().horizontalAdvance(line)
        left = max(4.0, x - wide / 2)
        painter.drawText(QPointF(left, y + (at + 0.8) * high), line)
