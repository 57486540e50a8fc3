"""A calculator for one filter over one volume; it follows the convolution chosen in the form."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from explorer.network.presets import preset
from explorer.network.spec import Convolution, Stage
from explorer.views.parts.buttons import CHIP, ToolButton
from explorer.views.parts.fields import Field, NumberEdit
from explorer.views.parts.widgets import heading, row
from explorer.views.sizes.formula_view import FormulaView
from explorer.views.sizes.volume import Volume
from explorer.views.sizes.volume_picture import VolumePicture
from explorer.views.style.theme import GRID, Theme

_MOST = 4096
_FIELDS = (
    ("height", "Height h", "Rows of the picture.", 1),
    ("width", "Width w", "Columns of the picture.", 1),
    ("depth", "Depth d", "Maps or colours of the picture.", 1),
    ("filter_height", "Filter fh", "Rows of the filter.", 1),
    ("filter_width", "Filter fw", "Columns of the filter.", 1),
    ("filter_depth", "Filter d", "Depth of the filter: always that of the picture.", 1),
    ("stride", "Stride s", "How far the filter moves from one place to the next.", 1),
    ("padding", "Padding p", "Rings of zeros around the picture.", 0),
)
_COLUMNS = 3


class VolumePanel(QWidget):
    """Takes the sizes of picture and filter from its fields and shows what comes of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {
            name: Field(NumberEdit(label, tip, low=low, high=_MOST))
            for name, label, tip, low in _FIELDS
        }
        self.picture, self.formula = VolumePicture(), FormulaView()
        self.follow = ToolButton(
            "The chosen convolution",
            "Take the numbers of the convolution chosen in the table.",
            text="the chosen layer",
            shape=CHIP,
        )
        self.example = ToolButton(
            "7 × 7 with stride 2",
            "A filter of 3 × 3 over 7 × 7, two cells at a time.",
            text="7 × 7, stride 2",
            shape=CHIP,
        )
        self._dilation = 1
        self._layer = Volume.of(preset("lenet").stage("conv1"))
        self._lay_out()
        self._connect()
        self.show_volume(self._layer)

    @property
    def volume(self) -> Volume:
        """What stands in the fields."""
        value = {name: self._value(name) for name in self.fields}
        return Volume(
            (value["height"], value["width"], value["depth"]),
            (value["filter_height"], value["filter_width"], value["filter_depth"]),
            value["stride"],
            value["padding"],
            self._dilation,
        )

    def show_volume(self, volume: Volume) -> None:
        """Fill the fields and show what comes out."""
        self._dilation = volume.dilation
        values = (*volume.picture, *volume.filter, volume.stride, volume.padding)
        for field, value in zip(self.fields.values(), values, strict=True):
            if isinstance(field.control, NumberEdit):
                field.control.show_value(value)
        self._renew()

    def show_stage(self, stage: Stage | None) -> None:
        """Follow a convolution when it is another or has changed; other stages change nothing."""
        if stage is None or not isinstance(stage.layer, Convolution):
            return
        volume = Volume.of(stage)
        if volume != self._layer:
            self._layer = volume
            self.show_volume(volume)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        for field in self.fields.values():
            field.set_theme(theme)
        for part in (self.picture, self.formula, self.follow, self.example):
            part.set_theme(theme)

    def _value(self, name: str) -> int:
        control = self.fields[name].control
        assert isinstance(control, NumberEdit)
        low = 0 if name == "padding" else 1
        return min(_MOST, max(low, int(control.value)))

    def _lay_out(self) -> None:
        chips = row(self.follow, self.example)
        chips.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        for place, field in enumerate(self.fields.values()):
            grid.addWidget(field, place // _COLUMNS, place % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(heading("One filter over a volume"))
        layout.addLayout(chips)
        layout.addLayout(grid)
        layout.addWidget(self.picture)
        layout.addWidget(self.formula)

    def _connect(self) -> None:
        for field in self.fields.values():
            if isinstance(field.control, NumberEdit):
                field.control.value_requested.connect(self._renew)
        self.follow.clicked.connect(lambda: self.show_volume(self._layer))
        self.example.clicked.connect(lambda: self.show_volume(Volume((7, 7, 1), (3, 3, 1), 2)))

    def _renew(self) -> None:
        volume = self.volume
        blamed, reason = volume.refused
        for name, field in self.fields.items():
            control = field.control
            assert isinstance(control, NumberEdit)
            fits = control.value == self._value(name)
            said = reason if name == blamed else ""
            low = 0 if name == "padding" else 1
            field.show_error(said if fits else f"{low} to {_MOST:,}.")
        self.picture.show_volume(volume)
        self.formula.show_lines(volume.formulas)
