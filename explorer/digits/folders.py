"""A folder of class-named image folders as a data set: `cats/1.png`, `dogs/2.png`, ...

With `train` and `test` folders above the classes those are the splits. A set of digits takes
the way of a drawing, so that training and recognising see the same; any other picture is only
fitted to one size.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.digits.drawing import Bytes
from explorer.digits.images import has_light_paper, read_picture, read_pixels
from explorer.digits.options import ALL_STEPS
from explorer.digits.prepare import prepare_picture
from explorer.digits.resample import fitted
from explorer.errors import UserError
from explorer.files import unreadable
from explorer.text import _

SUFFIXES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".ppm", ".pgm"}
SPLITS = ("train", "test")

_USUAL_SIDE = 28
_LARGEST_SIDE = 128
_DIGITS = set("0123456789")

Read = tuple[Bytes, NDArray[np.int64], tuple[str, ...]]


def read_class_folders(
    root: Path, split: str, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Read:
    """Read images (n, channels, height, width), labels (n,) and the names of the classes.

    Without `train` and `test` folders the first four fifths of each class, by name, are for
    training. Images of one size up to 128 pixels keep it, others become 28 x 28. `progress` is
    called with how many images of how many are read. Raises UserError naming the file or folder.
    """
    divided = all((root / name).is_dir() for name in SPLITS)
    base = root / split if divided else root
    classes = _classes(root / "train" if divided else root)
    chosen: list[tuple[Path, int]] = []
    for label, name in enumerate(classes):
        files = _images(base / name)
        cut = len(files) if divided else -(-len(files) * 4 // 5)
        part = files[:cut] if divided or split == "train" else files[cut:]
        chosen += [(path, label) for path in part]
    if not chosen:
        raise UserError(
            _("{folder} has no images for the {split} split."), folder=base, split=split
        )
    images = _read([path for path, _label in chosen], set(classes) <= _DIGITS, progress)
    return images, np.array([label for _path, label in chosen], np.int64), classes


def _classes(base: Path) -> tuple[str, ...]:
    """Return the names of the folders with images, numbers in their order."""
    try:
        names = [d.name for d in base.iterdir() if d.is_dir() and not d.name.startswith(".")]
    except OSError as error:
        raise unreadable(base, error) from error
    names = [name for name in names if _images(base / name)]
    if len(names) < 2:
        raise UserError(
            _(
                "{folder} is no data set: it needs the official IDX files or two or more folders "
                "of images, one for each class."
            ),
            folder=base,
        )
    return tuple(sorted(names, key=lambda name: (not name.isdecimal(), len(name), name)))


def _images(folder: Path) -> list[Path]:
    """Return the image files of one class by name; a class may lack a split."""
    if not folder.is_dir():
        return []
    try:
        files = [p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and p.name[0] != "."]
    except OSError as error:
        raise unreadable(folder, error) from error
    return sorted(files)


def _read(paths: list[Path], digits: bool, progress: Callable[[int, int], None]) -> Bytes:
    size = _common_size(paths)
    as_drawing = digits and size != (_USUAL_SIDE, _USUAL_SIDE)
    images = []
    for done, path in enumerate(paths, 1):
        target = size or (_USUAL_SIDE, _USUAL_SIDE)
        images.append(_prepared(path) if as_drawing else _fitted(path, target))
        progress(done, len(paths))
    if as_drawing:
        return np.stack(images)[:, None]
    return _one_polarity(_one_kind(images))


def _prepared(path: Path) -> Bytes:
    pixels = prepare_picture(read_picture(path), ALL_STEPS).pixels[0]
    return np.asarray(np.rint(pixels * 255), np.uint8)


def _fitted(path: Path, size: tuple[int, int]) -> Bytes:
    """Return the pixels as they are, in one size, with the image's own paper around them."""
    pixels = read_pixels(path, str(path))
    if has_light_paper(pixels):
        return np.asarray(255 - fitted(np.asarray(255 - pixels, np.uint8), size), np.uint8)
    return fitted(pixels, size)


def _common_size(paths: list[Path]) -> tuple[int, int] | None:
    """Return the (height, width) that all images share, None if they differ or are large."""
    sizes = set()
    for path in paths:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(path) as image:
                    sizes.add((image.height, image.width))
        except Exception:  # reading it will raise the right error
            continue
        if len(sizes) > 1:
            return None
    size = next(iter(sizes), (0, 0))
    return size if 0 < max(size) <= _LARGEST_SIDE else None


def _one_kind(images: list[Bytes]) -> Bytes:
    """Stack grey and coloured images as (n, 1 or 3, height, width): one colour makes all RGB."""
    if all(image.ndim == 2 for image in images):
        return np.stack(images)[:, None]
    return np.stack([np.broadcast_to(image, (3, *image.shape[-2:])) for image in images])


def _one_polarity(images: Bytes) -> Bytes:
    """Turn grey images around if most of them show dark ink on light paper; colours stay."""
    if images.shape[1] == 3:
        return images
    light = sum(has_light_paper(image[0]) for image in images)
    return np.asarray(255 - images, np.uint8) if light * 2 > len(images) else images
