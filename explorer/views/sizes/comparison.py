"""The argument for convolutions in two bars: a dense layer's weights and a convolution's."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from explorer.network.spec import Convolution, Shape
from explorer.views.parts.brush import RIGHT, Look
from explorer.views.parts.buttons import CHIP, ToolButton
from explorer.views.parts.fields import Field, NumberEdit, Picker
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import heading, row
from explorer.views.sizes.costs import Comparison
from explorer.views.style.theme import GRID, Theme

PHOTO: Shape = (3, 256, 256)
UNITS = 1000
_MOST_SIDE, _MOST_UNITS = 8192, 100_000


class ComparisonBars(QWidget):
    """Two rows: the sum in words, its result and a bar; both bars have one scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._comparison: Comparison | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            "Weights of a dense layer and of a convolution",
            "The weights that one layer needs for this picture.",
            "A dense unit has a weight of its own for every number of the picture. A kernel is "
            "shared by all places, so its weights do not grow with the picture.",
        )

    def show_comparison(self, comparison: Comparison) -> None:
        """Show the figures of one picture."""
        self._comparison = comparison
        dense, shared = comparison.dense_weights, comparison.shared_weights
        self.setAccessibleDescription(f"dense {dense:,} weights, convolution {shared:,} weights")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._look = Look(theme)
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        look = self._look
        if look is None:
            return QSize(300, 1)
        return QSize(300, int(2 * self._step(look) + look.line("small")))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, shown = self._look, self._comparison
        if look is None or shown is None:
            return
        painter = QPainter(self)
        dense, shared = shown.dense_weights, shown.shared_weights
        most = max(dense, shared, 1)
        self._row(painter, look, 0, ("Dense", shown.dense_line), dense, dense / most)
        top = self._step(look)
        self._row(painter, look, top, ("Convolution", shown.shared_line), shared, shared / most)
        if dense > shared > 0:
            place = QRectF(0, 2 * top, self.width(), look.line("small"))
            times = f"{dense / shared:,.0f} times fewer weights to learn"
            look.text(painter, place, times, "muted")

    def _row(
        self,
        painter: QPainter,
        look: Look,
        top: float,
        said: tuple[str, str],
        weights: int,
        share: float,
    ) -> None:
        name, words = said
        line, body = look.line("small"), look.line("body")
        first = QRectF(0, top, self.width(), body)
        look.text(painter, first, name, size="body", weight="strong")
        look.text(painter, first, f"{weights:,} weights", size="body", weight="strong", align=RIGHT)
        look.text(painter, QRectF(0, top + body, self.width(), line), words, "muted")
        bar = QRectF(0, top + body + line + 2, self.width(), look.px(6))
        painter.fillRect(bar, look.color("field"))
        bar.setWidth(max(1.0, bar.width() * share))
        painter.fillRect(bar, look.color("accent"))

    def _step(self, look: Look) -> float:
        return look.line("body") + look.line("small") + look.px(6) + look.px(14)


class ComparisonPanel(QWidget):
    """A calculator: any picture and any number of units against the form's first convolution."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._convolution = Convolution(6, 5)
        self._own: Shape = (1, 28, 28)
        self.height_field = Field(
            NumberEdit("Height", "Rows of the picture.", low=1, high=_MOST_SIDE)
        )
        self.width_field = Field(
            NumberEdit("Width", "Columns of the picture.", low=1, high=_MOST_SIDE)
        )
        self.channels = Field(Picker("Colours", "Grey or coloured.", (("1", "grey"), ("3", "RGB"))))
        self.units = Field(
            NumberEdit("Units", "Units of the dense layer.", low=1, high=_MOST_UNITS, by=100)
        )
        self.bars = ComparisonBars()
        self.own = ToolButton(
            "This network's input",
            "Compare for the picture of this form.",
            text="this input",
            shape=CHIP,
        )
        self.photo = ToolButton(
            "A photo",
            "Compare for a colour photo of 256 × 256.",
            text="photo 256 × 256 × 3",
            shape=CHIP,
        )
        self._lay_out()
        self._connect()
        self.show_picture(PHOTO, UNITS)

    @property
    def comparison(self) -> Comparison:
        """What is compared now."""
        height, width = (_number(f) for f in (self.height_field, self.width_field))
        channels = self.channels.control
        assert isinstance(channels, Picker)
        shape = (int(channels.currentData()), height, width)
        return Comparison(shape, _number(self.units), self._convolution)

    def show_network(self, input_shape: Shape, convolution: Convolution | None) -> None:
        """Take the convolution to compare with and the size that `this input` means."""
        self._own = input_shape
        if convolution is not None:
            self._convolution = convolution
        self._renew()

    def show_picture(self, shape: Shape, units: int) -> None:
        """Show the figures of a picture (channels, height, width) for so many units."""
        channels, height, width = shape
        for field, value in (
            (self.height_field, height),
            (self.width_field, width),
            (self.units, units),
        ):
            field.show_error("")
            if isinstance(field.control, NumberEdit):
                field.control.show_value(value)
        if isinstance(self.channels.control, Picker):
            self.channels.control.show_value(str(channels))
        self._renew()

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        for field in self._fields:
            field.set_theme(theme)
        for part in (self.bars, self.own, self.photo):
            part.set_theme(theme)

    @property
    def _fields(self) -> tuple[Field, ...]:
        return self.height_field, self.width_field, self.channels, self.units

    def _lay_out(self) -> None:
        sizes = row(self.own, self.photo)
        sizes.addStretch(1)
        fields = QGridLayout()
        fields.setHorizontalSpacing(GRID)
        for column, field in enumerate(self._fields):
            fields.addWidget(field, 0, column)
            fields.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(heading("Why not dense at once?"))
        layout.addLayout(sizes)
        layout.addLayout(fields)
        layout.addWidget(self.bars)

    def _connect(self) -> None:
        for field in self._fields:
            if isinstance(field.control, NumberEdit | Picker):
                field.control.value_requested.connect(self._on_value)
        self.own.clicked.connect(lambda: self.show_picture(self._own, _number(self.units)))
        self.photo.clicked.connect(lambda: self.show_picture(PHOTO, _number(self.units)))

    def _on_value(self) -> None:
        for field, most in zip(self._fields, (_MOST_SIDE, _MOST_SIDE, 3, _MOST_UNITS), strict=True):
            if isinstance(field.control, NumberEdit):
                fits = 1 <= field.control.value <= most
                field.show_error("" if fits else f"1 to {most:,}.")
        self._renew()

    def _renew(self) -> None:
        comparison = self.comparison
        self.bars.show_comparison(comparison)


def _number(field: Field) -> int:
    assert isinstance(field.control, NumberEdit)
    return max(1, int(field.control.value))
