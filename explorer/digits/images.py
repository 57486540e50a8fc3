"""Image files as ink: any size, mode and polarity becomes 0 for paper and 255 for ink.

Whether the ink is dark or light is read off the border, which is paper in nearly every picture
of a digit. Grey paper, as in a photograph, is taken off; clean paper stays as it is.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from explorer.digits.drawing import Bytes, Picture
from explorer.digits.resample import grey
from explorer.errors import UserError
from explorer.files import absent
from explorer.text import _

# No EPS, PDF and the like: Pillow would start other programs to read them.
_FORMATS = (
    "PNG JPEG MPO GIF BMP DIB TIFF WEBP PPM ICO PCX TGA JPEG2000 AVIF".split()  # noqa: SIM905
)
_MOST_PIXELS = 64_000_000
_LONGEST_SIDE = 1120
_CLEAN_PAPER = 8
_EVEN_BORDER = 30
_FAINTEST_INK = 24

Values = NDArray[np.float64]


def read_picture(
    source: Path | str | bytes, inverted: bool | None = None, name: str = ""
) -> Picture:
    """Read an image file, or its bytes, as ink.

    `inverted`: whether dark ink on light paper is to be turned around; None finds out.
    Animations give their first frame, large images are reduced to 1120 pixels. Raises
    UserError, one sentence, for whatever cannot be read.
    """
    name = name or (str(source) if not isinstance(source, bytes) else _("The picture"))
    ink = read_pixels(source, name)
    light_paper = has_light_paper(ink)
    inverted = light_paper if inverted is None else inverted
    if inverted:
        ink = np.asarray(255 - ink, np.uint8)
    if inverted == light_paper:
        ink = _without_paper(ink)
    return Picture(ink, Path(name).name, inverted)


def read_pixels(source: Path | str | bytes, name: str = "") -> Bytes:
    """Read an image as it is, (3, height, width) or grey (height, width), light is 255."""
    colours = _colours(_open(source, name or str(source)))
    chroma = colours.max(axis=0).astype(int) - colours.min(axis=0)
    coloured = (chroma > 32).mean() > 0.001  # a tinge here and there is no colour
    return colours if coloured else np.asarray(colours[0])


def has_light_paper(image: Bytes) -> bool:
    """Whether an image (height, width) or (3, height, width) shows dark ink on light paper.

    The ink is what lies furthest from the border's median. A colour photograph without an
    even border has no paper.
    """
    light = grey(image) if image.ndim == 3 else image
    border = light[_ring(light.shape)]
    if image.ndim == 3 and border.std() > _EVEN_BORDER:
        return False
    paper = float(np.median(border))
    darker, lighter = paper - float(light.min()), float(light.max()) - paper
    return darker > lighter if darker != lighter else paper > 127


def _open(source: Path | str | bytes, name: str) -> Image.Image:
    if not isinstance(source, bytes):
        path = Path(source)
        if path.is_dir():
            raise UserError(_("{name} is a folder, not an image."), name=name)
        if not path.exists():
            raise absent(name)
        if not path.is_file():
            raise UserError(_("{name} is not a file."), name=name)
    Image.init()
    formats = [kind for kind in _FORMATS if kind in Image.OPEN]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file = io.BytesIO(source) if isinstance(source, bytes) else source
            with Image.open(file, formats=formats) as image:
                return _decoded(image, name)
    except UserError:
        raise
    except PermissionError as error:
        raise UserError(_("{name} may not be read: permission denied."), name=name) from error
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except UnidentifiedImageError as error:
        raise UserError(_("{name} is not an image that can be read."), name=name) from error
    except Exception as error:
        # A damaged file can break Pillow's decoders in any way: struct, zlib, index, memory...
        reason = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
        raise UserError(
            _("{name} is damaged and cannot be read ({reason})."), name=name, reason=reason
        ) from error


def _decoded(image: Image.Image, name: str) -> Image.Image:
    """Return the first frame, upright, with its longer side at most 1120 pixels."""
    if image.width * image.height > _MOST_PIXELS:
        raise _too_large(name)
    if 0 in image.size:
        raise UserError(_("{name} is an image without pixels."), name=name)
    image.draft(None, (_LONGEST_SIDE, _LONGEST_SIDE))
    image.load()
    plain = _eight_bits(ImageOps.exif_transpose(image))
    if max(plain.size) > _LONGEST_SIDE:
        plain.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.BOX)
    return plain


def _too_large(name: str) -> UserError:
    most = _MOST_PIXELS // 1_000_000
    return UserError(_("{name} is larger than {count} million pixels."), name=name, count=most)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return any mode as RGB, or as RGBA if parts of it are transparent."""
    if image.mode.startswith("I") or image.mode == "F":
        image = Image.fromarray(_scaled(np.asarray(image, np.float64)))
    see_through = image.mode in ("LA", "PA", "La", "RGBA", "RGBa") or "transparency" in image.info
    return image.convert("RGBA" if see_through else "RGB")


