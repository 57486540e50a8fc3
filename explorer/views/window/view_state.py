"""What is on screen, as a value: it can be saved, sent as a link and shown by another window."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explorer.errors import UserError
from explorer.files import write_atomically
from explorer.live.session_state import SessionState, session_state_from
from explorer.packing import pack, unpack
from explorer.text import _
from explorer.views.scene.options import SceneOptions, options_from

LINK = "cnn-explorer:view/"
_VERSION = 1


@dataclass(frozen=True, slots=True, eq=False)
class ViewState:
    """The page in front, the session, the choices for the scene, and each page's own part."""

    page: str
    session: SessionState = field(default_factory=SessionState)
    options: SceneOptions = field(default_factory=SceneOptions)
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON, for `view_state_from`."""
        return {
            "version": _VERSION,
            "page": self.page,
            "session": self.session.to_json(),
            "options": self.options.to_json(),
            "parts": {name: dict(part) for name, part in self.parts.items()},
        }

    def to_link(self) -> str:
        """Return the state as one line of text."""
        return LINK + pack(self.to_json())

    def write(self, path: Path) -> None:
        """Write the state to a file; raises UserError if that is impossible."""
        write_atomically(path, json.dumps(self.to_json(), indent=1).encode())


def view_state_from(data: object) -> ViewState:
    """Return the state that `to_json` wrote; raises UserError for anything else."""
    if not isinstance(data, Mapping) or not isinstance(data.get("page"), str):
        raise UserError(_("This is no view that the program saved."))
    version = data.get("version", 0)
    if not isinstance(version, int) or version > _VERSION:
        raise UserError(_("This view was saved by a newer version of the program."))
    session, options, parts = (data.get(name, {}) for name in ("session", "options", "parts"))
    if not all(isinstance(part, Mapping) for part in (session, options, parts, *parts.values())):
        raise UserError(_("This is no view that the program saved."))
    return ViewState(data["page"], session_state_from(session), options_from(options), parts)


def view_state_of_link(link: str) -> ViewState:
    """Return the state of a link; raises UserError for a text that is none, or that is damaged."""
    try:
        return view_state_from(unpack(link.strip().removeprefix(LINK)))
    except ValueError as error:
        raise UserError(_("This link is incomplete or damaged.")) from error


def read_view_state(path: Path) -> ViewState:
    """Return the state in a file; raises UserError if there is none."""
    try:
        return view_state_from(json.loads(path.read_bytes()))
    except OSError as error:
        sentence = _("{path} cannot be read: {reason}.")
        raise UserError(sentence, path=path, reason=error.strerror) from error
    except ValueError as error:
        raise UserError(_("{name} is no view that the program saved."), name=path.name) from error
