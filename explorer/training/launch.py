"""Runs from nothing, from a folder, or from a step of another run.

The window and the command line begin, reopen and branch their trainings here, so that each can
take up what the other left.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.digits.datasets import NAMES, Dataset, load
from explorer.errors import UserError
from explorer.network.build import build
from explorer.network.devices import resolve
from explorer.network.network import Network
from explorer.network.spec import Convolution, Dense, Layer, Spec
from explorer.text import _
from explorer.training.plan import FIXED, Plan, name_setting
from explorer.training.record.curves import Curves
from explorer.training.record.frames import ON_DISK, first_spacing, places
from explorer.training.record.recording import Position, Recording, state_bytes
from explorer.training.record.run_folder import Past, RunFolder
from explorer.training.record.run_notes import Origin, RunNotes
from explorer.training.record.state import adapted, capture, restore
from explorer.training.record.validation import Judge
from explorer.training.steps import Run

ReportProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Images to learn from and images to judge by, both fitted to the input of `spec`.

    `judged_on` names the split of the latter, `identity` is the SHA-256 of it all.
    """

    spec: Spec
    train: Dataset
    judge: Dataset
    judged_on: str
    identity: str


@dataclass(slots=True, eq=False)
class Training:
    """A recorded run with what it is made of. `note` is worth showing, or empty."""

    recording: Recording
    material: Material
    notes: RunNotes
    note: str = ""

    @property
    def network(self) -> Network:
        """The network that learns."""
        return self.recording.run.network

    def close(self) -> None:
        """Let go of the folder."""
        self.recording.close()


def gather(
    plan: Plan,
    spec: Spec,
    progress: ReportProgress = lambda _done, _of: None,
    split_seed: int | None = None,
) -> Material:
    """Load the data of a plan and match the architecture to it; raises UserError."""
    train = load(plan.data, "train", progress)
    spec = match_to_data(spec, train)
    if plan.validation:
        seed = plan.seed if split_seed is None else split_seed
        learned, kept = split_images(len(train), plan.validation, seed)
        train, judge, judged_on = _chosen(train, learned), _chosen(train, kept), "validation"
    else:
        judge, judged_on = load(plan.data, "test", progress), "test"
    train, judge = train.fitted(spec.input_shape), judge.fitted(spec.input_shape)
    return Material(spec, train, judge, judged_on, _identity(train, judge))


def match_to_data(spec: Spec, dataset: Dataset) -> Spec:
    """Return `spec` with the classes and channels of `dataset`; height and width stay.

    The last layer of a classifier gets as many units as there are classes, that of an
    auto-encoder as many kernels as the pictures have channels. Raises SpecError if the
    architecture cannot take them.
    """
    channels, (_channels, height, width) = dataset.images.shape[1], spec.input_shape
    last = spec.layers[-1]
    if isinstance(last, Dense):
        last = replace(last, units=len(dataset.classes))
    elif isinstance(last, Convolution):
        last = replace(last, filters=channels)
    layers: tuple[Layer, ...] = (*spec.layers[:-1], last)
    same = channels == spec.input_shape[0]
    return replace(
        spec,
        input_shape=(channels, height, width),
        layers=layers,
        classes=dataset.classes,
        mean=spec.mean if same else (),
        std=spec.std if same else (),
    )


