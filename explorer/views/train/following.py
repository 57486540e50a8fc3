"""Connects the watched picture: the pad with the session, what it shows with the trainer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from explorer.live.frame import Frame
from explorer.live.session import Session
from explorer.live.training import commands
from explorer.live.training.facts import RunFacts, Shown, TrainerState
from explorer.live.training.trainer import Trainer
from explorer.network.records import Trace
from explorer.network.spec import Spec
from explorer.pen import prepare_drawing
from explorer.text import _
from explorer.views.parts.number_text import article
from explorer.views.train.follow_panel import FollowPanel

if TYPE_CHECKING:  # it imports torch
    from explorer.training.look.moments import FirstReading, Readings

_REST_MS = 400  # without anything new, before the past is searched for the first reading
DRAW = _("Draw a digit and see how it is read at every step.")
WAIT = _("The answer comes with the first run.")


class FollowHost(QObject):
    """Sends the drawing, or a sample, to the trainer; shows what is made of it and since when.

    Emits `described(str)` with what is watched, in words: `Your drawing`, `Test image 12, a 4`.
    """

    described = Signal(str)

    def __init__(
        self, panel: FollowPanel, session: Session, trainer: Trainer, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel, self._session, self._trainer = panel, session, trainer
        self._state: TrainerState = trainer.state
        self._run: RunFacts | None = None
        self.source = "drawing"  # what is watched, or "sample"
        self.sample = 0  # which of the images that judge the run is watched, or was last
        self._own: tuple[NDArray[np.uint8], str] | None = None  # an image of the data view
        self._class = ""  # of that
        self._trace: Trace | None = None
        self._asked: tuple[str, int, int] | None = None  # run, head, class
        self._answered = False
        self._first: FirstReading | None = None  # what the answer was
        self._label: int | None = None  # that the user asks about, else what is right
        self._awake = False
        panel.pad.stroke_begun.connect(session.begin_stroke)
        panel.pad.stroke_extended.connect(session.extend_stroke)
        panel.pad.stroke_ended.connect(session.end_stroke)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._connect()
        self._frame = session.frame
        panel.show_spec(session.spec)
        panel.show_sentence(WAIT)

    @property
    def description(self) -> str:
        """What is watched, in words."""
        if self.source == "drawing":
            return _("Your drawing")
        if self._own is not None:
            return self._own[1]
        if self._run is None:
            return _("A sample")
        judge = self._run.judge
        name = article(judge.classes[int(judge.labels[self.sample])])
        sentence = (
            _("Test image {index:,}, {name}")
            if self._run.judged_on == "test"
            else _("Validation image {index:,}, {name}")
        )
        return sentence.format(index=self.sample, name=name)

    def set_awake(self, awake: bool) -> None:
        """Follow the session's drawing only while the page is seen."""
        if awake == self._awake:
            return
        self._awake = awake
        session, pad = self._session, self._panel.pad
        pairs = (
            (session.frame_changed, self._on_frame_changed),
            (session.pen_changed, pad.show_pen),
        )
        for signal, slot in pairs:
            (signal.connect if awake else signal.disconnect)(slot)
        self._trainer.send(commands.WatchRun(awake))
        if awake:
            self._frame = session.frame
            pad.show_drawing(session.drawing)
            pad.show_pen(session.pen)
            self._send()
        else:
            self._rest.stop()

    @Slot(object)
    def show_planned(self, spec: Spec) -> None:
        """Prepare the answer for the network of the next run, while none is open."""
        if self._run is None:
            self._panel.show_spec(spec)

    @Slot(str)
    def watch(self, source: str) -> None:
        """Watch the drawing or a sample."""
        self.source, self._label = source, None
        self._panel.show_source(source)
        self._send()

    @Slot(int)
    def watch_sample(self, index: int) -> None:
        """Watch one of the images that the run is judged by."""
        self._own, self.sample = None, index
        self.watch("sample")

    @Slot(object, str, str)
    def watch_image(self, image: NDArray[np.uint8], description: str, name: str) -> None:
        """Watch an image uint8 (c, h, w) of a class of one's own data; it fits a run's network."""
        self._own, self._class = (image, description), name
        self.watch("sample")

    def _send(self) -> None:
        """Let the trainer show what is watched."""
        self._asked = None
        if self._run is not None:
            if self.source == "drawing":
                self._trainer.send(commands.FollowPixels(self._pixels(self._run)))
            elif self._own is not None:
                pixels = self._own[0].astype(np.float32) / np.float32(255)
                self._trainer.send(commands.FollowPixels(pixels))
            else:
                self.sample %= max(1, len(self._run.judge))
                self._trainer.send(commands.FollowSample(self.sample))
        self._show_sample()
        self.described.emit(self.description)

    def _pixels(self, run: RunFacts) -> NDArray[np.float32] | None:
        """Return the drawing as the run's network takes it; None while the pad is empty."""
        prepared = self._session.preparation
        shape = run.spec.input_shape
        if prepared is None or prepared.pixels.shape != shape:
            prepared = prepare_drawing(self._session.drawing, self._session.options, shape)
        return None if prepared.empty else prepared.pixels

    def _show_sample(self) -> None:
        sample = self._panel.sample
        if self._own is not None:
            sample.show_image(*self._own)
        elif self._run is not None and len(self._run.judge):
            sample.show_image(self._run.judge.images[self.sample], self.description)
        else:
            sample.show_image(None, _("Samples come with the first run."))

    @Slot(object)
    def _on_frame_changed(self, frame: Frame) -> None:
        before, self._frame = self._frame, frame
        if frame.drawing is not None and frame.differs(before, "drawing"):
            self._panel.pad.show_drawing(frame.drawing)
        if not frame.differs(before, "preparation"):
            return
        if self.source == "drawing" and self._run is not None:
            self._asked = self._label = None
            self._trainer.send(commands.FollowPixels(self._pixels(self._run)))

    @Slot(int)
    def _on_another(self, way: int) -> None:
        count = len(self._run.judge) if self._run is not None else 1
        self.watch_sample((self.sample + way) % max(1, count))

    @Slot(object)
    def _on_state(self, state: TrainerState) -> None:
        moved = (state.step, state.status) != (self._state.step, self._state.status)
        self._state = state
        if moved and not self._answered:
            self._asked = None  # what is not found yet is given up when the run moves
        if state.run is not self._run:
            self._run, self._own = state.run, None
            if state.run is not None:
                self._panel.show_spec(state.run.spec)
            else:
                self._panel.show_trace(None)
                self._panel.show_sentence(WAIT)
            self._send()
        if state.status == "paused" and self._awake:
            self._rest.start()

    @Slot(object)
    def _on_shown(self, shown: Shown) -> None:
        if not self._awake:
            return
        followed = shown.source != "batch"
        self._trace = shown.trace if followed else None
        self._panel.show_trace(self._trace)
        if not followed:
            self._panel.show_sentence(DRAW if self.source == "drawing" else "")
        elif self._trace is None:
            self._panel.show_sentence(_("This image does not fit the network's input."))
        elif self._state.status == "running":
            self._panel.show_sentence(_present_reading(self._trace))
        elif not self._asked:
            self._panel.show_sentence(_present_reading(self._trace))
            self._rest.start()
        elif self._answered:
            self._show_reading()

    @Slot()
    def _find(self) -> None:
        """Ask once, when the run holds on, since when the answer has been this one."""
        state, trace = self._state, self._trace
        if not self._awake or trace is None or state.run is None or state.status != "paused":
            return
        if trace.spec.reconstructs:
            return  # it reads nothing
        label = self._right_class(state.run) if self._label is None else self._label
        label = _best(trace) if label is None else label
        question = (state.run.key, state.head, label)
        if question != self._asked:
            self._asked, self._answered = question, False
            self._trainer.send(commands.FindReading(label))

    @Slot(int)
    def _on_class(self, label: int) -> None:
        self._label, self._asked = label, None
        self._find()

    @Slot(int, object, object)
    def _on_read(self, label: int, readings: Readings, first: FirstReading | None) -> None:
        run = self._state.run
        if run is None or self._asked is None or self._asked[2] != label:
            return  # something else has been asked since
        self._answered, self._first = True, first
        self._show_reading()

    def _show_reading(self) -> None:
        """Show when the watched picture was first read as a class, and as which other now."""
        run, trace = self._state.run, self._trace
        if run is not None and trace is not None and self._asked is not None:
            name, now = (run.classes[label] for label in (self._asked[2], _best(trace)))
            self._panel.show_sentence(
                describe_reading(self._first, name, run.first, now, self._state.step)
            )

    def _right_class(self, run: RunFacts) -> int | None:
        """Return what a sample is to be read as; None for a drawing, or a class the run has not."""
        if self.source == "drawing":
            return None
        if self._own is None:
            return int(run.judge.labels[self.sample])
        return run.classes.index(self._class) if self._class in run.classes else None

    def _connect(self) -> None:
        panel, trainer = self._panel, self._trainer
        panel.clear.clicked.connect(self._session.clear)
        panel.source.chosen.connect(self.watch)
        panel.another_requested.connect(self._on_another)
        panel.class_requested.connect(self._on_class)
        trainer.state_changed.connect(self._on_state)
        trainer.shown.connect(self._on_shown)
        trainer.read.connect(self._on_read)
        self._rest.timeout.connect(self._find)


def describe_reading(first: FirstReading | None, name: str, start: int, now: str, step: int) -> str:
    """Return when something was first read as a class, and as what it is read `now`, at `step`.

    `start` is the run's first step. What is on screen counts, too: a reading between two key
    frames that the search has not seen.
    """
    found = first.step if first is not None else None
    exact = first is not None and first.exact
    if now == name and (found is None or found > step):
        found, exact = step, False
    if found is None:
        sentence = _("at no step read as {name} so far")
    elif found <= start:
        sentence = _("read as {name} from the beginning")
        sentence = sentence if now == name else _("read as {name} at the beginning")
    elif exact:
        sentence = _("first read as {name} at step {step:,}")
    else:
        sentence = _("first read as {name} at or before step {step:,}")
    sentence = sentence.format(name=article(name), step=found)
    if now == name:
        return sentence
    return _("{sentence}, as {other} now").format(sentence=sentence, other=article(now))


def _present_reading(trace: Trace) -> str:
    if trace.spec.reconstructs:
        return _("drawn again from its code, with the weights of this step")
    return _("read as {name} now").format(name=article(trace.spec.classes[_best(trace)]))


def _best(trace: Trace) -> int:
    return int(trace.probabilities.argmax())
