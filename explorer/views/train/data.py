"""Connects the data: what is chosen, read and downloaded, and what the forms make of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from explorer.errors import UserError
from explorer.network.spec import Spec
from explorer.training.plan import Plan, suited
from explorer.views.parts.figures import grouped
from explorer.views.parts.words import format_steps
from explorer.views.train.files import ask_folder, ask_images
from explorer.views.train.left import SOURCES

if TYPE_CHECKING:
    from explorer.digits.datasets import Dataset
    from explorer.digits.facts import DataFacts
    from explorer.live.data_facts import DownloadState, Reading
    from explorer.live.data_source import DataSource
    from explorer.live.training.trainer import Trainer
    from explorer.views.train.page import TrainPage

_NAMES = {"lenet": "LeNet", "autoencoder": "An auto-encoder", "own": "Your network"}
_KINDS = {
    "bundled": "handwritten digits",
    "mnist": "handwritten digits",
    "fashion-mnist": "pieces of clothing",
}


class DataHost(QObject):
    """Keeps data, network and plan in step, and says what would be trained."""

    def __init__(self, page: TrainPage, trainer: Trainer, source: DataSource) -> None:
        super().__init__(page)
        self._page, self._trainer, self._source = page, trainer, source
        self._left, self._invitation = page.left, page.middle.holder.invitation
        self._plan = self._left.plan.plan
        self._reading = True
        self._connect()
        self._left.show_source(self._plan.data)
        spec = self._left.network.spec
        if spec is not None:
            self._page.middle.scene.show_spec(spec)
        source.choose(self._plan.data)
        self._say_length()

    def close(self) -> None:
        """Stop reading and wait."""
        self._source.close()

    @Slot(str)
    def choose(self, key: str) -> None:
        """Learn from a bundled set, or from what the user picks in a dialog."""
        path: Path | None = None
        if key == "folder":
            path = ask_folder(self._page, "Folder of images to learn from")
        elif key == "file":
            path = ask_images(self._page)
        name = key if key not in ("folder", "file") else str(path or "")
        self._left.show_source(_key(name or self._plan.data))
        if name:
            self.use(replace(self._left.plan.plan, data=name))

    def use(self, plan: Plan) -> None:
        """Show a plan in the form and read its data."""
        self._left.plan.show_plan(plan)
        self._on_plan(plan)

    @Slot(object)
    def _on_plan(self, plan: Plan) -> None:
        before, self._plan = self._plan, plan
        if plan.data != before.data:
            self._reading = True
            self._left.show_source(_key(plan.data))
            self._source.choose(plan.data)
        elif plan.augment != before.augment or plan.seed != before.seed:
            self._throw()
        self._show_images()
        self._say_length()

    @Slot(object)
    def _on_spec(self, spec: Spec) -> None:
        if self._trainer.state.run is None:
            self._page.middle.scene.show_spec(spec)
            self._left.follow.show_spec(spec)
        plan = suited(self._left.plan.plan, spec)
        if plan != self._left.plan.plan:
            self.use(plan)
        self._say_length()

    @Slot(object, object)
    def _on_dataset(self, dataset: Dataset, facts: DataFacts) -> None:
        self._reading = False
        left = self._left
        left.data.show_dataset(dataset, facts)
        left.plan.show_error("data", "")
        form, shape = left.network, dataset.images.shape
        spec_shape = form.state.input_shape
        if form.state.classes != dataset.classes or spec_shape[0] != shape[1]:
            form.show_data((shape[1], *spec_shape[1:]), dataset.classes)
            if form.spec is not None:
                self._on_spec(form.spec)
        self._show_images()
        self._throw()
        self._say_length()

    @Slot(object)
    def _on_reading(self, reading: Reading | None) -> None:
        self._reading = reading is not None
        if reading is not None:
            share = f" {reading.done / reading.total:.0%}" if reading.total else ""
            self._left.data.show_error("")
            self._left.data.line.setText(f"reading {Path(reading.source).name}…{share}")
        self._say_length()

    @Slot(object)
    def _on_download(self, state: DownloadState) -> None:
        self._left.data.show_download(state)
        self._reading = state.stage in ("idle", "done") and self._reading
        if state.stage in ("needed", "failed") and self._left.isVisible():
            self._left.show_section("data")
        self._say_length()

    @Slot()
    def _on_start_download(self) -> None:
        self._source.start_download(self._plan.data)

    @Slot()
    def _on_bundled(self) -> None:
        self.choose("bundled")

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._reading = False
        self._left.data.show_error(sentence)
        self._left.plan.show_error("data", sentence)
        self._left.show_section("data")
        self._say_length()

    @Slot(int)
    def _on_sample(self, place: int) -> None:
        """Put an image of the data before the network."""
        dataset = self._source.dataset
        spec = self._left.network.spec
        run = self._trainer.state.run
        if dataset is None or spec is None or place < 0:
            return
        shape = run.spec.input_shape if run is not None else spec.input_shape
        one = replace(
            dataset,
            images=dataset.images[place : place + 1],
            labels=dataset.labels[place : place + 1],
        )
        try:
            image = one.fitted(shape).images[0]
        except UserError as error:
            self._page.failed.emit(str(error))
            return
        name = dataset.classes[int(dataset.labels[place])]
        self._page.follow_host.watch_image(image, f"training image {place:,}, {name}")

    def _throw(self) -> None:
        """Ask for another preview of the augmentation."""
        spec = self._left.network.spec
        if spec is not None and self._source.dataset is not None:
            self._source.samples(self._plan, spec)

    def _show_images(self) -> None:
        dataset = self._source.dataset
        there = dataset is not None and self._source.source == self._plan.data
        count = len(dataset) - self._plan.validation if dataset is not None and there else 0
        self._left.plan.show_images(max(0, count))

    def _say_length(self) -> None:
        """Say what would be trained, at the start button and in the empty state."""
        left, dataset, spec = self._left, self._source.dataset, self._left.network.spec
        there = dataset is not None and self._source.source == self._plan.data
        if spec is None:
            left.show_length("The network does not fit yet.", False)
        elif not there:
            busy = self._reading or self._source.busy
            title = self._source.download.title
            text = f"{title} has to be downloaded first." if title else "The data is not there."
            text = "The data is being read…" if busy else text
            left.show_length(text, False)
        else:
            steps = left.plan.steps
            text = f"{format_steps(steps)}, {grouped(spec.parameters)} parameters"
            left.show_length(text, True)
        if there and spec is not None and dataset is not None:
            self._invitation.show_facts(invitation_text(self._plan, spec, dataset), True)
        else:
            self._invitation.show_facts(left.length.text(), False)
        self._page.middle.holder.place()

    def _connect(self) -> None:
        left, source = self._left, self._source
        left.data_requested.connect(self.choose)
        left.plan.plan_requested.connect(self._on_plan)
        left.plan.samples_requested.connect(self._throw)
        left.run_plan.samples_requested.connect(self._throw)
        left.network.spec_changed.connect(self._on_spec)
        left.network.refused.connect(lambda _reason: self._say_length())
        left.data.sample_requested.connect(self._on_sample)
        left.data.download.start_requested.connect(self._on_start_download)
        left.data.download.cancel_requested.connect(source.cancel)
        left.data.download.bundled_requested.connect(self._on_bundled)
        source.dataset_changed.connect(self._on_dataset)
        source.reading_changed.connect(self._on_reading)
        source.download_changed.connect(self._on_download)
        source.samples_ready.connect(left.plan.show_samples)
        source.samples_ready.connect(left.run_plan.show_samples)
        source.failed.connect(self._on_failed)


def invitation_text(plan: Plan, spec: Spec, dataset: Dataset) -> str:
    """Return in a sentence what a press on Train does."""
    count = grouped(len(dataset) - plan.validation)
    times = {1: "once", 2: "twice"}.get(plan.epochs, f"{plan.epochs:,} times")
    return (
        f"{_NAMES.get(spec.name, spec.name)} begins with {grouped(spec.parameters)} random numbers "
        f"and sees {count} {_KINDS.get(plan.data, 'images')} {times}, "
        f"{plan.batch_size:,} at a time."
    )


def _key(source: str) -> str:
    """Return which of SOURCES a plan's data is."""
    if source in SOURCES:
        return source
    return "folder" if Path(source).is_dir() else "file"
