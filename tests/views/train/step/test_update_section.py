"""The update of a weight as it is printed, against torch's own optimiser."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from explorer.live.training.facts import Anatomy
from explorer.network.presets import preset
from explorer.training.look.anatomy import UpdateRecord
from explorer.training.plan import OPTIMISERS
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from explorer.views.train.step.update_section import UpdateSection, in_numbers, update_blocks
from explorer.views.train.step.weight_place import WeightPlace
from tests.views.train.step.conftest import DIGITS
from tests.views.train.step.reading import read, term_rows, verdicts

PLACES = [
    WeightPlace("conv1", (1, 0, 2, 1)),
    WeightPlace("logits", (3, 7)),
    WeightPlace("conv1", (0,), True),
]


def torch_after(record: UpdateRecord, place: WeightPlace) -> float:
    """Give the one number before to torch's own optimiser, and return what it makes of it."""
    value = torch.nn.Parameter(torch.tensor([place.value(record.before)]))
    value.grad = torch.tensor([place.value(record.gradient)])
    plan = record.plan
    kinds: dict[str, Any] = {
        "sgd": torch.optim.SGD,
        "momentum": torch.optim.SGD,
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "rmsprop": torch.optim.RMSprop,
    }
    extra = {"momentum": plan.momentum} if plan.optimiser == "momentum" else {}
    optimiser = kinds[plan.optimiser](
        [value], lr=record.learning_rate, weight_decay=plan.weight_decay, **extra
    )
    memory: dict[str, Any] = {
        name: torch.tensor([place.value(kept)]) for name, kept in record.memory_before.items()
    }
    if memory:
        memory["step"] = torch.tensor(float(record.updates - 1))
        optimiser.state[value] = memory
    optimiser.step()
    return float(value.detach())


@pytest.mark.parametrize("kind", OPTIMISERS)
@pytest.mark.parametrize("decay", [0.0, 0.01])
def test_the_printed_terms_lead_from_torchs_weight_to_torchs_weight(
    take_apart: Callable[..., Anatomy], kind: Any, decay: float
) -> None:
    record = take_apart(optimiser=kind, weight_decay=decay).update
    assert record is not None
    for place in PLACES:
        blocks = update_blocks(record, place)
        rows = term_rows(blocks)
        parts = [read(row.value) for row in rows.values() if row.kind == "term"]
        assert sum(parts) == read(rows["after"].value)
        assert float(read(rows["before, w"].value)) == pytest.approx(
            place.value(record.before), abs=1e-4
        )
        expected = torch_after(record, place)
        assert float(read(rows["after"].value)) == pytest.approx(expected, abs=6e-5)
        assert rows["after"].words.endswith(str(np.float32(expected)).replace("-", "−"))
        assert verdicts(blocks) == [True]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("sgd", []),
        ("momentum", ["momentum buffer b before", "momentum buffer b"]),
        ("rmsprop", ["v before", "v"]),
        ("adamw", ["m before", "v before", "m", "v", "bias correction of m", "m̂, m corrected"]),
    ],
)
def test_what_the_optimiser_remembers_is_named(
    take_apart: Callable[..., Anatomy], kind: Any, names: list[str]
) -> None:
    record = take_apart(optimiser=kind).update
    assert record is not None
    rows = term_rows(update_blocks(record, PLACES[0]))
    assert {"learning rate", "gradient", *names} <= set(rows)


@pytest.mark.parametrize("kind", OPTIMISERS)
@pytest.mark.parametrize("decay", [0.0, 0.01])
def test_formulas_in_numbers_give_the_printed_number_beside_them(
    take_apart: Callable[..., Anatomy], kind: Any, decay: float
) -> None:
    """Read `0.9 · (−0.0021) + 0.1 · (−0.0067)` back and work it out, to the last printed digit."""
    record = take_apart(optimiser=kind, weight_decay=decay).update
    assert record is not None
    checked = set()
    for place in PLACES:
        for name, row in term_rows(update_blocks(record, place)).items():
            text = row.formulas[-1].rpartition("= ")[2] if row.formulas else "words"
            text = text.replace("·", "*").replace("²", "**2").replace("−", "-").replace("⁴", "**4")
            text = text.replace("√", "math.sqrt(").replace(" + 1e-8", ") + 1e-8")
            if not any(
                letter.isalpha() for letter in text.replace("math.sqrt", "").replace("e-", "")
            ):
                shown = read(row.value)
                step = Decimal(1).scaleb(int(shown.as_tuple().exponent))
                assert abs(eval(text, {"math": math}) - float(shown)) <= 0.5001 * float(step), name
                checked.add(name)
    assert len(checked) >= {"sgd": 1, "momentum": 3, "rmsprop": 2, "adam": 7, "adamw": 7}[kind]


