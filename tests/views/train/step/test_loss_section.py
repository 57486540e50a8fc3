"""The loss as it is printed, against torch's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from math import exp, log
from typing import Any

import numpy as np
import pytest
import torch
from pytestqt.qtbot import QtBot
from torch.nn import functional

from explorer.live.training.facts import Anatomy
from explorer.network.presets import preset
from explorer.views.blocks.meters import MeterRow
from explorer.views.blocks.table import NumberRow, Titles, columns
from explorer.views.blocks.terms import TermRow
from explorer.views.parts.brush import Look
from explorer.views.style.theme import theme
from explorer.views.train.step.loss_pictures import ImageBlock
from explorer.views.train.step.loss_section import (
    LossSection,
    batch_blocks,
    loss_sheet,
    subject_of,
    work_blocks,
)
from tests.views.train.step.conftest import DIGITS
from tests.views.train.step.reading import column, read, term_rows, totals, verdicts

CASES = [(loss, output) for loss in ("cross-entropy", "mse") for output in ("softmax", "sigmoid")]


def torch_loss(anatomy: Anatomy, loss: str, output: str) -> float:
    """Torch's loss of the chosen image alone."""
    record = anatomy.loss
    assert record is not None
    logits = torch.tensor(np.array(record.logits))[None]
    label = torch.tensor([record.label])
    hot = functional.one_hot(label, 10).float()
    if loss == "mse":
        outputs = logits.sigmoid() if output == "sigmoid" else logits.softmax(1)
        return functional.mse_loss(outputs, hot).item()
    if output == "sigmoid":
        return functional.binary_cross_entropy_with_logits(logits, hot).item()
    return functional.cross_entropy(logits, label).item()


@pytest.mark.parametrize(("loss", "output"), CASES)
@pytest.mark.parametrize("sample", [0, 7])
def test_the_printed_loss_is_torchs_and_its_printed_terms_add_up(
    take_apart: Callable[..., Anatomy], loss: Any, output: Any, sample: int
) -> None:
    spec = replace(preset("tiny"), output=output)
    anatomy = take_apart(spec, phase=2, loss=loss, sample=sample)
    assert anatomy.loss is not None
    blocks = work_blocks(anatomy.loss, subject_of(anatomy.loss, DIGITS))
    rows = term_rows(blocks)
    shown = read(rows[f"loss of image {sample}"].value)
    assert float(shown) == pytest.approx(torch_loss(anatomy, loss, output), abs=6e-5, rel=1e-4)
    left = {name: read(row.value) for name, row in rows.items() if name.startswith("rounding")}
    of_column = left.get("rounding of the column", Decimal(0))
    assert sum(column(blocks)) + of_column == totals(blocks)[0]
    if (loss, output) == ("cross-entropy", "softmax"):
        names = ("log of the sum", "largest logit", f"minus the logit of {anatomy.loss.label}")
        rounding = left.get("rounding", Decimal(0))
        assert sum(read(rows[name].value) for name in names) + rounding == shown
        assert_gives(log(read(rows[names[0]].formulas[0].removeprefix("log "))), rows[names[0]])
        largest = max(column(blocks, 0))
        for logit, argument, exponential in zip(
            column(blocks, 0), column(blocks, 1), column(blocks), strict=True
        ):
            assert logit - largest == argument
            assert float(exponential) == pytest.approx(exp(argument), abs=half_step(exponential))
    else:
        total, count = rows[f"loss of image {sample}"].formulas[0].split(" / ")
        assert_gives(float(read(total)) / int(count.split()[0]), rows[f"loss of image {sample}"])
    assert verdicts(blocks) == [True]


def half_step(number: Decimal) -> float:
    """Return half a step of a printed number's last decimal."""
    return 0.5001 * 10.0 ** int(number.as_tuple().exponent)


def assert_gives(computed: float, row: TermRow) -> None:
    shown = read(row.value)
    assert computed == pytest.approx(float(shown), abs=half_step(shown))


@pytest.mark.parametrize("kind", ["mse", "cross-entropy"])
def test_every_printed_cost_is_that_of_the_printed_output(
    take_apart: Callable[..., Anatomy], kind: Any
) -> None:
    spec = replace(preset("tiny"), output="sigmoid")
    for sample in range(8):
        record = take_apart(spec, phase=2, loss=kind, sample=sample).loss
        assert record is not None
        for at, row in enumerate(
            b for b in work_blocks(record, subject_of(record, DIGITS)) if isinstance(b, NumberRow)
        ):
            *_, before, cost = map(read, row.numbers)
            given = before**2
            if kind == "cross-entropy":
                given = Decimal(-log(before if at == record.label else 1 - before))
                logit = read(row.numbers[0])
                assert 1 / (1 + exp(-logit)) == pytest.approx(float(before), abs=half_step(before))
            assert float(given) == pytest.approx(float(cost), abs=half_step(cost))


def test_squares_are_those_of_the_differences(take_apart: Callable[..., Anatomy]) -> None:
    record = take_apart(phase=2, loss="mse").loss
    assert record is not None
    blocks = work_blocks(record, subject_of(record, DIGITS))
    for difference, square in zip(column(blocks, 0), column(blocks), strict=True):
        assert float(difference) ** 2 == pytest.approx(float(square), abs=2e-4)


