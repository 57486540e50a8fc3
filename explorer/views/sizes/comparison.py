"""The argument for convolutions in two bars: a dense layer's weights and a convolution's."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

from explorer.network.spec import Convolution, Shape
from explorer.text import _
from explorer.views.parts.buttons import chip
from explorer.views.parts.fields import FieldGrid, FieldSpec
from explorer.views.parts.help import explain
from explorer.views.parts.pair import Pair
from explorer.views.parts.widgets import HALF, caption, column, heading, row
from explorer.views.sizes.costs import DenseComparison
from explorer.views.style.theme import GRID

PHOTO: Shape = (3, 256, 256)
UNITS = 1000
_BAR, _LEAST = 8, 4  # pixels; of 1000, so that few weights are seen, too
CHANNELS = FieldSpec(
    "channels",
    _("Colours"),
    _("Grey or coloured."),
    options=(("1", _("grey")), ("3", _("RGB"))),
)
_FIELDS = (
    FieldSpec("height", _("Height"), _("Rows of the picture."), high=8192),
    FieldSpec("width", _("Width"), _("Columns of the picture."), high=8192),
    CHANNELS,
    FieldSpec("units", _("Units"), _("Units of the dense layer."), high=100_000, by=100),
)


class ComparisonBars(QWidget):
    """Two rows: the sum in words, its result and a bar; both bars have one scale."""

    def __init__(self) -> None:
        super().__init__()
        explain(
            self,
            _("Weights of a dense layer and of a convolution"),
            _("The weights that one layer needs for this picture."),
            _(
                "A dense unit has a weight of its own for every number of the picture. A kernel is "
                "shared by all places, so its weights do not grow with the picture."
            ),
        )
        self._counts, self._sums = (heading(""), heading("")), (caption(""), caption(""))
        self._bars, self._times = (QProgressBar(), QProgressBar()), caption("")
        layout = column(spacing=HALF // 2, within=self)
        names = (_("Dense"), _("Convolution"))
        for name, count, sum_, bar in zip(names, self._counts, self._sums, self._bars, strict=True):
            bar.setTextVisible(False)
            bar.setAccessibleName(name)
            bar.setFixedHeight(_BAR)
            sum_.setWordWrap(True)
            layout.addLayout(row(heading(name), None, count))
            layout.addWidget(sum_)
            layout.addWidget(bar)
            layout.addSpacing(GRID)
        self._times.setWordWrap(True)
        layout.addWidget(self._times)

    def show_comparison(self, comparison: DenseComparison) -> None:
        """Show the figures of one picture."""
        dense, shared = comparison.dense_weights, comparison.shared_weights
        text = _("dense {dense:,} weights, convolution {shared:,} weights")
        self.setAccessibleDescription(text.format(dense=dense, shared=shared))
        sums = (comparison.dense_line, comparison.shared_line)
        for at, (weights, line) in enumerate(zip((dense, shared), sums, strict=True)):
            self._counts[at].setText(_("{count:,} weights").format(count=weights))
            self._sums[at].setText(line)
            self._bars[at].setRange(0, 1000)
            self._bars[at].setValue(max(_LEAST, 1000 * weights // max(dense, shared)))
        times = _("{times:,.0f} times fewer weights to learn").format(times=dense / shared)
        self._times.setText(times if dense > shared else "")


class ComparisonPanel(QWidget):
    """A calculator: any picture and any number of units against the form's first convolution."""

    def __init__(self) -> None:
        super().__init__()
        self._convolution = Convolution(6, 5)
        self._own: Shape = (1, 28, 28)
        self._grid, self.bars = FieldGrid(_FIELDS, columns=4), ComparisonBars()
        self.fields = self._grid.fields
        self.own = chip(
            _("this input"), _("This network's input"), _("Compare for the picture of this form.")
        )
        self.photo = chip(
            _("photo 256 × 256 × 3"), _("A photo"), _("Compare for a colour photo of 256 × 256.")
        )
        title = heading(_("Why not dense at once?"))
        chips = Pair(row(self.own), row(self.photo, None), rest=1)
        column(title, chips, self._grid, self.bars, spacing=GRID, within=self)
        self._grid.value_requested.connect(self._renew)
        self.own.clicked.connect(lambda: self.show_picture(self._own, self.comparison.units))
        self.photo.clicked.connect(lambda: self.show_picture(PHOTO, self.comparison.units))
        self.show_picture(PHOTO, UNITS)

    @property
    def comparison(self) -> DenseComparison:
        """What is compared now."""
        read = self._grid.read_number
        shape = (read("channels"), read("height"), read("width"))
        return DenseComparison(shape, read("units"), self._convolution)

    def show_network(self, input_shape: Shape, convolution: Convolution | None) -> None:
        """Take the convolution to compare with and the size that `this input` means."""
        self._own = input_shape
        if convolution is not None:
            self._convolution = convolution
        self._renew()

    def show_picture(self, shape: Shape, units: int) -> None:
        """Show the figures of a picture (channels, height, width) for so many units."""
        channels, height, width = shape
        self._grid.show_values(
            {"height": height, "width": width, "channels": channels, "units": units}
        )
        self._renew()

    def _renew(self) -> None:
        for name, field in self.fields.items():
            field.show_error(self._grid.range_error(name))
        self.bars.show_comparison(self.comparison)
