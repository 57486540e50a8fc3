"""What an exchange or a shift did, in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from explorer.live.accuracy import Accuracy
from explorer.network.cells import number
from explorer.network.compare import Comparison, StageChange
from explorer.text import _, ngettext
from explorer.views.parts.number_text import in_percent, percent

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
        return f"{in_percent(self.before)} → {percent(self.after)}"


def count_winners(comparison: Comparison, change: StageChange) -> int:
    """Return how many windows of a stage have a winner in one of both traces."""
    index = comparison.stages.index(change)
    values = [t.stages[index].values for t in (comparison.before, comparison.after)]
    return int(((values[0] != 0) | (values[1] != 0)).sum())


def count_moved_winners(comparison: Comparison) -> tuple[int, int] | None:
    """Return how many winners moved and of how many, None where no pooling has winners in both."""
    stages = [s for s in comparison.stages if s.moved is not None]
    if not stages:
        return None
    total = sum(count_winners(comparison, s) for s in stages)
    return sum(s.moved_count for s in stages), total


def describe_change(
    exchange: Comparison | None, shift: Comparison | None, by: Shift
) -> tuple[str, str]:
    """Return the two lines about what was done: about one of both, or one about each."""
    if exchange is not None and shift is not None:
        changed = sum(s.changed_count for s in exchange.stages)
        numbers = ngettext(
            "exchange: {count:,} number changed", "exchange: {count:,} numbers changed", changed
        )
        return numbers.format(count=changed), _describe_shift(shift, by, brief=True)
    if exchange is not None:
        changed = sum(s.changed_count for s in exchange.stages)
        total = sum(s.changed.size for s in exchange.stages)
        numbers = _("{changed:,} of {total:,} numbers changed")
        drawn = exchange.before.spec.reconstructs
        about = _compare_errors(exchange) if drawn else _describe_winners(exchange)
        return numbers.format(changed=changed, total=total), about
    if shift is not None:
        return _describe_shift(shift, by), _describe_shrinking(shift)
    return "", ""


def _describe_winners(comparison: Comparison) -> str:
    """Return how many winners of max pooling moved."""
    found = count_moved_winners(comparison)
    if found is None:
        return _("no max pooling in both to compare winners")
    text = _("{moved:,} of {total:,} pooling winners moved")
    return text.format(moved=found[0], total=found[1])


def _describe_shift(comparison: Comparison, by: Shift, brief: bool = False) -> str:
    """Return what a shift moved: winners, or in brief, where there are none, the logits."""
    found, way = count_moved_winners(comparison), format_shift(by)
    if found is not None:
        text = _("{shift}: {moved:,} of {total:,} pooling winners moved")
        if brief:
            text = _("{shift}: {moved:,} of {total:,} winners moved")
        return text.format(shift=way, moved=found[0], total=found[1])
    if not brief:
        return _("{shift}: no max pooling in both to compare winners").format(shift=way)
    change = percent(comparison.stages[-2].change)
    return _("{shift}: logits changed by {change}").format(shift=way, change=change)


def _describe_shrinking(comparison: Comparison) -> str:
    """Return how much smaller the change gets from the pixels through the pooled maps."""
    kinds = {stage.name: stage.kind for stage in comparison.before.spec.stages}
    pooled = [s for s in comparison.stages if kinds[s.name] == "pooling"]
    changes = ", ".join(
        f"{s.name} {percent(s.change)}" for s in (pooled or [comparison.stages[-2]])
    )
    pixels = percent(comparison.stages[0].change)
    return _("changed: pixels {pixels}, {changes}").format(pixels=pixels, changes=changes)


def _compare_errors(comparison: Comparison) -> str:
    """Return how far the drawn picture is off before and after."""
    before, after = number(comparison.before.error), number(comparison.after.error)
    return _("mean squared error {before} → {after}").format(before=before, after=after)


def format_arrows(by: Shift) -> str:
    """Return a move as arrows, `→ 1` or `← 2 ↓ 1`; nothing for none."""
    right, down = by
    ways = ((right, "→" if right > 0 else "←"), (down, "↓" if down > 0 else "↑"))
    return " ".join(f"{arrow} {abs(count)}" for count, arrow in ways if count)


def format_shift(by: Shift) -> str:
    """Return a move in pixels, `← 2 ↓ 1 px`."""
    return f"{format_arrows(by) or 0} px"


def list_class_changes(
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


def format_accuracy(accuracy: Accuracy, changed: bool) -> str:
    """Return the accuracy, or an auto-encoder's error, before and after a change so far."""
    before, after = accuracy.before, accuracy.after
    if accuracy.state == "failed":
        return accuracy.note
    if accuracy.state == "stopped":
        return _("counting was stopped")
    if accuracy.state == "idle" or before is None:
        return _("counting test digits…") if accuracy.state == "running" else ""
    known = _format_score(before)
    if changed:
        later = _format_score(after) if after is not None and after.done else "…"
        known = f"{known} → {later}"
    if isnan(before.error):
        return _("accuracy {percent} %").format(percent=known)
    return _("error on digits {error}").format(error=known)


def _format_score(measured: Measurement) -> str:
    """Return a share of right answers in percent, or an auto-encoder's error."""
    if not isnan(measured.error):
        return number(measured.error)
    return in_percent(measured.accuracy)


def format_count(accuracy: Accuracy) -> str:
    """Return of how many digits an accuracy is."""
    if accuracy.after is None:
        return ""
    count = accuracy.after.total
    return ngettext("{count:,} digit", "{count:,} digits", count).format(count=count)