def test_the_batchs_loss_is_the_mean_of_its_losses(anatomy: Anatomy) -> None:
    record = anatomy.loss
    assert record is not None
    blocks = batch_blocks(record)
    rows = term_rows(blocks)
    total = read(rows["sum of the losses"].value)
    mean = read(rows["loss of the batch"].value)
    assert round(total / 25, 4) == mean
    assert float(mean) == pytest.approx(record.batch_loss, abs=6e-5)
    assert verdicts(blocks) == [True]


def test_target_and_output_of_every_class_are_there(anatomy: Anatomy) -> None:
    assert anatomy.loss is not None
    blocks = loss_sheet(anatomy.loss, anatomy.forward, DIGITS)
    pairs = [block for block in blocks if isinstance(block, MeterRow)]
    assert [pair.name for pair in pairs] == list(DIGITS)
    assert [pair.meters[1].share for pair in pairs] == anatomy.loss.outputs.tolist()
    assert [pair.meters[0].share for pair in pairs] == anatomy.loss.target.tolist()
    assert [bool(pair.ground) for pair in pairs] == [n == anatomy.loss.label for n in range(10)]
    assert isinstance(blocks[0], ImageBlock)


def test_names_follow_the_data(anatomy: Anatomy) -> None:
    names = ("T-shirt", *("a rather long name of a class",) * 9)
    assert anatomy.loss is not None
    blocks = loss_sheet(anatomy.loss, anatomy.forward, names)
    assert "T-shirt" in [block.name for block in blocks if isinstance(block, MeterRow)]


def test_a_record_of_another_image_has_no_picture(anatomy: Anatomy) -> None:
    assert anatomy.loss is not None
    for forward in (None, replace(anatomy.forward, sample=9)):
        blocks = loss_sheet(anatomy.loss, forward, DIGITS)
        assert not any(isinstance(block, ImageBlock) for block in blocks)


def test_an_auto_encoder_is_asked_pixel_by_pixel(take_apart: Callable[..., Anatomy]) -> None:
    anatomy = take_apart(preset("autoencoder"), step=1, phase=2, loss="mse")
    record = anatomy.loss
    assert record is not None
    blocks = loss_sheet(record, anatomy.forward, DIGITS)
    assert isinstance(blocks[0], ImageBlock)
    assert len(blocks[0].images) == 2
    assert not any(isinstance(block, MeterRow) for block in blocks)
    assert sum(column(blocks)) == totals(blocks)[0]
    assert float(totals(blocks)[0]) / 784 == pytest.approx(record.loss, rel=1e-4)
    assert verdicts(blocks) == [True, True]


def test_a_loss_that_is_no_number_says_so(anatomy: Anatomy) -> None:
    record = anatomy.loss
    assert record is not None
    nothing = np.full(10, np.nan, np.float32)
    broken = replace(
        record, logits=nothing, outputs=nothing, exponentials=nothing, terms=nothing, loss=np.nan
    )
    blocks = loss_sheet(broken, anatomy.forward, DIGITS)
    assert verdicts(blocks)[0] is False
    for kind in ("mse", "cross-entropy"):
        assert loss_sheet(replace(broken, kind=kind, exponentials=None), None, DIGITS)


@pytest.mark.parametrize("width", [340, 560])
def test_it_is_painted_at_any_width_and_read_by_keyboard(
    qtbot: QtBot, shown: Callable[..., LossSection], anatomy: Anatomy, width: int
) -> None:
    section = shown(LossSection(), width, 300)
    section.show_anatomy(anatomy, DIGITS)
    section.grab()
    assert section.sheet.width() <= width
    qtbot.waitUntil(lambda: section.verticalScrollBar().maximum() > 0)
    words = [spot.words for spot in section.sheet.spots() if spot.stop]
    assert any(said.startswith("Class 0: target 0") for said in words)
    assert any("exactly" in said for said in words)


def test_facts_go_below_two_pictures_where_they_have_no_room_beside() -> None:
    look = Look(theme("light", 1.5))
    pictures = (np.zeros((1, 28, 28), np.float32),) * 2
    facts = (("label: Ankle boot", "strong"), ("loss 0.0844", "text"))
    block = ImageBlock(pictures, ("target", "output"), facts)
    assert block.height(look, 320) > block.height(look, 500) + look.line("body")
    alone = ImageBlock(pictures[:1], (), facts)
    assert alone.height(look, 320) == alone.height(look, 500)


def test_titles_have_room_over_their_columns() -> None:
    look = Look(theme("light", 1.5))
    long, short = Titles(("output\n− target", "squared"), 84), Titles(("logit", "− max", "exp"), 84)
    assert long.height(look, 400) == short.height(look, 400) + look.line()
    for titles in (long, short):
        room = columns(look, 400, len(titles.titles), 84)[0].width() - look.px(6)
        for line in "\n".join(titles.titles).split("\n"):
            assert look.width_of(line) < room


def test_without_a_record_it_is_empty(shown: Callable[..., LossSection], anatomy: Anatomy) -> None:
    section = shown(LossSection(), 340, 300)
    section.show_anatomy(replace(anatomy, loss=None), DIGITS)
    section.grab()
    assert section.sheet.isHidden()
