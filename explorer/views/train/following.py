"""Connects the watched picture: the pad with the session, what it shows with the trainer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Slot

from explorer.live.training.facts import RunFacts, Shown, TrainerState
from explorer.views.pad.strokes import Strokes
from explorer.views.parts.words import article

if TYPE_CHECKING:
    from explorer.digits.datasets import Dataset
    from explorer.digits.prepare import Preparation
    from explorer.live.session import Session
    from explorer.live.training.trainer import Trainer
    from explorer.network.records import Trace
    from explorer.training.look.moments import FirstReading, Readings
    from explorer.views.train.page import TrainPage

_CALM_MS = 400  # without anything new, before the past is searched for the first reading
DRAW = "Draw a digit and see how it is read at every step."
WAIT = "The answer comes with the first run."


class FollowHost(QObject):
    """Sends the drawing, or a sample, to the trainer; shows what is made of it and since when."""

    def __init__(self, page: TrainPage, session: Session, trainer: Trainer) -> None:
        super().__init__(page)
        self._page, self._session, self._trainer = page, session, trainer
        self._panel = page.left.follow
        self._state: TrainerState = trainer.state
        self._run: RunFacts | None = None
        self._source = "drawing"
        self._sample = 0
        self._own: tuple[NDArray[np.uint8], str] | None = None  # an image of the data view
        self._trace: Trace | None = None
        self._asked: tuple[str, int, int] | None = None  # run, head, class
        self._answered = False
        self._label: int | None = None  # that the user asks about, else the answer
        self._awake = False
        self._strokes = Strokes(self._panel.pad, session, self)
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._connect()
        self._panel.show_spec(session.spec)
        self._panel.show_sentence(WAIT)

    @property
    def source(self) -> str:
        """What is watched: "drawing" or "sample"."""
        return self._source

    @property
    def words(self) -> str:
        """What is watched, in words: `your drawing`, `sample 12, a 4`."""
        if self._source == "drawing":
            return "your drawing"
        if self._own is not None:
            return self._own[1]
        if self._run is None:
            return "a sample"
        judge = self._run.judge
        name = judge.classes[int(judge.labels[self._sample])]
        return f"{self._run.judged_on} image {self._sample:,}, {article(name)}"

    def set_awake(self, awake: bool) -> None:
        """Follow the session's drawing only while the page is seen."""
        if awake == self._awake:
            return
        self._awake = awake
        session, pad = self._session, self._panel.pad
        pairs = (
            (session.drawing_changed, pad.show_drawing),
            (session.pen_changed, pad.show_pen),
            (session.prepared, self._on_prepared),
        )
        for signal, slot in pairs:
            (signal.connect if awake else signal.disconnect)(slot)
        self._trainer.watch(awake)
        if awake:
            pad.show_drawing(session.drawing)
            pad.show_pen(session.pen)
            self.send()
        else:
            self._calm.stop()

    @Slot(str)
    def watch(self, source: str) -> None:
        """Watch the drawing or a sample."""
        self._source, self._label = source, None
        self._panel.show_source(source)
        self.send()

    @Slot(int)
    def watch_sample(self, index: int) -> None:
        """Watch one of the images that the run is judged by."""
        self._own, self._sample = None, index
        self.watch("sample")

    def watch_image(self, image: NDArray[np.uint8], words: str) -> None:
        """Watch an image uint8 (c, h, w) of one's own data; it fits the network of a run."""
        self._own = (image, words)
        self.watch("sample")

    def send(self) -> None:
        """Tell the trainer what to show."""
        self._asked = None
        if self._run is None:
            self._show_sample()
            return
        if self._source == "drawing":
            self._trainer.follow_pixels(self._pixels(self._run))
        elif self._own is not None:
            self._trainer.follow_pixels(self._own[0].astype(np.float32) / np.float32(255))
        else:
            self._sample %= max(1, len(self._run.judge))
            self._trainer.follow_sample(self._sample)
        self._show_sample()

    def _pixels(self, run: RunFacts) -> NDArray[np.float32] | None:
        """Return the drawing as the run's network takes it; None while the pad is empty."""
        prepared = self._session.preparation
        shape = run.spec.input_shape
        if prepared is None or prepared.pixels.shape != shape:
            from explorer.pen import prepare_drawing

            prepared = prepare_drawing(self._session.drawing, self._session.options, shape)
        return None if prepared.empty else prepared.pixels

    def _show_sample(self) -> None:
        if self._own is not None:
            self._panel.sample.show_image(*self._own)
        elif self._run is not None and len(self._run.judge):
            judge: Dataset = self._run.judge
            self._panel.sample.show_image(judge.images[self._sample], self.words)
        else:
            self._panel.sample.show_image(None, "Samples come with the first run.")

    @Slot(object)
    def _on_prepared(self, _preparation: Preparation) -> None:
        if self._source == "drawing" and self._run is not None:
            self._asked = self._label = None
            self._trainer.follow_pixels(self._pixels(self._run))

    @Slot(int)
    def _on_another(self, way: int) -> None:
        self._own = None
        count = len(self._run.judge) if self._run is not None else 1
        self._sample = (self._sample + way) % max(1, count)
        self.watch("sample")

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
            self.send()
        if state.status == "paused" and self._awake:
            self._calm.start()

    @Slot(object)
    def _on_shown(self, shown: Shown) -> None:
        if not self._awake:
            return
        followed = shown.source != "batch"
        self._trace = shown.trace if followed else None
        self._panel.show_trace(self._trace)
        if not followed:
            self._panel.show_sentence(DRAW if self._source == "drawing" else "")
        elif self._trace is None:
            self._panel.show_sentence("This image does not fit the network's input.")
        elif self._state.status == "running":
            self._panel.show_sentence(self._now(self._trace))
        elif not self._asked:
            self._panel.show_sentence(self._now(self._trace))
            self._calm.start()

    def _now(self, trace: Trace) -> str:
        if trace.spec.reconstructs:
            return "drawn again from its code, with the weights of this step"
        return f"read as {article(trace.spec.classes[self._best(trace)])} now"

    def _best(self, trace: Trace) -> int:
        return int(trace.probabilities.argmax())

    @Slot()
    def _find(self) -> None:
        """Ask once, when the run holds on, since when the answer has been this one."""
        state, trace = self._state, self._trace
        if not self._awake or trace is None or state.run is None or state.status != "paused":
            return
        if trace.spec.reconstructs:
            return  # it reads nothing
        label = self._best(trace) if self._label is None else self._label
        wish = (state.run.key, state.head, label)
        if wish != self._asked:
            self._asked, self._answered = wish, False
            self._trainer.find_reading(label)

    @Slot(int)
    def _on_class(self, label: int) -> None:
        self._label, self._asked = label, None
        self._find()

    @Slot(int, object, object)
    def _on_read(self, label: int, readings: Readings, first: FirstReading | None) -> None:
        run = self._state.run
        if run is None or self._asked is None or self._asked[2] != label:
            return  # something else has been asked since
        self._answered = True
        if 0 <= label < len(run.classes):
            name = run.classes[label]
            if first is None and self._trace is not None and self._best(self._trace) == label:
                words = f"first read as {article(name)} after step {int(readings.steps[-1]):,}"
            else:
                words = reading_words(first, name, run.first)
            self._panel.show_sentence(words)

    def _connect(self) -> None:
        panel, session, trainer = self._panel, self._session, self._trainer
        panel.clear.clicked.connect(session.clear)
        panel.source_requested.connect(self.watch)
        panel.another_requested.connect(self._on_another)
        panel.class_requested.connect(self._on_class)
        self._page.right.confusion.sample_requested.connect(self.watch_sample)
        trainer.state_changed.connect(self._on_state)
        trainer.shown.connect(self._on_shown)
        trainer.read.connect(self._on_read)
        self._calm.timeout.connect(self._find)


def reading_words(first: FirstReading | None, name: str, start: int) -> str:
    """Say when something was first read as a class; `start` is the run's first step."""
    what = article(name)
    if first is None:
        return f"at no step read as {what} so far"
    if first.step <= start:
        return f"read as {what} from the beginning"
    if first.exact:
        return f"first read as {what} at step {first.step:,}"
    return f"first read as {what} at or before step {first.step:,}"
