"""Writing a file so that it is either the old one or the new one, never half of each.

And the sentences about files that several readers and writers have in common.
"""

from __future__ import annotations

import os
from pathlib import Path

from explorer.errors import UserError
from explorer.text import _


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` through a temporary file beside it.

    Raises UserError where the folder does not exist or cannot be written.
    """
    temporary = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise unwritable(path, error) from error


def absent(path: Path | str) -> UserError:
    """Return the error that there is no such file."""
    return UserError(_("There is no file {path}."), path=path)


def unreadable(path: Path, error: OSError) -> UserError:
    """Return the error that the system refuses to read a file or folder."""
    reason = error.strerror or error
    return UserError(_("{path} cannot be read ({reason})."), path=path, reason=reason)


def unwritable(path: Path, error: OSError) -> UserError:
    """Return the error that the system refuses to write a file."""
    return UserError(_("{path} cannot be written ({reason})."), path=path, reason=error.strerror)
