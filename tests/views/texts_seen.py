"""Every text that a window shows, and where: found by painting each widget as a drawing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QRegion, QTransform
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget

_SLACK = 2.0  # pixels: a generator rounds, and letters reach over their advance


@dataclass(frozen=True, slots=True)
class SeenText:
    """A text, the height of its letters `box` in the window, and what is seen of its widget.

    `widget` is the kind of widget; '' for a button that shows its text as it is meant.
    """

    words: str
    size: float  # of the font, in pixels
    box: QRectF
    room: QRectF
    widget: str

    @property
    def cut(self) -> bool:
        """Whether it reaches over the sides of its widget, or ends in an ellipsis."""
        beyond = self.box.left() < self.room.left() - _SLACK
        beyond |= self.box.right() > self.room.right() + _SLACK
        return beyond or (self.words.endswith("…") and self.words != "…" and bool(self.widget))


def seen_texts(window: QWidget) -> list[SeenText]:
    """Return all texts of a window that are not scrolled out of sight."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        region = widget.visibleRegion()
        if not widget.isVisible() or region.isEmpty():
            continue
        corner = widget.mapTo(window, QPoint())
        room = QRectF(region.boundingRect()).translated(corner)
        for words, size, box in _painted(widget):
            place = box.translated(corner)
            if room.top() <= place.center().y() <= room.bottom() and _begins(place, room):
                kind = "" if _own_text(widget) == words else type(widget).__name__
                found.append(SeenText(words, size, place, room, kind))
    return found


def overlapping(texts: list[SeenText]) -> list[tuple[SeenText, SeenText]]:
    """Return the pairs of texts that lie over each other."""
    inner = [(text, text.box.adjusted(1, 1, -1, -1)) for text in texts]
    return [(a, b) for (a, one), (b, other) in combinations(inner, 2) if one.intersects(other)]


def _own_text(widget: QWidget) -> str:
    """Return the text that a button or a list is meant to show."""
    if isinstance(widget, QAbstractButton):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _begins(place: QRectF, room: QRectF) -> bool:
    return place.right() > room.left() and place.left() < room.right()


def _painted(widget: QWidget) -> list[tuple[str, float, QRectF]]:
    """Return the texts that a widget itself paints, with font size and place in it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(), widget.size()))
    painter = QPainter(generator)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag(0))
    painter.end()
    found: list[tuple[str, float, QRectF]] = []
    _walk(ElementTree.fromstring(bytes(buffer.data().data())), QTransform(), found)
    return found


def _walk(
    node: ElementTree.Element, place: QTransform, found: list[tuple[str, float, QRectF]]
) -> None:
    if (node.get("transform") or "").startswith("matrix"):
        numbers = map(float, re.findall(r"-?[\d.]+(?:e-?\d+)?", node.get("transform", "")))
        place = QTransform(*numbers)
    if node.tag.endswith("text") and (node.text or "").strip():
        font = QFont((node.get("font-family") or "").strip("'\""))
        size = float(node.get("font-size", "0"))
        font.setPixelSize(max(1, round(size)))
        font.setWeight(QFont.Weight(int(node.get("font-weight", "400"))))
        metrics = QFontMetricsF(font)
        x, y = float(node.get("x", "0")), float(node.get("y", "0"))
        words = (node.text or "").strip()
        box = QRectF(x, y - metrics.xHeight(), metrics.horizontalAdvance(words), metrics.xHeight())
        found.append((words, size, place.mapRect(box)))
    for child in node:
        _walk(child, place, found)
