"""Small frozen records that the session and the data source emit, besides drawings and traces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from explorer.network.spec import Spec


@dataclass(frozen=True, slots=True)
class Pen:
    """What the next stroke is drawn with: width in pad pixels, softness 0 to 1, or an eraser."""

    width: float = 22.0
    softness: float = 0.0
    eraser: bool = False


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """The network in use, as the window names it.

    `origin` says where its weights come from, `device` where it computes, and `note` is a
    sentence worth showing (a device that failed, say) or empty.
    """

    spec: Spec
    name: str
    origin: str
    parameters: int
    device: str
    note: str = ""


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
