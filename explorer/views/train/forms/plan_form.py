"""The form of a training plan: data, optimiser, schedule, batches, loss, augmentation, seed.

A value that makes no sense is refused at its own field, and the plan stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.errors import UserError
from explorer.text import _, ngettext
from explorer.training.plan import CHANGEABLE, Plan
from explorer.training.schedule import learning_rate
from explorer.views.parts.brush import LEFT, RIGHT, Painted
from explorer.views.parts.chips import Fold
from explorer.views.parts.fields import (
    Field,
    FieldGrid,
    FieldSpec,
    NumberEdit,
    Picker,
    format_number,
)
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import HALF, caption, column, heading
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed
from explorer.views.train.forms.samples import AugmentationView

_OPTIMISERS = (
    ("sgd", _("SGD")),
    ("momentum", _("momentum")),
    ("adam", _("Adam")),
    ("adamw", _("AdamW")),
    ("rmsprop", _("RMSprop")),
)
_SCHEDULES = (
    ("constant", _("constant")),
    ("one-cycle", _("one cycle")),
    ("cosine", _("cosine")),
    ("step", _("steps down")),
)
_LOSSES = (("cross-entropy", _("cross-entropy")), ("mse", _("mean squared error")))
_AUGMENTATIONS = (
    ("none", _("none")),
    ("affine", _("turn, shift, bend")),
    ("pen", _("pens of others")),
)
_DEVICES = (
    ("auto", _("automatic")),
    ("cpu", _("CPU")),
    ("cuda", _("CUDA")),
    ("mps", _("Apple GPU")),
)
_DATA = (
    ("bundled", _("bundled digits")),
    ("mnist", _("MNIST")),
    ("fashion-mnist", _("Fashion-MNIST")),
)
_DATA_FIELDS = (FieldSpec("data", _("Data set"), _("The images to learn from."), options=_DATA),)
_FIRST_FIELDS = (
    FieldSpec(
        "learning_rate",
        _("Learning rate"),
        _("How large the steps are; the highest of the schedule."),
        0,
        1000,
        whole=False,
        detail=_("Ten times too large diverges, ten times too small crawls."),
    ),
    FieldSpec("epochs", _("Epochs"), _("How often every image is seen."), high=1e5),
)
_IMAGE_FIELDS = (
    FieldSpec(
        "validation",
        _("For validation"),
        _("Training images kept aside, to judge by. 0 takes the test images."),
        0,
        1e9,
        by=100,
    ),
    FieldSpec(
        "augment",
        _("Augmentation"),
        _("Small changes to every image that leave its meaning alone."),
        options=_AUGMENTATIONS,
    ),
)
_STEP_FIELDS = (
    FieldSpec("optimiser", _("Optimiser"), _("How gradients become changes."), options=_OPTIMISERS),
    FieldSpec(
        "schedule", _("Schedule"), _("How the rate changes over the run."), options=_SCHEDULES
    ),
    FieldSpec(
        "momentum",
        _("Momentum"),
        _("The share of the last change that goes on; for SGD with momentum."),
        0,
        0.99,
        whole=False,
    ),
    FieldSpec(
        "weight_decay", _("Weight decay"), _("Pulls all weights towards zero."), 0, 100, whole=False
    ),
    FieldSpec("loss", _("Loss"), _("What is made small."), options=_LOSSES),
)
_COURSE_FIELDS = (
    FieldSpec("batch_size", _("Batch size"), _("Images per step."), high=1e5),
    FieldSpec("seed", _("Seed"), _("The same seed repeats the run exactly."), 0, 2**31),
    FieldSpec("device", _("Device"), _("Where it is computed."), options=_DEVICES),
    FieldSpec(
        "ema",
        _("Averaging"),
        _("Decay of a moving average of the weights; 0 turns it off."),
        0,
        0.9999,
        whole=False,
    ),
)
_POINTS = 160  # of the picture of a schedule
_COLUMNS = 3  # of fields, at most


class ScheduleView(Painted, QWidget):
    """Draws `learning_rate` over the steps of a plan."""

    def __init__(self) -> None:
        super().__init__()
        self._plan = Plan()
        self._steps = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            _("Schedule"),
            _("The learning rate from the first step of the training to the last."),
            _("Large steps find the valley, small ones its bottom."),
        )

    def show_plan(self, plan: Plan, steps: int) -> None:
        """Show a plan's schedule over so many steps; 0 where they are not known yet."""
        self._plan, self._steps = plan, steps
        text = _("{schedule}, at most {rate}, {steps:,} steps")
        self.setAccessibleDescription(
            text.format(schedule=plan.schedule, rate=format_number(plan.learning_rate), steps=steps)
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, int(self.look.px(74)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, plan = QPainter(self), self.look, self._plan
        line = look.line("tiny")
        area = QRectF(0, 0, self.width(), self.height() - line)
        painter.fillRect(area, look.color("field"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("accent"), 1.6 * look.scale))
        inner = area.adjusted(2, look.px(8), -2, -look.px(5))
        painter.drawPolyline(QPolygonF(self._points(inner)))
        top = QRectF(area.x() + 4, area.y() + 1, area.width() - 8, line)
        most = _("{rate} at most").format(rate=format_number(plan.learning_rate))
        look.text(painter, top, most, "muted", "tiny", align=RIGHT)
        below = QRectF(0, area.bottom(), self.width(), line)
        look.text(painter, below, _("first step"), "muted", "tiny", align=LEFT)
        last = _("step {step:,}").format(step=self._steps) if self._steps else _("last step")
        look.text(painter, below, last, "muted", "tiny", align=RIGHT)

    def _points(self, area: QRectF) -> list[QPointF]:
        plan, steps = self._plan, max(self._steps, _POINTS)
        highest = plan.learning_rate or 1.0
        points = []
        for at in range(_POINTS):
            step = at * (steps - 1) // (_POINTS - 1)
            share = learning_rate(plan.schedule, plan.learning_rate, step, steps) / highest
            x = area.left() + area.width() * step / (steps - 1)
            points.append(QPointF(x, area.bottom() - share * area.height()))
        return points


class PlanForm(Themed, QWidget):
    """Emits `plan_requested(Plan)` with every change that makes sense; `show_plan` never emits.

    While a run is on (`set_running`) only what may change then is open, and it emits
    `change_requested(dict)` instead. What a first run needs is in sight, the rest under `more`.
    `plan` is the last that made sense.
    """

    plan_requested = Signal(object)
    change_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.plan = Plan()
        self._images = 0
        self._running = False
        self._first = [FieldGrid(_DATA_FIELDS, 1), FieldGrid(_FIRST_FIELDS, 2)]
        self._rest = [FieldGrid(s) for s in (_IMAGE_FIELDS, _STEP_FIELDS, _COURSE_FIELDS)]
        self._grids = (*self._first, *self._rest)
        self.fields: dict[str, Field] = {}
        for grid in self._grids:
            self.fields |= grid.fields
        self.schedule, self.preview = ScheduleView(), AugmentationView()
        self.more = Fold(
            _("More"),
            _("Optimiser, schedule, loss, batches, augmentation, seed and device."),
            _("Press to fold or unfold them; folded they hold all the same."),
        )
        self.length = caption("")
        self.length.setWordWrap(True)
        self._lay_out()
        for grid in self._grids:
            grid.value_requested.connect(self._on_value)
        self.show_plan(self.plan)

    @property
    def valid(self) -> bool:
        """Whether every field holds what the plan says."""
        return not any(field.error for field in self.fields.values())

    def show_plan(self, plan: Plan) -> None:
        """Show a plan and clear all errors."""
        self.plan = plan
        for field in self.fields.values():
            field.show_error("")
        self._show()

    def show_images(self, count: int) -> None:
        """Show how many steps there are with so many training images."""
        self._images = count
        self._show()

    def show_devices(self, names: Sequence[str]) -> None:
        """Offer the devices that there are; a plan may name another one."""
        picker = self.fields["device"].control
        assert isinstance(picker, Picker)
        picker.show_options([(name, words) for name, words in _DEVICES if name in names])
        picker.show_value(self.plan.device)

    def set_running(self, running: bool) -> None:
        """Close what cannot change during a run."""
        self._running = running
        self._show_open()

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        super().set_theme(theme)
        self._arrange()

    @property
    def steps(self) -> int:
        """How many steps the plan takes; 0 where the number of images is not known."""
        batch = min(self.plan.batch_size, max(1, self._images))
        return self.plan.epochs * (self._images // batch)

    def _lay_out(self) -> None:
        images, steps, course = self._rest
        rest = QWidget()
        of_images = (heading(_("Images")), images, self.preview)
        of_steps = (heading(_("Steps")), steps, self.schedule)
        of_course = (heading(_("Course")), course)
        parts = (*of_images, HALF, *of_steps, HALF, *of_course)
        column(*parts, spacing=GRID, within=rest)
        column(*self._first, self.length, self.more, rest, None, spacing=GRID, within=self)
        self.more.toggled.connect(rest.setVisible)
        self.more.setChecked(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Set the fields side by side in as many columns as leave each choice whole."""
        for grid in self._rest:
            controls = [field.control for field in grid.fields.values()]
            wide = GRID + max(c.wanted for c in controls if isinstance(c, Picker))
            grid.show_columns(min(_COLUMNS, max(1, (self.width() + GRID) // wide)))

    def _on_value(self, name: str, value: Any) -> None:
        field = self.fields[name]
        try:
            if name == "optimiser":
                plan = self.plan.with_optimiser(value)
            else:
                plan = replace(self.plan, **{name: value})
        except UserError as error:
            field.show_error(str(error))
            return
        field.show_error("")
        self.plan = plan
        self._show()
        if self._running:
            self.change_requested.emit({name: value})
        else:
            self.plan_requested.emit(plan)

    def _show(self) -> None:
        for grid in self._grids:
            values = {name: getattr(self.plan, name) for name in grid.fields}
            grid.show_values({name: values[name] for name in values if not self._typing(name)})
        self.schedule.show_plan(self.plan, self.steps)
        self.length.setText(self._length())
        self._show_open()

    def _show_open(self) -> None:
        for name, field in self.fields.items():
            open_now = not self._running or name in CHANGEABLE
            if name == "momentum":
                open_now = open_now and self.plan.optimiser == "momentum"
            field.control.setEnabled(open_now)

    def _typing(self, name: str) -> bool:
        """Return whether a field holds a number that is not right yet."""
        field = self.fields[name]
        return isinstance(field.control, NumberEdit) and bool(field.error)

    def _length(self) -> str:
        plan, images = self.plan, self._images
        if not images:
            return _("The number of steps shows when the data is there.")
        batch = min(plan.batch_size, images)
        return ngettext(
            "{epochs:,} epoch × {each:,} batches of {batch:,} = {steps:,} steps",
            "{epochs:,} epochs × {each:,} batches of {batch:,} = {steps:,} steps",
            plan.epochs,
        ).format(epochs=plan.epochs, each=images // batch, batch=batch, steps=self.steps)
