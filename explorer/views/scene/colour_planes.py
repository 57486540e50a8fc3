"""The colours of the planes of a colour picture: how much red, green and blue light each pixel has.

A plane runs from the ground of the picture to the full colour of its own channel. Blue here is
not the blue of activations: the planes carry their letters, and the legend shows all three.
"""

from __future__ import annotations

from functools import lru_cache

from explorer.views.scene.pixels import PixelStyle
from explorer.views.style.colormaps import Table, dark_colormaps, light_colormaps, table_of

LETTERS = "RGB"
_ON_BRIGHT = (["#f49a94", "#b8121b"], ["#8ed49a", "#0b7430"], ["#a3a8f2", "#2a22c4"])
_ON_DARK = (["#8c1d22", "#ff5a52"], ["#12682f", "#46e070"], ["#3129a8", "#7f83ff"])


def plane_tables(style: PixelStyle, ink: Table) -> tuple[Table, ...]:
    """Return the tables of a red, a green and a blue plane, where pixels are drawn in a `style`.

    `ink` are the theme's own colours of pixels. Dark ink stands on bright paper and light ink on
    dark paper, as in a grey picture.
    """
    bright = light(int(ink[0])) if style.ink == "theme" else style.ink == "dark"
    return _tables(bright)


def light(word: int) -> bool:
    """Return whether a colour 0xFFRRGGBB is rather bright."""
    return 0.299 * (word >> 16 & 255) + 0.587 * (word >> 8 & 255) + 0.114 * (word & 255) > 127


@lru_cache(maxsize=2)
def _tables(bright: bool) -> tuple[Table, ...]:
    maps = light_colormaps() if bright else dark_colormaps()
    paper = f"#{int(maps.ink[0]) & 0xFFFFFF:06x}"
    return tuple(table_of([paper, *stops], paper) for stops in (_ON_BRIGHT if bright else _ON_DARK))
