"""The volume rule: sizes, the same size with a ring, and filters that cannot slide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from explorer.network.presets import preset
from explorer.views.parts.fields import NumberEdit
from explorer.views.sizes.volume import Volume
from explorer.views.sizes.volume_panel import VolumePanel, describe_volume
from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from explorer.views.train.forms.architecture_form import ArchitectureForm


def test_the_rule_carries_the_numbers() -> None:
    volume, height, width = Volume((256, 256, 3), (5, 5, 3)).formulas
    assert volume.letters == "(h, w, d) ∗ (fh, fw, d) → (h − fh + 1, w − fw + 1, 1)"
    assert volume.numbers == "(256, 256, 3) ∗ (5, 5, 3) → (252, 252, 1)"
    assert height.numbers == "256 − 5 + 1 = 252"
    assert width.numbers == "256 − 5 + 1 = 252"


def test_a_filter_of_another_depth_is_refused_with_the_reason() -> None:
    volume = Volume((28, 28, 3), (5, 5, 1))
    field, reason = volume.refused
    assert field == "filter_depth"
    assert reason.startswith("The picture is 3 deep")
    assert volume.result == (0, 0, 0)
    assert volume.formulas == ()


@pytest.mark.parametrize(("stride", "side"), [(1, 5), (2, 3)])
def test_seven_by_seven_with_three_by_three(stride: int, side: int) -> None:
    assert Volume((7, 7, 1), (3, 3, 1), stride).result == (side, side, 1)


def test_a_filter_larger_than_the_picture_is_blamed_at_its_side() -> None:
    assert Volume((5, 9, 1), (7, 3, 1)).refused == (
        "filter_height",
        "7 does not fit into height 5.",
    )
    assert Volume((5, 9, 1), (7, 3, 1), padding=1).result == (1, 9, 1)


def test_a_ring_of_half_the_filter_keeps_the_size() -> None:
    volume = Volume.of(preset("lenet").stage("conv1"))
    assert describe_volume(volume) == ("28 × 28, ring of 2", "map 28 × 28, the same size")
    assert describe_volume(Volume((5, 5, 1), (3, 3, 1))) == ("5 × 5", "map 3 × 3")
    assert describe_volume(Volume((5, 5, 1), (3, 3, 2)))[1] == "nothing comes out"


@given(
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    st.tuples(st.integers(1, 5), st.integers(1, 5)),
    st.integers(1, 3),
    st.integers(1, 4),
    st.integers(0, 3),
    st.integers(1, 2),
)
def test_the_result_is_that_of_torch(
    picture: tuple[int, int],
    sides: tuple[int, int],
    depth: int,
    stride: int,
    padding: int,
    dilation: int,
) -> None:
    rule = Volume(
        (picture[0], picture[1], depth), (sides[0], sides[1], depth), stride, padding, dilation
    )
    if rule.refused[0]:
        return
    made = torch.nn.functional.conv2d(
        torch.zeros(1, depth, *picture),
        torch.zeros(1, depth, *sides),
        None,
        stride,
        padding,
        dilation,
    )
    assert rule.result == (made.shape[2], made.shape[3], 1)


@pytest.fixture
def panel(shown: Callable[..., VolumePanel]) -> VolumePanel:
    return shown(VolumePanel(), 330, 420)


def type_in(panel: VolumePanel, name: str, value: int) -> None:
    control = panel.fields[name].control
    assert isinstance(control, NumberEdit)
    control.lineEdit().setText(str(value))
    control.lineEdit().textEdited.emit(str(value))


def test_unequal_depth_is_said_at_its_field_and_gone_when_mended(
    panel: VolumePanel,
) -> None:
    type_in(panel, "depth", 3)
    assert "3 deep" in panel.fields["filter_depth"].error
    assert [line.numbers for line in panel.formula.lines] == []
    panel.grab()
    type_in(panel, "filter_depth", 3)
    assert panel.fields["filter_depth"].error == ""
    assert panel.formula.lines[0].numbers == "(28, 28, 3) ∗ (5, 5, 3) → (28, 28, 1)"
    assert panel.volume.picture[2] == 3


def test_a_number_beyond_all_measure_is_refused_at_its_field(panel: VolumePanel) -> None:
    type_in(panel, "height", 5000)
    assert panel.fields["height"].error == "1 to 4,096."
    type_in(panel, "stride", 0)
    assert panel.fields["stride"].error == "1 to 4,096."
    panel.grab()


def test_the_example_and_the_way_back(panel: VolumePanel) -> None:
    panel.example.click()
    assert panel.volume.result == (3, 3, 1)
    picture, made = panel.picture.grids()
    assert made.width() / picture.width() == pytest.approx(3 / 7)
    panel.follow.click()
    assert panel.volume == Volume.of(preset("lenet").stage("conv1"))


def test_the_panel_follows_the_chosen_convolution(shown: Callable[..., ArchitectureForm]) -> None:
    form = shown(ArchitectureForm(), 1000, 900)
    names = [row.name for row in form.table.rows]
    form.table.tile_chosen.emit(names.index("conv2") - 1)
    assert form.volume.volume == Volume((14, 14, 6), (5, 5, 6))
    type_in(form.volume, "height", 20)
    form.table.tile_chosen.emit(names.index("pool2") - 1)
    assert form.volume.volume.picture[0] == 20  # what was typed stays


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_it_is_painted_in_every_look(
    panel: VolumePanel, name: Literal["light", "dark"], scale: float
) -> None:
    show_theme(panel.window(), theme(name, scale))
    for volume in (Volume((4096, 1, 1), (1, 1, 1)), Volume((3, 3, 1), (3, 3, 1), padding=4096)):
        panel.show_volume(volume)
        assert not panel.grab().isNull()
