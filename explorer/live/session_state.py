"""What a session shows, as a value: network, drawing, what is tried and what is selected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from explorer.digits.drawing import Drawing
from explorer.digits.drawing_json import drawing_from_json, drawing_to_json
from explorer.digits.options import Options
from explorer.errors import UserError
from explorer.network.cells import Cell
from explorer.text import _

NetworkKind = Literal["preset", "file", "weights"]


@dataclass(frozen=True, slots=True)
class NetworkReference:
    """Where a network came from: a preset by its name, a file by its path, or its own weights.

    `seed` initialises a preset that has no weights, `answers` settle what a file leaves open, and
    `data` is a checkpoint in base64.
    """

    kind: NetworkKind
    name: str
    seed: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)
    data: str = ""


@dataclass(frozen=True, slots=True)
class SelectionState:
    """The selected cell, and how it is explained."""

    stage: str
    index: tuple[int, ...]
    frozen: bool = True
    temperature: float = 1.0
    rival: int | None = None
    stride: int | None = None

    @property
    def cell(self) -> Cell:
        """The cell itself."""
        return Cell(self.stage, self.index)


@dataclass(frozen=True, slots=True, eq=False)
class SessionState:
    """A session's part of what is on screen; without a `network` the present one stays.

    `kinds` are the exchanged stages by name, `shift` how far the prepared pixels are moved to the
    right and down.
    """

    network: NetworkReference | None = None
    drawing: Drawing = field(default_factory=Drawing)
    options: Options | None = None  # of the preparation; None: as the network wants them
    kinds: Mapping[str, str] = field(default_factory=dict)
    shift: tuple[int, int] = (0, 0)
    selection: SelectionState | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON, for `session_state_from`."""
        return {
            "network": None if self.network is None else asdict(self.network),
            "drawing": drawing_to_json(self.drawing),
            "options": None if self.options is None else asdict(self.options),
            "kinds": dict(self.kinds),
            "shift": list(self.shift),
            "selection": None if self.selection is None else asdict(self.selection),
        }


def session_state_from(data: Mapping[str, Any]) -> SessionState:
    """Return the state that `to_json` wrote; raises UserError for anything else."""
    try:
        network, options = data.get("network"), data.get("options")
        selection, shift = data.get("selection"), data.get("shift", (0, 0))
        if selection is not None:
            index = tuple(int(place) for place in selection["index"])
            selection = SelectionState(**{**selection, "index": index})
        if network is not None and network["kind"] not in ("preset", "file", "weights"):
            raise ValueError(network["kind"])
        return SessionState(
            network=None if network is None else NetworkReference(**network),
            drawing=drawing_from_json(data.get("drawing", {})),
            options=None if options is None else Options(**options),
            kinds={str(k): str(v) for k, v in dict(data.get("kinds", {})).items()},
            shift=(int(shift[0]), int(shift[1])),
            selection=selection,
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise UserError(_("This is no view that the program saved.")) from error
