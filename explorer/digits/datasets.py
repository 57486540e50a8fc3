"""Labelled images to train and to measure with, from wherever they are.

Bundled with the program, downloaded, or a user's own: IDX files, an `.npz`, folders of images.
They stay bytes, 0 to 255 with 0 for paper: as floats MNIST would take four times the memory.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from explorer.digits import idx
from explorer.digits.collections import COLLECTIONS, FASHION_MNIST, Collection
from explorer.digits.download import ShowProgress, contents
from explorer.digits.drawing import Bytes, Picture
from explorer.digits.folders import read_class_folders
from explorer.digits.resample import fitted, grey
from explorer.errors import UserError
from explorer.resources import resource
from explorer.text import _

Labels = NDArray[np.int64]
Split = Literal["train", "test"]

DIGITS = tuple("0123456789")
FASHION = (  # no text: names by which files know the classes
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)
NAMES = ("bundled", *COLLECTIONS)
_CHUNK = 1000
_NPZ_TRAIN = (("images", "labels"), ("x_train", "y_train"))
_NPZ_TEST = (("test_images", "test_labels"), ("x_test", "y_test"))
_NPZ_NAMES = {"classes", *(name for pair in (*_NPZ_TRAIN, *_NPZ_TEST) for name in pair)}


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Images uint8 (n, channels, height, width), their labels int64 (n,), the classes' names."""

    name: str
    images: Bytes
    labels: Labels
    classes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def fitted(self, input_shape: tuple[int, int, int]) -> Dataset:
        """Return the set with images of a network's `input_shape` (channels, height, width).

        28 x 28 becomes 32 x 32 by two empty pixels around, as in LeNet-5; other sizes are
        resampled.
        """
        channels, size = input_shape[0], input_shape[1:]
        images = _with_channels(self.images, channels)
        if images.shape[2:] == (28, 28) and size == (32, 32):
            images = np.pad(images, ((0, 0), (0, 0), (2, 2), (2, 2)))
        elif images.shape[2:] != size:
            parts = range(0, len(images), _CHUNK)
            images = np.concatenate([fitted(images[i : i + _CHUNK], size) for i in parts])
        return Dataset(self.name, images, self.labels, self.classes)

    def labelled_as(self, classes: tuple[str, ...]) -> Dataset:
        """Return the set with labels that count in `classes`, if all its own names are there.

        Threes and sevens alone have the labels 0 and 1; a network that knows ten digits calls
        them 3 and 7. Where a name is missing the labels stay as they are.
        """
        if classes == self.classes or not set(self.classes) <= set(classes):
            return self
        places = np.array([classes.index(name) for name in self.classes], np.int64)
        return Dataset(self.name, self.images, places[self.labels], classes)


@dataclass(frozen=True, slots=True, eq=False)
class DataFacts:
    """Images per class int64 (classes,), and the mean image of all and of each class.

    `average` uint8 (1 + classes, c, h, w): first that of all images, then one per class, empty
    where there is no image of it.
    """

    counts: NDArray[np.int64]
    average: Bytes


