"""The loop in which trainings compute: it fulfils wishes, and between them it trains.

It runs in a process or a thread of its own, and imports torch there: the window never waits for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import UserError
from explorer.live.training.inbox import MOVING, CancelledError, Inbox, Wish

if TYPE_CHECKING:
    from explorer.live.training_commands import Commands

_log = logging.getLogger(__name__)
Say = Callable[..., None]


class TrainingLoop:
    """Takes wishes from an inbox and says facts: the name of a signal, then its arguments.

    `runs` is the folder of all runs. Whatever goes wrong becomes a fact too, and the loop goes on.
    """

    def __init__(self, runs: Path, inbox: Inbox, say: Say) -> None:
        self._runs, self._inbox, self._say = runs, inbox, say

    def run(self) -> None:
        """Work until the inbox is closed, then write what is left."""
        inbox = self._inbox
        try:
            commands = self._commands()
        except Exception as error:
            _log.exception("training could not begin")
            self._say("failed", f"Training is not possible here: {error!r}.")
            return
        warm = False
        while not inbox.closed:
            idle = not (commands.going or inbox.waiting)
            if idle and not warm:
                warm = True
                _warm_up()
            elif wish := inbox.take(wait=idle):
                self._safely(commands, wish)
            elif commands.going:
                self._safely(commands)
        commands.close()

    def _commands(self) -> Commands:
        import torch

        from explorer.live import training_commands

        torch.set_num_threads(1)  # two OpenMP threads would spin against the window's
        return training_commands.Commands(self._runs, self._inbox, self._say)

    def _safely(self, commands: Commands, wish: Wish | None = None) -> None:
        """Fulfil a wish, or go on training; say in one sentence what went wrong."""
        try:
            if wish:
                commands.obey(wish)
            else:
                commands.go_on()
        except CancelledError:
            self._inbox.drop("play", "step")
            self._settle(commands, wish)
        except UserError as error:
            self._failed(commands, str(error), wish)
        except Exception as error:
            _log.exception("training failed at %s", wish.name if wish else "a step")
            self._failed(commands, f"Something went wrong in the program: {error!r}.", wish)

    def _failed(self, commands: Commands, sentence: str, wish: Wish | None) -> None:
        if wish and wish.name in ("start", "open_run"):
            self._inbox.drop("play", "step")  # meant for the run that did not come about
        self._settle(commands, wish)
        self._say("failed", sentence)

    def _settle(self, commands: Commands, wish: Wish | None) -> None:
        """Say where things stand; a training goes on if only another wish was refused."""
        if self._inbox.closed:
            return
        try:
            commands.settle(moved=wish is None or wish.name in MOVING)
        except Exception:
            _log.exception("the training could not say where it stands")


def _warm_up() -> None:
    """Import what torch imports with the first optimiser: a second that nobody waits for now."""
    import torch

    torch.optim.SGD([torch.zeros(1, requires_grad=True)])
