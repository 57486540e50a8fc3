"""Digits in many hands: every template is jittered, slanted, bent and drawn with another pen.

A drawing is placed on the 28 x 28 grid the way the preparation places a user's drawing: longer
side 20 pixels, centre of mass at 14.5 in edge coordinates. All of a batch is drawn at once, as
the antialiased distance of each pixel to the nearest piece of the pen's path.
"""

from __future__ import annotations

import math
from functools import cache

import torch
from torch import Tensor

from explorer.digits.templates import HEIGHT, POINTS, templates

SIDE = 28
LONGER_SIDE = 20.0
CENTRE = 14.5
CHUNK = 16  # the distances of so many digits stay in the processor's cache: 7 times faster than 256


def write(count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Draw `count` digits; return images uint8 (count, 1, 28, 28) and labels int64 (count,).

    All digits are equally likely, and so are the variants of a digit. What is drawn depends on
    the state of `generator` alone.
    """
    images = torch.empty((count, 1, SIDE, SIDE), dtype=torch.uint8)
    labels = torch.empty(count, dtype=torch.int64)
    for start in range(0, count, CHUNK):
        part = slice(start, min(start + CHUNK, count))
        paths, drawn, labels[part] = hands(part.stop - start, generator)
        pens = uniform(part.stop - start, 0.9, 4.0, generator)
        images[part] = rasterise(place(paths, drawn, pens), drawn, pens)
    return images, labels


def hands(count: int, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Return pen paths (count, POINTS, 2) in template units, segments drawn, and labels."""
    bases, controls, drawn, first, variants = _tables()
    labels = torch.randint(10, (count,), generator=generator)
    share = torch.rand(count, generator=generator)
    chosen = first[labels] + (share * variants[labels]).long()
    points = controls[chosen]
    jitter = torch.randn(points.shape, generator=generator)
    strength = uniform(count, 1.0, 4.5, generator)[:, None, None]
    paths = bases[chosen] @ (points + strength * jitter)
    return _bent(paths, generator), drawn[chosen], labels


def place(paths: Tensor, drawn: Tensor, pens: Tensor) -> Tensor:
    """Scale and shift paths (n, POINTS, 2) to pixels as the preparation would.

    The ink box includes the pen (n,) in pixels; the centre of mass is that of the drawn length.
    """
    middles = (paths[:, 1:] + paths[:, :-1]) / 2
    lengths = (paths[:, 1:] - paths[:, :-1]).norm(dim=2) * drawn
    mass = lengths.sum(1)[:, None].clamp_min(1e-6)
    centre = (middles * lengths[:, :, None]).sum(1) / mass
    extent = (paths.amax(1) - paths.amin(1)).amax(1).clamp_min(1e-6)
    scale = (LONGER_SIDE - pens) / extent
    placed: Tensor = (paths - centre[:, None]) * scale[:, None, None] + CENTRE
    return placed


def rasterise(paths: Tensor, drawn: Tensor, pens: Tensor) -> Tensor:
    """Draw paths (n, POINTS, 2) in pixels with round pens (n,); return uint8 (n, 1, 28, 28).

    A pixel's ink is `clamp(radius + 0.5 - distance, 0, 1)` for the distance of its centre to the
    nearest drawn segment: a one-pixel ramp at the edge, as an antialiased pen leaves it.
    """
    start, step = paths[:, :-1], paths[:, 1:] - paths[:, :-1]
    axis = torch.arange(SIDE) + 0.5
    right = axis[None, None, None, :] - start[:, :, None, None, 0]
    down = axis[None, None, :, None] - start[:, :, None, None, 1]
    across, along = step[:, :, None, None, 0], step[:, :, None, None, 1]
    squared = (across**2 + along**2).clamp_min(1e-8)
    share = ((right * across + down * along) / squared).clamp_(0, 1)
    distance = (right - share * across).square_() + (down - share * along).square_()
    lifted = (~drawn).float()[:, :, None, None] * 1e6
    nearest = (distance + lifted).amin(1).sqrt_()
    ink = (pens[:, None, None] / 2 + 0.5 - nearest).clamp(0, 1)
    return (ink * 255).round_().to(torch.uint8)[:, None]


def _bent(paths: Tensor, generator: torch.Generator) -> Tensor:
    """Give each path a hand of its own: proportions, slow waves, slant, width, rotation."""
    count = len(paths)
    x, y = paths[..., 0] / HEIGHT - 0.33, paths[..., 1] / HEIGHT - 0.5

    def draw(low: float, high: float) -> Tensor:
        return uniform(count, low, high, generator)[:, None]

    y = y + draw(-0.07, 0.07) * torch.cos(math.pi * y)
    for _ in range(2):
        phase, wave = draw(0, 2 * math.pi), draw(2.0, 7.0)
        x = x + draw(-0.045, 0.045) * torch.sin(wave * y + phase)
        y = y + draw(-0.045, 0.045) * torch.sin(wave * x + phase)
    x = x * torch.exp(draw(-0.4, 0.4))
    x = x - draw(-0.15, 0.45) * y
    angle = draw(-14, 14) * (math.pi / 180)
    cosine, sine = torch.cos(angle), torch.sin(angle)
    return torch.stack([cosine * x - sine * y, sine * x + cosine * y], dim=2)


def uniform(count: int, low: float, high: float, generator: torch.Generator) -> Tensor:
    """Return equally likely numbers (count,) on the generator's device."""
    numbers = torch.rand(count, generator=generator, device=generator.device)
    return low + (high - low) * numbers


@cache
def _tables() -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """All templates as tensors: bases, controls, drawn, and each digit's first and number."""
    known = templates()
    most = max(len(template.controls) for template in known)
    bases, controls = torch.zeros(len(known), POINTS, most), torch.zeros(len(known), most, 2)
    for index, template in enumerate(known):
        used = len(template.controls)
        bases[index, :, :used] = torch.from_numpy(template.basis)
        controls[index, :used] = torch.from_numpy(template.controls)
    drawn = torch.stack([torch.from_numpy(template.drawn) for template in known])
    digits = torch.tensor([template.digit for template in known])
    variants = torch.bincount(digits, minlength=10)
    return bases, controls, drawn, variants.cumsum(0) - variants, variants
