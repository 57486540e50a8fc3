"""Tells the window what it must know, and no more often than it can show it.

While a training runs, a frame is told at most every 33 ms and only when the one before has been
painted; a frame for every step would cost two fifths of the training's speed. Where frames cost the
window's thread so much that it could do little else, they come less often.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

from explorer.live.training.facts import (
    Anatomy,
    QueuedRun,
    RunFacts,
    Status,
    Target,
    TrainerState,
    Unit,
)
from explorer.live.training.inbox import MOVING, Inbox
from explorer.live.training.moments import Followed, anatomy, shown
from explorer.live.training.runs import Opened, Runs

Say = Callable[..., None]
BETWEEN_FRAMES = 1 / 30  # seconds
BETWEEN_WORDS = 0.2  # seconds: numbers and curves that change faster cannot be read
MOST = 0.4  # of the time that the window's thread may spend on frames


@dataclass(slots=True)
class Choices:
    """How the user wants trainings to go on and what to see of them."""

    unit: Unit = "batch"
    speed: float = 0
    target: Target = field(default_factory=Target)
    followed: Followed = field(default_factory=Followed)


class Teller:
    """Says facts about the runs by `say(signal, *arguments)`."""

    def __init__(self, say: Say, inbox: Inbox, runs: Runs, choices: Choices) -> None:
        self.say = say
        self._inbox, self._runs, self._choices = inbox, runs, choices
        self._next_frame = self._next_words = 0.0
        self._listed = False
        self.watched = True

    def state(
        self, status: Status | None = None, words: str = "", progress: float | None = None
    ) -> None:
        """Say how things stand; without a status the run holds on, or there is none."""
        self.say("state_changed", self._state(status, words, progress))

    def tick(self) -> bool:
        """Between two steps: tell a frame if it is time and the window is ready for it."""
        if not self._inbox.acknowledged or perf_counter() < self._next_frame:
            return False
        self.frame()
        return True

    def frame(self) -> None:
        """Tell a frame of a running training."""
        run = self._runs.active
        if run is None:
            return
        now = perf_counter()
        between = max(BETWEEN_FRAMES, self._inbox.frame_cost / MOST)
        # A frame that waited for a step to end does not make the next one late.
        self._next_frame = max(self._next_frame, now - between / 2) + between
        self._inbox.acknowledged = False
        self.say("frame_begun")
        if self.watched:
            self.say("shown", shown(run, self._choices.followed, fresh=True))
        if now >= self._next_words:
            self._next_words = now + BETWEEN_WORDS
            self.growth(run)
            speed = run.speedometer.at(run.recording.run.step)
            self.say("state_changed", self._state("running", images_per_second=speed))
        self.say("frame_told")

    def moment(self) -> None:
        """Say everything that is new in the active run, and at last where it stands."""
        run = self._runs.active
        if run is not None:
            self.growth(run)
            self.show()
        self.state()

    def show(self) -> None:
        """Show the followed picture with the weights of the moment at which the run stands."""
        run = self._runs.active
        if run is not None:
            self.say("shown", shown(run, self._choices.followed))

    def look(self) -> None:
        """Take the step apart, unless the run is to move on at once."""
        if not self._inbox.closed and not self._inbox.has(MOVING):
            self.say("looked", self.anatomy())

    def anatomy(self) -> Anatomy | None:
        """Return what is known of the active run's step."""
        run = self._runs.active
        if run is None:
            return None
        return anatomy(run.recording, self._choices.followed.sample_in(run.recording.run))

    def growth(self, run: Opened) -> None:
        """Say the rows and validations of a run that were not said yet."""
        recording = run.recording
        head, count = recording.head, len(recording.validations)
        if head != run.told_rows:
            start = min(head, run.told_rows)
            run.told_rows = head
            self.say("curves_grown", run.key, recording.part(start))
        if count != run.told_validations:
            run.told_validations = count
            self.say("validated", run.key, tuple(recording.validations))

    def opened(self, run: Opened) -> None:
        """Say that a run is there, with all of its past."""
        self.say("run_opened", run.facts)
        self.activated(run)
        self.relist()
        if run.facts.note:
            self.say("message_reported", run.facts.note)

    def activated(self, run: Opened | None) -> None:
        """Say which run is the active one, or that there is none."""
        self.say("runs_changed", self._runs.open)
        self.state()  # what is shown of a run means nothing to who does not know it yet
        self.moment()
        self.say("diagnosed", run.diagnosis if run else None)
        self.look()

    def closed(self, run: Opened) -> None:
        """Say that a run is no longer open."""
        self.say("run_closed", run.key)
        self.activated(self._runs.active)
        self.relist()

    def queue(self, queue: tuple[QueuedRun, ...]) -> None:
        """Say which runs wait."""
        self.say("queue_changed", queue)

    def stored(self) -> None:
        """Say which runs lie on the disk, and from now on whenever that changes."""
        self._listed = True
        self.say("stored_changed", self._runs.stored())

    def relist(self) -> None:
        """Say which runs lie on the disk if anybody wants to know."""
        if self._listed:
            self.stored()

    def _state(
        self,
        status: Status | None = None,
        words: str = "",
        progress: float | None = None,
        images_per_second: float = 0,
    ) -> TrainerState:
        choices, run = self._choices, self._runs.active
        plain = TrainerState(
            status=status or "none",
            words=words,
            progress=progress,
            unit=choices.unit,
            speed=choices.speed,
            target=choices.target,
        )
        if run is None:
            return plain
        return _standing(plain, run, status or "paused", images_per_second)


def _standing(plain: TrainerState, run: Opened, status: Status, speed: float) -> TrainerState:
    """Return a state with where a run stands."""
    recording = run.recording
    here = recording.position
    facts: RunFacts = run.facts
    return TrainerState(
        run=facts,
        status=status,
        words=plain.words,
        progress=plain.progress,
        step=here.step,
        phase=here.phase,
        head=recording.head,
        plan=recording.plan_at(here.step),
        unit=plain.unit,
        speed=plain.speed,
        target=plain.target,
        images_per_second=speed,
        memory_bytes=recording.memory_bytes,
        disk_bytes=recording.disk_bytes,
        changes=recording.changes,
        diagnosis=run.diagnosis,
    )
