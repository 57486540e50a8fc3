"""What has to happen before anything else is imported: numpy waits until it is needed.

The window with its empty pad is painted without numpy and its hundred modules; the first use of
any of its names loads it, which is right after the first paint. In a program that has numpy
already this module does nothing.
"""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType


class _Later(ModuleType):
    """A module that is executed when a name is first looked up that it does not have yet.

    `importlib.util.LazyLoader` does so at any question, and PySide6 asks every module for its
    name and its source.
    """

    def __getattr__(self, name: str) -> object:
        if name == "__wrapped__":  # what asks for the source asks for this first
            raise AttributeError(name)
        spec = self.__spec__
        assert spec is not None
        assert spec.loader is not None
        self.__class__ = ModuleType  # type: ignore[assignment]
        self.__path__ = spec.submodule_search_locations or []
        spec.loader.exec_module(self)
        return getattr(self, name)


def put_off(name: str) -> None:
    """Let `import name` return at once with a module that loads itself on first use."""
    spec = None if name in sys.modules else importlib.util.find_spec(name)
    if spec is not None:
        module = _Later(name)
        module.__spec__, module.__loader__, module.__file__ = spec, spec.loader, spec.origin
        module.__package__ = spec.parent
        sys.modules[name] = module


put_off("numpy")
