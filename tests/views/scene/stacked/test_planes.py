"""Where planes stand: in a row of stacks, one behind the other or side by side."""

from __future__ import annotations

from itertools import pairwise

import pytest

from explorer.network.presets import PRESETS, preset
from explorer.network.spec import Spec
from explorer.views.scene.layout.layout import arrange as arrange_flat
from explorer.views.scene.stacked.camera import View
from explorer.views.scene.stacked.planes import arrange, best_depth, blend, fitted, painted_order
from tests.views.scene.samples import ODD, STYLE

SPECS = [*map(preset, PRESETS), *ODD]
LENET = preset("lenet")


def flat(spec: Spec):
    return arrange_flat(spec, 900, 700, STYLE)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_every_map_has_a_plane_and_every_vector_one_column(spec) -> None:
    arrangement = arrange(flat(spec), 2.0)
    for stage, stack in zip(spec.stages, arrangement.stacks, strict=True):
        assert len(stack.planes) == (stage.shape[0] if stage.spatial else 1)
        if stage.spatial:
            assert (stack.planes[0].rows, stack.planes[0].columns) == stage.shape[1:]
        else:
            assert stack.planes[0].rows * stack.planes[0].columns >= stage.shape[0]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
@pytest.mark.parametrize("fanned", [(), ("conv1",)])
def test_stacks_follow_each_other_without_touching(spec, fanned) -> None:
    stacks = arrange(flat(spec), 2.0, fanned).stacks
    for before, after in pairwise(stacks):
        assert max(p.right for p in before.planes) < min(p.x for p in after.planes)


def test_the_planes_of_a_stack_stand_one_behind_the_other_the_first_in_front() -> None:
    planes = arrange(flat(LENET), 2.0).stacks[1].planes
    assert len({(p.x, p.y) for p in planes}) == 1
    assert [p.z for p in planes] == sorted(p.z for p in planes)


def test_a_fanned_stage_shows_all_its_planes_side_by_side() -> None:
    stack = arrange(flat(LENET), 2.0, {"conv2"}).stacks[LENET.index("conv2")]
    assert stack.fanned
    assert len({p.z for p in stack.planes}) == 1
    for at, one in enumerate(stack.planes):
        for other in stack.planes[at + 1 :]:
            beside = one.right < other.x or other.right < one.x
            assert beside or one.bottom < other.y or other.bottom < one.y


def test_halfway_between_two_arrangements_everything_is_halfway() -> None:
    one, other = arrange(flat(LENET), 2.0), arrange(flat(LENET), 2.0, {"conv1"})
    middle = blend(one, other, 0.5)
    a, b, m = (each.stacks[1].planes[4] for each in (one, other, middle))
    assert (m.x, m.y, m.z) == pytest.approx(((a.x + b.x) / 2, (a.y + b.y) / 2, (a.z + b.z) / 2))
    ends = (blend(one, other, 1.0), other)
    p, q = (end.stacks[3].planes[2] for end in ends)
    assert (p.x, p.y, p.z) == pytest.approx((q.x, q.y, q.z))


def test_planes_are_painted_from_back_to_front() -> None:
    order = painted_order(arrange(flat(LENET), 2.0))
    assert [p.z for p in order] == sorted((p.z for p in order), reverse=True)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
@pytest.mark.parametrize("window", [(900, 700), (500, 500), (1400, 500)])
@pytest.mark.parametrize("angles", [(0, 0), (-60, 20), (60, 66)])
def test_the_fitted_view_shows_everything(spec, window, angles) -> None:
    arrangement = arrange(flat(spec), best_depth(flat(spec), *window))
    view = fitted(arrangement, View().turned(*angles), *window)
    for corner in arrangement.corners():
        x, y = view.to_window(corner)
        assert -1 <= x <= window[0] + 1
        assert -1 <= y <= window[1] + 1


def test_a_taller_window_gets_deeper_stacks() -> None:
    assert best_depth(flat(LENET), 800, 900) > best_depth(flat(LENET), 800, 300)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
@pytest.mark.parametrize("fanned", [(), ("conv1",)])
def test_every_map_of_a_convolution_has_its_kernel_to_the_left_of_it(spec, fanned) -> None:
    stacks = arrange(flat(spec), 2.0, fanned).stacks
    right = -99.0
    for stage, stack in zip(spec.stages, stacks, strict=True):
        assert len(stack.kernels) == (len(stack.planes) if stage.kind == "convolution" else 0)
        for kernel, plane in zip(stack.kernels, stack.planes, strict=False):
            assert right < kernel.x
            assert kernel.right < plane.x
            assert (kernel.z, kernel.tile) == (plane.z, plane.tile)
            assert plane.y <= kernel.y
            assert kernel.bottom <= plane.bottom
        right = max(p.right for p in stack.planes)


def test_kernels_of_a_fan_hide_no_map() -> None:
    stack = arrange(flat(LENET), 2.0, {"conv2"}).stacks[LENET.index("conv2")]
    for kernel in stack.kernels:
        for plane in stack.planes:
            beside = kernel.right < plane.x or plane.right < kernel.x
            assert beside or kernel.bottom < plane.y or plane.bottom < kernel.y
