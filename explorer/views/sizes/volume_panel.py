"""A calculator for one filter over one volume; it follows the convolution chosen in the form."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from explorer.network.presets import preset
from explorer.network.spec import Convolution, Stage
from explorer.text import _
from explorer.views.parts.buttons import CHIP, ToolButton
from explorer.views.parts.field_grid import FieldGrid, FieldSpec
from explorer.views.parts.fields import Field
from explorer.views.parts.widgets import column, heading, row
from explorer.views.sizes.formula_view import FormulaView
from explorer.views.sizes.volume import Volume
from explorer.views.sizes.volume_picture import VolumePicture
from explorer.views.style.theme import GRID

_FIELDS = (
    FieldSpec("height", _("Height h"), _("Rows of the picture.")),
    FieldSpec("width", _("Width w"), _("Columns of the picture.")),
    FieldSpec("depth", _("Depth d"), _("Maps or colours of the picture.")),
    FieldSpec("filter_height", _("Filter fh"), _("Rows of the filter.")),
    FieldSpec("filter_width", _("Filter fw"), _("Columns of the filter.")),
    FieldSpec("filter_depth", _("Filter d"), _("Depth of the filter: always that of the picture.")),
    FieldSpec("stride", _("Stride s"), _("How far the filter moves from one place to the next.")),
    FieldSpec("padding", _("Padding p"), _("Rings of zeros around the picture."), low=0),
)


class VolumePanel(QWidget):
    """Shows a `Volume`: in fields to change it, as a picture and as a rule."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FieldGrid(_FIELDS)
        self.picture, self.formula = VolumePicture(), FormulaView()
        self.follow = ToolButton(
            _("The chosen convolution"),
            _("Take the numbers of the convolution chosen in the table."),
            text=_("the chosen layer"),
            shape=CHIP,
        )
        self.example = ToolButton(
            _("7 × 7 with stride 2"),
            _("A filter of 3 × 3 over 7 × 7, two cells at a time."),
            text=_("7 × 7, stride 2"),
            shape=CHIP,
        )
        self._dilation = 1
        self._layer = Volume.of(preset("lenet").stage("conv1"))
        self._lay_out()
        self._grid.value_requested.connect(self._renew)
        self.follow.clicked.connect(lambda: self.show_volume(self._layer))
        self.example.clicked.connect(lambda: self.show_volume(Volume((7, 7, 1), (3, 3, 1), 2)))
        self.show_volume(self._layer)

    @property
    def fields(self) -> dict[str, Field]:
        """The fields by the name of what they change."""
        return self._grid.fields

    @property
    def volume(self) -> Volume:
        """What stands in the fields."""
        read = self._grid.read_number
        return Volume(
            (read("height"), read("width"), read("depth")),
            (read("filter_height"), read("filter_width"), read("filter_depth")),
            read("stride"),
            read("padding"),
            self._dilation,
        )

    def show_volume(self, volume: Volume) -> None:
        """Fill the fields and show what comes out."""
        self._dilation = volume.dilation
        values = (*volume.picture, *volume.filter, volume.stride, volume.padding)
        self._grid.show_values(dict(zip(self.fields, values, strict=True)))
        self._renew()

    def show_stage(self, stage: Stage | None) -> None:
        """Follow a convolution when it is another or has changed; other stages change nothing."""
        if stage is None or not isinstance(stage.layer, Convolution):
            return
        volume = Volume.of(stage)
        if volume != self._layer:
            self._layer = volume
            self.show_volume(volume)

    def _lay_out(self) -> None:
        column(
            heading(_("One filter over a volume")),
            row(self.follow, self.example, None),
            self._grid,
            self.picture,
            self.formula,
            spacing=GRID,
            within=self,
        )

    def _renew(self) -> None:
        volume = self.volume
        blamed, reason = volume.refused
        for name, field in self.fields.items():
            field.show_error(self._grid.range_error(name) or (reason if name == blamed else ""))
        self.picture.show_volume(volume)
        self.formula.show_lines(volume.formulas)
