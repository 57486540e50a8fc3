"""The form of a plan: every change that makes sense is a plan, the rest an error at its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from explorer.training.plan import AUGMENTATIONS, LOSSES, OPTIMISERS, SCHEDULES, Plan
from explorer.training.record.run_notes import CHANGEABLE
from explorer.views.parts.fields import NumberEdit, Picker
from explorer.views.train.forms.plan_form import PlanForm


@pytest.fixture
def form(shown: Callable[..., PlanForm]) -> PlanForm:
    return shown(PlanForm(), 420, 700)


def type_into(form: PlanForm, name: str, text: str) -> None:
    control = form.fields[name].control
    assert isinstance(control, NumberEdit)
    control.lineEdit().setText(text)
    control.lineEdit().textEdited.emit(text)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("learning_rate", "1e-2", 0.01),
        ("batch_size", "512", 512),
        ("epochs", "7", 7),
        ("weight_decay", "0", 0.0),
        ("validation", "500", 500),
        ("seed", "42", 42),
        ("ema", "0.999", 0.999),
    ],
)
def test_a_number_typed_is_a_new_plan(
    form: PlanForm, heard: Callable[..., list[Any]], name: str, text: str, value: float
) -> None:
    said = heard(form.plan_requested)
    type_into(form, name, text)
    assert getattr(said[-1], name) == value
    assert form.valid


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("learning_rate", "5000"),
        ("batch_size", "0"),
        ("epochs", "-1"),
        ("momentum", "1"),
        ("ema", "2"),
        ("seed", "x"),
        ("epochs", ""),
    ],
)
def test_nonsense_is_refused_at_its_field_and_the_plan_stays(
    form: PlanForm, heard: Callable[..., list[Any]], name: str, text: str
) -> None:
    said = heard(form.plan_requested)
    type_into(form, name, text)
    assert form.fields[name].error
    assert said == []
    assert form.plan == Plan()
    assert not form.valid
    type_into(form, name, str(getattr(Plan(), name)))
    assert form.valid


def test_every_choice_of_a_plan_is_offered(form: PlanForm) -> None:
    for name, values in (
        ("optimiser", OPTIMISERS),
        ("schedule", SCHEDULES),
        ("loss", LOSSES),
        ("augment", AUGMENTATIONS),
    ):
        control = form.fields[name].control
        assert isinstance(control, Picker)
        assert {control.itemData(i) for i in range(control.count())} == set(values)


def test_another_optimiser_brings_its_usual_rate(
    form: PlanForm, heard: Callable[..., list[Any]]
) -> None:
    said = heard(form.plan_requested)
    picker = form.fields["optimiser"].control
    assert isinstance(picker, Picker)
    picker.value_requested.emit("momentum")
    assert said == [Plan().with_optimiser("momentum")]
    assert form.fields["momentum"].control.isEnabled()
    rate = form.fields["learning_rate"].control
    assert isinstance(rate, NumberEdit)
    assert rate.text() == "0.06"


def test_while_it_runs_only_what_may_change_is_open_and_says_so(
    form: PlanForm, heard: Callable[..., list[Any]]
) -> None:
    form.set_running(True)
    opened = {name for name, field in form.fields.items() if field.control.isEnabled()}
    assert opened == set(CHANGEABLE) - {"momentum"}  # AdamW has none
    plans, changes = heard(form.plan_requested), heard(form.change_requested)
    type_into(form, "learning_rate", "0.001")
    assert plans == []
    assert changes == [{"learning_rate": 0.001}]


def test_showing_a_plan_says_nothing_and_clears_errors(
    form: PlanForm, heard: Callable[..., list[Any]]
) -> None:
    type_into(form, "epochs", "0")
    said = heard(form.plan_requested)
    form.show_plan(Plan(data="/some/folder", epochs=9))
    assert said == []
    assert form.valid
    data = form.fields["data"].control
    assert isinstance(data, Picker)
    assert data.currentData() == "/some/folder"


def test_an_error_from_elsewhere_stands_at_its_field(form: PlanForm) -> None:
    form.fields["data"].show_error("The file is damaged.")
    assert not form.valid


def test_the_number_of_steps_follows_from_the_images(form: PlanForm) -> None:
    form.show_images(4000)
    assert form.steps == 3 * 62
    assert form.length.text() == "3 epochs × 62 batches of 64 = 186 steps"
    type_into(form, "batch_size", "9000")
    assert form.steps == 3


def test_augmented_samples_come_from_outside_and_a_click_asks_for_others(
    qtbot: QtBot, form: PlanForm, heard: Callable[..., list[Any]]
) -> None:
    form.more.click()
    said = heard(form.preview.samples_requested)
    images = np.zeros((8, 1, 28, 28), np.uint8)
    form.preview.show_samples(images, images)
    form.preview.show_samples(np.zeros((3, 3, 9, 9), np.uint8), np.zeros((3, 3, 9, 9), np.uint8))
    form.grab()
    qtbot.mouseClick(form.preview, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    qtbot.keyClick(form.preview, Qt.Key.Key_Space)
    assert len(said) == 2


def test_essentials_are_in_sight_and_the_rest_is_folded(form: PlanForm) -> None:
    def in_sight() -> set[str]:
        return {name for name, field in form.fields.items() if field.isVisible()}

    assert in_sight() == {"data", "learning_rate", "epochs"}
    form.more.click()
    assert in_sight() == set(form.fields)
    form.more.click()
    assert in_sight() == {"data", "learning_rate", "epochs"}


def test_only_devices_that_there_are_can_be_chosen(form: PlanForm) -> None:
    picker = form.fields["device"].control
    assert isinstance(picker, Picker)
    form.show_devices(("auto", "cpu"))
    assert [picker.itemData(at) for at in range(picker.count())] == ["auto", "cpu"]
    form.show_plan(Plan(device="cuda"))  # a run of another machine says where it was computed
    assert picker.currentData() == "cuda"
