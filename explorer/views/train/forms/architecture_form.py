"""The form in which a network is put together: presets, layers, their costs, and the reason why.

Every change is checked at once: the table shows shapes and costs of what fits, the field shows
why something does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from explorer.network.presets import PRESETS, preset
from explorer.network.spec import Convolution, OutputKind, Spec
from explorer.text import _
from explorer.views.parts.buttons import FLAT, KEY, ToolButton
from explorer.views.parts.fields import Picker
from explorer.views.parts.widgets import HALF, Note, caption, column, row
from explorer.views.sizes.comparison import ComparisonPanel
from explorer.views.sizes.formula_view import FormulaView
from explorer.views.sizes.volume_panel import VolumePanel
from explorer.views.style.theme import GRID
from explorer.views.style.themed import Themed
from explorer.views.train.forms.architecture import FormState, check
from explorer.views.train.forms.layer_editor import LayerEditor
from explorer.views.train.forms.layer_table import LayerTable

_WIDE = 680  # from here on the editor stands beside the table
OWN = "own"
_ADD = (  # kind, text, name, tip
    ("convolution", _("Convolution"), _("Add convolution"), _("Kernels that slide over all maps.")),
    (
        "activation",
        _("Activation"),
        _("Add activation"),
        _("ReLU, tanh or sigmoid of every number."),
    ),
    ("pooling", _("Pooling"), _("Add pooling"), _("One number per window.")),
    ("upsampling", _("Upsampling"), _("Add upsampling"), _("Every number repeated in a square.")),
    ("flatten", _("Flatten"), _("Add flatten"), _("Maps into one vector.")),
    ("unflatten", _("Unflatten"), _("Add unflatten"), _("A vector into maps.")),
    ("dense", _("Dense"), _("Add dense"), _("Weighted sums of everything.")),
    ("dropout", _("Dropout"), _("Add dropout"), _("Zeroes a share of the numbers while training.")),
)


class ArchitectureForm(Themed, QWidget):
    """Emits `spec_changed(Spec)` when a change fits, `refused(str)` when it does not.

    `show_spec` never emits. `state` is what stands in the form, `checked` what came of it; `spec`
    is the architecture, or None while something does not fit.
    """

    spec_changed = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.state = FormState.of(preset("lenet"))
        self.checked = check(self.state)
        self._chosen = 0
        self._wide = False
        self._build()
        self._lay_out()
        self._connect()
        self._show()

    @property
    def spec(self) -> Spec | None:
        """The architecture in the form; None while it does not fit."""
        return self.checked.spec

    def show_spec(self, spec: Spec) -> None:
        """Fill the form with an architecture."""
        self.state = FormState.of(spec)
        self._chosen = min(self._chosen, len(spec.layers))
        self._renew()

    def show_data(self, input_shape: tuple[int, int, int], classes: Sequence[str]) -> None:
        """Fit input and classes to a data set, as far as the layers allow it."""
        self.state = self.state.with_input(input_shape).with_classes(classes)
        self._renew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE * self.theme.scale
        if wide != self._wide:
            self._arrange(wide)

    def _build(self) -> None:
        self.presets = Picker(
            _("Preset"),
            _("Begin with a ready-made network."),
            [(name, name) for name in PRESETS],
            detail=_(
                "lenet is the classic; article is the plain stack; tiny trains in a blink; "
                "autoencoder draws its input again from 32 numbers."
            ),
        )
        self.table, self.editor = LayerTable(), LayerEditor()
        self.formula, self.volume = FormulaView(), VolumePanel()
        self.comparison = ComparisonPanel()
        after = _("Comes after the chosen layer.")
        self.add = {
            kind: ToolButton(name, f"{tip} {after}", icon="add", text=text, shape=KEY)
            for kind, text, name, tip in _ADD
        }
        self.up, self.down, self.remove = (
            ToolButton(name, tip, icon=icon, shape=FLAT)
            for name, tip, icon in (
                (_("Move up"), _("One place nearer to the input."), "up"),
                (_("Move down"), _("One place nearer to the output."), "down"),
                (_("Remove"), _("Take the layer out."), "clear"),
            )
        )
        self.reason = Note()

    def _lay_out(self) -> None:
        self._adds = QWidget()
        adds = QGridLayout(self._adds)
        adds.setContentsMargins(0, 0, 0, 0)
        adds.setSpacing(HALF)
        adds.addWidget(caption(_("Add after the chosen layer")), 0, 0, 1, 2)
        for place, button in enumerate(self.add.values()):
            adds.addWidget(button, 1 + place // 2, place % 2)
        tools = (self.up, self.down, self.remove)
        top = row((self.presets, 1), *tools, spacing=GRID)
        left = column(top, self.table, self.reason, None, spacing=GRID)
        parts = (self.editor, self.formula, self.volume, self.comparison)
        right = column(*parts, None, spacing=GRID)
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.addLayout(left, 5)
        self._sides.addLayout(right, 4)
        self._left, self._right = left, right
        self._arrange(False)

    def _arrange(self, wide: bool) -> None:
        """Set the editor beside the table, or right below it: both are looked at together."""
        self._wide = wide
        ways = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(ways[wide])
        self._sides.setSpacing((1 + 2 * wide) * GRID)
        if wide:
            self._left.insertWidget(self._left.count() - 1, self._adds)
        else:
            self._right.insertWidget(1, self._adds)

    def _connect(self) -> None:
        self.table.tile_chosen.connect(self._on_layer_chosen)
        self.table.move_requested.connect(self._on_move)
        self.table.remove_requested.connect(self._on_remove)
        self.editor.change_requested.connect(self._on_change)
        self.presets.value_requested.connect(self._on_preset)
        self.up.clicked.connect(lambda: self._on_move(self._chosen, -1))
        self.down.clicked.connect(lambda: self._on_move(self._chosen, 1))
        self.remove.clicked.connect(lambda: self._on_remove(self._chosen))
        for kind, button in self.add.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self._on_add(kind))

    def _on_layer_chosen(self, index: int) -> None:
        self._chosen = index
        self._show()

    def _on_add(self, kind: str) -> None:
        after = min(self._chosen, len(self.state.layers) - 1)
        self._chosen = after + 1
        self._change(self.state.added(kind, after))

    def _on_move(self, index: int, by: int) -> None:
        if not 0 <= index + by < len(self.state.layers):
            return
        self._chosen = index + by
        self._change(self.state.moved(index, by))

    def _on_remove(self, index: int) -> None:
        if 0 <= index < len(self.state.layers):
            self._chosen = max(-1, min(index, len(self.state.layers) - 2))
            self._change(self.state.removed(index))

    def _on_preset(self, name: str) -> None:
        if name in PRESETS:
            classes = self.state.classes
            self._chosen = 0
            self._change(FormState.of(preset(name)).with_classes(classes))

    def _on_change(self, name: str, value: Any) -> None:
        state, layers = self.state, self.state.layers
        if name == "output":
            state = replace(state, output=cast("OutputKind", value))
        elif self._chosen < 0:
            now = dict(zip(("channels", "height", "width"), state.input_shape, strict=True))
            now[name] = int(value)
            state = state.with_input((now["channels"], now["height"], now["width"]))
        elif self._chosen < len(layers):
            state = state.changed(self._chosen, name, value)
        self._change(state)

    def _change(self, state: FormState) -> None:
        self.state = _named(state)
        self._renew()
        if self.checked.spec is not None:
            self.spec_changed.emit(self.checked.spec)
        else:
            self.refused.emit(self.checked.error)

    def _renew(self) -> None:
        self.checked = check(self.state)
        self._show()

    def _show(self) -> None:
        state, checked, chosen = self.state, self.checked, self._chosen
        self.table.show_layers(state, checked, chosen)
        self.editor.show_layer(state, checked, chosen)
        inside = 0 <= chosen < len(state.layers)
        stage = checked.stages[chosen] if inside else None
        self.formula.show_stage(stage)
        self.volume.show_stage(stage)
        first = next((layer for layer in state.layers if isinstance(layer, Convolution)), None)
        self.comparison.show_network(state.input_shape, first)
        for button in (self.up, self.down, self.remove):
            button.setEnabled(inside)
        elsewhere = bool(checked.error) and checked.layer != chosen
        self.reason.show_text(self._reason() if elsewhere else "")
        self.presets.show_value(state.name)

    def _reason(self) -> str:
        layer, error = self.checked.layer, self.checked.error
        if layer is None:
            return error
        return _("{layer}: {error}").format(layer=self.table.rows[layer + 1].name, error=error)


def _named(state: FormState) -> FormState:
    """Return the form under the name of the preset it equals; a name of the user's own stays."""
    if state.name not in (*PRESETS, OWN):
        return state
    for name in PRESETS:
        known = FormState.of(preset(name)).with_classes(state.classes)
        if known.layers == state.layers:
            return replace(state, name=name)
    return replace(state, name=OWN)
