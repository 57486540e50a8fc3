"""What an exchange or a shift did, in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from explorer.live.accuracy import Accuracy
from explorer.network.cells import number
from explorer.network.compare import Comparison, StageChange
from explorer.views.answer.bars import percent

if TYPE_CHECKING:
    from explorer.network.switch import Measurement

Shift = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ClassChange:
    """A class whose probability changed from `before` to `after`."""

    name: str
    before: float
    after: float

    @property
    def text(self) -> str:
        """Both probabilities in percent."""
        return f"{percent(self.before)} → {percent(self.after)} %"


def moved_winners(comparison: Comparison) -> tuple[int, int] | None:
    """Return how many winners moved and of how many, None where no pooling has winners in both."""
    stages = [s for s in comparison.stages if s.moved is not None]
    if not stages:
        return None
    return sum(s.moved_count for s in stages), sum(winners(comparison, s) for s in stages)


def winners(comparison: Comparison, change: StageChange) -> int:
    """Return how many windows of a stage have a winner in one of both traces."""
    index = comparison.stages.index(change)
    values = [t.stages[index].values for t in (comparison.before, comparison.after)]
    return int(((values[0] != 0) | (values[1] != 0)).sum())


def cells_line(comparison: Comparison) -> str:
    """Say how many numbers of the whole network changed."""
    changed = sum(s.changed_count for s in comparison.stages)
    return f"{changed:,} of {sum(s.changed.size for s in comparison.stages):,} numbers changed"


def winners_line(comparison: Comparison) -> str:
    """Say how many winners of max pooling moved."""
    found = moved_winners(comparison)
    if found is None:
        return "no max pooling in both to compare winners"
    return f"{found[0]:,} of {found[1]:,} pooling winners moved"


def shrinking_line(comparison: Comparison) -> str:
    """Say how much smaller the change gets from the pixels through the pooled maps."""
    pooled = [s for s in comparison.stages if _is_pooling(comparison, s)]
    parts = [f"pixels {share(comparison.stages[0].change)}"]
    parts += [f"{s.name} {share(s.change)}" for s in (pooled or [comparison.stages[-2]])]
    return f"changed: {', '.join(parts)}"


def lines(exchange: Comparison | None, shift: Comparison | None, by: Shift) -> tuple[str, str]:
    """Return the two lines about what was done: about one of both, or one about each."""
    if exchange is not None and shift is not None:
        found = moved_winners(shift)
        moved = f"{found[0]:,} of {found[1]:,} winners moved" if found else share_of(shift)
        changed = sum(s.changed_count for s in exchange.stages)
        return f"exchange: {changed:,} numbers changed", f"{shift_text(by)}: {moved}"
    if exchange is not None:
        drawn = exchange.before.spec.reconstructs
        return cells_line(exchange), error_line(exchange) if drawn else winners_line(exchange)
    if shift is not None:
        return f"{shift_text(by)}: {winners_line(shift)}", shrinking_line(shift)
    return "", ""


def error_line(comparison: Comparison) -> str:
    """Say how far the drawn picture is off before and after."""
    before, after = number(comparison.before.error), number(comparison.after.error)
    return f"mean squared error {before} → {after}"


def share_of(comparison: Comparison) -> str:
    """Say how much the logits changed."""
    return f"logits changed by {share(comparison.stages[-2].change)}"


def shift_text(by: Shift) -> str:
    """Return a move in pixels as arrows, `→ 1 px` or `← 2 ↓ 1 px`."""
    right, down = by
    parts = [
        f"{arrow} {abs(n)}" for n, arrow in ((right, "←→"[right > 0]), (down, "↑↓"[down > 0])) if n
    ]
    return f"{' '.join(parts)} px" if parts else "0 px"


def class_changes(
    exchange: Comparison | None, shift: Comparison | None, most: int
) -> list[ClassChange]:
    """Return the classes that are or were the most probable, from the original to what is shown.

    An auto-encoder has none.
    """
    first, last = exchange or shift, shift or exchange
    if first is None or last is None or first.before.spec.reconstructs:
        return []
    before = first.before.probabilities.tolist()
    after = last.after.probabilities.tolist()
    names = first.before.spec.classes
    order = sorted(range(len(names)), key=lambda i: -max(before[i], after[i]))
    return [ClassChange(names[i], before[i], after[i]) for i in order[:most]]


def accuracy_text(accuracy: Accuracy, changed: bool) -> str:
    """Return the accuracy, or an auto-encoder's error, before and after a change so far."""
    before, after = accuracy.before, accuracy.after
    if accuracy.state == "failed":
        return accuracy.note
    if accuracy.state == "stopped":
        return "counting was stopped"
    if accuracy.state == "idle" or before is None:
        return "counting test digits…" if accuracy.state == "running" else ""
    draws = not isnan(before.error)
    known = _score(before)
    if changed:
        known += f" → {_score(after)}" if after is not None and after.done else " → …"
    return f"error on digits {known}" if draws else f"accuracy {known} %"


def _score(measured: Measurement) -> str:
    """Return a share of right answers in percent, or an auto-encoder's error."""
    if not isnan(measured.error):
        return number(measured.error)
    return f"{100 * measured.accuracy:.1f}"


def counted_text(accuracy: Accuracy) -> str:
    """Say of how many digits an accuracy is."""
    return f"{accuracy.after.total:,} digits" if accuracy.after is not None else ""


def share(value: float) -> str:
    """Return a relative size in percent, without decimals from 10 % on."""
    return f"{100 * value:.0f} %" if value >= 0.0995 or value == 0 else f"{100 * value:.1f} %"


def _is_pooling(comparison: Comparison, change: StageChange) -> bool:
    return comparison.before.spec.stage(change.name).kind == "pooling"
