"""A run on the disk: notes, key frames, curves and validations, four files in one folder.

Whatever moment the program is killed at, the folder opens again: the last whole key frame and the
steps after it, repeated, give the very state in which it was.
"""

from __future__ import annotations

import struct
import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

import numpy as np

from explorer.errors import UserError
from explorer.network.records import Floats
from explorer.network.spec import Spec
from explorer.text import _
from explorer.training.record.curves import Curves, column_names
from explorer.training.record.frame_file import FileFrames
from explorer.training.record.record_file import CHECKSUM, RecordFile, read_last, writing
from explorer.training.record.run_notes import FILE as NOTES
from explorer.training.record.run_notes import Change, RunNotes, read_notes
from explorer.training.record.state import rows
from explorer.training.record.validation import Validation
from explorer.training.record.validation_codec import ValidationCodec

FRAMES, CURVES, VALIDATIONS, LOCK = "frames.bin", "curves.bin", "validations.bin", "lock"
OURS = {FRAMES, CURVES, VALIDATIONS, NOTES, LOCK}


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """What a recording takes over: from its files, or from the run it branched off."""

    curves: Curves
    validations: tuple[Validation, ...] = ()
    changes: tuple[Change, ...] = ()


class FolderLock:
    """Holds a folder until `release`; raises UserError if another program has it.

    Only one program at a time may write a run; the operating system lets go when it dies.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK
        with writing(path):
            self._file = path.open("ab")
        try:
            _hold(self._file.fileno())
        except OSError:
            self._file.close()
            sentence = _("The run {name} is in use already, here or in another program.")
            raise UserError(sentence, name=folder.name) from None

    def release(self) -> None:
        """Let go."""
        self._file.close()


def _hold(number: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


class RunFolder:
    """The open folder of a run: it takes what must outlive the program, and holds its `frames`.

    `past` is what was found. Raises UserError with one sentence for a folder that cannot be
    used.
    """

    def __init__(self, folder: Path, notes: RunNotes, past: Past | None = None) -> None:
        self.folder, self.notes = folder, notes
        with ExitStack() as opened:  # a full disk, say, must not leave the folder locked
            self._lock = FolderLock(folder)
            opened.callback(self._lock.release)
            columns = column_names(layered(notes.spec))
            self._row = _row_of(columns)
            self._codec = ValidationCodec(notes.spec)
            self._curves = RecordFile(folder / CURVES, self._row.size)
            opened.callback(self._curves.close)
            self._validations = RecordFile(folder / VALIDATIONS, self._codec.size)
            opened.callback(self._validations.close)
            self.past = self._write_past(past) if past else self._read_past(columns)
            self.frames = FileFrames(
                folder / FRAMES,
                notes.first,
                notes.spacing,
                notes.places,
                rows=rows(notes.plan),
                parameters=notes.spec.parameters,
                head=len(self.past.curves),
            )
            opened.pop_all()

    @classmethod
    def create(cls, folder: Path, notes: RunNotes, past: Past | None = None) -> RunFolder:
        """Begin a run in a new or empty folder; it counts as a run once its notes are written."""
        _make_empty(folder)
        return cls(folder, notes, past or Past(Curves(column_names(layered(notes.spec)))))

    @classmethod
    def open(cls, folder: Path) -> RunFolder:
        """Open a run that is there."""
        opened = cls(folder, read_notes(folder))
        if not opened.frames.steps:
            opened.close()
            sentence = _("{path} is damaged: no state of the run can be read.")
            raise UserError(sentence, path=folder / FRAMES)
        return opened

    @property
    def bytes(self) -> int:
        """What the run takes on the disk."""
        return self.frames.bytes + self._curves.length + self._validations.length

    def rows(self, values: Floats) -> None:
        """Write the numbers (steps, columns) of the next steps."""
        first = len(self._curves)
        numbered = enumerate(values.tolist(), first)
        self._curves.append([self._row.pack(step, *row) for step, row in numbered])

    def validation(self, validation: Validation) -> None:
        """Write the outcome of a validation."""
        self._validations.append([self._codec.encode(validation)])

    def changes(self, changes: tuple[Change, ...]) -> None:
        """Write all changes of the settings so far."""
        self.notes = replace(self.notes, changes=changes)
        self.write_notes()

    def write_notes(self) -> None:
        """Write the notes as they are now."""
        self.notes.write(self.folder)

    def close(self) -> None:
        """Let go of the files and of the folder."""
        self._curves.close()
        self._validations.close()
        self.frames.close()
        self._lock.release()

    def _write_past(self, past: Past) -> Past:
        """Copy what the run this one branched off had recorded so far."""
        self._curves.keep(0)
        self._validations.keep(0)
        self.rows(past.curves.part().values)
        self._validations.append([self._codec.encode(v) for v in past.validations])
        return past

    def _read_past(self, columns: tuple[str, ...]) -> Past:
        curves = Curves(columns)
        curves.extend(self._whole_rows(len(columns)))
        self._curves.keep(len(curves))
        validations = self._validations_until(len(curves))
        self._validations.keep(len(validations))
        return Past(curves, validations, self.notes.changes)

    def _whole_rows(self, columns: int) -> Floats:
        """Return the rows of the curves as far as their steps follow each other."""
        fields = [("step", "<u8"), ("values", "<f4", (columns,)), ("checksum", "<u4")]
        found = np.frombuffer(self._curves.read(), np.dtype(fields))[: self.notes.total]
        wrong = np.flatnonzero(found["step"] != np.arange(len(found)))
        values: Floats = found["values"][: wrong[0] if len(wrong) else None]
        return values

    def _validations_until(self, step: int) -> tuple[Validation, ...]:
        data, size = self._validations.read(), self._codec.size + CHECKSUM
        decoded = (
            self._codec.decode(data[i : i + size - CHECKSUM]) for i in range(0, len(data), size)
        )
        return tuple(takewhile(lambda validation: validation.step <= step, decoded))


def read_course(folder: Path, notes: RunNotes) -> tuple[int, Validation | None]:
    """Return how many steps a run has really done and how it was judged last, without opening it.

    One number and one record are read of each file, so that a list of many runs costs little.
    """
    columns, codec = column_names(layered(notes.spec)), ValidationCodec(notes.spec)
    steps, _row = read_last(folder / CURVES, _row_of(columns).size)
    _count, judged = read_last(folder / VALIDATIONS, codec.size)
    return min(steps, notes.total), codec.decode(judged) if judged else None


def _row_of(columns: tuple[str, ...]) -> struct.Struct:
    return struct.Struct(f"<Q{len(columns)}f")


def layered(spec: Spec) -> list[str]:
    """Return the names of the layers that learn."""
    return [stage.name for stage in spec.stages if stage.parameters]


def _make_empty(folder: Path) -> None:
    """Create a folder, or take one that holds nothing or the rest of a run that never began."""
    if folder.exists() and not folder.is_dir():
        raise UserError(_("{folder} is a file, a run needs a folder."), folder=folder)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        names = {path.name for path in folder.iterdir()}
    if NOTES in names:
        sentence = _("{folder} already holds a run; continue it, or choose another folder.")
        raise UserError(sentence, folder=folder)
    torn = {name for name in names if name.startswith(f".{NOTES}.")}  # notes half written
    if names - OURS - torn:
        sentence = _("{folder} is not empty; a run needs a folder of its own.")
        raise UserError(sentence, folder=folder)
    with writing(folder):
        for name in (FRAMES, *torn):
            (folder / name).unlink(missing_ok=True)
