"""The runs that are open, and those that lie on the disk."""

from __future__ import annotations

import math
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from explorer.errors import UserError
from explorer.live.training.facts import OpenRun, RunFacts, StoredRun
from explorer.live.training.pace import Speedometer
from explorer.network.spec import Spec
from explorer.text import _
from explorer.training.launch import Training
from explorer.training.look.diagnosis import Diagnosis
from explorer.training.look.doctor import Doctor
from explorer.training.plan import Plan
from explorer.training.record.recording import Recording
from explorer.training.record.run_folder import OURS, FolderLock, read_course
from explorer.training.record.run_notes import RunNotes, find_runs, read_notes

LONGEST = 40  # letters of a run's name in its folder's


@dataclass(slots=True, eq=False)
class Opened:
    """An open run with its doctor, and how much of it was reported already."""

    training: Training
    facts: RunFacts
    doctor: Doctor
    speedometer: Speedometer
    diagnosis: Diagnosis | None = None
    reported_rows: int = 0
    reported_validations: int = -1

    @property
    def recording(self) -> Recording:
        """The run with its past."""
        return self.training.recording

    @property
    def key(self) -> str:
        """The id by which the window names it."""
        return self.facts.key

    @classmethod
    def of(cls, training: Training) -> Opened:
        """Return a run that was just begun or opened."""
        run = training.recording.run
        meter = Speedometer(run.batch_size)
        return cls(training, _facts(training), Doctor(training.recording), meter)


class Runs:
    """The open runs by key, in the order in which they were opened; one of them is `active`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.active: Opened | None = None
        self._open: dict[str, Opened] = {}

    @property
    def open(self) -> tuple[OpenRun, ...]:
        """What the window knows of them."""
        return tuple(
            OpenRun(
                key=key,
                name=run.facts.name,
                step=run.recording.position.step,
                head=run.recording.head,
                total=run.facts.total,
                active=run is self.active,
            )
            for key, run in self._open.items()
        )

    def add(self, training: Training) -> Opened:
        """Take a run in and make it the active one; a name that is taken gets a number."""
        self.active = Opened.of(training)
        name, taken = self.active.facts.name, {run.facts.name for run in self._open.values()}
        names = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 2)))
        free = next(name for name in names if name not in taken)
        self.active.facts = replace(self.active.facts, name=free)
        self._open[self.active.key] = self.active
        return self.active

    def required(self) -> Opened:
        """Return the active run; raises UserError if there is none."""
        if self.active is None:
            raise UserError(_("There is no run yet: start one, or open one from the disk."))
        return self.active

    def get(self, key: str) -> Opened:
        """Return an open run; raises UserError."""
        if key not in self._open:
            raise UserError(_("That run is not open any more."))
        return self._open[key]

    def in_folder(self, folder: Path) -> Opened | None:
        """Return the open run that lies in a folder, if any."""
        for run in self._open.values():
            if run.facts.folder is not None and _same(run.facts.folder, folder):
                return run
        return None

    def close(self, run: Opened) -> None:
        """Let go of a run; the one opened last becomes active if it was. Raises UserError."""
        del self._open[run.key]
        if run is self.active:
            self.active = next(reversed(self._open.values()), None)
        run.training.close()

    def close_all(self) -> list[Exception]:
        """Let go of all runs; return what went wrong."""
        errors: list[Exception] = []
        for run in list(self._open.values()):
            try:
                self.close(run)
            except Exception as error:
                errors.append(error)
        return errors

    def new_folder(self, name: str) -> Path:
        """Return a folder that is not there yet for a run of a name; the name may be anything."""
        words = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.")[:LONGEST].strip("-.")
        begun = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        return self.folder / f"{words or 'run'}-{begun}-{secrets.token_hex(2)}"

    def stored(self) -> tuple[StoredRun, ...]:
        """Return the runs of the runs' folder, the newest first."""
        if not self.folder.is_dir():
            return ()
        return tuple(_stored(folder, notes) for folder, notes in find_runs(self.folder))

    def delete(self, folder: Path) -> None:
        """Delete a run from the disk; raises UserError if it is open, or not one of ours."""
        if folder.is_symlink() or not _same(folder.parent, self.folder):
            raise UserError(
                _("{folder} is not among the runs of this program; delete it yourself."),
                folder=folder,
            )
        read_notes(folder)
        if self.in_folder(folder):
            raise UserError(_("The run {name} is open; close it first."), name=folder.name)
        FolderLock(folder).release()
        try:
            for name in sorted(OURS):
                (folder / name).unlink(missing_ok=True)
            folder.rmdir()
        except OSError as error:
            raise UserError(
                _("{folder} could not be deleted ({reason})."), folder=folder, reason=error.strerror
            ) from error


def default_name(plan: Plan, spec: Spec) -> str:
    """Return a name for a run that was given none."""
    return f"{spec.name}, {Path(plan.data).name}, {plan.optimiser} {plan.learning_rate:g}"


def _stored(folder: Path, notes: RunNotes) -> StoredRun:
    head, judged = read_course(folder, notes)
    accuracy = math.nan if judged is None else judged.accuracy
    return StoredRun(folder, notes, _size(folder), head, accuracy)


def _facts(training: Training) -> RunFacts:
    recording, material, notes = training.recording, training.material, training.notes
    run, folder = recording.run, recording.folder
    return RunFacts(
        key=notes.id,
        name=notes.name,
        spec=material.spec,
        plan=notes.plan,
        classes=material.spec.classes,
        images=len(material.train),
        judged_on=material.judged_on,
        judge=material.judge,
        first=recording.first,
        total=run.total,
        steps_per_epoch=run.steps_per_epoch,
        batch_size=run.batch_size,
        folder=folder.folder if folder else None,
        device=str(run.network.device),
        parent=notes.parent,
        note=training.note,
    )


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _size(folder: Path) -> int:
    """Return the bytes of a folder's files; a file that vanishes meanwhile counts nothing."""
    total = 0
    for path in folder.iterdir():
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total