def load(
    source: str | Path,
    split: Split = "test",
    progress: ShowProgress = lambda _done, _of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Dataset:
    """Load the `train` or `test` split of a data set.

    `source` is a name (bundled, mnist, fashion-mnist) or a path: a folder of IDX files, an
    `.npz` with `images` and `labels`, a folder of class-named image folders. An `.npz` that does
    not name its `classes` has one for each number among its labels, of both splits. Where a path
    has no test split, the first four fifths of each class are for training and the rest for
    testing. `progress` is called with how much of how much was read. Raises UserError.
    """
    if str(source) == "bundled":
        return _bundled(split)
    if str(source) in COLLECTIONS:
        return _downloaded(COLLECTIONS[str(source)], split, progress, cancelled)
    path = Path(source).expanduser()
    if path.is_dir():
        if idx.is_idx_folder(path):
            return _from_idx(path, split)
        images, labels, classes = read_class_folders(path, split, progress)
        return _checked(path.name, images, labels, classes, str(path))
    if not path.exists():
        sentence = _("There is no data set and no file {source}; sets: {names}.")
        raise UserError(sentence, source=source, names=", ".join(NAMES))
    if path.suffix.lower() != ".npz":
        raise UserError(_("{path} is no data set: give an .npz file or a folder."), path=path)
    return _from_npz(path, split)


def facts_of(dataset: Dataset) -> DataFacts:
    """Count and average a data set; some 50 ms for 60,000 images of 28 x 28."""
    classes = len(dataset.classes)
    counts = np.bincount(dataset.labels, minlength=classes)[:classes].astype(np.int64)
    each = (dataset.images[dataset.labels == label] for label in range(classes))
    sums = np.stack([images.sum(0, dtype=np.float64) for images in each])
    shape = (-1, 1, 1, 1)
    means = sums / np.maximum(counts, 1).reshape(shape)
    whole = sums.sum(0, keepdims=True) / max(1, int(counts.sum()))
    average = np.rint(np.concatenate([whole, means])).astype(np.uint8)
    for array in (counts, average):
        array.setflags(write=False)
    return DataFacts(counts, average)


def random_sample(digit: int, random: np.random.Generator) -> Picture:
    """Return a random bundled image of a digit 0 to 9."""
    images, labels = _bundled_arrays()
    places = np.flatnonzero(labels == digit)
    return Picture(images[random.choice(places)], _("a bundled {digit}").format(digit=digit))


@cache
def _bundled_arrays() -> tuple[Bytes, Bytes]:
    with np.load(resource("digits", "mnist-5k.npz")) as file:
        return np.asarray(file["images"]), np.asarray(file["labels"])


def _bundled(split: Split) -> Dataset:
    images, labels = _bundled_arrays()
    chosen = _part(labels, split)
    return _checked("bundled", images[chosen], labels[chosen], DIGITS, _("the bundled digits"))


def _downloaded(
    collection: Collection, split: Split, progress: ShowProgress, cancelled: Callable[[], bool]
) -> Dataset:
    files = collection.split(split)
    found = contents(collection, files, progress, cancelled)
    images, labels = (idx.parse_idx(found[file.name], file.name) for file in files)
    classes = FASHION if collection.name == "fashion-mnist" else DIGITS
    return _checked(collection.name, images, labels, classes, collection.title)


def _from_idx(folder: Path, split: Split) -> Dataset:
    """Read a folder of IDX files; known ones get the names of their classes."""
    images, labels = idx.read_split(folder, split)
    content = hashlib.sha256(idx.idx_bytes(labels)).hexdigest()
    known = content in {file.sha256 for file in FASHION_MNIST.files}
    return _checked(folder.name, images, labels, FASHION if known else None, str(folder))


def _npz_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Read the arrays we know by name; nothing is unpickled."""
    try:
        with path.open("rb") as file:
            archive = np.load(file, allow_pickle=False)
            if isinstance(archive, np.ndarray):
                raise ValueError("a single array")
            return {name: archive[name] for name in archive.files if name in _NPZ_NAMES}
    except (ValueError, OSError, EOFError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise UserError(
            _("{path} cannot be read as an .npz of plain arrays."), path=path
        ) from error
    except (MemoryError, NotImplementedError, RuntimeError, SyntaxError) as error:
        raise UserError(_("{path} is damaged or too large to be read."), path=path) from error


def _from_npz(path: Path, split: Split) -> Dataset:
    arrays = _npz_arrays(path)
    pair, test_pair = (_first_given(arrays, pairs) for pairs in (_NPZ_TRAIN, _NPZ_TEST))
    if pair is None:
        raise UserError(_("{path} lacks the arrays images and labels."), path=path)
    if "classes" in arrays:
        classes: tuple[str, ...] | None = tuple(map(str, arrays["classes"].reshape(-1)))
    else:
        classes = _named_by_label(arrays, [given[1] for given in (pair, test_pair) if given])
    images, labels = (arrays[name] for name in pair)
    train = _checked(path.stem, images, labels, classes, str(path))
    if test_pair is not None:
        images, labels = (arrays[name] for name in test_pair)
        test = _checked(
            path.stem, images, labels, train.classes, _("{path} (test split)").format(path=path)
        )
        return train if split == "train" else test
    chosen = _part(train.labels, split)
    return Dataset(train.name, train.images[chosen], train.labels[chosen], train.classes)


def _first_given(
    arrays: dict[str, NDArray[Any]], pairs: tuple[tuple[str, str], ...]
) -> tuple[str, str] | None:
    return next((pair for pair in pairs if all(name in arrays for name in pair)), None)


def _named_by_label(arrays: dict[str, NDArray[Any]], names: list[str]) -> tuple[str, ...] | None:
    """Name a class after each number among the labels called `names`; put places instead of them.

    Threes and sevens alone become the classes "3" and "7" with the labels 0 and 1. Labels that
    are no whole numbers from 0 on are left for who checks them.
    """
    given = [arrays[name] for name in names]
    if not all(labels.dtype.kind in "ui" and labels.size and labels.min() >= 0 for labels in given):
        return None
    numbers = np.unique(np.concatenate([labels.reshape(-1) for labels in given]))
    for name in names:
        arrays[name] = np.searchsorted(numbers, arrays[name])
    return tuple(str(number) for number in numbers)


def _part(labels: NDArray[Any], split: Split) -> NDArray[np.intp]:
    """Return the places of a split, in order: of each class the first four fifths are to train."""
    train = np.zeros(len(labels), bool)
    for label in np.unique(labels):
        places = np.flatnonzero(labels == label)
        train[places[: -(-len(places) * 4 // 5)]] = True
    return np.flatnonzero(train if split == "train" else ~train)


def _checked(
    name: str,
    images: NDArray[Any],
    labels: NDArray[Any],
    classes: tuple[str, ...] | None,
    where: str,
) -> Dataset:
    """Bring arrays of any usual layout into a Dataset; raises UserError for what does not fit."""
    pictures, numbers = _images(images, where), _labels(labels, where)
    if len(pictures) != len(numbers):
        sentence = _("{where} has {images} images, but {labels} labels.")
        raise UserError(sentence, where=where, images=len(pictures), labels=len(numbers))
    if not len(numbers):
        raise UserError(_("{where} is empty."), where=where)
    highest = int(numbers.max())
    if classes is None:
        classes = tuple(str(n) for n in range(max(10, highest + 1)))
    if numbers.min() < 0 or highest >= len(classes):
        wrong = int(numbers.min()) if numbers.min() < 0 else highest
        sentence = _("{where} has the label {label}, but {count} classes.")
        raise UserError(sentence, where=where, label=wrong, count=len(classes))
    return Dataset(name, pictures, numbers, classes)


def _images(images: NDArray[Any], where: str) -> Bytes:
    """Return (n, h, w), (n, c, h, w) or (n, h, w, c) as bytes (n, c, h, w)."""
    if images.ndim == 3:
        images = images[:, None]
    if images.ndim != 4 or 0 in images.shape[1:]:
        sentence = _("{where}: images have the shape {shape}, not (n, height, width).")
        raise UserError(sentence, where=where, shape=images.shape)
    if images.shape[1] not in (1, 3) and images.shape[3] in (1, 3):
        images = np.moveaxis(images, 3, 1)
    if images.shape[1] not in (1, 3):
        sentence = _("{where}: images have {count} channels, not 1 or 3.")
        raise UserError(sentence, where=where, count=images.shape[1])
    return np.ascontiguousarray(_bytes(images, where))


def _bytes(images: NDArray[Any], where: str) -> Bytes:
    """Return fractions of 1 or whole numbers to 255 as bytes."""
    if images.dtype == np.uint8:
        return images
    if images.dtype.kind not in "buif":
        sentence = _("{where}: images are of type {kind}, not numbers.")
        raise UserError(sentence, where=where, kind=images.dtype)
    if not len(images):
        return images.astype(np.uint8)
    lowest, highest = images.min(), images.max()
    if not (lowest >= 0 and highest <= 255):
        sentence = _("{where}: pixels must lie in 0 to 255 (or 0 to 1), not {low} to {high}.")
        raise UserError(sentence, where=where, low=lowest, high=highest)
    fraction = images.dtype.kind in "bf" and highest <= 1
    return np.rint(images * (255.0 if fraction else 1.0)).astype(np.uint8)


def _labels(labels: NDArray[Any], where: str) -> Labels:
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.ndim != 1 or labels.dtype.kind not in "ui":
        raise UserError(
            _("{where}: labels must be whole numbers, one for each image."), where=where
        )
    return labels.astype(np.int64)


def _with_channels(images: Bytes, channels: int) -> Bytes:
    if images.shape[1] == channels:
        return images
    if channels == 3:
        return np.repeat(images, 3, axis=1)
    return grey(images)[:, None]
