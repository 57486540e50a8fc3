"""Looking around in a run: another moment, another picture, two moments side by side, a copy."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from explorer.errors import UserError
from explorer.live.training.moments import check_label, copy_of, picture
from explorer.network.checkpoint import save
from explorer.training.look.moments import Moment, difference, first_reading, moment, readings
from explorer.training.record.recording import Position

if TYPE_CHECKING:
    from explorer.live.training.desk import Desk
    from explorer.live.training.runs import Opened
    from explorer.network.records import Floats


class Looking:
    """The wishes that leave the runs as they are."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def jump(self, step: int) -> None:
        """Go to a step that was done, and hold on there."""
        desk, run = self._desk, self._desk.active()
        desk.going = None
        if desk.seek(run, Position(step)):
            desk.settle()

    def follow_pixels(self, pixels: Floats | None) -> None:
        """Show a picture (c, h, w) in 0..1, or none any more."""
        followed = self._desk.choices.followed
        if pixels is not None:
            followed.source, followed.pixels = "drawing", np.array(pixels, np.float32)
        elif followed.source == "drawing":
            followed.source = "batch"
        self._show()

    def follow_sample(self, index: int | None) -> None:
        """Show an image that the run is judged by, or none any more."""
        followed = self._desk.choices.followed
        if index is None:
            followed.source = "batch" if followed.source == "sample" else followed.source
        else:
            run = self._desk.active()
            _check_image(index, len(run.facts.judge), "data")
            followed.source, followed.image = "sample", index
        self._show()

    def choose_sample(self, index: int) -> None:
        """Look more closely at one image of the batch."""
        _check_image(index, self._desk.active().facts.batch_size, "batch")
        self._desk.choices.followed.sample = index
        self._show()
        if not self._desk.going:
            self._desk.teller.look()

    def watch(self, on: bool) -> None:
        """Trace the followed picture while a training runs, or don't: nobody sees it."""
        self._desk.teller.watched = on
        self._show()

    def find_reading(self, label: int) -> None:
        """Find out how the followed picture was read, and when first as a class."""
        run = self._desk.active()
        check_label(run, label)
        pixels = self._picture(run)
        moved = {"follow_pixels", "follow_sample"}  # another picture
        with (
            self._desk.patiently("find_reading", label, pointless=moved) as between,
            self._elsewhere(run),
        ):
            read = readings(run.recording, pixels, between)
            first = first_reading(run.recording, pixels, label, read, between)
            self._desk.teller.say("read", label, read, first)

    def judge(self) -> None:
        """Judge the run at the step at which it holds on; of that nothing is recorded."""
        run = self._desk.active()
        if self._desk.going:
            return
        with self._desk.patiently("judge", pointless={"close_run"}) as between:
            self._desk.teller.say("judged", run.key, run.recording.measure(between))

    def compare(self, key_a: str, step_a: int, key_b: str, step_b: int) -> None:
        """Set two moments side by side on the followed picture."""
        runs = self._desk.runs
        pixels = self._picture(self._desk.active())
        first = self._moment(runs.get(key_a), step_a, pixels)
        second = self._moment(runs.get(key_b), step_b, pixels)
        self._desk.teller.say("compared", difference(first, second))

    def save_checkpoint(self, path: Path) -> None:
        """Write the weights of the present moment."""
        run = self._desk.active()
        save(copy_of(run), path)
        where = f"step {run.recording.run.step:,} of {run.facts.name}"
        self._desk.teller.say("message_reported", f"Saved {where} as {Path(path).name}.")

    def make_network(self) -> None:
        """Say a copy of the network as it is now."""
        network = copy_of(self._desk.active())
        self._desk.teller.say("network_made", network, network.name)

    def _show(self) -> None:
        """Show the followed picture now; a training that runs does so by itself."""
        if self._desk.runs.active and not self._desk.going:
            self._desk.teller.show()

    def _moment(self, run: Opened, step: int, pixels: Floats) -> Moment:
        with self._elsewhere(run):
            self._desk.seek(run, Position(step))
            return moment(run.recording, step, pixels, run.facts.name)

    @contextmanager
    def _elsewhere(self, run: Opened) -> Iterator[None]:
        """Come back to where the run stood; what is done meanwhile begins between two steps."""
        here = run.recording.position
        run.recording.visit(Position(here.step))
        try:
            yield
        finally:
            run.recording.visit(here)

    def _picture(self, run: Opened) -> Floats:
        """Return the followed pixels (c, h, w); raises UserError if they don't fit the run."""
        pixels = picture(run, self._desk.choices.followed)
        wanted = run.facts.spec.input_shape
        if pixels.shape != wanted or not math.isfinite(float(pixels.sum())):
            size = " × ".join(map(str, wanted))
            raise UserError(f"The picture does not fit {run.facts.name}, which takes {size}.")
        return pixels


def _check_image(index: int, count: int, what: str) -> None:
    if not 0 <= index < count:
        raise UserError(f"The {what} has {count:,} images, there is no number {index:,}.")
