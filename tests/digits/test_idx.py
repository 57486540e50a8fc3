import gzip
from pathlib import Path

import numpy as np
import pytest

from explorer.digits.idx import IMAGES, LABELS, idx_bytes, is_idx_folder, parse_idx, read_split
from explorer.errors import UserError

IMAGE = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
DATA = idx_bytes(IMAGE)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_bytes_are_read_plain_and_gzipped(pack) -> None:  # type: ignore[no-untyped-def]
    assert np.array_equal(parse_idx(pack(DATA), "x"), IMAGE)


def test_the_header_is_that_of_the_format() -> None:
    assert DATA[:8] == bytes([0, 0, 8, 3, 0, 0, 0, 2])
    assert DATA[-1] == 23


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "magic"),
        (b"PK\x03\x04", "magic"),
        (b"\0\0\x0d\x01\0\0\0\x01abcd", "type 0x0d"),
        (b"\0\0\x08\x03\0\0", "cut off"),
        (b"\0\0\x08\x00", "cut off"),
        (DATA[:-1], "2 × 3 × 4 bytes, but holds 23"),
        (DATA + b"x", "but holds 25"),
        (b"\0\0\x08\x03" + b"\xff" * 12, "but holds 0"),
        (gzip.compress(DATA)[:-9], "cut off"),
        (b"\x1f\x8b" + b"x" * 20, "damaged"),
    ],
)
def test_wrong_bytes_are_one_sentence_with_the_name(data: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words) as caught:
        parse_idx(data, "train-images")
    assert str(caught.value).startswith("train-images")


@pytest.mark.parametrize("form", ["{}", "{}.gz", "dotted"])
def test_a_folder_is_read_by_the_official_names(tmp_path: Path, form: str) -> None:
    labels = np.array([1, 2], np.uint8)
    for name, array in ((IMAGES["test"], IMAGE), (LABELS["test"], labels)):
        name = name.replace("-idx", ".idx") if form == "dotted" else form.format(name)
        data = idx_bytes(array)
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    images, read = read_split(tmp_path, "test")
    assert np.array_equal(images, IMAGE)
    assert np.array_equal(read, labels)
    assert is_idx_folder(tmp_path)
    with pytest.raises(UserError, match="lacks the file train-images"):
        read_split(tmp_path, "train")


def test_an_empty_folder_holds_no_idx_files(tmp_path: Path) -> None:
    assert not is_idx_folder(tmp_path)
