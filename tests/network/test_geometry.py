from __future__ import annotations

import pytest

from explorer.network.geometry import Geometry, solve


@pytest.mark.parametrize(
    ("kernels", "cells", "colour", "text"),
    [
        ((5, 5), 25, False, "28 × 28 input, padding 2 in conv1, 2 × 2 pooling after every"),
        ((5, 5), 25, True, "32 × 32 input, 2 × 2 pooling after every convolution"),
        ((5, 5), 16, False, "28 × 28 input, 2 × 2 pooling after every convolution"),
        ((3, 3), 144, False, "28 × 28 input, 2 × 2 pooling after conv2"),
        ((3, 3), 49, False, "28 × 28 input, padding 1 everywhere, 2 × 2 pooling after every"),
        ((5, 5, 5), 1, True, "32 × 32 input, 2 × 2 pooling after conv1 and conv2"),
        ((3,) * 6, 16, True, "32 × 32 input, padding 1 everywhere, 2 × 2 pooling after conv2 and"),
        ((3,), 25, False, "12 × 12 input, 2 × 2 pooling after every convolution"),
    ],
)
def test_the_usual_networks_come_first(
    kernels: tuple[int, ...], cells: int, colour: bool, text: str
) -> None:
    found = solve(kernels, cells, colour)
    assert str(found[0]).startswith(text)


def test_lenet_is_offered_with_both_of_its_inputs() -> None:
    sides = {(g.side, g.paddings) for g in solve((5, 5), 25)}
    assert {(28, (2, 0)), (32, (0, 0))} <= sides


def test_nothing_fits_what_is_not_square_or_too_large() -> None:
    assert solve((3, 3), 24) == ()
    assert solve((3, 3), 1000**2) == ()


def test_keys_tell_the_options_apart() -> None:
    found = solve((5, 5), 25)
    assert len({g.key for g in found}) == len(found)
    assert Geometry(28, (1, 1), (2, 0), (True, True)).key == "28-s1.1-p2.0-w2.2-11"


def test_strides_and_windows_are_named() -> None:
    text = str(Geometry(32, (2, 1), (0, 1), (False, True), (3, 2)))
    assert text == (
        "32 × 32 input, padding 1 in conv2, stride 2 in conv1, 3 × 3 pooling (stride 2) after conv2"
    )
    assert str(Geometry(8, (2,), (0,), (False,))) == "8 × 8 input, stride 2 in conv1, no pooling"
