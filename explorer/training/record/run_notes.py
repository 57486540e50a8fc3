"""What a run on disk notes of itself: its plan, architecture, data, origin and changes.

Plain JSON in one small file that is always replaced whole, so a list of runs can be shown without
loading a network.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from explorer import __version__
from explorer.errors import UserError
from explorer.files import write_atomically
from explorer.network.spec import Spec
from explorer.text import _
from explorer.training.plan import CHANGEABLE, Plan

FORMAT = "cnn-explorer-run"
VERSION = 1
FILE = "run.json"


@dataclass(frozen=True, slots=True)
class Change:
    """Settings that hold from the step after `step` steps on."""

    step: int
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a run branched off: the run's id and name, and the step."""

    id: str
    name: str
    step: int


@dataclass(frozen=True, slots=True)
class RunNotes:
    """A run in words.

    `data` is the SHA-256 of all images and labels, fitted to the network. `first` is the step the
    run began at: 0, or where it branched off `parent`. Key frames lie `spacing` steps apart in at
    most `places` places. `device`, `threads` and `torch` say where it was computed: elsewhere
    the same steps may differ in the last bits.
    """

    id: str
    name: str
    created: str
    plan: Plan
    spec: Spec
    data: str
    total: int
    first: int
    spacing: int
    places: int
    device: str
    threads: int
    torch: str
    split_seed: int
    parent: Origin | None = None
    changes: tuple[Change, ...] = field(default=())

    def write(self, folder: Path) -> None:
        """Write the notes into a run's folder; raises UserError if that fails."""
        write_atomically(folder / FILE, json.dumps(self.to_dict(), indent=1).encode())

    def to_dict(self) -> dict[str, Any]:
        """Return the notes as plain values that JSON can hold; `from_dict` reads them back."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        parent = self.parent
        return {
            "format": FORMAT,
            "version": VERSION,
            "program": __version__,
            **plain,
            "plan": self.plan.to_dict(),
            "spec": self.spec.to_dict(),
            "parent": parent and {"id": parent.id, "name": parent.name, "step": parent.step},
            "changes": [{"step": c.step, "settings": dict(c.settings)} for c in self.changes],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> RunNotes:
        """Rebuild notes from `to_dict`; raises KeyError, TypeError, ValueError or UserError."""
        plain = {name: kind(data[name]) for name, kind in _PLAIN.items()}
        parent = data["parent"]
        return cls(
            **plain,
            plan=Plan.from_dict(data["plan"]),
            spec=Spec.from_dict(data["spec"]),
            parent=Origin(**parent) if parent else None,
            changes=tuple(_change(entry) for entry in data["changes"]),
        )

    def plan_at(self, step: int) -> Plan:
        """Return the plan by which the step after `step` steps is done."""
        return plan_at(self.plan, self.changes, step)


_KINDS: dict[Any, type] = {"str": str, "int": int}
_PLAIN = {field.name: _KINDS[field.type] for field in fields(RunNotes) if field.type in _KINDS}


def plan_at(plan: Plan, changes: tuple[Change, ...], step: int) -> Plan:
    """Return a plan with the changes up to a step."""
    for change in changes:
        if change.step <= step:
            plan = replace(plan, **change.settings)
    return plan


def read_notes(folder: Path) -> RunNotes:
    """Read the notes of a run; raises UserError with what is wrong with the folder."""
    path = folder / FILE
    if not folder.is_dir():
        raise UserError(_("{folder} is not the folder of a run."), folder=folder)
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        sentence = _("{folder} holds no run ({file} is missing).")
        raise UserError(sentence, folder=folder, file=FILE) from None
    except OSError as error:
        sentence = _("{path} cannot be read ({reason}).")
        raise UserError(sentence, path=path, reason=error.strerror) from error
    except (ValueError, RecursionError):
        raise UserError(_("{path} is damaged: it is not JSON."), path=path) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UserError(_("{folder} holds no run of this program."), folder=folder)
    if data.get("version") != VERSION:
        sentence = _("The run {name} was written by another version of the program.")
        raise UserError(sentence, name=folder.name)
    try:
        notes = RunNotes.from_dict(data)
        notes.plan_at(notes.total)  # the changes make sense
    except (KeyError, TypeError, ValueError, AttributeError, UserError) as error:
        raise UserError(_("{path} is damaged ({error})."), path=path, error=error) from error
    if min(notes.first, notes.total) < 0 or min(notes.spacing, notes.places) < 1:
        raise UserError(_("{path} is damaged (impossible numbers of steps)."), path=path)
    return notes


def find_runs(folder: Path) -> list[tuple[Path, RunNotes]]:
    """Return the readable runs below a folder, the newest first."""
    found = []
    for path in folder.glob(f"*/{FILE}"):
        try:
            found.append((path.parent, read_notes(path.parent)))
        except UserError:
            continue
    return sorted(found, key=lambda run: run[1].created, reverse=True)


def _change(entry: Mapping[str, Any]) -> Change:
    settings = dict(entry["settings"])
    if not settings.keys() <= set(CHANGEABLE):
        raise ValueError(f"a change of {', '.join(settings)}")
    return Change(int(entry["step"]), settings)
