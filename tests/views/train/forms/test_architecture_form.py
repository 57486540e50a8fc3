"""The form of an architecture by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.network.presets import preset
from explorer.network.spec import Convolution, Dense, Pooling
from explorer.views.parts.fields import NumberEdit, Picker
from explorer.views.train.forms.architecture_form import ArchitectureForm


@pytest.fixture
def form(shown: Callable[..., ArchitectureForm]) -> ArchitectureForm:
    return shown(ArchitectureForm(), 1000, 640)


def set_number(form: ArchitectureForm, name: str, value: int) -> None:
    control = form.editor.fields[name].control
    assert isinstance(control, NumberEdit)
    control.lineEdit().setText(str(value))
    control.lineEdit().textEdited.emit(str(value))


def test_a_changed_number_gives_a_new_spec(
    form: ArchitectureForm, heard: Callable[..., list[Any]]
) -> None:
    said = heard(form.spec_changed)
    set_number(form, "filters", 12)
    assert said[0].layers[0] == Convolution(12, 5, padding=2)
    assert said[0].name == "own"


def test_what_does_not_fit_is_said_at_its_field_and_gone_when_mended(
    form: ArchitectureForm, heard: Callable[..., list[Any]]
) -> None:
    refused = heard(form.refused)
    set_number(form, "kernel", 99)
    assert form.spec is None
    assert "does not fit" in form.editor.fields["kernel"].error
    assert refused == [form.editor.fields["kernel"].error]
    set_number(form, "kernel", 5)
    assert form.spec == preset("lenet")
    assert form.editor.fields["kernel"].error == ""


def test_an_error_elsewhere_is_said_under_the_table(qtbot: QtBot, form: ArchitectureForm) -> None:
    set_number(form, "stride", 9)  # the second convolution has no room left
    assert form.checked.layer not in (0, None)
    assert form.reason.text().startswith("pooling: ") or "convolution: " in form.reason.text()
    assert form.table.rows[form.checked.layer + 1].wrong


def test_layers_are_added_moved_and_removed_by_keyboard(
    qtbot: QtBot, form: ArchitectureForm
) -> None:
    form.add["pooling"].click()
    assert isinstance(form.state.layers[1], Pooling)
    qtbot.keyClick(form.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert isinstance(form.state.layers[0], Pooling)
    qtbot.keyClick(form.table, Qt.Key.Key_Delete)
    assert form.state.layers == preset("lenet").layers


def test_rows_are_chosen_by_mouse_and_arrows(qtbot: QtBot, form: ArchitectureForm) -> None:
    row = form.table.height() // (len(form.table.rows) + 2)
    qtbot.mouseClick(form.table, Qt.MouseButton.LeftButton, pos=QPoint(30, int(3.6 * row)))
    assert "size" in form.editor.fields or "kind" in form.editor.fields
    for _ in range(9):
        qtbot.keyClick(form.table, Qt.Key.Key_Up)
    assert set(form.editor.fields) == {"height", "width", "channels"}
    for _ in range(30):
        qtbot.keyClick(form.table, Qt.Key.Key_Down)
    assert set(form.editor.fields) == {"output"}


def test_the_output_can_be_sigmoid(form: ArchitectureForm) -> None:
    form.table.tile_chosen.emit(len(form.state.layers))
    picker = form.editor.fields["output"].control
    assert isinstance(picker, Picker)
    picker.value_requested.emit("sigmoid")
    assert form.spec is not None
    assert form.spec.output == "sigmoid"


def test_same_padding_keeps_the_size(form: ArchitectureForm) -> None:
    set_number(form, "kernel", 7)
    form.editor.same.click()
    assert form.state.layers[0] == Convolution(6, 7, padding=3)


def test_data_with_other_classes_and_colours_fits_the_form(form: ArchitectureForm) -> None:
    form.show_data((3, 28, 28), ("cat", "dog"))
    assert form.spec is not None
    assert form.spec.input_shape == (3, 28, 28)
    assert form.spec.layers[-1] == Dense(2)


def test_a_preset_keeps_the_data_s_classes(
    form: ArchitectureForm, heard: Callable[..., list[Any]]
) -> None:
    form.show_data((1, 28, 28), ("cat", "dog"))
    said = heard(form.spec_changed)
    form.presets.value_requested.emit("article")
    assert said[0].classes == ("cat", "dog")


def test_showing_a_spec_says_nothing(
    form: ArchitectureForm, heard: Callable[..., list[Any]]
) -> None:
    said = heard(form.spec_changed)
    form.show_spec(preset("tiny"))
    assert said == []
    assert form.presets.currentData() == "tiny"


def test_the_calculator_compares_any_picture(form: ArchitectureForm) -> None:
    assert form.comparison.comparison.dense_weights == 196_608_000
    assert form.comparison.comparison.shared_weights == 6 * 25 * 3
    form.comparison.own.click()
    assert form.comparison.comparison.dense_weights == 784_000
    set_number(form, "filters", 10)
    assert form.comparison.comparison.shared_weights == 250


def test_an_auto_encoder_is_a_preset_and_its_layers_have_fields(
    form: ArchitectureForm, heard: Callable[..., list[Any]]
) -> None:
    said = heard(form.spec_changed)
    form.presets.value_requested.emit("autoencoder")
    assert said == [preset("autoencoder")]
    names = [row.name for row in form.table.rows]
    for name, fields in (("unflatten", ["maps", "height", "width"]), ("upsample1", ["factor"])):
        form.table.tile_chosen.emit(names.index(name) - 1)
        assert list(form.editor.fields) == fields
    form.table.tile_chosen.emit(len(names) - 2)
    assert form.table.rows[-1].sentence == "output: image, shape 1 × 28 × 28"
    output = form.editor.fields["output"].control
    assert isinstance(output, Picker)
    output.value_requested.emit("softmax")
    assert form.spec is None
    assert "must be dense" in form.checked.error


@pytest.mark.parametrize(("width", "beside"), [(1000, True), (340, False)])
def test_the_chosen_layer_s_fields_stand_beside_or_right_below_the_table(
    shown: Callable[..., ArchitectureForm], width: int, beside: bool
) -> None:
    form = shown(ArchitectureForm(), width, 1600)
    table, editor, add = form.table.geometry(), form.editor.geometry(), form.add["dense"].parent()
    assert isinstance(add, QWidget)
    assert (editor.left() > table.right()) == beside
    assert beside or add.geometry().top() > editor.bottom() > table.bottom()
