"""Only one program at a time may write a run; the operating system lets go when it dies."""

from __future__ import annotations

import sys
from pathlib import Path

from explorer.errors import UserError
from explorer.text import _

FILE = "lock"


class FolderLock:
    """Holds a folder until `release`; raises UserError if another program has it."""

    def __init__(self, folder: Path) -> None:
        path = folder / FILE
        try:
            self._file = path.open("ab")
        except OSError as error:
            sentence = _("{path} cannot be written ({reason}).")
            raise UserError(sentence, path=path, reason=error.strerror) from error
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
