from itertools import pairwise

import pytest
from PySide6.QtGui import QFontMetricsF, QImage
from pytestqt.qtbot import QtBot

from explorer.network.presets import preset
from explorer.views.scene.legend import Legend
from explorer.views.scene.legend_entries import LegendEntry, legend_entries
from explorer.views.scene.mosaic import Mosaic
from explorer.views.scene.scales import Family
from explorer.views.style.theme import SMALL, load_fonts, theme
from tests.views.scene.samples import fake_trace
from tests.views.scene.test_mosaic import grids

LENET = preset("lenet")


@pytest.fixture
def legend(qtbot: QtBot) -> Legend:
    load_fonts()
    widget = Legend()
    qtbot.addWidget(widget)
    mosaic = Mosaic(LENET, grids(LENET))
    mosaic.set_colormaps(theme("light").colormaps, 0)
    mosaic.show(fake_trace(LENET), "layer")
    widget.show_entries(legend_entries(mosaic, "layer", None, shown=True))
    return widget


def picture(legend: Legend, width: int) -> QImage:
    legend.resize(width, legend.sizeHint().height())
    image = QImage(legend.size(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    legend.render(image)
    return image


def test_a_bar_runs_from_the_lowest_to_the_highest_colour(legend: Legend) -> None:
    image = picture(legend, 500)
    y = round(1.4 * 11) + 6
    colors = [image.pixelColor(x, y) for x in range(4, 160)]
    assert colors[0].red() > colors[0].blue()
    assert colors[-1].blue() > colors[-1].red()
    assert min(colors[len(colors) // 2].getRgb()[:3]) > 180


def test_the_legend_shrinks_and_stays_inside(legend: Legend) -> None:
    wide, narrow = legend.sizeHint().width(), legend.minimumSizeHint().width()
    assert narrow < wide
    image = picture(legend, narrow)
    assert not image.isNull()


def test_larger_text_asks_for_more_room(legend: Legend) -> None:
    before = legend.sizeHint()
    legend.set_theme(theme("light", 1.5))
    assert legend.sizeHint().height() > before.height()
    assert legend.sizeHint().width() > before.width()


def test_a_screen_reader_hears_the_ranges(legend: Legend) -> None:
    assert "pixels (ink): 0 to 1" in legend.accessibleDescription()


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("reach", ["1.23e−12", "123456", "12.34", "1.23e12"])
def test_no_two_numbers_touch_however_long_they_are(
    legend: Legend, reach: str, scale: float
) -> None:
    legend.set_theme(theme("light", scale))
    legend.show_entries(
        (
            LegendEntry(Family("pre-activation", True), "conv2", f"−{reach}", "0", reach),
            LegendEntry(Family("activation", False), "relu2", "0", "", reach),
        )
    )
    measure = QFontMetricsF(theme("light", scale).font(SMALL)).horizontalAdvance
    for width in range(legend.minimumSizeHint().width(), 700, 7):
        legend.resize(width, legend.sizeHint().height())
        numbers = legend.numbers()
        assert any(reach in text for text, _left in numbers)
        for (text, left), (_other, right) in pairwise(numbers):
            assert left + measure(text) < right
        assert numbers[-1][1] + measure(numbers[-1][0]) <= width + 1
