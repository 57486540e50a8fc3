"""Template digits look like the preparation's, in every hand."""

from __future__ import annotations

import torch

from explorer.digits.templates import POINTS, templates
from explorer.training.handwriting import hands, place, rasterise, write


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_a_generator_repeats_its_digits() -> None:
    first, labels = write(50, generator())
    again, same = write(50, generator())
    assert torch.equal(first, again)
    assert torch.equal(labels, same)


def test_images_are_bytes_of_all_digits() -> None:
    images, labels = write(200, generator())
    assert images.shape == (200, 1, 28, 28)
    assert images.dtype == torch.uint8
    assert set(labels.tolist()) == set(range(10))
    assert (images.flatten(1).amax(1) > 150).all()


def test_digits_are_placed_as_the_preparation_places_them() -> None:
    """Longer side 20 pixels; centre of mass 14.5 in edge coordinates, but for overlapping ink."""
    images, _ = write(400, generator(1))
    ink = images[:, 0].float()
    place_of = torch.arange(28) + 0.5
    mass = ink.sum((1, 2))
    centre_x = (ink.sum(1) * place_of).sum(1) / mass
    centre_y = (ink.sum(2) * place_of).sum(1) / mass
    assert abs(centre_x.mean() - 14.5) < 0.1
    assert abs(centre_y.mean() - 14.5) < 0.1
    assert (centre_x - 14.5).abs().max() < 1.5
    tall = (ink.amax(2) > 100).sum(1)
    wide = (ink.amax(1) > 100).sum(1)
    longer = torch.maximum(tall, wide)
    assert longer.min() >= 18
    assert longer.max() <= 22


def test_a_wider_pen_leaves_more_ink() -> None:
    paths, drawn, _ = hands(20, generator())
    thin, thick = torch.full((20,), 1.0), torch.full((20,), 4.0)
    less = rasterise(place(paths, drawn, thin), drawn, thin).float().sum((1, 2, 3))
    more = rasterise(place(paths, drawn, thick), drawn, thick).float().sum((1, 2, 3))
    assert (more > 1.5 * less).all()


def test_a_lifted_pen_leaves_no_ink() -> None:
    path = torch.tensor([[5.0, 5], [5, 20], [20, 20], [20, 5]]).repeat_interleave(POINTS // 4, 0)
    drawn = torch.ones(POINTS - 1, dtype=torch.bool)
    drawn[2 * (POINTS // 4) - 1] = drawn[POINTS // 4 - 1 + POINTS // 4] = False
    image = rasterise(path[None], drawn[None], torch.tensor([2.0]))[0, 0]
    assert image[12, 5] > 200
    assert image[20, 12] == 0


def test_a_dot_is_drawn_without_dividing_by_zero() -> None:
    paths, pens = torch.zeros(1, POINTS, 2), torch.tensor([2.0])
    drawn = torch.ones(1, POINTS - 1, dtype=torch.bool)
    image = rasterise(place(paths, drawn, pens), drawn, pens)
    assert image.max() > 0


def test_every_digit_has_its_variants() -> None:
    counts = [sum(t.digit == digit for t in templates()) for digit in range(10)]
    assert min(counts) >= 10
