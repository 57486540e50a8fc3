"""The curves of a training, growing while it runs, with other branches laid over them.

Import this module only when it is needed: it imports pyqtgraph.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate
from math import isfinite, log
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from explorer.text import _
from explorer.training.record.curves import CurvePart
from explorer.views.judged.confusion_panel import format_score
from explorer.views.parts.buttons import KEY, ToolButton
from explorer.views.parts.focus import FocusRing, keeps_keys, paint_frame
from explorer.views.parts.help import explain
from explorer.views.parts.number_text import percent, significant
from explorer.views.parts.widgets import caption, column, row
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed
from explorer.views.train.curves.curve_data import OVER, USUAL_LOSS, RunCurves
from explorer.views.train.curves.curve_key import CurveKey
from explorer.views.train.curves.curve_plot import LAYER_WIDTH, POINT_WIDTH, CurvePlot
from explorer.views.train.curves.plot_lines import PLOTS, PlotKind, rounded_end

if TYPE_CHECKING:
    from explorer.training.record.validation import Validation

REDRAW_MS = 300  # between two plots: each costs as much as some frames of the scene
_KEYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right})
LEAST_OVER = 4.0  # steps that a smoothed curve of a short run looks to either side
USUAL: tuple[PlotKind, ...] = ("loss", "accuracy")
_PLOTS = {plot.kind: plot for plot in PLOTS}


class CurvesView(Themed, QWidget):
    """Shows runs by key; emits `step_requested(int)` where the user clicked into a plot.

    A plot is made when it is first chosen. What is appended is drawn one plot after the other,
    some times a second, so that no frame of the window waits for all of them, and only while it
    is seen; `flush` draws everything at once.
    """

    step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: dict[str, RunCurves] = {}
        self._active = ""
        self._cursor: int | None = None
        self._total = self._per_epoch = 0
        self._span: tuple[float, float] | None = None
        self._drawing = False
        self.plots: dict[str, CurvePlot] = {}  # by kind; `loss mse` beside `loss`, say
        self._panes: dict[str, tuple[PlotKind, str]] = {}  # those shown: kind, and whose loss
        self._due: list[str] = []  # plots that don't show yet what was appended
        self._timer = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._build()
        self._connect()
        self.show_plots(USUAL)

    @property
    def shown(self) -> tuple[PlotKind, ...]:
        """The kinds of plots that are shown."""
        return tuple(kind for kind, chip in self.chips.items() if chip.isChecked())

    def show_run(
        self,
        key: str,
        name: str,
        *,
        active: bool = True,
        total: int = 0,
        loss: str = USUAL_LOSS,
        guess: float = log(10),
    ) -> None:
        """Add a run, or rename it; the active one shows its batches and layers.

        A short run, of `total` steps, is smoothed over fewer of them. `loss` is one of LOSSES, a
        network that guesses has a loss of `guess`.
        """
        over = min(OVER, max(LEAST_OVER, total / 40)) if total else OVER
        used = {run.order for run in self._runs.values()}
        order = min(set(range(len(used) + 1)) - used)
        run = self._runs.setdefault(key, RunCurves(name, over, order))
        run.name, run.loss, run.guess = name, loss, guess
        if active:
            self._active = key
        self._arrange()

    def append(self, key: str, part: CurvePart) -> None:
        """Add rows to a run; rows that are there already are replaced from the part's start on.

        Raises KeyError for an unknown run and ValueError if rows between are missing.
        """
        self._runs[key].append(part)
        self._redraw_soon()

    def show_validations(self, key: str, validations: Sequence[Validation]) -> None:
        """Show all validations of a run."""
        self._runs[key].validations = tuple(validations)
        self._redraw_soon()

    def remove_run(self, key: str) -> None:
        """Take a run off the plots."""
        self._runs.pop(key, None)
        self._arrange()

    def show_length(self, total: int, steps_per_epoch: int) -> None:
        """Show how many steps the plan has and how many make an epoch."""
        self._total, self._per_epoch = total, steps_per_epoch
        self._show_axes()
        self._redraw_soon()

    def show_cursor(self, step: int | None) -> None:
        """Stand the time machine's line at a step."""
        self._cursor = step
        for plot in self.plots.values():
            plot.show_cursor(step)
        self._show_facts(step)

    def show_plots(self, kinds: Sequence[PlotKind]) -> None:
        """Choose which plots are shown, from top to bottom in their own order."""
        for kind, chip in self.chips.items():
            chip.setChecked(kind in kinds)
        self._arrange()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._canvas.setBackground(theme.color("panel"))
        for plot in self.plots.values():
            plot.set_theme(theme)
        self.flush()

    def flush(self) -> None:
        """Draw everything now."""
        self._timer.stop()
        self._due = []
        self._draw(list(self._panes))

    def _draw(self, panes: Sequence[str]) -> None:
        self._drawing = True
        span = self._span or self._whole()
        gutter = LAYER_WIDTH if any(_PLOTS[kind].layers for kind in self.shown) else POINT_WIDTH
        for pane in panes:
            kind, loss = self._panes[pane]
            runs = {key: run for key, run in self._runs.items() if loss in ("", run.loss)}
            log = kind == "loss" and self.log.isChecked()
            self.plots[pane].gutter = gutter
            self.plots[pane].draw(runs, self._active, span, log=log)
        self._drawing = False
        self._show_facts(self._cursor)

    def _draw_next(self) -> None:
        """Draw the plot whose turn it is; all have the same steps, so they scroll together."""
        due = [pane for pane in self._due if pane in self._panes]
        if due:
            self._due = due[1:]
            self._draw(due[:1])
        if self._due:
            self._timer.start()

    def sizeHint(self) -> QSize:
        return QSize(420, 360)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._redraw_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw_soon()

    def _build(self) -> None:
        self.chips = {
            plot.kind: ToolButton(plot.title, plot.tip, text=plot.title, shape=KEY)
            for plot in PLOTS
        }
        for chip in self.chips.values():
            chip.setCheckable(True)
            chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.log = ToolButton(
            _("Logarithmic loss"),
            _("Draw the loss by its powers of ten."),
            text=_("log"),
            shape=KEY,
        )
        self.log.setCheckable(True)
        self.whole = ToolButton(
            _("Whole run"),
            _("Show all steps again after zooming in."),
            text=_("fit"),
            shape=KEY,
        )
        self._canvas = PlotCanvas()
        self.key = CurveKey()
        self.facts = caption("")
        column(
            row(*self.chips.values(), None),
            row((self.key, 1), column(row(self.log, self.whole), None)),
            (self._canvas, 1),
            self.facts,
            within=self,
        )

    def _connect(self) -> None:
        self._timer.timeout.connect(self._draw_next)
        for chip in self.chips.values():
            chip.clicked.connect(self._on_chip_clicked)
        self.log.clicked.connect(self.flush)
        self.whole.clicked.connect(self._on_whole_clicked)
        self._canvas.pointed.connect(self._on_pointed)
        self._canvas.clicked.connect(self._on_canvas_clicked)
        self._canvas.left.connect(lambda: self._hover(None))
        self._canvas.moved.connect(self._on_moved)

    def _plot(self, pane: str, kind: PlotKind) -> CurvePlot:
        """Return the plot of a pane, made now if it was not there."""
        if pane not in self.plots:
            plot = self.plots[pane] = CurvePlot(_PLOTS[kind], self.theme)
            plot.item.vb.sigRangeChangedManually.connect(self._on_zoomed)
            plot.item.vb.sigResized.connect(self._redraw_soon)
            plot.show_cursor(self._cursor)
        return self.plots[pane]

    def _arrange(self) -> None:
        """Stack the chosen plots, one of the loss for each that runs have, the active one's first.

        They have one axis of steps below and one of epochs above.
        """
        runs = sorted(self._runs.items(), key=lambda run: run[0] != self._active)
        losses = list(dict.fromkeys(run.loss for _key, run in runs))
        panes = {
            f"{kind} {loss}" if place else kind: (kind, loss)  # no text: a pane
            for kind in self.shown
            for place, loss in enumerate(losses if losses and kind == "loss" else [""])
        }
        self.key.show_runs(name_apart(self._runs.values()))
        if panes == self._panes:
            self._redraw_soon()
            return
        self._panes = panes
        self._canvas.area.clear()
        first: Any = None
        for place, (pane, (kind, _loss)) in enumerate(panes.items()):
            item = self._plot(pane, kind).item
            self._canvas.area.addItem(item, row=place, col=0)
            item.setXLink(first)
            first = first or item
        self._show_axes()
        self.log.setVisible("loss" in self.shown)
        self.flush()

    def _show_axes(self) -> None:
        panes = list(self._panes)
        for pane in panes:
            epochs = self._per_epoch if pane == panes[0] else 0
            self.plots[pane].show_axes(steps=pane == panes[-1], epochs=epochs)

    def _redraw_soon(self) -> None:
        self._due += [pane for pane in self._panes if pane not in self._due]
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _whole(self) -> tuple[float, float]:
        heads = [run.head for run in self._runs.values() if len(run)]
        firsts = [run.first for run in self._runs.values() if len(run)]
        first, head = min(firsts, default=0), max(heads, default=100)
        end = rounded_end(first, head)
        return float(first), float(min(end, self._total) if head <= self._total else end)

    def _on_chip_clicked(self) -> None:
        if not self.shown:
            self.chips["loss"].setChecked(True)
        self._arrange()

    def _on_whole_clicked(self) -> None:
        self._span = None
        self.flush()

    def _on_zoomed(self) -> None:
        """Keep the steps that the user chose by wheel or mouse in one of the plots."""
        box = self.sender()
        if not self._drawing and isinstance(box, pg.ViewBox):
            low, high = box.viewRange()[0]
            self._span = float(low), float(high)
            self._redraw_soon()

    def _step_at(self, point: QPointF) -> int | None:
        """Return the step under a point of the canvas, if it is one that there is."""
        for pane in self._panes:
            box = self.plots[pane].item.vb
            if box.sceneBoundingRect().contains(point):
                step = round(box.mapSceneToView(point).x())
                run = self._runs.get(self._active)
                return step if run and len(run) and run.first <= step <= run.head else None
        return None

    def _on_pointed(self, point: QPointF) -> None:
        self._hover(self._step_at(point))

    def _on_canvas_clicked(self, point: QPointF) -> None:
        step = self._step_at(point)
        if step is not None:
            self.step_requested.emit(step)

    def _on_moved(self, by: int) -> None:
        run = self._runs.get(self._active)
        if run is not None:
            step = (run.head if self._cursor is None else self._cursor) + by
            self.step_requested.emit(min(max(step, run.first), run.head))

    def _hover(self, step: int | None) -> None:
        for pane in self._panes:
            self.plots[pane].show_cursor(step, hover=True)
        self._show_facts(self._cursor if step is None else step)

    def _show_facts(self, step: int | None) -> None:
        text = describe_step(self._runs.get(self._active), step, self._per_epoch)
        self.facts.setText(text)
        self._canvas.setAccessibleDescription(text)


