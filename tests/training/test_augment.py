"""Augmented digits stay digits: same shape, same range, repeatable."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from explorer.digits.datasets import Dataset
from explorer.training.augment import augment, random_for, warp, with_templates, with_thickness


@pytest.fixture
def images(digits: Dataset) -> torch.Tensor:
    return torch.from_numpy(digits.images).float() / 255


@pytest.fixture
def labels(digits: Dataset) -> torch.Tensor:
    return torch.from_numpy(digits.labels)


@pytest.mark.parametrize("kind", ["none", "affine", "pen"])
@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 28, 28), (1, 32, 32), (1, 12, 12)])
def test_shape_range_and_type_are_kept(kind: Any, shape: tuple[int, ...], digits: Dataset) -> None:
    images = torch.from_numpy(digits.fitted(shape).images[:40]).float() / 255  # type: ignore[arg-type]
    changed, labels = augment(images, torch.from_numpy(digits.labels[:40]), kind, random_for(1, 2))
    assert changed.shape == images.shape
    assert changed.dtype == images.dtype
    assert labels.dtype == torch.int64
    assert changed.min() >= 0
    assert changed.max() <= 1 + 1e-6


@pytest.mark.parametrize("kind", ["affine", "pen"])
def test_seed_and_step_repeat_it(kind: Any, images: torch.Tensor, labels: torch.Tensor) -> None:
    first = augment(images, labels, kind, random_for(1, 2))
    again = augment(images, labels, kind, random_for(1, 2))
    other = augment(images, labels, kind, random_for(1, 3))
    assert torch.equal(first[0], again[0])
    assert torch.equal(first[1], again[1])
    assert not torch.equal(first[0], other[0])


def test_the_originals_are_left_alone(images: torch.Tensor, labels: torch.Tensor) -> None:
    before = images.clone()
    augment(images, labels, "pen", random_for(1, 2))
    assert torch.equal(images, before)


def test_neighbouring_seeds_and_steps_share_no_random_numbers() -> None:
    numbers = [random_for(s, t).initial_seed() for s in range(30) for t in range(-30, 30)]
    assert len(set(numbers)) == len(numbers)


def test_a_seventh_of_the_batch_comes_from_templates(
    images: torch.Tensor, labels: torch.Tensor
) -> None:
    changed, _ = with_templates(images, labels, random_for(0, 0))
    same = (changed == images).flatten(1).all(1)
    assert same.sum() == 170
    assert same[:170].all()


def test_a_batch_of_one_has_no_template(images: torch.Tensor, labels: torch.Tensor) -> None:
    changed, same = augment(images[:1], labels[:1], "pen", random_for(0, 0))
    assert changed.shape == (1, 1, 28, 28)
    assert torch.equal(same, labels[:1])


def test_thickness_adds_and_takes_ink_from_some(images: torch.Tensor) -> None:
    change = (with_thickness(images, random_for(0, 0)) - images).flatten(1).sum(1)
    assert 0.3 < (change != 0).float().mean() < 0.45
    assert (change > 5).any()
    assert (change < -5).any()


def test_warping_keeps_the_ink_on_the_grid(images: torch.Tensor) -> None:
    ink = warp(images, random_for(0, 0)).mean() / images.mean()
    assert 0.85 < ink < 1.2
