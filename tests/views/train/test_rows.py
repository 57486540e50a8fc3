"""What the seed articles say of training and of architectures, tried on the Train page.

The identifiers are those of the list of features; each test does what its row asks for.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from pytestqt.qtbot import QtBot
from torch.nn import functional

from explorer.live.session import Session
from explorer.live.training import commands
from explorer.live.training.facts import Anatomy
from explorer.views.blocks.meters import MeterRow
from explorer.views.parts.fields import NumberEdit
from explorer.views.sizes.volume_panel import describe_volume
from explorer.views.train.forms.architecture_form import ArchitectureForm
from explorer.views.train.page import TrainPage
from explorer.views.train.step.loss_section import loss_sheet
from explorer.views.window.window import Window


@pytest.fixture
def form(page: TrainPage) -> ArchitectureForm:
    """Return the page's form for a network, in front, with a LeNet in it."""
    page.left.show_section("network")
    page.left.network.presets.value_requested.emit("lenet")
    return page.left.network


def type_number(form: ArchitectureForm, name: str, value: int) -> None:
    control = form.editor.fields[name].control
    assert isinstance(control, NumberEdit)
    control.lineEdit().setText(str(value))
    control.lineEdit().textEdited.emit(str(value))


def choose(form: ArchitectureForm, layer: int) -> None:
    form.table.tile_chosen.emit(layer)


def test_000_12_the_mnist_example_is_chosen_and_reads_a_drawn_digit(
    qtbot: QtBot, window: Window, session: Session, page: TrainPage
) -> None:
    page.left.show_section("network")
    page.left.network.presets.value_requested.emit("article")
    qtbot.waitUntil(page.left.start.isEnabled, timeout=20_000)
    session.place_sample(4)
    page.host.start()
    qtbot.waitUntil(lambda: page.trainer.state.status == "paused", timeout=20_000)
    qtbot.waitUntil(lambda: page.scene_host.selecting.trace is not None, timeout=20_000)
    trace = page.scene_host.selecting.trace
    assert trace is not None
    assert trace.pixels.any()
    kinds = [stage.stage.kind for stage in trace.stages]
    assert kinds[:4] == ["input", "convolution", "activation", "pooling"]
    assert kinds[-1] == "probabilities"
    assert page.trainer.state.run is not None
    assert page.trainer.state.run.spec.output == "softmax"
    assert float(trace.probabilities.sum()) == pytest.approx(1, abs=1e-6)


def test_000_13_dense_and_shared_weights_are_counted_for_the_chosen_picture(
    form: ArchitectureForm,
) -> None:
    panel = form.comparison
    panel.own.click()
    before = panel.comparison
    for field in (panel.fields["height"], panel.fields["width"]):
        assert isinstance(field.control, NumberEdit)
        field.control.lineEdit().setText("32")
        field.control.lineEdit().textEdited.emit("32")
    after = panel.comparison
    assert before.dense_weights == 28 * 28 * 1000
    assert after.dense_weights == 32 * 32 * 1000
    assert before.shared_weights == after.shared_weights == 6 * 25
    said = panel.bars.accessibleDescription()
    assert said == "dense 1,024,000 weights, convolution 150 weights"