class PlotCanvas(FocusRing, pg.GraphicsView):  # type: ignore[misc]
    """The area the plots lie on; emits where the mouse points and clicks, and how keys move."""

    pointed = Signal(object)
    clicked = Signal(object)
    left = Signal()
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.area: Any = pg.GraphicsLayout()
        self.area.setContentsMargins(0, 0, GRID, 0)
        self.area.setSpacing(GRID)
        self.setCentralItem(self.area)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scene().sigMouseMoved.connect(self.pointed)
        self.scene().sigMouseClicked.connect(lambda event: self.clicked.emit(event.scenePos()))
        explain(
            self,
            _("Curves"),
            _("Click to go to a step; the wheel zooms, dragging moves."),
            _("With the keyboard, Left and Right go one step, with Ctrl ten."),
        )

    def event(self, event: QEvent) -> bool:
        return keeps_keys(event, _KEYS) or bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_frame(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if way:
            far = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self.moved.emit(10 * way if far else way)
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()


def name_apart(runs: Collection[RunCurves]) -> dict[str, int]:
    """Return the order of each run by its name, which has a number where others have it too."""
    result: dict[str, int] = {}
    for run, names in zip(runs, accumulate([run.name] for run in runs), strict=True):
        known = names.count(run.name)
        result[run.name if known == 1 else f"{run.name} ({known})"] = run.order
    return result


def describe_step(run: RunCurves | None, step: int | None, steps_per_epoch: int) -> str:
    """Return the numbers at a step in one line; at the newest step if there is none."""
    if run is None or not len(run):
        return _("no steps yet")
    step = run.head if step is None else step
    parts = [_("step {step:,}").format(step=step)]
    if steps_per_epoch:
        parts.append(_("epoch {epoch:.2f}").format(epoch=step / steps_per_epoch))
    loss, accuracy = run.at("loss", step), run.at("accuracy", step, smooth=True)
    if loss is not None:
        parts.append(_("batch loss {loss}").format(loss=significant(loss, 3)))
    if accuracy is not None and isfinite(accuracy):
        share = percent(round(accuracy, 4))
        parts.append(_("smoothed accuracy {share}").format(share=share))
    known = [v for v in run.validations if v.step <= step]
    if known:
        text = _("validation {score}").format(score=format_score(known[-1]))
        at = known[-1].step
        parts.append(text if at == step else _("{facts} at step {at:,}").format(facts=text, at=at))
    return " · ".join(parts)
