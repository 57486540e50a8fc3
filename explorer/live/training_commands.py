"""Everything that the training thread can do, by the name of the wish."""

from __future__ import annotations

import logging
from pathlib import Path

from explorer.live.training.desk import Desk
from explorer.live.training.inbox import Inbox, Wish
from explorer.live.training.looking import Looking
from explorer.live.training.opening import Opening
from explorer.live.training.playing import Playing
from explorer.live.training.runs import Runs
from explorer.live.training.teller import Choices, Say, Teller

_log = logging.getLogger(__name__)


class Commands:
    """Fulfils wishes one after the other, all in one thread; goes on training between them."""

    def __init__(self, folder: Path, inbox: Inbox, say: Say) -> None:
        runs, choices = Runs(folder), Choices()
        self._desk = Desk(inbox, runs, choices, Teller(say, inbox, runs, choices))
        self._playing = Playing(self._desk)
        self._parts = (self._playing, Opening(self._desk, self._playing), Looking(self._desk))

    @property
    def going(self) -> bool:
        """Whether a training is to go on."""
        return self._desk.going is not None

    def obey(self, wish: Wish) -> None:
        """Fulfil a wish; raises whatever goes wrong, AttributeError if nobody can fulfil it."""
        part = next((part for part in self._parts if hasattr(part, wish.name)), None)
        getattr(part, wish.name)(*wish.arguments)

    def go_on(self) -> None:
        """Train until there is a wish or a reason to stop; raises whatever goes wrong."""
        self._playing.go_on()

    def settle(self, *, moved: bool) -> None:
        """After a fault: say where the run stands, and hold on there if it was to be moved."""
        if moved:
            self._desk.settle()
        else:
            self._playing.tell()

    def close(self) -> None:
        """Write what is left and let go of all runs."""
        for error in self._desk.runs.close_all():
            _log.error("a run could not be closed well: %s", error)
