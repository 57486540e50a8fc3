"""How far and how fast a training goes on: units, targets, slow motion, images a second."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from time import perf_counter

from explorer.live.training.facts import Target, Unit
from explorer.text import _
from explorer.training.record.recording import Position, Recording

WINDOW = 1.0  # seconds over which the speed is averaged


@dataclass(slots=True)
class Going:
    """A way forward under way, to a `goal` or, if there is none, to the target.

    `slowly` means phase by phase, each shown; `began` is the step at which playing began.
    """

    goal: Position | None
    target: Target
    began: int
    slowly: bool = False


class Pace:
    """Spreads steps over time: `speed` a second, 0 as many as possible."""

    def __init__(self, speed: float = 0) -> None:
        self._between = 1 / speed if speed > 0 else 0.0
        self._due = perf_counter()

    def delay(self) -> float:
        """Return how many seconds there are until the next; 0 or less means now."""
        return self._due - perf_counter() if self._between else 0.0

    def done(self) -> None:
        """Count one; what came late is not made up for by hurrying."""
        if self._between:
            self._due = max(self._due + self._between, perf_counter() - self._between)


class Speedometer:
    """Images a second over the last second."""

    def __init__(self, batch_size: int) -> None:
        self._batch = batch_size
        self._seen: deque[tuple[float, int]] = deque()

    def reset(self) -> None:
        """Begin anew, after a pause."""
        self._seen.clear()

    def at(self, step: int) -> float:
        """Return the speed now that `step` steps are done; 0 until it is known."""
        now = perf_counter()
        self._seen.append((now, step))
        while len(self._seen) > 2 and now - self._seen[1][0] > WINDOW:
            self._seen.popleft()
        then, before = self._seen[0]
        return (step - before) * self._batch / (now - then) if now > then else 0.0


def forward(here: Position, unit: Unit, per_epoch: int, total: int) -> Position:
    """Return the position one unit later, at most the end."""
    match unit:
        case "phase":
            goal = here.moved(1)
        case "batch":
            goal = Position(here.step + 1)
        case "epoch":
            goal = Position((here.step // per_epoch + 1) * per_epoch)
    return min(goal, Position(total))


def backward(here: Position, unit: Unit, per_epoch: int, first: int) -> Position:
    """Return the position one unit earlier, at least the beginning."""
    match unit:
        case "phase":
            goal = here.moved(-1)
        case "batch":
            goal = Position(here.step if here.phase else here.step - 1)
        case "epoch":
            begun = here.step - (0 if here.phase or here.step % per_epoch else 1)
            goal = Position(begun // per_epoch * per_epoch)
    return max(goal, Position(first))


def target_message(going: Going, recording: Recording) -> str:
    """Return a message if the step that was just done has reached a target, else nothing.

    A target that was behind already when playing began is none.
    """
    per_epoch = recording.run.steps_per_epoch
    step, began, target = recording.run.step, going.began, going.target
    match target.kind:
        case "steps" if began < target.value <= step:
            return _("The target is reached: step {step:,}.").format(step=step)
        case "epochs" if began < target.value * per_epoch <= step:
            return _("The target is reached: epoch {epoch:,}.").format(epoch=step // per_epoch)
        case "accuracy":
            judged = recording.validated(step)
            if judged and judged.step == step > began and 100 * judged.accuracy >= target.value:
                return _("The target is reached: {accuracy:.1%} right after step {step:,}.").format(
                    accuracy=judged.accuracy, step=step
                )
    return ""


def seek_points(recording: Recording, goal: Position, chunk: int = 5) -> range:
    """Return steps on the way to a position in the past, close enough to stop at any of them."""
    near = recording.frames.before(goal.step)
    if near < recording.position.step <= goal.step:
        near = recording.position.step
    return range(near + chunk, goal.step, chunk)
