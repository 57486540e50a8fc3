"""Laid-out texts look like the painter's own and don't pile up."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage, QPainter

from explorer.views.parts import texts as module
from explorer.views.parts.texts import Texts
from explorer.views.style.theme import Theme


def test_a_text_is_painted_where_it_is_asked_for(look: Theme) -> None:
    image = QImage(60, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    texts = Texts(look.font())
    painter = QPainter(image)
    texts.draw_right(painter, 60, 0, "12.4")
    painter.end()
    left = 60 - texts.width("12.4") - 1
    inked = [x for x in range(60) for y in range(20) if image.pixelColor(x, y) != QColor("white")]
    assert inked
    assert min(inked) >= left


def test_the_oldest_texts_are_forgotten(look: Theme) -> None:
    texts = Texts(look.font())
    for number in range(module._MOST + 10):
        texts.width(str(number))
    assert len(texts._widths) == module._MOST
