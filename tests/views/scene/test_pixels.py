import numpy as np
import pytest

from explorer.views.scene.pixels import PixelStyle
from explorer.views.style.colormaps import DARK_MAPS, DIMMED, LEVELS, LIGHT_MAPS


@pytest.mark.parametrize(
    ("style", "numbers"),
    [
        (PixelStyle(), [0, 0.2, 1]),
        (PixelStyle("byte"), [0, 51, 255]),
        (PixelStyle("byte", "light"), [0, 51, 255]),
        (PixelStyle("byte", "dark"), [255, 204, 0]),
        (PixelStyle("one", "dark"), [1, 0.8, 0]),
    ],
)
def test_pixels_are_counted_as_chosen(style: PixelStyle, numbers: list[float]) -> None:
    shown = style.numbers(np.array([0, 0.2, 1], np.float32))
    assert shown == pytest.approx(numbers)
    assert style.most == ("255" if style.unit == "byte" else "1")


@pytest.mark.parametrize("maps", [LIGHT_MAPS, DARK_MAPS])
def test_ink_is_as_dark_as_chosen_in_both_themes(maps) -> None:
    for ink, darker in (("dark", True), ("light", False)):
        table = PixelStyle(ink=ink).table(maps.ink)
        assert (table[LEVELS - 1] & 255 < table[0] & 255) == darker
        assert (table[DIMMED] & 255 > table[DIMMED + LEVELS - 1] & 255) == darker
    assert PixelStyle().table(maps.ink) is maps.ink
