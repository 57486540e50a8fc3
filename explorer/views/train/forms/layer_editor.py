"""The numbers and choices of one layer, of the input, or of the output."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.spec import Convolution
from explorer.text import _
from explorer.views.parts.buttons import chip
from explorer.views.parts.fields import Field, FieldGrid, FieldSpec, Value
from explorer.views.parts.widgets import Note, column, heading, row
from explorer.views.sizes.comparison import CHANNELS
from explorer.views.sizes.costs import describe_layer
from explorer.views.style.theme import GRID
from explorer.views.train.forms.architecture import Checked, FormState, kind_of, same_padding

_INPUT, _OUTPUT = "input", "output"
_BIAS = FieldSpec(
    "bias",
    _("Bias"),
    _("Whether a learned constant is added to each sum."),
    options=(("yes", _("yes")), ("no", _("no"))),
)
_FIELDS: dict[str, tuple[FieldSpec, ...]] = {
    "convolution": (
        FieldSpec("filters", _("Filters"), _("How many kernels, and so how many maps come out.")),
        FieldSpec("kernel", _("Kernel"), _("The side of the square kernel, in cells."), high=31),
        FieldSpec(
            "stride",
            _("Stride"),
            _("How far the kernel moves from one place to the next."),
            high=16,
        ),
        FieldSpec("padding", _("Padding"), _("Rings of zeros around every map."), 0, 31),
        FieldSpec(
            "dilation",
            _("Dilation"),
            _("The distance between the cells a kernel looks at."),
            high=8,
        ),
        _BIAS,
    ),
    "activation": (
        FieldSpec(
            "kind",
            _("Function"),
            _("What is done to every number on its own."),
            options=(("relu", _("ReLU")), ("tanh", _("tanh")), ("sigmoid", _("sigmoid"))),
        ),
    ),
    "pooling": (
        FieldSpec(
            "kind",
            _("Kind"),
            _("What becomes of the numbers of a window."),
            options=(("max", _("maximum")), ("average", _("average")), ("sum", _("sum"))),
        ),
        FieldSpec("size", _("Size"), _("The side of the square window, in cells."), high=31),
        FieldSpec(
            "stride",
            _("Stride"),
            _("How far the window moves from one place to the next."),
            high=16,
        ),
        FieldSpec("padding", _("Padding"), _("Rings around every map that never win."), 0, 15),
    ),
    "upsampling": (
        FieldSpec(
            "factor", _("Factor"), _("How many cells become of one, in both directions."), high=16
        ),
    ),
    "flatten": (),
    "unflatten": (
        FieldSpec("maps", _("Maps"), _("How many maps the vector is written into.")),
        FieldSpec("height", _("Height"), _("Rows of each map.")),
        FieldSpec("width", _("Width"), _("Columns of each map.")),
    ),
    "dropout": (
        FieldSpec(
            "rate",
            _("Rate"),
            _("The share of numbers set to zero while training."),
            0,
            0.99,
            whole=False,
        ),
    ),
    "dense": (
        FieldSpec("units", _("Units"), _("How many weighted sums."), high=100_000),
        _BIAS,
    ),
    _INPUT: (
        FieldSpec("height", _("Height"), _("Rows of the picture, in pixels.")),
        FieldSpec("width", _("Width"), _("Columns of the picture, in pixels.")),
        CHANNELS,
    ),
    _OUTPUT: (
        FieldSpec(
            "output",
            _("Output"),
            _("What becomes of the last sums."),
            options=(
                ("softmax", _("softmax: one class")),
                ("sigmoid", _("sigmoid: each class yes or no")),
                ("image", _("image: the input drawn again")),
            ),
        ),
    ),
}
_NOTES = {
    "flatten": _("Reads all maps out into one vector, map by map, row by row."),
    "upsampling": _("Repeats every number; there is nothing to learn."),
    "unflatten": _("Writes a vector into maps, the opposite of flatten."),
    "dropout": _("Does nothing once the network is trained."),
    _OUTPUT: _(
        "Softmax adds up to 100 % over all classes; with sigmoid each class is a question of its "
        "own, and the sum can be anything. An auto-encoder tells no classes apart: its last layer "
        "has the shape of the picture, and a sigmoid makes ink of it."
    ),
}


class LayerEditor(QWidget):
    """Shows the fields of what is chosen; emits `change_requested(name, value)`.

    Every field of the input and the output goes by the same signal: `height`, `width`, `channels`,
    `output`.
    """

    change_requested = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._grids = {kind: FieldGrid(specs) for kind, specs in _FIELDS.items()}
        self._shown = ""
        self._same = 0
        self.title = heading("")
        self.note = Note("caption")
        self.same = chip(
            _("keep the size"),
            _("Same padding"),
            _("Pad so that the maps keep their size at stride 1."),
            detail=_("Half of what the kernel reaches over on either side: (f − 1) / 2."),
        )
        self.title.setWordWrap(True)
        layout = column(self.title, spacing=GRID, within=self)
        for grid in self._grids.values():
            grid.hide()
            grid.value_requested.connect(self._on_value)
            layout.addWidget(grid)
        layout.addLayout(row(self.same, None))
        layout.addWidget(self.note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.same.clicked.connect(lambda: self.change_requested.emit("padding", self._same))

    @property
    def fields(self) -> dict[str, Field]:
        """The fields now shown, by the name of what they change."""
        return self._grids[self._shown].fields if self._shown else {}

    def show_layer(self, state: FormState, checked: Checked, chosen: int) -> None:
        """Show layer `chosen` (-1: the input, one past the last: the output) and what is wrong."""
        values: dict[str, Value]
        if chosen < 0:
            kind, (channels, height, width) = _INPUT, state.input_shape
            values = {"height": height, "width": width, "channels": channels}
            title = _("input")
        elif chosen == len(state.layers):
            kind, values, title = _OUTPUT, {"output": state.output}, _("output")
        else:
            layer, stage = state.layers[chosen], checked.stages[chosen]
            kind = kind_of(layer)
            values = {spec.name: getattr(layer, spec.name) for spec in _FIELDS[kind]}
            if "bias" in values:
                values["bias"] = "yes" if values["bias"] else "no"
            title = f"{stage.name if stage else kind} · {describe_layer(layer)}"
        for name, grid in self._grids.items():
            grid.setVisible(name == kind)
        self._shown = kind
        self.title.setText(title)
        self._grids[kind].show_values(values)
        wrong = checked.layer == chosen
        placed = self._grids[kind].mark_error(checked.field, checked.error if wrong else "")
        self._show_note(kind, "" if placed or not wrong else checked.error)
        self._show_same(state, chosen)

    def _on_value(self, name: str, value: Value) -> None:
        if name == "bias":
            self.change_requested.emit(name, value == "yes")
        else:
            self.change_requested.emit(name, int(value) if name == "channels" else value)

    def _show_note(self, kind: str, error: str) -> None:
        self.note.setProperty("role", "field-error" if error else "caption")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.show_text(error or _NOTES.get(kind, ""))

    def _show_same(self, state: FormState, chosen: int) -> None:
        layer = state.layers[chosen] if 0 <= chosen < len(state.layers) else None
        self.same.setVisible(isinstance(layer, Convolution))
        if isinstance(layer, Convolution):
            self._same = same_padding(layer)
            self.same.setEnabled(layer.padding != self._same)
            self.same.setText(_("Same padding: {padding}").format(padding=self._same))
