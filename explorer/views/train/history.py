"""What happened in a run, as marks on its time line and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from explorer.live.training.facts import RunFacts, TrainerState
from explorer.text import _
from explorer.training.record.run_notes import plan_at
from explorer.views.judged.confusion_panel import format_score
from explorer.views.train.transport.marks import Mark

if TYPE_CHECKING:  # it imports torch
    from explorer.training.record.validation import Validation

NAMES: Mapping[str, str] = {
    "learning_rate": _("learning rate"),
    "momentum": _("momentum"),
    "weight_decay": _("weight decay"),
    "augment": _("augmentation"),
}


def collect_marks(
    state: TrainerState,
    validations: Iterable[Validation] = (),
    branches: Iterable[RunFacts] = (),
) -> tuple[Mark, ...]:
    """Return the marks of the active run; `branches` are all open runs that may have left it."""
    run = state.run
    if run is None:
        return ()
    judged = _("validation {score}")
    marks = [Mark(v.step, "validation", judged.format(score=format_score(v))) for v in validations]
    for place, change in enumerate(state.changes):
        before = plan_at(run.plan, state.changes[:place], change.step)
        text = format_settings(before.to_dict(), change.settings)
        marks.append(Mark(change.step, "change", text))
    if run.parent is not None:
        text = _("branched off {run}").format(run=run.parent.name)
        marks.append(Mark(run.parent.step, "branch", text))
    for other in branches:
        if other.parent is not None and other.parent.name == run.name and other.key != run.key:
            text = _("{run} branches off").format(run=other.name)
            marks.append(Mark(other.parent.step, "branch", text))
    if state.diagnosis is not None:
        marks.append(Mark(state.diagnosis.step, "trouble", state.diagnosis.sentence))
    return tuple(sorted(marks, key=lambda mark: mark.step))


def describe_repeats(run: RunFacts) -> str:
    """Return whether a run repeats exactly, and if not, why."""
    if run.note:
        return run.note
    sentence = (
        _("Seed {seed} repeats this run exactly, on this machine's CPU.")
        if run.device.startswith("cpu")
        else _("Seed {seed} repeats this run on {device} up to the last digits.")
    )
    return sentence.format(seed=run.plan.seed, device=run.device.upper())


def shorten_name(run: RunFacts) -> str:
    """Return what tells a run from others where there is little room: `adamw 0.003`."""
    if run.parent is not None:
        return _("from {step:,}").format(step=run.parent.step)
    return f"{run.plan.optimiser} {run.plan.learning_rate:g}"


def format_settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return changed settings in words: `learning rate 0.003 → 0.0003`."""
    parts = []
    for name, value in after.items():
        old, new = (f"{v:.3g}" if isinstance(v, float) else v for v in (before.get(name), value))
        parts.append(f"{NAMES.get(name, name)} {old} → {new}")
    return ", ".join(parts)
