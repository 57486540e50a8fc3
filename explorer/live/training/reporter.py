"""Reports what the window must know, and no more often than it can show it.

While a training runs, a frame is reported at most every 33 ms and only when the one before has been
painted; a frame for every step would cost two fifths of the training's speed. Where frames cost the
window's thread so much that it could do little else, they come less often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from time import perf_counter

from explorer.live.training import commands, reports
from explorer.live.training.facts import Status, Target, TrainerState, Unit
from explorer.live.training.inbox import Inbox
from explorer.live.training.moments import Followed, anatomy, shown
from explorer.live.training.reports import Report
from explorer.live.training.runs import Opened, Runs

BETWEEN_FRAMES = 1 / 30  # seconds
BETWEEN_STATES = 0.2  # seconds: numbers and curves that change faster cannot be read
MOST = 0.4  # of the time that the window's thread may spend on frames


@dataclass(slots=True)
class Choices:
    """How the user wants trainings to go on and what to see of them."""

    unit: Unit = "batch"
    speed: float = 0
    target: Target = field(default_factory=Target)
    followed: Followed = field(default_factory=Followed)


class Reporter:
    """Reports on the runs through `report`, in the order in which things happen."""

    def __init__(
        self, report: Callable[[Report], None], inbox: Inbox, runs: Runs, choices: Choices
    ) -> None:
        self.report = report
        self._inbox, self._runs, self._choices = inbox, runs, choices
        self._next_frame = self._next_state = 0.0
        self._listed = False
        self.watched = True

    def report_state(
        self, status: Status | None = None, words: str = "", progress: float | None = None
    ) -> None:
        """Report how things stand; without a status the run is paused, or there is none."""
        self.report(self._state(status, words, progress))

    def report_frame_if_due(self) -> bool:
        """Between two steps: report a frame if it is time and the window is ready for it."""
        if not self._inbox.acknowledged or perf_counter() < self._next_frame:
            return False
        now = perf_counter()
        between = max(BETWEEN_FRAMES, self._inbox.frame_cost / MOST)
        # A frame that waited for a step to end does not make the next one late.
        self._next_frame = max(self._next_frame, now - between / 2) + between
        self._inbox.acknowledged = False
        if run := self._runs.active:
            self.report(reports.TrainingFrame(tuple(self._frame(run, now))))
        return True

    def _frame(self, run: Opened, now: float) -> Iterator[Report]:
        if self.watched:
            yield shown(run, self._choices.followed, fresh=True)
        if now >= self._next_state:
            self._next_state = now + BETWEEN_STATES
            yield from _growth(run)
            speed = run.speedometer.at(run.recording.run.step)
            yield replace(self._state("running"), images_per_second=speed)

    def report_moment(self) -> None:
        """Report everything that is new in the active run, and at last where it stands."""
        if run := self._runs.active:
            for news in _growth(run):
                self.report(news)
            self.show()
        self.report_state()

    def show(self) -> None:
        """Show the followed picture with the weights of the moment at which the run stands."""
        if run := self._runs.active:
            self.report(shown(run, self._choices.followed))

    def look(self) -> None:
        """Take the step apart, unless the run is to move on at once."""
        if not self._inbox.closed and not self._inbox.has(commands.Moving):
            found = None
            if run := self._runs.active:
                sample = self._choices.followed.sample_in(run.recording.run)
                found = anatomy(run.recording, sample)
            self.report(reports.StepLookedAt(found))

    def report_opened(self, run: Opened) -> None:
        """Report that a run is there, with all of its past."""
        self.report(reports.RunOpened(run.facts))
        self.report_active()
        self.relist()
        if run.facts.note:
            self.report(reports.Message(run.facts.note))

    def report_active(self) -> None:
        """Report which run is the active one, or that there is none."""
        run = self._runs.active
        self.report(reports.RunsChanged(self._runs.open))
        self.report_state()  # what is shown of a run means nothing without its facts
        self.report_moment()
        self.report(reports.RunDiagnosed(run.diagnosis if run else None))
        self.look()

    def report_closed(self, run: Opened) -> None:
        """Report that a run is no longer open."""
        self.report(reports.RunClosed(run.key))
        self.report_active()
        self.relist()

    def list_stored(self) -> None:
        """Report which runs lie on the disk, and from now on whenever that changes."""
        self._listed = True
        self.report(reports.StoredChanged(self._runs.stored()))

    def relist(self) -> None:
        """Report which runs lie on the disk if anybody wants to know."""
        if self._listed:
            self.list_stored()

    def _state(
        self, status: Status | None, words: str = "", progress: float | None = None
    ) -> TrainerState:
        choices, run = self._choices, self._runs.active
        state = TrainerState(
            status=status or ("paused" if run else "none"),
            words=words,
            progress=progress,
            unit=choices.unit,
            speed=choices.speed,
            target=choices.target,
        )
        if run is None:
            return state
        recording, here = run.recording, run.recording.position
        return replace(
            state,
            run=run.facts,
            step=here.step,
            phase=here.phase,
            head=recording.head,
            plan=recording.plan_at(here.step),
            memory_bytes=recording.memory_bytes,
            disk_bytes=recording.disk_bytes,
            changes=recording.changes,
            diagnosis=run.diagnosis,
        )


def _growth(run: Opened) -> Iterator[Report]:
    """Yield the rows and validations of a run that were not reported yet."""
    recording = run.recording
    head, count = recording.head, len(recording.validations)
    if head != run.reported_rows:
        start = min(head, run.reported_rows)
        run.reported_rows = head
        yield reports.CurvesGrown(run.key, recording.curves.part(start))
    if count != run.reported_validations:
        run.reported_validations = count
        yield reports.RunValidated(run.key, tuple(recording.validations))