def test_an_average_at_the_end_has_its_row(take_apart: Callable[..., Anatomy]) -> None:
    record = take_apart(step=8, epochs=1, ema=0.9).update
    assert record is not None
    rows = term_rows(update_blocks(record, PLACES[0]))
    assert rows["average"].formulas == ("average of the weights − w",)


def test_weights_that_are_no_numbers_are_said_to_be_none(anatomy: Anatomy) -> None:
    record = anatomy.update
    assert record is not None
    weights = record.after["conv1"]
    broken = replace(weights, weight=np.full_like(weights.weight, np.nan))
    lost = replace(record, after={**record.after, "conv1": broken})
    assert verdicts(update_blocks(lost, PLACES[0])) == [False]


@pytest.fixture
def section(shown: Callable[..., UpdateSection], anatomy: Anatomy) -> UpdateSection:
    section = shown(UpdateSection(), 360, 900)
    section.place_chosen.connect(section.show_place)
    section.show_anatomy(anatomy, DIGITS)
    section.grab()
    return section


def test_at_first_the_weight_with_the_largest_gradient_is_shown(
    section: UpdateSection, anatomy: Anatomy
) -> None:
    assert anatomy.update is not None
    assert section.place is not None
    gradient = np.abs(anatomy.update.gradient["conv1"].weight)
    assert gradient[section.place.index] == gradient.max()


def test_a_weight_is_chosen_by_clicking_a_cell(qtbot: QtBot, section: UpdateSection) -> None:
    section.show_place(WeightPlace("conv1", (1, 0, 0, 0)))
    section.grab()
    for part in section.slice.parts:
        cell = part.tile_area((1, 0, 2, 1)).center().toPoint()
        qtbot.mouseClick(part, Qt.MouseButton.LeftButton, pos=cell)
        assert section.place == WeightPlace("conv1", (1, 0, 2, 1))
        section.show_place(WeightPlace("conv1", (1, 0, 0, 0)))
    every = section.every.parts[1]
    cell = every.tile_area((0, 0, 1, 1)).center().toPoint()
    qtbot.mouseClick(every, Qt.MouseButton.LeftButton, pos=cell)
    assert section.place == WeightPlace("conv1", (0, 0, 1, 1))


def test_arrow_keys_walk_and_page_keys_go_to_the_next_kernel(
    qtbot: QtBot, section: UpdateSection
) -> None:
    section.show_place(WeightPlace("conv1", (0, 0, 1, 1)))
    part = section.every.parts[0]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        qtbot.keyClick(part, key)
    assert section.place == WeightPlace("conv1", (1, 0, 2, 2))
    assert "kernel 1, channel 0, row 2, column 2: before" in part.accessibleDescription()
    part = section.slice.parts[0]
    qtbot.keyClick(part, Qt.Key.Key_Left)
    assert section.place == WeightPlace("conv1", (1, 0, 2, 1))


def test_page_keys_in_the_large_picture_change_the_kernel(
    qtbot: QtBot, section: UpdateSection
) -> None:
    section.show_place(WeightPlace("conv1", (0, 0, 1, 1)))
    qtbot.keyClick(section.slice.parts[0], Qt.Key.Key_PageDown)
    assert section.place == WeightPlace("conv1", (1, 0, 1, 1))


