"""What becomes of fields of a frame as frames come."""

from __future__ import annotations

from typing import Any

from explorer.live.frame import Frame


class Followed:
    """Keeps the values of fields of the frames that differ from the frame before in them."""

    def __init__(self, source: Any, *names: str) -> None:
        self.all: list[Any] = []
        self._names, self._frame = names, source.frame
        source.frame_changed.connect(self._keep)

    def _keep(self, frame: Frame) -> None:
        before, self._frame = self._frame, frame
        if frame.differs(before, *self._names):
            values = tuple(getattr(frame, name) for name in self._names)
            self.all.append(values if len(values) > 1 else values[0])
