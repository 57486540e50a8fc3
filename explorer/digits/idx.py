"""The IDX format of MNIST: a magic number, the sizes, then the bytes.

The format is described on the MNIST page of Y. LeCun, C. Cortes and C. J. C. Burges: two zero
bytes, the type of the values, the number of dimensions, then a big-endian 32-bit size for each.
"""

from __future__ import annotations

import struct
import zlib
from math import prod
from pathlib import Path

import numpy as np

from explorer.digits.drawing import Bytes
from explorer.errors import UserError
from explorer.files import unreadable
from explorer.text import _

IMAGES = {"train": "train-images-idx3-ubyte", "test": "t10k-images-idx3-ubyte"}
LABELS = {"train": "train-labels-idx1-ubyte", "test": "t10k-labels-idx1-ubyte"}

_UNSIGNED_BYTE = 0x08
_LARGEST = 1 << 31


def parse_idx(data: bytes, name: str) -> Bytes:
    """Return the array in IDX bytes, plain or gzipped; `name` is what a UserError calls it."""
    data = unzipped(data, name)
    if len(data) < 4 or data[:2] != b"\0\0":
        raise UserError(
            _("{name} is not an IDX file: it begins with the wrong magic number."), name=name
        )
    if data[2] != _UNSIGNED_BYTE:
        sentence = _("{name} holds values of type 0x{kind:02x}, only bytes (0x08) are read.")
        raise UserError(sentence, name=name, kind=data[2])
    start = 4 + 4 * data[3]
    if data[3] == 0 or len(data) < start:
        raise UserError(_("{name} is cut off: its sizes are missing."), name=name)
    shape = struct.unpack(f">{data[3]}I", data[4:start])
    if len(data) - start != prod(shape):
        sizes = " × ".join(str(size) for size in shape)
        sentence = _("{name} should hold {sizes} bytes, but holds {count}.")
        raise UserError(sentence, name=name, sizes=sizes, count=len(data) - start)
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape).copy()


def unzipped(data: bytes, name: str) -> bytes:
    """Return gzipped bytes unpacked and others as they are; raises UserError if damaged."""
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        unpacker = zlib.decompressobj(wbits=31)
        content = unpacker.decompress(data, _LARGEST)
    except zlib.error as error:
        raise UserError(
            _("{name} is damaged: its gzip data cannot be unpacked."), name=name
        ) from error
    if unpacker.unconsumed_tail:
        raise UserError(_("{name} is larger than 2 GiB."), name=name)
    if not unpacker.eof:
        raise UserError(_("{name} is cut off: its gzip data ends too early."), name=name)
    return content


def find(folder: Path, name: str) -> Path | None:
    """Return the file with an official name, gzipped or not, or with a dot for its last dash."""
    dotted = name.replace("-idx", ".idx")
    for candidate in (f"{name}.gz", name, f"{dotted}.gz", dotted):
        if (folder / candidate).is_file():
            return folder / candidate
    return None


def is_idx_folder(folder: Path) -> bool:
    """Whether a folder holds any file with an official name."""
    names = (*IMAGES.values(), *LABELS.values())
    return any(find(folder, name) is not None for name in names)


def read_split(folder: Path, split: str) -> tuple[Bytes, Bytes]:
    """Read images (n, height, width) and labels (n,) of the `train` or `test` split."""
    images, labels = (_read(folder, names[split]) for names in (IMAGES, LABELS))
    return images, labels


def _read(folder: Path, name: str) -> Bytes:
    path = find(folder, name)
    if path is None:
        raise UserError(
            _("{folder} lacks the file {name} (or {name}.gz)."), folder=folder, name=name
        )
    try:
        return parse_idx(path.read_bytes(), str(path))
    except OSError as error:
        raise unreadable(path, error) from error


def idx_bytes(array: Bytes) -> bytes:
    """Return an array as the bytes of an IDX file; `parse_idx` reads them back."""
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, _UNSIGNED_BYTE, array.ndim, *array.shape)
    return header + array.tobytes()
