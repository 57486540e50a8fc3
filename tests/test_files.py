from pathlib import Path

import pytest

from explorer.errors import UserError
from explorer.files import write_atomically


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == ["a.bin"]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "a.bin", tmp_path):
        with pytest.raises(UserError, match="cannot be written"):
            write_atomically(path, b"one")
    assert list(tmp_path.iterdir()) == []
