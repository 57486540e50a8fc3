"""A filter over a volume: which size comes out, and why a filter of another depth cannot slide.

The picture may have any height, width and depth; a filter has the depth of its picture, so it can
only move down and to the right, and every filter gives one map.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.network.spec import Convolution, Stage
from explorer.network.stages import output_size
from explorer.text import _
from explorer.views.sizes.costs import Formula

Sizes = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Volume:
    """A picture and a filter, each (height, width, depth), and how the filter moves.

    `padding` is the width in cells of the ring of zeros, `dilation` the distance between the
    cells that the filter looks at.
    """

    picture: Sizes
    filter: Sizes
    stride: int = 1
    padding: int = 0
    dilation: int = 1

    @classmethod
    def of(cls, stage: Stage) -> Volume:
        """Return the volume rule of a convolution; raises ValueError for any other stage."""
        layer = stage.layer
        if not isinstance(layer, Convolution):
            raise ValueError(f"{stage.name} is no convolution")
        depth, height, width = stage.input_shape
        sizes = (layer.kernel, layer.kernel, depth)
        return cls((height, width, depth), sizes, layer.stride, layer.padding, layer.dilation)

    @property
    def span(self) -> tuple[int, int]:
        """Rows and columns that the filter reaches over: d(f - 1) + 1."""
        high, wide, _depth = self.filter
        return self.dilation * (high - 1) + 1, self.dilation * (wide - 1) + 1

    @property
    def padded(self) -> tuple[int, int]:
        """Rows and columns of the picture with its ring."""
        return self.picture[0] + 2 * self.padding, self.picture[1] + 2 * self.padding

    @property
    def refused(self) -> tuple[str, str]:
        """The field to blame and the reason why nothing comes out; two empty texts if it does."""
        depth, own = self.picture[2], self.filter[2]
        if own != depth:
            text = _(
                "The picture is {depth:,} deep: a filter reaches through all of it and cannot be "
                "{own:,} deep."
            )
            return "filter_depth", text.format(depth=depth, own=own)
        height, width = zip(self.span, self.padded, strict=True)
        if height[0] > height[1]:
            text = _("{span:,} does not fit into height {room:,}.")
            return "filter_height", text.format(span=height[0], room=height[1])
        if width[0] > width[1]:
            text = _("{span:,} does not fit into width {room:,}.")
            return "filter_width", text.format(span=width[0], room=width[1])
        return "", ""

    @property
    def result(self) -> Sizes:
        """What one filter makes, (height, width, 1); zeros where it is refused."""
        if self.refused[0]:
            return 0, 0, 0
        high, wide = (self._side(axis) for axis in (0, 1))
        return high, wide, 1

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The rule in letters and in these numbers; nothing where it is refused."""
        if self.refused[0]:
            return ()
        plain = self.stride == 1 and not self.padding and self.dilation == 1
        sides = [self._letters(letter, plain) for letter in "hw"]
        letters = f"(h, w, d) ∗ (fh, fw, d) → ({sides[0]}, {sides[1]}, 1)"
        if not plain:  # too long for a line: both sides go by the same rule
            letters = "(h, w, d) ∗ (fh, fw, d) → (h', w', 1)"
        rule = f"{_written(self.picture)} ∗ {_written(self.filter)} → {_written(self.result)}"
        rows = [Formula(_("volume"), letters, rule)]
        names = ("h'", "w'") if not plain else (_("height"), _("width"))
        for axis, name in enumerate(names):
            rows.append(Formula(name, sides[axis], f"{self._numbers(axis)} = {self.result[axis]}"))
        return tuple(rows)

    def _side(self, axis: int) -> int:
        size, window = self.picture[axis], self.filter[axis]
        return output_size(size, window, self.stride, self.padding, self.dilation)

    def _letters(self, letter: str, plain: bool) -> str:
        if plain:
            return f"{letter} − f{letter} + 1"
        return f"⌊({letter} + 2p − d(f{letter} − 1) − 1) / s⌋ + 1"

    def _numbers(self, axis: int) -> str:
        size, window = self.picture[axis], self.filter[axis]
        if self.stride == 1 and not self.padding and self.dilation == 1:
            return f"{size} − {window} + 1"
        reach = f"{self.dilation}·({window} − 1)"
        return f"⌊({size} + 2·{self.padding} − {reach} − 1) / {self.stride}⌋ + 1"


def _written(sizes: Sizes) -> str:
    return f"({', '.join(str(n) for n in sizes)})"
