"""The form of a training plan: data, optimiser, schedule, batches, loss, augmentation, seed.

A value that makes no sense is refused at its own field, and the plan stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from explorer.errors import UserError
from explorer.training.plan import Plan
from explorer.training.record.run_notes import CHANGEABLE
from explorer.views.parts.buttons import CHIP, ToolButton
from explorer.views.parts.fields import Field, NumberEdit, Picker
from explorer.views.parts.widgets import HALF, caption, heading, row
from explorer.views.style.theme import GRID, Theme
from explorer.views.train.forms.augmentation_view import AugmentationView
from explorer.views.train.forms.schedule_view import ScheduleView

_Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """How one value of a plan is entered: a choice, or a number."""

    name: str
    label: str
    tip: str
    options: _Pairs = ()
    whole: bool = True
    low: float = 0
    high: float = 1e9
    by: int = 1
    detail: str = ""


_OPTIMISERS = (
    ("sgd", "SGD"),
    ("momentum", "momentum"),
    ("adam", "Adam"),
    ("adamw", "AdamW"),
    ("rmsprop", "RMSprop"),
)
_SCHEDULES = (
    ("constant", "constant"),
    ("one-cycle", "one cycle"),
    ("cosine", "cosine"),
    ("step", "steps down"),
)
_LOSSES = (("cross-entropy", "cross-entropy"), ("mse", "mean squared error"))
_AUGMENTATIONS = (("none", "none"), ("affine", "turn, shift, bend"), ("pen", "pens of others"))
_DEVICES = (("auto", "automatic"), ("cpu", "CPU"), ("cuda", "CUDA"), ("mps", "Apple GPU"))
_DATA = (("bundled", "bundled digits"), ("mnist", "MNIST"), ("fashion-mnist", "Fashion-MNIST"))

GROUPS: tuple[tuple[str, tuple[_Made, ...]], ...] = (
    (
        "Data",
        (
            _Made("data", "Data set", "The images to learn from.", _DATA),
            _Made(
                "validation",
                "For validation",
                "Training images kept aside, to judge by. 0 takes the test images.",
                by=100,
            ),
            _Made(
                "augment",
                "Augmentation",
                "Small changes to every image that leave its meaning alone.",
                _AUGMENTATIONS,
            ),
        ),
    ),
    (
        "Steps",
        (
            _Made("optimiser", "Optimiser", "How gradients become changes.", _OPTIMISERS),
            _Made(
                "learning_rate",
                "Learning rate",
                "How large the steps are; the highest of the schedule.",
                whole=False,
                high=1000,
                detail="Ten times too large diverges, ten times too small crawls.",
            ),
            _Made("schedule", "Schedule", "How the rate changes over the run.", _SCHEDULES),
            _Made(
                "momentum",
                "Momentum",
                "The share of the last change that goes on; for SGD with momentum.",
                whole=False,
                high=0.99,
            ),
            _Made(
                "weight_decay",
                "Weight decay",
                "Pulls all weights towards zero.",
                whole=False,
                high=100,
            ),
            _Made("loss", "Loss", "What is made small.", _LOSSES),
        ),
    ),
    (
        "Course",
        (
            _Made("epochs", "Epochs", "How often every image is seen.", low=1, high=1e5),
            _Made("batch_size", "Batch size", "Images per step.", low=1, high=1e5),
            _Made("seed", "Seed", "The same seed repeats the run exactly.", high=2**31),
            _Made("device", "Device", "Where it is computed.", _DEVICES),
            _Made(
                "ema",
                "Averaging",
                "Decay of a moving average of the weights; 0 turns it off.",
                whole=False,
                high=0.9999,
            ),
        ),
    ),
)
_COLUMNS, _FEWER, _NARROW = 3, 2, 340  # columns of fields; fewer below this width


class PlanForm(QWidget):
    """Says `plan_requested(Plan)` with every change that makes sense; `show_plan` never emits.

    While a run is on (`set_running`) only what may change then is open, and it says
    `change_requested(dict)` instead. `folder_requested` and `file_requested` ask for the user's
    own data, `samples_requested` for another preview of the augmentation.
    """

    plan_requested = Signal(object)
    change_requested = Signal(object)
    folder_requested = Signal()
    file_requested = Signal()
    samples_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = Plan()
        self._images = 0
        self._running = False
        self.fields: dict[str, Field] = {}
        self._grids: list[tuple[QGridLayout, list[Field]]] = []
        self._columns, self._scale = 0, 1.0
        self.schedule, self.preview = ScheduleView(), AugmentationView()
        self.folder = ToolButton(
            "Own folder",
            "Learn from a folder of IDX files or of image folders named by their class.",
            icon="open",
            text="Folder",
            shape=CHIP,
        )
        self.file = ToolButton(
            "Own file",
            "Learn from an .npz with the arrays images and labels.",
            icon="open",
            text="npz file",
            shape=CHIP,
        )
        self.length = caption("")
        self._lay_out()
        self._connect()
        self.show_plan(Plan())

    @property
    def plan(self) -> Plan:
        """The plan in the form: the last that made sense."""
        return self._plan

    @property
    def valid(self) -> bool:
        """Whether every field holds what the plan says."""
        return not any(field.error for field in self.fields.values())

    def show_plan(self, plan: Plan) -> None:
        """Show a plan and clear all errors."""
        self._plan = plan
        for field in self.fields.values():
            field.show_error("")
        self._show()

    def show_images(self, count: int) -> None:
        """Tell how many training images there are, for the number of steps."""
        self._images = count
        self._show()

    def show_error(self, name: str, reason: str) -> None:
        """Show at a field what was found wrong elsewhere, the data that cannot be read, say."""
        self.fields[name].show_error(reason)

    def show_samples(self, before: NDArray[np.uint8], after: NDArray[np.uint8]) -> None:
        """Show images uint8 (n, c, h, w) before and after augmentation."""
        self.preview.show_samples(before, after)

    def set_running(self, running: bool) -> None:
        """Close what cannot change during a run."""
        self._running = running
        self._show_open()

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self._scale = theme.scale
        self._arrange()
        for field in self.fields.values():
            field.set_theme(theme)
        for part in (self.folder, self.file):
            part.set_theme(theme)
        self.schedule.set_theme(theme)
        self.preview.set_theme(theme)

    @property
    def steps(self) -> int:
        """How many steps the plan takes; 0 where the number of images is not known."""
        batch = min(self._plan.batch_size, max(1, self._images))
        return self._plan.epochs * (self._images // batch)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        for title, made in GROUPS:
            top = row(heading(title))
            top.addStretch(1)
            layout.addLayout(top)
            layout.addLayout(self._grid(made))
            if title == "Data":
                top.addWidget(self.folder)
                top.addWidget(self.file)
                layout.addWidget(self.preview)
            elif title == "Steps":
                layout.addWidget(self.schedule)
            layout.addSpacing(HALF)
        layout.addWidget(self.length)
        layout.addStretch(1)

    def _grid(self, made: tuple[_Made, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        fields = [Field(_control(each)) for each in made]
        self.fields.update((each.name, field) for each, field in zip(made, fields, strict=True))
        self._grids.append((grid, fields))
        return grid

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Set the fields side by side, in fewer columns where their words would be cut off."""
        columns = _COLUMNS if self.width() >= _NARROW * self._scale else _FEWER
        if columns == self._columns:
            return
        self._columns = columns
        for grid, fields in self._grids:
            for place, field in enumerate(fields):
                grid.addWidget(field, place // columns, place % columns)
            for column in range(_COLUMNS):
                grid.setColumnStretch(column, int(column < columns))

    def _connect(self) -> None:
        for name, field in self.fields.items():
            if isinstance(field.control, NumberEdit | Picker):
                field.control.value_requested.connect(
                    lambda value, name=name: self._on_value(name, value)
                )
        self.folder.clicked.connect(self.folder_requested)
        self.file.clicked.connect(self.file_requested)
        self.preview.samples_requested.connect(self.samples_requested)

    def _on_value(self, name: str, value: Any) -> None:
        field = self.fields[name]
        try:
            if name == "optimiser":
                plan = self._plan.with_optimiser(value)
            else:
                plan = replace(self._plan, **{name: value})
        except UserError as error:
            field.show_error(str(error))
            return
        field.show_error("")
        self._plan = plan
        self._show()
        if self._running:
            self.change_requested.emit({name: value})
        else:
            self.plan_requested.emit(plan)

    def _show(self) -> None:
        for name, field in self.fields.items():
            value, control = getattr(self._plan, name), field.control
            typing = isinstance(control, NumberEdit) and field.error
            if isinstance(control, NumberEdit | Picker) and not typing:
                control.show_value(value)
        self.schedule.show_plan(self._plan, self.steps)
        self.length.setText(self._length())
        self._show_open()

    def _show_open(self) -> None:
        for name, field in self.fields.items():
            open_now = not self._running or name in CHANGEABLE
            if name == "momentum":
                open_now = open_now and self._plan.optimiser == "momentum"
            field.control.setEnabled(open_now)
        for button in (self.folder, self.file):
            button.setEnabled(not self._running)

    def _length(self) -> str:
        plan, images = self._plan, self._images
        if not images:
            return "The number of steps shows when the data is there."
        batch = min(plan.batch_size, images)
        each = images // batch
        epochs = f"{plan.epochs:,} epoch{'' if plan.epochs == 1 else 's'}"
        return f"{epochs} × {each:,} batches of {batch:,} = {self.steps:,} steps"


def _control(made: _Made) -> NumberEdit | Picker:
    if made.options:
        return Picker(made.label, made.tip, made.options, detail=made.detail)
    return NumberEdit(
        made.label,
        made.tip,
        low=made.low,
        high=made.high,
        whole=made.whole,
        by=made.by,
        detail=made.detail,
    )
