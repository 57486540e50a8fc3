import pytest
from PySide6.QtCore import Qt

from explorer.views.kernels.layout import (
    NUMBERED,
    KernelWeight,
    arrange_kernels,
    fit_cell,
    weight_beside,
)


@pytest.mark.parametrize(("kernels", "channels", "side"), [(6, 1, 5), (16, 6, 5), (64, 32, 3)])
def test_every_weight_has_a_place_of_its_own(kernels: int, channels: int, side: int) -> None:
    cell = fit_cell(channels, side, 900)
    places = arrange_kernels(kernels, tuple(range(channels)), (side, side), cell, 900, 16)
    for weight in (
        KernelWeight(0, 0, 0, 0),
        KernelWeight(kernels - 1, channels - 1, side - 1, side - 1),
    ):
        box = places.box(weight)
        assert box is not None
        assert places.weight_at(*box.centre) == weight
        assert box.right <= places.width
        assert box.bottom <= places.height
    boxes = [box for kernel in places.slices for box in kernel]
    assert not any(a.overlaps(b) for a in boxes[:20] for b in boxes[:20] if a is not b)
    assert places.weight_at(1, 1) is None


def test_a_whole_kernel_fits_the_width_where_it_can() -> None:
    assert fit_cell(1, 5, 900) == NUMBERED
    assert arrange_kernels(16, tuple(range(6)), (5, 5), fit_cell(6, 5, 760), 760, 16).width <= 760


def test_one_channel_shows_its_own_slices_only() -> None:
    places = arrange_kernels(4, (2,), (3, 3), 30, 500, 16)
    assert places.box(KernelWeight(0, 1, 0, 0)) is None
    box = places.box(KernelWeight(3, 2, 1, 1))
    assert box is not None
    assert places.weight_at(*box.centre) == KernelWeight(3, 2, 1, 1)


@pytest.mark.parametrize(
    ("key", "to"),
    [
        (Qt.Key.Key_Right, KernelWeight(1, 1, 2, 0)),
        (Qt.Key.Key_Left, KernelWeight(1, 0, 2, 1)),
        (Qt.Key.Key_Up, KernelWeight(1, 0, 1, 2)),
        (Qt.Key.Key_Down, KernelWeight(1, 0, 2, 2)),
        (Qt.Key.Key_PageDown, KernelWeight(2, 0, 2, 2)),
        (Qt.Key.Key_PageUp, KernelWeight(0, 0, 2, 2)),
    ],
)
def test_the_keyboard_walks_through_the_weights(key: Qt.Key, to: KernelWeight) -> None:
    assert weight_beside(KernelWeight(1, 0, 2, 2), key, 3, (0, 1), (3, 3)) == to


def test_at_the_ends_the_walk_stays() -> None:
    first, last = KernelWeight(0, 0, 0, 0), KernelWeight(2, 1, 2, 2)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp):
        assert weight_beside(first, key, 3, (0, 1), (3, 3)) == first
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        assert weight_beside(last, key, 3, (0, 1), (3, 3)) == last
