"""From a drawing to the network's input, as MNIST was made: crop, scale, centre of mass.

The ink is cut out, scaled so that its longer side is 20 of 28 pixels, averaged over the exact
area of each pixel and moved so that its centre of mass lies at 14.5 (LeCun et al. 1998). Every
step can be switched off, to see what the network makes of a digit that was not prepared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from explorer.digits.drawing import PAD, Box, Bytes, Floats, Picture
from explorer.digits.options import ALL_STEPS, AS_IT_IS, Options
from explorer.digits.placing import Grid, Placing, centre_of_mass, cropped, uncropped
from explorer.digits.resample import centred_fit, grey, levels
from explorer.text import _

REDRAWN_SIDE = 200.0
"""The longer side of a redrawn ink box, in pixels of the bitmap, pen included."""

_SMALL = 64
_STEPS = {  # the title of each, and why it may do nothing though it is wanted
    "redraw": (
        _("Redraw"),
        _("needs strokes alone, without eraser or picture, and crop and scale"),
    ),
    "crop": (_("Crop"), ""),
    "scale": (_("Scale"), _("needs crop")),
    "centre": (_("Centre of mass"), ""),
}


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step: its image afterwards, in 0 to 1, (height, width) or (3, height, width).

    `applied`: whether it did anything; if not though it was wanted, `note` is the reason.
    """

    name: str
    title: str
    image: Floats
    applied: bool
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The ink that preparation starts from, bytes (height, width) or (3, height, width).

    Its coordinate x lies at `scale * x + offset` on the pad. A redrawn source knows its ink
    `box` (x0, y0, x1, y1) from the geometry and has the final size already.
    """

    bitmap: Bytes
    scale: float = 1.0
    offset: tuple[float, float] = (0.0, 0.0)
    box: Box | None = None

    @property
    def redrawn(self) -> bool:
        """Whether the strokes were drawn again at the fixed size."""
        return self.box is not None

    def on_pad(self, box: Box) -> Box:
        """Return where a box of the bitmap lies on the pad."""
        s, (x, y) = self.scale, self.offset
        return (s * box[0] + x, s * box[1] + y, s * box[2] + x, s * box[3] + y)


@dataclass(frozen=True, slots=True, eq=False)
class Preparation:
    """What enters the network, `pixels` (channels, height, width) in 0 to 1, and how it was made.

    `bitmap` is the ink the steps began with, `box` (x0, y0, x1, y1) the ink box on the pad or
    None without ink. The grid's coordinate x comes from `pad_scale * x + pad_offset` on the pad.
    """

    bitmap: Bytes
    box: Box | None
    steps: tuple[Step, ...]
    pixels: Floats
    pad_scale: float
    pad_offset: tuple[float, float]

    @property
    def empty(self) -> bool:
        """Whether there is no ink."""
        return self.box is None

    @property
    def ink(self) -> float:
        """The average of the pixels, 0 for paper and 1 for a full grid."""
        return float(self.pixels.mean())

    @property
    def centre_of_mass(self) -> tuple[float, float] | None:
        """Where the pixels balance, (x, y) in edge coordinates (14.0 is the middle of 28)."""
        return centre_of_mass(self.pixels.mean(axis=0)) if self.pixels.any() else None

    def pad_area(self, row: int, column: int) -> Box:
        """Return the rectangle (x0, y0, x1, y1) of the pad that was averaged into one pixel.

        Where the grid is larger than the pad the rectangle lies outside it.
        """
        s, (x, y) = self.pad_scale, self.pad_offset
        return (s * column + x, s * row + y, s * (column + 1) + x, s * (row + 1) + y)


def prepare(
    bitmap: Bytes,
    options: Options = ALL_STEPS,
    input_shape: tuple[int, int, int] = (1, 28, 28),
    source: Source | None = None,
) -> Preparation:
    """Prepare a bitmap, grey (280, 280) or RGB (3, 280, 280), for a network's `input_shape`.

    `source` describes a bitmap that is not the pad itself: a picture of its own size, or
    strokes that were drawn again.
    """
    source = source or Source(bitmap)
    channels, size = input_shape[0], input_shape[1:]
    grid = Grid.of(size, whole=bitmap.shape[-2:] == size and not options.crop)
    ink = grey(bitmap) if bitmap.ndim == 3 and channels == 1 else bitmap
    shown = levels(ink)
    box = source.box or ink_box(ink)
    if box is None:
        return _empty(source, shown, grid, channels)
    placing = _place(source, grid, box, options, shown.shape)
    cut = placing.cut(shown)
    resting = placing.draw(cut, grid, placing.at_rest)
    origin, pixels = placing.at_rest, resting
    if options.centre:
        origin = placing.balanced(grid, box, cut)
        pixels = placing.draw(cut, grid, origin)
    applied = (source.redrawn, options.crop, options.crop and options.scale, options.centre)
    steps = _steps((shown, cut, resting, pixels), applied, options)
    ratio = source.scale / placing.scale
    offset = (source.offset[0] - ratio * origin[0], source.offset[1] - ratio * origin[1])
    pixels = _channelled(pixels, channels)
    return Preparation(bitmap, source.on_pad(box), steps, pixels, ratio, offset)


def prepare_picture(
    picture: Picture,
    options: Options = ALL_STEPS,
    input_shape: tuple[int, int, int] = (1, 28, 28),
) -> Preparation:
    """Prepare a picture at its own resolution, as if it filled the pad.

    A digit that already has MNIST's format enters unchanged, bit for bit.
    """
    scale, x, y = centred_fit(picture.ink.shape, (PAD, PAD))
    source = Source(picture.ink, scale, (x, y))
    if options.crop and options.scale and options.centre and _is_prepared(picture, input_shape):
        done = prepare(picture.ink, AS_IT_IS, input_shape, source)
        note = _("already in the network's format")
        return replace(done, steps=tuple(replace(step, note=note) for step in done.steps))
    return prepare(picture.ink, options, input_shape, source)


def ink_box(ink: Bytes) -> tuple[int, int, int, int] | None:
    """Return the smallest box (x0, y0, x1, y1) around the ink, or None where there is none.

    Faint specks are taken for paper: in a large bitmap what is below an eighth of the darkest
    ink, such as the ripples of a JPEG; in a small one, where a faint edge is part of the digit,
    a sixteenth.
    """
    faint = 8 if min(ink.shape[-2:]) > _SMALL else 16
    if ink.ndim == 3:
        ink = ink.max(axis=0)
    across, down = ink.max(axis=0), ink.max(axis=1)
    peak = int(across.max())
    if peak == 0:
        return None
    columns, rows = (np.flatnonzero(side > peak // faint) for side in (across, down))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _place(
    source: Source, grid: Grid, box: Box, options: Options, shape: tuple[int, ...]
) -> Placing:
    scale = source.scale * grid.inner / PAD
    if not options.crop:
        return uncropped(grid, shape, scale, source.offset)
    if options.scale:
        side = REDRAWN_SIDE if source.redrawn else max(box[2] - box[0], box[3] - box[1])
        scale = grid.ink_side / side
    return cropped(grid, shape, scale, box)


def _channelled(pixels: Floats, channels: int) -> Floats:
    if pixels.ndim == 2:
        pixels = np.repeat(pixels[None], channels, axis=0)
    pixels.setflags(write=False)
    return pixels


def _steps(
    images: tuple[Floats, ...], applied: tuple[bool, ...], options: Options
) -> tuple[Step, ...]:
    steps = []
    for image, done, (name, (title, why)) in zip(images, applied, _STEPS.items(), strict=True):
        note = why if getattr(options, name) and not done else ""
        steps.append(Step(name, title, image, done, note))
    return tuple(steps)


def _empty(source: Source, shown: Floats, grid: Grid, channels: int) -> Preparation:
    blank = np.zeros(grid.size, np.float32)
    images = (shown, shown, blank, blank)
    steps = _steps(images, (False,) * 4, AS_IT_IS)
    scale = PAD / grid.inner
    x, y = grid.margin
    offset = (-scale * x, -scale * y)
    return Preparation(source.bitmap, None, steps, _channelled(blank, channels), scale, offset)


def _is_prepared(picture: Picture, input_shape: tuple[int, int, int]) -> bool:
    """Whether a picture has MNIST's format: its size, a 20 pixel box, balanced at 14.5."""
    size, grid = picture.ink.shape[-2:], Grid.of(input_shape[1:])
    if size not in (grid.size, (grid.inner, grid.inner)):
        return False
    ink = picture.ink if picture.ink.ndim == 2 else picture.ink.max(axis=0)
    inked = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    if not inked[0].size:
        return False
    side = max(int(places[-1] - places[0]) + 1 for places in inked)
    mass = centre_of_mass(levels(ink))
    target = [n / 2 + 0.5 for n in (size[1], size[0])]
    near = all(abs(m - t) <= 0.6 for m, t in zip(mass, target, strict=True))
    return side == grid.ink_side and near
