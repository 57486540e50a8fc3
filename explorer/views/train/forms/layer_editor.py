"""The numbers and choices of one layer, of the input, or of the output."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from explorer.network.spec import Convolution
from explorer.views.parts.buttons import CHIP, ToolButton
from explorer.views.parts.fields import Field, NumberEdit, Picker
from explorer.views.parts.widgets import caption, heading, row
from explorer.views.sizes.costs import words
from explorer.views.style.theme import GRID, Theme
from explorer.views.train.forms.architecture import Checked, FormState, Value, kind_of, same_padding

_COLUMNS = 3
_INPUT, _OUTPUT = "input", "output"


@dataclass(frozen=True, slots=True)
class _Number:
    name: str
    label: str
    tip: str
    low: float = 1
    high: float = 4096
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Options:
    name: str
    label: str
    tip: str
    options: tuple[tuple[str, str], ...]


_ACTIVATIONS = (("relu", "ReLU"), ("tanh", "tanh"), ("sigmoid", "sigmoid"))
_POOLINGS = (("max", "maximum"), ("average", "average"), ("sum", "sum"))
_OUTPUTS = (
    ("softmax", "softmax: one class"),
    ("sigmoid", "sigmoid: each class yes or no"),
    ("image", "image: the input drawn again"),
)
_YES_NO = (("yes", "yes"), ("no", "no"))
_BIAS = _Options("bias", "Bias", "Whether a learned constant is added to each sum.", _YES_NO)
_FIELDS: dict[str, tuple[_Number | _Options, ...]] = {
    "convolution": (
        _Number("filters", "Filters", "How many kernels, and so how many maps come out."),
        _Number("kernel", "Kernel", "The side of the square kernel, in cells.", high=31),
        _Number(
            "stride", "Stride", "How far the kernel moves from one place to the next.", high=16
        ),
        _Number("padding", "Padding", "Rings of zeros around every map.", low=0, high=31),
        _Number(
            "dilation", "Dilation", "The distance between the cells a kernel looks at.", high=8
        ),
        _BIAS,
    ),
    "activation": (
        _Options("kind", "Function", "What is done to every number on its own.", _ACTIVATIONS),
    ),
    "pooling": (
        _Options("kind", "Kind", "What becomes of the numbers of a window.", _POOLINGS),
        _Number("size", "Size", "The side of the square window, in cells.", high=31),
        _Number(
            "stride", "Stride", "How far the window moves from one place to the next.", high=16
        ),
        _Number("padding", "Padding", "Rings around every map that never win.", low=0, high=15),
    ),
    "upsampling": (
        _Number("factor", "Factor", "How many cells become of one, in both directions.", high=16),
    ),
    "flatten": (),
    "unflatten": (
        _Number("maps", "Maps", "How many maps the vector is written into."),
        _Number("height", "Height", "Rows of each map."),
        _Number("width", "Width", "Columns of each map."),
    ),
    "dropout": (
        _Number("rate", "Rate", "The share of numbers set to zero while training.", 0, 0.99, False),
    ),
    "dense": (_Number("units", "Units", "How many weighted sums.", high=100_000), _BIAS),
    _INPUT: (
        _Number("height", "Height", "Rows of the picture, in pixels.", high=4096),
        _Number("width", "Width", "Columns of the picture, in pixels.", high=4096),
        _Options("channels", "Colours", "Grey or coloured.", (("1", "grey"), ("3", "RGB"))),
    ),
    _OUTPUT: (_Options("output", "Output", "What becomes of the last sums.", _OUTPUTS),),
}
_NOTES = {
    "flatten": "Reads all maps out into one vector, map by map, row by row.",
    "upsampling": "Repeats every number; there is nothing to learn.",
    "unflatten": "Writes a vector into maps, the opposite of flatten.",
    "dropout": "Does nothing once the network is trained.",
    _OUTPUT: "Softmax adds up to 100 % over all classes; with sigmoid each class is a question "
    "of its own, and the sum can be anything. An auto-encoder tells no classes apart: its last "
    "layer has the shape of the picture, and a sigmoid makes ink of it.",
}


class LayerEditor(QWidget):
    """Shows the fields of what is chosen; says `change_requested(name, value)`.

    Every field of the input and the output goes by the same signal: `height`, `width`, `channels`,
    `output`.
    """

    change_requested = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = {kind: _Page(kind) for kind in _FIELDS}
        self._shown = ""
        self._theme: Theme | None = None
        self._same = 0
        self.title = heading("")
        self.note = caption("")
        self.note.setWordWrap(True)
        self.same = ToolButton(
            "Same padding",
            "Pad so that the maps keep their size at stride 1.",
            detail="Half of what the kernel reaches over on either side: (f − 1) / 2.",
            text="keep the size",
            shape=CHIP,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.title)
        for page in self._pages.values():
            page.hide()
            page.change_requested.connect(self.change_requested)
            layout.addWidget(page)
        same = row(self.same)
        same.addStretch(1)
        layout.addLayout(same)
        layout.addWidget(self.note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.same.clicked.connect(lambda: self.change_requested.emit("padding", self._same))

    @property
    def fields(self) -> dict[str, Field]:
        """The fields now shown, by the name of what they change."""
        return self._pages[self._shown].fields if self._shown else {}

    def show_layer(self, state: FormState, checked: Checked, chosen: int) -> None:
        """Show layer `chosen` (-1: the input, one past the last: the output) and what is wrong."""
        values: dict[str, Value]
        if chosen < 0:
            kind, (channels, height, width) = _INPUT, state.input_shape
            values = {"height": height, "width": width, "channels": str(channels)}
            title = "input"
        elif chosen == len(state.layers):
            kind, values, title = _OUTPUT, {"output": state.output}, "output"
        else:
            layer, stage = state.layers[chosen], checked.stages[chosen]
            kind = kind_of(layer)
            values = {f.name: getattr(layer, f.name) for f in _FIELDS[kind]}
            title = f"{stage.name if stage else kind} · {words(layer)}"
        self._show_page(kind)
        self.title.setText(title)
        self._pages[kind].show_values(values)
        wrong = checked.layer == chosen
        placed = self._pages[kind].show_error(checked.field, checked.error if wrong else "")
        self._show_note(kind, "" if placed or not wrong else checked.error)
        self._show_same(state, chosen)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self.same.set_theme(theme)
        for page in self._pages.values():
            page.set_theme(theme)

    def _show_page(self, kind: str) -> None:
        if kind != self._shown:
            for name, page in self._pages.items():
                page.setVisible(name == kind)
            self._shown = kind

    def _show_note(self, kind: str, error: str) -> None:
        text = error or _NOTES.get(kind, "")
        self.note.setText(text)
        self.note.setProperty("role", "field-error" if error else "caption")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.setVisible(bool(text))

    def _show_same(self, state: FormState, chosen: int) -> None:
        layer = state.layers[chosen] if 0 <= chosen < len(state.layers) else None
        self.same.setVisible(isinstance(layer, Convolution))
        if isinstance(layer, Convolution):
            self._same = same_padding(layer)
            self.same.setEnabled(layer.padding != self._same)
            self.same.setText(f"Same padding: {self._same}")


class _Page(QWidget):
    """The fields of one kind of layer."""

    change_requested = Signal(str, object)

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        for place, made in enumerate(_FIELDS[kind]):
            field = Field(_control(made))
            self.fields[made.name] = field
            self._connect(made.name, field)
            grid.addWidget(field, place // _COLUMNS, place % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)

    def show_values(self, values: dict[str, Value]) -> None:
        for name, value in values.items():
            control = self.fields[name].control
            if isinstance(control, NumberEdit) and not isinstance(value, str):
                control.show_value(value)
            elif isinstance(control, Picker):
                control.show_value(_as_text(value))

    def show_error(self, name: str, error: str) -> bool:
        """Put an error at its field and clear the others; return whether there is such a field."""
        for known, field in self.fields.items():
            field.show_error(error if known == name else "")
        return name in self.fields

    def set_theme(self, theme: Theme) -> None:
        for field in self.fields.values():
            field.set_theme(theme)

    def _connect(self, name: str, field: Field) -> None:
        control = field.control
        if isinstance(control, NumberEdit | Picker):
            control.value_requested.connect(
                lambda value, name=name: self.change_requested.emit(name, _from_text(name, value))
            )


def _control(made: _Number | _Options) -> QWidget:
    if isinstance(made, _Options):
        return Picker(made.label, made.tip, made.options)
    return NumberEdit(made.label, made.tip, low=made.low, high=made.high, whole=made.whole)


def _as_text(value: Value) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _from_text(name: str, value: Value) -> Value:
    if name == "bias":
        return value == "yes"
    return int(value) if name == "channels" else value
