"""The data to learn from, fetched and read in a thread so that the window never waits for it.

What is there stays until something else has been read to its end: a download that fails, a
damaged file or a change of mind leave the data as they were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from explorer.digits.collections import COLLECTIONS, Collection
from explorer.digits.datasets import DataFacts, Dataset, facts_of, load
from explorer.digits.download import arrived, contents, is_cached
from explorer.digits.drawing import Bytes
from explorer.digits.fetch import CancelledError
from explorer.errors import UserError
from explorer.live.facts import DownloadStage, DownloadState, Reading
from explorer.live.work import Cancelled, Newest, Report
from explorer.network.spec import Spec
from explorer.text import _
from explorer.training.plan import Plan

SAMPLES = 8
_INTERVAL = 0.05  # seconds between two reports of the progress


class DataSource(QObject):
    """The data set one learns from, its downloads, and examples of its augmentation.

    `dataset_changed(Dataset, DataFacts)` brings the training images of what was chosen, when both
    its splits could be read. `reading_changed(Reading | None)` tells how far reading is, None at
    its end; `failed(sentence)` why it cannot be had. Where a download is needed, is under way, is
    stopped or failed (with a sentence), `download_changed(DownloadState)` is emitted instead of
    `failed`. `samples_ready(before, after)` brings uint8 (n, c, h, w).
    """

    dataset_changed = Signal(object, object)
    download_changed = Signal(object)
    reading_changed = Signal(object)
    samples_ready = Signal(object, object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loaded: _Loaded | None = None
        self._download = DownloadState()
        self._throws = 0
        self._loader, self._sampler = Newest(self), Newest(self)
        self._loader.progressed.connect(self._on_progressed)
        self._loader.done.connect(self._on_loaded)
        self._loader.failed.connect(self._on_failed)
        self._sampler.done.connect(self._on_sampled)
        self._sampler.failed.connect(self._on_not_sampled)

    @property
    def source(self) -> str:
        """The name or path of what is there, as a plan's `data`; empty before anything is."""
        return self._loaded.source if self._loaded else ""

    @property
    def dataset(self) -> Dataset | None:
        """The training images that are there."""
        return self._loaded.dataset if self._loaded else None

    @property
    def facts(self) -> DataFacts | None:
        """The counts and averages of what is there."""
        return self._loaded.facts if self._loaded else None

    @property
    def download(self) -> DownloadState:
        """How the download stands."""
        return self._download

    @property
    def busy(self) -> bool:
        """Whether something is being downloaded or read."""
        return self._loader.busy

    @Slot(str)
    def choose(self, source: str | Path) -> None:
        """Read a data set by its name or path, unless it must be downloaded first."""
        source = str(source)
        self._give_up()
        collection = COLLECTIONS.get(source)
        if collection is not None and not is_cached(collection):
            self._set_download(_state("needed", collection, arrived(collection)))
            return
        self._set_download(DownloadState())
        self.reading_changed.emit(Reading(source))
        self._loader.start(lambda report, cancelled: _read(source, report, cancelled))

    @Slot(str)
    def start_download(self, name: str) -> None:
        """Download a data set by its name, or go on with it, and read it."""
        collection = COLLECTIONS.get(name)
        if collection is None:
            self.failed.emit(_("{name} is no data set that can be downloaded.").format(name=name))
            return
        self._give_up()
        self._set_download(_state("loading", collection, arrived(collection)))
        self._loader.start(lambda report, cancelled: _fetch(collection, report, cancelled))

    @Slot()
    def cancel(self) -> None:
        """Stop the download, or the reading, under way; what has arrived is kept."""
        self._give_up()

    @Slot(object, object)
    def samples(self, plan: Plan, spec: Spec) -> None:
        """Throw dice for some training images and emit them before and after augmentation."""
        if self._loaded is None:
            return
        self._throws += 1
        dataset, throw = self._loaded.dataset, self._throws
        shape = (dataset.images.shape[1], *spec.input_shape[1:])
        self._sampler.start(lambda _report, _cancelled: _samples(dataset, plan, shape, throw))

    def close(self) -> None:
        """Stop and wait; emit nothing more."""
        self._loader.close()
        self._sampler.close()

    def _give_up(self) -> None:
        busy = self._loader.busy
        self._loader.drop()
        if self._download.stage == "loading":
            state = self._download
            self._set_download(DownloadState("stopped", state.title, state.done, state.total))
        elif busy:
            self.reading_changed.emit(None)

    @Slot(object)
    def _on_progressed(self, what: object) -> None:
        if isinstance(what, DownloadState):
            self._set_download(what)
        else:
            self.reading_changed.emit(what)

    @Slot(object)
    def _on_loaded(self, loaded: _Loaded) -> None:
        self._loaded = loaded
        self.reading_changed.emit(None)
        self.dataset_changed.emit(loaded.dataset, loaded.facts)

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        state = self._download
        if state.stage == "loading":
            sentence = str(error)
            self._set_download(
                DownloadState("failed", state.title, state.done, state.total, sentence)
            )
            return
        self.reading_changed.emit(None)
        self.failed.emit(str(error))

    @Slot(object)
    def _on_sampled(self, samples: tuple[Bytes, Bytes]) -> None:
        self.samples_ready.emit(*samples)

    @Slot(object)
    def _on_not_sampled(self, error: UserError) -> None:
        self.failed.emit(str(error))

    def _set_download(self, state: DownloadState) -> None:
        if state != self._download:
            self._download = state
            self.download_changed.emit(state)


