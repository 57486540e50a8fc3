"""What the program says about data while it comes: how a download stands, how far reading is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DownloadStage = Literal["idle", "needed", "loading", "stopped", "failed", "done"]


@dataclass(frozen=True, slots=True)
class DownloadState:
    """The data set's title, how many bytes have arrived, and a sentence where it failed."""

    stage: DownloadStage = "idle"
    title: str = ""
    done: int = 0
    total: int = 0
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A data set is being read: `done` of `total` images or bytes; both 0 where unknown."""

    source: str
    done: int = 0
    total: int = 0
