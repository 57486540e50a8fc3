from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from explorer.views.scene.numbers.glyphs import Glyphs
from explorer.views.style.theme import load_fonts, theme

RED = QColor(255, 0, 0)


def written(text: str, align: str, scale: float = 1.0, ratio: float = 1.0) -> tuple[int, int]:
    """Return the first and the last column, in pixels, of a number written at x = 60."""
    image = QImage(int(240 * ratio), int(40 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(255, 255, 255))
    painter = QPainter(image)
    painter.scale(scale, scale)
    Glyphs(theme("light"), ratio).write(painter, text, 60, 10, RED, align, bold=False)
    painter.end()
    inked = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).green() < 160 for y in range(image.height()))
    ]
    return inked[0], inked[-1]


def test_numbers_are_aligned_at_their_right_middle_or_left(qtbot: QtBot) -> None:
    load_fonts()
    assert 55 <= written("12.6", "right")[1] <= 61
    assert 59 <= written("12.6", "left")[0] <= 63
    first, last = written("00.0", "centre")
    assert abs((first + last) / 2 - 60) <= 1.5


def test_all_digits_are_equally_wide(qtbot: QtBot) -> None:
    load_fonts()
    assert abs(written("111.8", "right")[1] - written("000.8", "right")[1]) <= 1


def test_numbers_keep_their_place_on_dense_screens_and_when_zoomed(qtbot: QtBot) -> None:
    load_fonts()
    plain = written("−4.52", "centre")
    for factor, found in (
        (2, written("−4.52", "centre", ratio=2.0)),
        (3, written("−4.52", "centre", 3)),
    ):
        assert abs(found[0] - factor * plain[0]) <= 2 * factor


def test_numbers_of_a_diverged_network_can_be_written(qtbot: QtBot) -> None:
    load_fonts()
    for text in ("inf", "−inf", "nan"):
        first, last = written(text, "centre")
        assert abs((first + last) / 2 - 60) <= 2.5