@dataclass(frozen=True, slots=True, eq=False)
class _Loaded:
    source: str
    dataset: Dataset
    facts: DataFacts


def _state(stage: DownloadStage, collection: Collection, done: int) -> DownloadState:
    return DownloadState(stage, collection.title, done, collection.size)


def _fetch(collection: Collection, report: Report, cancelled: Cancelled) -> _Loaded:
    """Download all files of a collection, then read them."""
    throttle = _Throttle(report)

    def on_progress(done: int, _total: int) -> None:
        throttle.report(lambda: _state("loading", collection, done))

    contents(collection, progress=on_progress, cancelled=cancelled)
    report(_state("done", collection, collection.size))
    return _read(collection.name, report, cancelled)


def _read(source: str, report: Report, cancelled: Cancelled) -> _Loaded:
    """Read both splits, so that a fault in either shows now and not when training begins."""
    throttle = _Throttle(report)

    def on_progress(done: int, total: int) -> None:
        if cancelled():
            raise CancelledError(_("Reading was stopped."))
        throttle.report(lambda: Reading(source, done, total))

    dataset = load(source, "train", on_progress, cancelled)
    load(source, "test", on_progress, cancelled)
    return _Loaded(source, dataset, facts_of(dataset))


def _samples(
    dataset: Dataset, plan: Plan, shape: tuple[int, int, int], throw: int
) -> tuple[Bytes, Bytes]:
    """Return some images uint8 (n, c, h, w) of a set, and what augmentation makes of them."""
    import torch

    from explorer.training.augment import augment, check_suits, random_for

    torch.set_num_threads(1)  # counts per thread
    check_suits(plan.augment, dataset.classes)
    random = np.random.default_rng((plan.seed, throw))
    chosen = random.choice(len(dataset), min(SAMPLES, len(dataset)), replace=False)
    few = Dataset(dataset.name, dataset.images[chosen], dataset.labels[chosen], dataset.classes)
    before = few.fitted(shape).images
    pixels, labels = torch.from_numpy(before).float() / 255, torch.from_numpy(few.labels)
    after, _labels = augment(pixels, labels, plan.augment, random_for(plan.seed, throw))
    images = (after * 255).round().clamp(0, 255).to(torch.uint8).numpy()
    for array in (before, images):
        array.setflags(write=False)
    return before, images


class _Throttle:
    """Passes on at most one report every few frames: 60,000 images must not queue up as events."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._next_time = 0.0

    def report(self, what: Callable[[], object]) -> None:
        """Report what the function returns, unless the last report was just now."""
        now = monotonic()
        if now >= self._next_time:
            self._next_time = now + _INTERVAL
            self._report(what())
