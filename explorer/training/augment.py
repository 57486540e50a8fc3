"""Small changes to training images that leave their meaning alone.

A digit stays the same digit with a thicker pen, a little turned, slanted, shifted or bent. A
network that has seen such changes during training is not surprised by a stranger's hand.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

from explorer.digits.datasets import DIGITS, Dataset
from explorer.errors import UserError
from explorer.text import _
from explorer.training.handwriting import uniform, write
from explorer.training.plan import AugmentationKind

# Degrees, factors and shares of the side; stronger changes were worse on MNIST and on pens alike.
ROTATION = 15.0
SCALE = (0.8, 1.2)
ASPECT = 0.12
SHEAR = 0.2
SHIFT = 2.5 / 28
ELASTIC = 0.022
ELASTIC_KNOTS = 5
THICKNESS_SHARE = 0.4
TEMPLATE_SHARE = 0.15


def random_for(seed: int, step: int, device: torch.device | str = "cpu") -> torch.Generator:
    """Return the random numbers of one step: a function of (seed, step) alone.

    So any step of a run can be repeated without those before it. The two numbers are mixed
    (splitmix64) lest neighbouring steps share a pattern.
    """
    mixed = (seed * 0x9E3779B97F4A7C15 + step + 1) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    generator = torch.Generator(device)
    generator.manual_seed((mixed ^ (mixed >> 31)) & 0x7FFFFFFFFFFFFFFF)
    return generator


def check_suits(kind: AugmentationKind, classes: tuple[str, ...]) -> None:
    """Raise UserError if an augmentation makes no sense for images of these classes."""
    if kind == "pen" and classes != DIGITS:
        raise UserError(
            _("The pen augmentation draws the digits 0 to 9, this data is something else.")
        )


def augment(
    images: Tensor, labels: Tensor, kind: AugmentationKind, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Return changed copies of images float (n, c, h, w) in 0..1, and their labels.

    `affine` turns, scales, slants, shifts and bends every image. `pen` first replaces a seventh of
    the batch by digits from our own templates and changes the stroke thickness of others. `none`
    returns what it was given.
    """
    if kind == "none":
        return images, labels
    if kind == "pen":
        images, labels = with_templates(images, labels, generator)
        images = with_thickness(images, generator)
    return warp(images, generator), labels


def with_templates(
    images: Tensor, labels: Tensor, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Replace the last seventh of a batch by template digits, fitted to the images' shape."""
    count = round(len(images) * TEMPLATE_SHARE)
    if count == 0:
        return images, labels
    seed = int(torch.randint(2**62, (), generator=generator, device=generator.device))
    written, digits = write(count, torch.Generator().manual_seed(seed))
    channels, height, width = images.shape[1:]
    drawn = Dataset("templates", written.numpy(), digits.numpy(), DIGITS)
    ink = torch.from_numpy(drawn.fitted((channels, height, width)).images)
    ink = ink.to(images.device).float() / 255
    return torch.cat([images[:-count], ink]), torch.cat([labels[:-count], digits.to(labels.device)])


def with_thickness(images: Tensor, generator: torch.Generator) -> Tensor:
    """Make the strokes of some images thinner or thicker, by dilation at twice the resolution.

    Of the chosen 40 % a third each is eroded by half a pixel, dilated by half a pixel, and
    dilated by a whole one, blended with the original by a random amount.
    """
    count = round(len(images) * THICKNESS_SHARE)
    order = torch.randperm(len(images), generator=generator, device=images.device)
    groups = order[:count].tensor_split(3)
    images = images.clone()
    for group, (sign, reach) in zip(groups, ((-1, 1), (1, 1), (1, 2)), strict=True):
        if len(group):
            part = images[group]
            amount = uniform(len(group), 0.5, 1.0, generator)[:, None, None, None]
            large = functional.interpolate(
                part, scale_factor=2, mode="bilinear", align_corners=False
            )
            large = sign * functional.max_pool2d(sign * large, 2 * reach + 1, 1, reach)
            images[group] = torch.lerp(part, functional.avg_pool2d(large, 2), amount)
    return images


def warp(images: Tensor, generator: torch.Generator) -> Tensor:
    """Apply a random affine map and a gentle elastic field to each image, in one resampling.

    Coordinates run from -1 to 1 over the image, so that the amounts hold for any size. What
    comes in from outside is paper.
    """
    grid = functional.affine_grid(
        _affine(len(images), generator), list(images.shape), align_corners=False
    )
    knots = torch.randn(
        (len(images), 2, ELASTIC_KNOTS, ELASTIC_KNOTS), generator=generator, device=images.device
    )
    field = functional.interpolate(
        knots * (2 * ELASTIC), images.shape[2:], mode="bilinear", align_corners=True
    )
    grid = grid + field.permute(0, 2, 3, 1)
    return functional.grid_sample(images, grid, mode="bilinear", align_corners=False)


def _affine(count: int, generator: torch.Generator) -> Tensor:
    """Return random maps (n, 2, 3) from output to input coordinates."""

    def draw(low: float, high: float) -> Tensor:
        return uniform(count, low, high, generator)

    angle, shear = draw(-ROTATION, ROTATION) * (math.pi / 180), draw(-SHEAR, SHEAR)
    scale, aspect = draw(*SCALE), torch.exp(draw(-ASPECT, ASPECT))
    cosine, sine = torch.cos(angle), torch.sin(angle)
    across, down = 1 / (scale * aspect), aspect / scale
    right, below = draw(-2 * SHIFT, 2 * SHIFT), draw(-2 * SHIFT, 2 * SHIFT)
    rows = (
        torch.stack([cosine * across, (shear * cosine - sine) * across, right], 1),
        torch.stack([sine * down, (shear * sine + cosine) * down, below], 1),
    )
    return torch.stack(rows, 1)
