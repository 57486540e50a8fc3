"""Records survive, torn ones are dropped, whatever byte the writing stopped at."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import UserError
from explorer.training.record.record_file import CHECKSUM, RecordFile, read_last, write_all

RECORDS = [b"abc", b"def", b"ghi"]


def payloads(file: RecordFile) -> list[bytes]:
    data = file.read()
    return [data[i : i + 3] for i in range(0, len(data), 3 + CHECKSUM)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a file with three records."""
    file = RecordFile(tmp_path / "records", 3)
    file.append(RECORDS)
    file.close()
    return tmp_path / "records"


def test_records_come_back_and_can_be_appended_to(path: Path) -> None:
    file = RecordFile(path, 3)
    assert payloads(file) == RECORDS
    file.append([b"jkl"])
    assert payloads(file) == [*RECORDS, b"jkl"]
    assert file.length == path.stat().st_size == 28
    file.close()


def test_the_last_record_is_read_without_opening_the_file(path: Path) -> None:
    assert read_last(path, 3) == (3, b"ghi")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])  # the last one is torn
    assert read_last(path, 3) == (2, b"def")
    path.write_bytes(whole[:-1] + b"?")
    assert read_last(path, 3) == (3, b"")
    path.write_bytes(b"")
    assert read_last(path, 3) == read_last(path.parent / "none", 3) == (0, b"")


@given(st.integers(0, 21))
def test_a_torn_record_is_dropped_and_the_next_takes_its_place(
    tmp_path_factory: pytest.TempPathFactory, length: int
) -> None:
    path = tmp_path_factory.mktemp("torn") / "records"
    file = RecordFile(path, 3)
    file.append(RECORDS)
    file.close()
    path.write_bytes(path.read_bytes()[:length])
    file = RecordFile(path, 3)
    whole = RECORDS[: length // 7]
    assert payloads(file) == whole
    file.append([b"new"])
    assert payloads(file) == [*whole, b"new"]
    file.close()


@pytest.mark.parametrize("byte", [7, 9, 13])
def test_nothing_after_a_damaged_record_counts(path: Path, byte: int) -> None:
    data = bytearray(path.read_bytes())
    data[byte] ^= 1
    path.write_bytes(data)
    file = RecordFile(path, 3)
    assert payloads(file) == [b"abc"]
    assert len(file) == 1
    file.close()


def test_records_can_be_taken_back(path: Path) -> None:
    file = RecordFile(path, 3)
    file.keep(1)
    file.append([b"new"])
    assert payloads(file) == [b"abc", b"new"]
    file.close()


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        RecordFile(tmp_path / "missing" / "records", 3)


def test_a_full_disk_leaves_only_whole_records(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: object, data: bytes) -> None:
        file.write(data[:2])  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    file = RecordFile(path, 3)
    monkeypatch.setattr("explorer.training.record.record_file.write_all", full)
    with pytest.raises(UserError, match="No space left"):
        file.append([b"jkl"])
    monkeypatch.setattr("explorer.training.record.record_file.write_all", write_all)
    file.append([b"mno"])
    assert payloads(file) == [*RECORDS, b"mno"]
    file.close()