def test_001_13_each_of_six_maps_is_rectified_and_pooled_by_itself(
    qtbot: QtBot, page: TrainPage, form: ArchitectureForm
) -> None:
    choose(form, 3)  # the second convolution
    type_number(form, "filters", 6)
    spec = form.spec
    assert spec is not None
    sets = [(stage.kind, stage.shape[0]) for stage in spec.stages[1:7]]
    names = ["convolution", "activation", "pooling"]
    assert sets == [(name, 6) for name in names * 2]
    qtbot.waitUntil(page.left.start.isEnabled, timeout=20_000)
    page.left.follow.source.chosen.emit("sample")
    page.host.start()
    qtbot.waitUntil(lambda: page.trainer.state.status == "paused", timeout=20_000)
    qtbot.waitUntil(lambda: page.scene_host.selecting.trace is not None)
    trace = page.scene_host.selecting.trace
    assert trace is not None
    summed, rectified, pooled = (stage.values for stage in trace.stages[4:7])
    assert len(pooled) == 6
    for one, bright, small in zip(summed, rectified, pooled, strict=True):
        np.testing.assert_array_equal(bright, np.maximum(one, 0))
        side = 2 * small.shape[0]
        np.testing.assert_array_equal(
            small, bright[:side, :side].reshape(side // 2, 2, side // 2, 2).max((1, 3))
        )


@pytest.fixture
def walked(
    qtbot: QtBot, page: TrainPage, plan_with: Callable[..., None]
) -> Callable[[int], Anatomy]:
    """Return a function that does phases of the first step and returns what is known then."""
    plan_with(loss="mse", optimiser="sgd", learning_rate=0.5, weight_decay=0.0, schedule="constant")
    qtbot.waitUntil(page.left.start.isEnabled, timeout=20_000)
    page.host.start()
    qtbot.waitUntil(lambda: page.trainer.state.status == "paused", timeout=20_000)
    page.trainer.send(commands.SetUnit("phase"))
    looks: list[Anatomy] = []
    page.trainer.looked.connect(lambda look: looks.append(look) if look else None)

    def walk(phases: int) -> Anatomy:
        for _ in range(phases):
            count = len(looks)
            page.middle.transport.forward.click()
            qtbot.waitUntil(lambda count=count: len(looks) > count, timeout=20_000)
        return looks[-1]

    return walk


def test_001_15_one_image_is_walked_through_target_output_error_and_change(
    page: TrainPage, walked: Callable[[int], Anatomy]
) -> None:
    forward = walked(1).forward
    assert forward is not None
    assert page.right.step.phase == "forward"
    look = walked(1)
    assert look.loss is not None
    assert page.right.step.phase == "loss"
    pairs = [b for b in loss_sheet(look.loss, forward, ("0", "1")) if isinstance(b, MeterRow)]
    target, outputs = ([pair.meters[at].share for pair in pairs] for at in (0, 1))
    assert target == [float(n == look.loss.label) for n in range(len(pairs))]
    output = torch.tensor(outputs)
    error = functional.mse_loss(output, torch.tensor(target))
    assert look.loss.loss == pytest.approx(float(error), rel=1e-5)
    backward = walked(1).backward
    assert backward is not None
    update = walked(1).update
    assert update is not None
    assert page.right.step.phase == "update"
    for layer, gradient in update.gradient.items():
        expected = update.before[layer].weight - np.float32(0.5) * gradient.weight
        np.testing.assert_allclose(update.after[layer].weight, expected, rtol=1e-6, atol=1e-8)
        assert np.any(gradient.weight), layer


def test_002_5_count_size_stride_and_padding_change_result_and_cost(
    form: ArchitectureForm,
) -> None:
    choose(form, 0)
    assert {"filters", "kernel", "stride", "padding"} <= set(form.editor.fields)
    seen = []
    for name, value in (("filters", 8), ("kernel", 3), ("stride", 2), ("padding", 1)):
        type_number(form, name, value)
        stage = form.checked.stages[0]
        assert stage is not None
        seen.append((stage.shape, stage.parameters, form.table.rows[1].sentence))
    assert [shape for shape, _, _ in seen] == [
        (8, 28, 28),
        (8, 30, 30),
        (8, 15, 15),
        (8, 14, 14),
    ]
    assert [count for _, count, _ in seen] == [208, 80, 80, 80]
    assert len({sentence for _, _, sentence in seen}) == 4


def test_002_10_forward_loss_and_backward_follow_each_other_in_the_scene(
    page: TrainPage, walked: Callable[[int], Anatomy]
) -> None:
    words = []
    for _ in range(4):
        walked(1)
        words.append(page.middle.strip.words.toolTip() or page.middle.strip.words.text())
    assert page.middle.transport.phases.buttons["update"].done
    starts = ("Values in step 1", "Values in step 1", "Gradients in step 1", "What the update")
    assert all(said.startswith(start) for said, start in zip(words, starts, strict=True)), words


def test_003_1_the_large_picture_would_need_196_608_000_weights(form: ArchitectureForm) -> None:
    comparison = form.comparison.comparison
    assert comparison.dense_weights == 196_608_000
    assert comparison.shared_weights == 6 * 5 * 5 * 3
    assert "196,608" in comparison.dense_line
    said = form.comparison.bars.accessibleDescription()
    assert said == "dense 196,608,000 weights, convolution 450 weights"


def test_003_4_the_volume_rule_has_live_numbers_and_refuses_another_depth(
    form: ArchitectureForm,
) -> None:
    choose(form, 0)
    type_number(form, "padding", 0)
    type_number(form, "kernel", 7)
    volume = form.volume.volume
    assert volume.result == (22, 22, 1)
    assert "28 − 7 + 1 = 22" in [formula.numbers for formula in volume.formulas]
    depth = form.volume.fields["filter_depth"].control
    assert isinstance(depth, NumberEdit)
    depth.lineEdit().setText("3")
    depth.lineEdit().textEdited.emit("3")
    assert "deep" in form.volume.fields["filter_depth"].error


def test_003_9_same_padding_keeps_the_size_and_shows_its_ring(form: ArchitectureForm) -> None:
    choose(form, 0)
    for kernel in (3, 7):
        type_number(form, "kernel", kernel)
        form.editor.same.click()
        stage = form.checked.stages[0]
        assert stage is not None
        assert stage.shape[1:] == (28, 28)
        ring, size = describe_volume(form.volume.volume)
        assert f"ring of {kernel // 2}" in ring
        assert "the same size" in size


def test_000_14_an_auto_encoder_shows_input_code_and_reconstruction(
    qtbot: QtBot, page: TrainPage
) -> None:
    page.left.network.presets.value_requested.emit("autoencoder")
    page.left.follow.source.chosen.emit("sample")
    qtbot.waitUntil(page.left.start.isEnabled, timeout=20_000)
    page.host.play(True)
    qtbot.waitUntil(lambda: page.trainer.state.finished, timeout=60_000)
    follow = page.left.follow
    assert follow.drawn is not None
    drawn = follow.drawn
    qtbot.waitUntil(drawn.isVisible, timeout=20_000)
    qtbot.waitUntil(lambda: page.scene_host.selecting.trace is not None)
    trace = page.scene_host.selecting.trace
    assert trace is not None
    code = trace.spec.code
    assert code is not None
    assert code.shape == (32,)
    assert trace.stages[-1].values.shape == trace.pixels.shape == (1, 28, 28)