def test_numbers_choose_too_and_stay_within_the_layer(
    qtbot: QtBot, section: UpdateSection, heard: Callable[..., list[Any]]
) -> None:
    said = heard(section.place_chosen)
    section.show_place(WeightPlace("conv1", (1, 0, 1, 1)))
    kernel = section.choice.numbers[0]
    kernel.selectAll()
    qtbot.keyClicks(kernel, "999")
    assert section.place is not None
    last = section._record.before["conv1"].weight.shape[0] - 1  # type: ignore[union-attr]
    assert section.place.index == (last, 0, 1, 1)
    qtbot.keyClick(section.choice.numbers[2], Qt.Key.Key_Up)
    assert section.place.index == (last, 0, 2, 1)
    assert said[-1] == section.place


def test_another_layer_a_bias_and_the_largest_change(
    section: UpdateSection, anatomy: Anatomy
) -> None:
    assert anatomy.update is not None
    change = anatomy.update.change("logits")
    section.choice.layer.value_requested.emit("logits")
    assert section.place is not None
    assert section.place.layer == "logits"
    assert abs(change.weight[section.place.index]) == np.abs(change.weight).max()
    section.choice.part.value_requested.emit("bias")
    assert section.place.bias
    section.choice.largest.click()
    assert change.bias is not None
    assert abs(change.bias[section.place.index]) == np.abs(change.bias).max()
    section.choice.part.value_requested.emit("weight")
    assert not section.place.bias
    assert len(section.place.index) == 2
    section.grab()


@pytest.mark.parametrize(
    ("scale", "width", "below"), [(1.0, 318, False), (1.25, 361, False), (1.5, 331, True)]
)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_choice_of_a_weight_cuts_no_word_in_a_narrow_column(
    qtbot: QtBot,
    anatomy: Anatomy,
    name: Literal["light", "dark"],
    scale: float,
    width: int,
    below: bool,
) -> None:
    look = theme(name, scale)
    host = QWidget()
    qtbot.addWidget(host)
    host.setFont(look.font())
    section = UpdateSection()
    section.setParent(host)
    show_theme(host, look)
    section.show_anatomy(anatomy, DIGITS)
    section.resize(width, 600)
    host.resize(width, 600)
    host.show()
    QApplication.processEvents()
    choice = section.choice
    for picker in (choice.layer, choice.part):
        assert picker.width() >= picker.wanted
        assert picker.height() >= picker.sizeHint().height()
    assert choice.largest.text() == "Largest change"
    assert choice.largest.width() >= choice.largest.sizeHint().width()
    assert choice.layer.geometry().bottom() < choice.numbers[0].geometry().top()
    assert choice.rect().contains(choice.largest.geometry())
    assert (choice.largest.y() > choice.layer.geometry().bottom()) == below


def test_before_and_after_share_one_scale(section: UpdateSection, anatomy: Anatomy) -> None:
    record = anatomy.update
    assert record is not None
    before, change, after = section.every.parts
    weights = (record.before["conv1"].weight, record.after["conv1"].weight)
    assert before.limit == after.limit == max(float(np.abs(w).max()) for w in weights)
    assert change.limit == float(np.abs(record.change("conv1").weight).max())


@pytest.mark.parametrize("width", [340, 450, 560])
@pytest.mark.parametrize("preset_name", ["tiny", "lenet"])
def test_all_layers_fit_the_width(
    shown: Callable[..., UpdateSection],
    take_apart: Callable[..., Anatomy],
    width: int,
    preset_name: str,
) -> None:
    anatomy = take_apart(preset(preset_name), step=1)
    section = shown(UpdateSection(), width, 500)
    section.show_anatomy(anatomy, DIGITS)
    assert anatomy.update is not None
    for layer, weights in anatomy.update.before.items():
        section.show_place(WeightPlace(layer, (0,) * weights.weight.ndim))
        section.grab()
        for part in (*section.slice.parts, *section.every.parts):
            right = part.mapTo(section, QPoint(part.width(), 0)).x()
            assert right <= width


def test_letters_become_numbers_but_words_stay() -> None:
    values = {"w": "0.5", "rate": "0.1", "v": "2", "√v": "√2", "v̂": "3", "b before": "(−4)"}
    assert in_numbers("-rate · w / √v", values) == "−0.1 · 0.5 / √2"
    assert in_numbers("v̂ · v² of weights", values) == "3 · 2² of weights"
    assert in_numbers("rate · b before", values) == "0.1 · (−4)"