def _scaled(values: Values) -> Bytes:
    """Return numbers of any range as bytes: fractions of 1, bytes, 16 bits or beyond."""
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    values = values - min(values.min(), 0)
    top = values.max()
    full = next((full for full in (1, 255, 65535) if top <= full), top)
    return np.asarray(np.rint(values * (255 / full)), np.uint8)


def _colours(image: Image.Image) -> Bytes:
    """Return the image as (3, height, width), what is transparent laid on paper."""
    pixels = np.moveaxis(np.asarray(image, np.uint8), -1, 0)
    if len(pixels) == 3:
        return np.ascontiguousarray(pixels)
    return _on_paper(pixels[:3].astype(np.float64), pixels[3] / 255)


def _on_paper(colours: Values, opacity: Values) -> Bytes:
    """Lay a transparent image on white paper, or on black if its own ink is light."""
    total = opacity.sum()
    lightness = (colours.mean(axis=0) * opacity).sum() / total if total else 0
    paper = 0 if lightness > 127 else 255
    if opacity.min() == 1:
        paper = 0
    return np.asarray(np.rint(colours * opacity + paper * (1 - opacity)), np.uint8)


def _ring(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return where the border is, a fiftieth of the image wide, at least one pixel."""
    height, width = shape[-2:]
    depth = max(1, min(height, width) // 50)
    ring = np.ones((height, width), bool)
    ring[depth : height - depth, depth : width - depth] = False
    return ring


def _without_paper(ink: Bytes) -> Bytes:
    """Take grey paper off and stretch what remains to full ink; clean paper changes nothing."""
    light = grey(ink) if ink.ndim == 3 else ink
    if np.median(light[_ring(light.shape)]) <= _CLEAN_PAPER:
        return ink
    paper, noise = _paper(light.astype(np.float64))
    if noise > _EVEN_BORDER:
        return ink
    level = paper + 3 * noise + 4
    peak = float((light - level).max())
    if peak < _FAINTEST_INK:
        return np.zeros_like(ink)
    return np.asarray(np.clip((ink - level) * (255 / peak), 0, 255), np.uint8)


def _paper(light: Values) -> tuple[Values, float]:
    """Return the paper's level everywhere, (height, width), and the noise about it.

    A plane through the border by least squares, twice: the second time without what sticks
    out, so that ink at the edge is not taken for paper.
    """
    rows, columns = np.indices(light.shape)
    terms = np.stack([np.ones(light.shape), rows, columns], axis=-1)
    ring = _ring(light.shape)
    known, levels = terms[ring], light[ring]
    keep = np.ones(len(levels), bool)
    for _round in range(2):
        plane = np.linalg.lstsq(known[keep], levels[keep], rcond=None)[0]
        off = levels - known @ plane
        keep = np.abs(off) <= 2 * off[keep].std() + 1
    return terms @ plane, float(off[keep].std())
