"""Looking around in a run: another picture, two moments side by side, a judgement, a copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from torch import Tensor

from explorer.digits.datasets import Dataset
from explorer.errors import UserError
from explorer.live.training import commands, reports
from explorer.live.training.commands import Command
from explorer.live.training.inbox import Inbox, Kinds
from explorer.live.training.moments import Followed, copy_of, picture
from explorer.live.training.player import Player
from explorer.live.training.reporter import Reporter
from explorer.live.training.runs import Opened, Runs
from explorer.network.checkpoint import save
from explorer.network.records import Floats
from explorer.text import _
from explorer.training.look.moments import (
    Moment,
    difference,
    first_reading,
    moment,
    readings,
    weights_at,
)
from explorer.training.record.recording import Position


class _InterruptedError(Exception):
    """A more urgent command waits."""


class Inspector:
    """Carries out the commands that leave the runs as they are."""

    def __init__(
        self, inbox: Inbox, runs: Runs, followed: Followed, reporter: Reporter, player: Player
    ) -> None:
        self._inbox, self._runs, self._followed = inbox, runs, followed
        self._reporter, self._player = reporter, player
        self._weights: dict[tuple[str, int], Tensor] = {}  # of the moments compared last

    def follow_pixels(self, pixels: Floats | None) -> None:
        """Show a picture (c, h, w) in 0..1, or none any more."""
        if pixels is not None:
            self._followed.source, self._followed.pixels = "drawing", np.array(pixels, np.float32)
        elif self._followed.source == "drawing":
            self._followed.source = "batch"
        self._show()

    def follow_sample(self, index: int | None) -> None:
        """Show an image that the run is judged by, or none any more."""
        followed = self._followed
        if index is None:
            followed.source = "batch" if followed.source == "sample" else followed.source
        else:
            count = len(self._runs.required().facts.judge)
            if not 0 <= index < count:
                sentence = _("The data has {count:,} images, there is no number {index:,}.")
                raise UserError(sentence, count=count, index=index)
            followed.source, followed.image = "sample", index
        self._show()

    def choose_sample(self, index: int) -> None:
        """Look more closely at one image of the batch."""
        count = self._runs.required().facts.batch_size
        if not 0 <= index < count:
            sentence = _("The batch has {count:,} images, there is no number {index:,}.")
            raise UserError(sentence, count=count, index=index)
        self._followed.sample = index
        self._show()
        if not self._player.going:
            self._reporter.look()

    def watch(self, on: bool) -> None:
        """Trace the followed picture while a training runs, or don't: nobody sees it."""
        self._reporter.watched = on
        self._show()

    def find_reading(self, command: commands.FindReading) -> None:
        """Find out how the followed picture was read, and when first as a class."""
        run, label = self._runs.required(), command.label
        if not 0 <= label < len(run.facts.classes):
            sentence = _("The run {name} has no class number {label}.")
            raise UserError(sentence, name=run.facts.name, label=label)
        pixels = _fitted(picture(run, self._followed), run.facts.spec.input_shape)
        other_picture = commands.FollowPixels | commands.FollowSample
        with self._patiently(command, other_picture) as between, self._elsewhere(run):
            read = readings(run.recording, pixels, between)
            first = first_reading(run.recording, pixels, label, read, between)
            self._reporter.report(reports.ReadingsFound(label, read, first))

    def judge(self, command: commands.JudgeStep) -> None:
        """Judge the run at the step at which it stands; of that nothing is recorded."""
        run = self._runs.required()
        if self._player.going:
            return
        with self._patiently(command, commands.CloseRun) as between:
            validation = run.recording.measure(between, each=True)
            self._reporter.report(reports.StepJudged(run.key, validation))

    def compare(self, key_a: str, step_a: int, key_b: str, step_b: int) -> None:
        """Set two moments side by side on the followed picture."""
        pixels = picture(self._runs.required(), self._followed)
        pair = (key_a, step_a), (key_b, step_b)
        first, second = (self._moment(*moment, pixels) for moment in pair)
        self._weights = {moment: self._weights[moment] for moment in pair}
        self._reporter.report(reports.MomentsCompared(difference(first, second)))

    def save_checkpoint(self, path: Path) -> None:
        """Write the weights of the present moment."""
        run = self._runs.required()
        save(copy_of(run), path)
        self._reporter.report(reports.CheckpointSaved(path))
        sentence = _("Saved step {step:,} of {run} as {file}.")
        step, name = run.recording.run.step, run.facts.name
        self._reporter.report(reports.Message(sentence.format(step=step, run=name, file=path.name)))

    def copy_network(self) -> None:
        """Report a copy of the network as it is now."""
        self._reporter.report(reports.NetworkCopied(copy_of(self._runs.required())))

    def _show(self) -> None:
        """Show the followed picture now; a training that runs does so by itself."""
        if self._runs.active and not self._player.going:
            self._reporter.show()

    def _moment(self, key: str, step: int, pixels: Floats) -> Moment:
        """Return a moment of an open run; its past is visited once, not for every picture."""
        run = self._runs.get(key)
        pixels = _fitted(pixels, run.facts.spec.input_shape)
        with self._elsewhere(run):
            if (key, step) not in self._weights:
                self._player.seek(run, Position(step))
                self._weights[key, step] = weights_at(run.recording, step)
            known = self._weights[key, step]
            return moment(run.recording, step, pixels, run.facts.name, known)

    @contextmanager
    def _patiently(self, command: Command, pointless: Kinds) -> Iterator[Callable[[], None]]:
        """Carry a command out in such a way that others need not wait for it.

        Yields what is to be called every few milliseconds: where another command waits, it ends
        the work. That begins anew after the others, unless one of them makes it `pointless`.
        """

        def between() -> None:
            self._inbox.check()
            if self._inbox.presses(command):
                raise _InterruptedError

        try:
            yield between
        except _InterruptedError:
            if not self._inbox.has(commands.Moving | commands.Play | pointless | type(command)):
                self._inbox.put(command)

    @contextmanager
    def _elsewhere(self, run: Opened) -> Iterator[None]:
        """Come back to where the run stood; what is done meanwhile begins between two steps."""
        here = run.recording.position
        run.recording.visit(Position(here.step))
        try:
            yield
        finally:
            run.recording.visit(here)


def _fitted(pixels: Floats, shape: tuple[int, int, int]) -> Floats:
    """Return pixels (c, h, w) in 0..1 as another network takes them, the way data is fitted."""
    if pixels.shape == shape:
        return pixels
    image = np.rint(pixels * 255).astype(np.uint8)
    data = Dataset("", image[None], np.zeros(1, np.int64), ("",)).fitted(shape)
    return np.asarray(data.images[0] / np.float32(255), np.float32)
