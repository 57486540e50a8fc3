"""What the window remembers from one start to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings

T = TypeVar("T", bool, int, float, str, QByteArray)


class Settings:
    """Named values in the user's settings file, each read back in the type of its default.

    A value that cannot be read (edited by hand, from another version) counts as the default.
    Qt writes the file atomically.
    """

    def __init__(self, path: Path | None = None) -> None:
        if path is None:
            self._store = QSettings("CNN Explorer", "CNN Explorer")
        else:
            self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, name: str, default: T) -> T:
        """Return the value stored under `name`, or `default`."""
        stored = self._store.value(name)
        if stored is None:
            return default
        if isinstance(default, bool):
            return str(stored).lower() == "true"
        try:
            return type(default)(stored)
        except (TypeError, ValueError):
            return default

    def set(self, name: str, value: bool | int | float | str | QByteArray) -> None:
        """Store a value under `name`."""
        self._store.setValue(name, value)

    def save(self) -> None:
        """Write everything to disk now."""
        self._store.sync()
