"""Connects the data: what is chosen, read and downloaded, and what the forms make of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from explorer.digits.datasets import DataFacts, Dataset
from explorer.errors import UserError
from explorer.live.data_source import DataSource
from explorer.live.facts import DownloadState, Reading
from explorer.live.training.trainer import Trainer
from explorer.network.spec import Spec
from explorer.text import _, ngettext
from explorer.training.look.diagnosis import Diagnosis
from explorer.training.plan import Plan, suited
from explorer.views.parts import files
from explorer.views.parts.number_text import format_steps
from explorer.views.train.history import format_settings
from explorer.views.train.left import SOURCES, TrainLeft
from explorer.views.train.middle import TrainMiddle

_NAMES = {
    "lenet": _("LeNet"),
    "autoencoder": _("An auto-encoder"),
    "own": _("Your network"),
}
_KINDS = {
    "bundled": _("handwritten digits"),
    "mnist": _("handwritten digits"),
    "fashion-mnist": _("pieces of clothing"),
}
_TIMES = {1: _("once"), 2: _("twice")}


class DataHost(QObject):
    """Keeps data, network and plan in step, and shows what would be trained.

    Emits `spec_planned(Spec)`, the network of the next run, and `image_chosen(image, description,
    class)` when an image of the data, uint8 (c, h, w), is to be put before the network.
    """

    spec_planned = Signal(object)
    image_chosen = Signal(object, str, str)
    message_reported = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        left: TrainLeft,
        middle: TrainMiddle,
        trainer: Trainer,
        source: DataSource,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._left, self._middle = left, middle
        self._data, self._form, self._network = left.data, left.plan, left.network
        self._trainer, self._source = trainer, source
        self._plan = self._form.plan
        self._reading = True
        self._connect()

    def begin(self) -> None:
        """Read the data of the plan in the form."""
        self._left.sources.show_value(self._plan.data)
        if self._network.spec is not None:
            self.spec_planned.emit(self._network.spec)
        self._source.choose(self._plan.data)
        self._show_length()

    @Slot(str)
    def choose(self, key: str) -> None:
        """Learn from a bundled set, or from what the user picks in a dialog."""
        name = key
        if key == "folder":
            folder = files.ask_folder(self._left, _("Folder of images to learn from"))
            name = str(folder or "")
        elif key == "file":
            path = files.ask_open(self._left, _("Images to learn from"), files.ARRAYS)
            name = str(path or "")
        self._left.sources.show_value(_source_key(name or self._plan.data))
        if name:
            self.use(replace(self._form.plan, data=name))

    def use(self, plan: Plan) -> None:
        """Show a plan in the form and read its data."""
        self._form.show_plan(plan)
        self._on_plan(plan)

    @Slot(object)
    def _on_plan(self, plan: Plan) -> None:
        before, self._plan = self._plan, plan
        if plan.data != before.data:
            self._reading = True
            self._left.sources.show_value(_source_key(plan.data))
            self._source.choose(plan.data)
        elif plan.augment != before.augment or plan.seed != before.seed:
            self._request_samples()
        self._show_images()
        self._show_length()

    @Slot(object)
    def _on_diagnosed(self, diagnosis: Diagnosis | None) -> None:
        """Begin the next run with what did better than the settings that the ill one had."""
        plan, ill = self._form.plan, self._trainer.state.plan
        if diagnosis is None or diagnosis.cure is None or ill is None:
            return
        settings = diagnosis.cure.settings
        if all(getattr(plan, name) == getattr(ill, name) for name in ("optimiser", *settings)):
            self.use(replace(plan, **settings))  # type: ignore[arg-type]
            sentence = _("The plan of the next run has {settings}, which did better in a trial.")
            changes = format_settings(plan.to_dict(), settings)
            self.message_reported.emit(sentence.format(settings=changes))

    @Slot(object)
    def _on_spec(self, spec: Spec) -> None:
        self.spec_planned.emit(spec)
        plan = suited(self._form.plan, spec)
        if plan != self._form.plan:
            self.use(plan)
        self._show_length()

    @Slot(object, object)
    def _on_dataset(self, dataset: Dataset, facts: DataFacts) -> None:
        self._reading = False
        self._data.show_dataset(dataset, facts)
        self._form.fields["data"].show_error("")
        network, channels = self._network, dataset.images.shape[1]
        shape = network.state.input_shape
        if network.state.classes != dataset.classes or shape[0] != channels:
            network.show_data((channels, *shape[1:]), dataset.classes)
            if network.spec is not None:
                self._on_spec(network.spec)
        self._show_images()
        self._request_samples()
        self._show_length()

    @Slot(object)
    def _on_reading(self, reading: Reading | None) -> None:
        self._reading = reading is not None
        if reading is not None:
            sentence = _("reading {file}… {share:.0%}") if reading.total else _("reading {file}…")
            share = reading.done / reading.total if reading.total else 0
            self._data.show_error("")
            self._data.line.setText(sentence.format(file=Path(reading.source).name, share=share))
        self._show_length()

    @Slot(object)
    def _on_download(self, state: DownloadState) -> None:
        self._data.download.show_state(state)
        self._reading = state.stage in ("idle", "done") and self._reading
        if state.stage in ("needed", "failed") and self._left.isVisible():
            self._left.show_section("data")
        self._show_length()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._reading = False
        self._data.show_error(sentence)
        self._form.fields["data"].show_error(sentence)
        self._left.show_section("data")
        self._show_length()

    @Slot(int)
    def _on_sample(self, place: int) -> None:
        """Put an image of the data before the network."""
        dataset, spec, run = self._source.dataset, self._network.spec, self._trainer.state.run
        if dataset is None or spec is None or place < 0:
            return
        only = slice(place, place + 1)
        one = replace(dataset, images=dataset.images[only], labels=dataset.labels[only])
        try:
            image = one.fitted((run.spec if run is not None else spec).input_shape).images[0]
        except UserError as error:
            self.failed.emit(str(error))
            return
        name = dataset.classes[int(dataset.labels[place])]
        description = _("Training image {index:,}, {name}").format(index=place, name=name)
        self.image_chosen.emit(image, description, name)

    @Slot()
    def _request_samples(self) -> None:
        """Ask for another preview of the augmentation."""
        spec = self._network.spec
        if spec is not None and self._source.dataset is not None:
            self._source.samples(self._plan, spec)

    def _dataset(self) -> Dataset | None:
        """Return the images of the plan, as soon as they are read."""
        return self._source.dataset if self._source.source == self._plan.data else None

    def _show_images(self) -> None:
        dataset = self._dataset()
        count = len(dataset) - self._plan.validation if dataset is not None else 0
        self._form.show_images(max(0, count))

    @Slot()
    def _show_length(self) -> None:
        """Show what would be trained, at the start button and in the empty state."""
        dataset, spec = self._dataset(), self._network.spec
        sentence, possible = "", False
        if spec is None:
            text = _("The network does not fit yet.")
        elif dataset is None:
            text = self._describe_absence()
        else:
            possible, sentence = True, describe_run(self._plan, spec, dataset)
            text = ngettext(
                "{steps}, {count:,} parameter", "{steps}, {count:,} parameters", spec.parameters
            ).format(steps=format_steps(self._form.steps), count=spec.parameters)
        self._left.show_length(text, possible)
        self._middle.show_plan(sentence or self._left.length.text(), possible)

    def _describe_absence(self) -> str:
        title = self._source.download.title
        if self._reading or self._source.busy:
            return _("The data is being read…")
        if title:
            return _("{title} has to be downloaded first.").format(title=title)
        return _("The data is not there.")

    def _connect(self) -> None:
        left, source, download = self._left, self._source, self._data.download
        left.sources.value_requested.connect(self.choose)
        self._form.plan_requested.connect(self._on_plan)
        self._trainer.diagnosed.connect(self._on_diagnosed)
        self._network.spec_changed.connect(self._on_spec)
        self._network.refused.connect(self._show_length)
        self._data.sample_requested.connect(self._on_sample)
        download.start.clicked.connect(lambda: source.start_download(self._plan.data))
        download.cancel.clicked.connect(source.cancel)
        download.bundled.clicked.connect(lambda: self.choose("bundled"))
        source.dataset_changed.connect(self._on_dataset)
        source.reading_changed.connect(self._on_reading)
        source.download_changed.connect(self._on_download)
        source.failed.connect(self._on_failed)
        for form in (left.plan, left.run_plan):
            form.preview.samples_requested.connect(self._request_samples)
            source.samples_ready.connect(form.preview.show_samples)


def describe_run(plan: Plan, spec: Spec, dataset: Dataset) -> str:
    """Return in a sentence what a press on Train does."""
    times = _("{count:,} times").format(count=plan.epochs)
    sentence = _(
        "{network} begins with {parameters:,} random numbers and sees {count:,} {images} {times}, "
        "{batch:,} at a time."
    )
    return sentence.format(
        network=_NAMES.get(spec.name, spec.name),
        parameters=spec.parameters,
        count=len(dataset) - plan.validation,
        images=_KINDS.get(plan.data, _("images")),
        times=_TIMES.get(plan.epochs, times),
        batch=plan.batch_size,
    )


def _source_key(source: str) -> str:
    """Return which of SOURCES a plan's data is."""
    if source in SOURCES:
        return source
    return "folder" if Path(source).is_dir() else "file"