def split_images(
    count: int, validation: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of the images to train on and of those to validate with, each sorted.

    So choices can be judged without the test set. Chosen at random by `seed`; the two never
    overlap. Raises UserError if nothing is left.
    """
    if validation >= count:
        sentence = _("{validation:,} of {count:,} images for validation leave none to learn.")
        raise UserError(sentence, validation=validation, count=count)
    order = np.random.default_rng(seed).permutation(count)
    return np.sort(order[validation:]), np.sort(order[:validation])


def new_run(plan: Plan, material: Material) -> tuple[Run, str]:
    """Return a run from the plan's seed that nothing records, and a note on its device."""
    choice = resolve(plan.device)
    network = Network(material.spec, build(material.spec, plan.seed), choice.device)
    return Run(network, plan, material.train.images, material.train.labels), choice.note


def begin(
    plan: Plan, material: Material, folder: Path | None = None, *, name: str = ""
) -> Training:
    """Start a new run, on disk if there is a folder; raises UserError."""
    if plan.data not in NAMES:
        plan = replace(plan, data=str(Path(plan.data).expanduser().resolve()))
    run, note = new_run(plan, material)
    notes = _notes(run, material, name or (folder.name if folder else plan.data), plan.seed)
    return _started(run, material, notes, folder, None, note)


def branch(
    training: Training,
    step: int,
    settings: Mapping[str, Any],
    folder: Path | None = None,
    *,
    name: str = "",
) -> Training:
    """Start a run at a step of another one, with other settings, which is left as it was.

    Raises UserError for a setting that a branch must keep, or a step the other run does not have.
    """
    fixed = [key for key in settings if key in FIXED]
    if fixed:
        sentence = _("A branch keeps the {setting} of its run; begin a new run instead.")
        raise UserError(sentence, setting=name_setting(fixed[0]))
    parent = training.recording
    plan = replace(parent.plan_at(step), **settings)
    run, note = new_run(plan, training.material)
    if step >= run.total:
        raise UserError(
            _(
                "The branch begins at step {step:,} and its plan ends at step {end:,}: "
                "it needs more epochs."
            ),
            step=step,
            end=run.total,
        )
    here = parent.position
    parent.visit(Position(step))
    restore(run, adapted(capture(parent.run), parent.plan, plan))
    parent.visit(here)
    curves = Curves(parent.curves.columns)
    curves.extend(parent.curves.part(0, step).values)
    past = Past(curves, tuple(v for v in parent.validations if v.step <= step))
    origin = Origin(training.notes.id, training.notes.name, step)
    notes = _notes(run, training.material, name, training.notes.split_seed)
    name = name or _("{name}, from step {step}").format(name=origin.name, step=step)
    notes = replace(notes, name=name, parent=origin)
    return _started(run, training.material, notes, folder, past, note)


def reopen(folder: Path, progress: ReportProgress = lambda _done, _of: None) -> Training:
    """Open a run on disk where it stopped; raises UserError if that cannot be done."""
    opened = RunFolder.open(folder)
    try:
        notes = opened.notes
        material = gather(notes.plan, notes.spec, progress, notes.split_seed)
        if material.identity != notes.data or material.spec != notes.spec:
            raise UserError(
                _("The data {data} is no longer what the run {run} learned from."),
                data=notes.plan.data,
                run=notes.name,
            )
        device = notes.device.partition(":")[0]
        run, note = new_run(replace(notes.plan, device=device), material)
        run.change(notes.plan)
        restore(run, opened.frames.get(opened.frames.before(len(opened.past.curves))))
        judge = Judge(material.judge, run.steps_per_epoch)
        recording = Recording(run, judge, folder=opened)
        recording.visit(Position(recording.head))
        recording.validate_if_due()
    except BaseException:
        opened.close()
        raise
    return Training(recording, material, notes, note or _doubt(notes, run))


def _started(
    run: Run,
    material: Material,
    notes: RunNotes,
    folder: Path | None,
    past: Past | None,
    note: str,
) -> Training:
    judge = Judge(material.judge, run.steps_per_epoch)
    if folder is None:
        return Training(Recording(run, judge, past=past), material, notes, note)
    count = places(state_bytes(run), ON_DISK)
    spacing = first_spacing(run.total - run.step, count, run.batch_size)
    notes = replace(notes, spacing=spacing, places=count)
    opened = RunFolder.create(folder, notes, past)
    try:
        recording = Recording(run, judge, folder=opened)
        opened.write_notes()
    except BaseException:
        opened.close()
        raise
    return Training(recording, material, notes, note)


def _notes(run: Run, material: Material, name: str, split_seed: int) -> RunNotes:
    return RunNotes(
        id=secrets.token_hex(8),
        name=name,
        created=datetime.now(UTC).isoformat(timespec="milliseconds"),
        plan=run.plan,
        spec=material.spec,
        data=material.identity,
        total=run.total,
        first=run.step,
        spacing=1,
        places=1,
        device=str(run.network.device),
        threads=torch.get_num_threads(),
        torch=torch.__version__,
        split_seed=split_seed,
    )


def _doubt(notes: RunNotes, run: Run) -> str:
    """Return why steps repeated here may differ from those recorded, or nothing."""
    here = {
        _("device"): str(run.network.device),
        _("number of threads"): torch.get_num_threads(),
        _("version of torch"): torch.__version__,
    }
    there = (notes.device, notes.threads, notes.torch)
    for (what, value), recorded in zip(here.items(), there, strict=True):
        if value != recorded:
            sentence = _(
                "This run was recorded with another {what} ({there}, here {here}): steps "
                "that are repeated may differ in the last digits."
            )
            return sentence.format(what=what, there=recorded, here=value)
    return ""


def _chosen(dataset: Dataset, places: NDArray[np.int64]) -> Dataset:
    images, labels = dataset.images[places], dataset.labels[places]
    return Dataset(dataset.name, images, labels, dataset.classes)


def _identity(*datasets: Dataset) -> str:
    digest = hashlib.sha256()
    for dataset in datasets:
        digest.update(repr((dataset.images.shape, dataset.classes)).encode())
        digest.update(dataset.images.tobytes())
        digest.update(dataset.labels.tobytes())
    return digest.hexdigest()
