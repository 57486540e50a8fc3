import pytest

from explorer.views.kernels.places import NUMBERED, Weight, arrange, moved, usual_cell


@pytest.mark.parametrize(("kernels", "channels", "side"), [(6, 1, 5), (16, 6, 5), (64, 32, 3)])
def test_every_weight_has_a_place_of_its_own(kernels: int, channels: int, side: int) -> None:
    cell = usual_cell(channels, side, 900)
    places = arrange(kernels, tuple(range(channels)), side, cell, 900, 16)
    for weight in (Weight(0, 0, 0, 0), Weight(kernels - 1, channels - 1, side - 1, side - 1)):
        box = places.box(weight)
        assert box is not None
        assert places.weight_at(*box.centre) == weight
        assert box.right <= places.width
        assert box.bottom <= places.height
    boxes = [box for kernel in places.slices for box in kernel]
    assert not any(a.overlaps(b) for a in boxes[:20] for b in boxes[:20] if a is not b)
    assert places.weight_at(1, 1) is None


def test_a_whole_kernel_fits_the_width_where_it_can() -> None:
    assert usual_cell(1, 5, 900) == NUMBERED
    assert arrange(16, tuple(range(6)), 5, usual_cell(6, 5, 760), 760, 16).width <= 760


def test_one_channel_shows_its_own_slices_only() -> None:
    places = arrange(4, (2,), 3, 30, 500, 16)
    assert places.box(Weight(0, 1, 0, 0)) is None
    box = places.box(Weight(3, 2, 1, 1))
    assert box is not None
    assert places.weight_at(*box.centre) == Weight(3, 2, 1, 1)


@pytest.mark.parametrize(
    ("key", "to"),
    [
        ("right", Weight(1, 1, 2, 0)),
        ("left", Weight(1, 0, 2, 1)),
        ("up", Weight(1, 0, 1, 2)),
        ("down", Weight(1, 0, 2, 2)),
        ("next", Weight(2, 0, 2, 2)),
        ("previous", Weight(0, 0, 2, 2)),
    ],
)
def test_the_keyboard_walks_through_the_weights(key: str, to: Weight) -> None:
    assert moved(Weight(1, 0, 2, 2), key, 3, (0, 1), 3) == to


def test_at_the_ends_the_walk_stays() -> None:
    first, last = Weight(0, 0, 0, 0), Weight(2, 1, 2, 2)
    for key in ("left", "up", "previous"):
        assert moved(first, key, 3, (0, 1), 3) == first
    for key in ("right", "down", "next"):
        assert moved(last, key, 3, (0, 1), 3) == last
