"""What happened in a run, as marks on its time line and as what the transport shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from explorer.live.training.facts import RunFacts, TrainerState
from explorer.training.record.run_notes import plan_at
from explorer.views.judged.score import format_score
from explorer.views.parts.words import format_size
from explorer.views.train.transport.marks import Mark, TimelineState
from explorer.views.train.transport.transport import TransportState

if TYPE_CHECKING:
    from explorer.training.record.validation import Validation

NAMES: Mapping[str, str] = {
    "learning_rate": "learning rate",
    "momentum": "momentum",
    "weight_decay": "weight decay",
    "augment": "augmentation",
}


def marks_of(
    state: TrainerState,
    validations: Iterable[Validation] = (),
    branches: Iterable[RunFacts] = (),
) -> tuple[Mark, ...]:
    """Return the marks of the active run; `branches` are all open runs that may have left it."""
    run = state.run
    if run is None:
        return ()
    marks = [Mark(v.step, "validation", f"validation {format_score(v)}") for v in validations]
    marks += [Mark(step, "change", words) for step, words in _changes(state)]
    if run.parent is not None:
        marks.append(Mark(run.parent.step, "branch", f"branched off {run.parent.name}"))
    for other in branches:
        if other.parent is not None and other.parent.name == run.name and other.key != run.key:
            marks.append(Mark(other.parent.step, "branch", f"{other.name} branches off"))
    if state.diagnosis is not None:
        marks.append(Mark(state.diagnosis.step, "trouble", state.diagnosis.sentence))
    return tuple(sorted(marks, key=lambda mark: mark.step))


def transport_state(state: TrainerState, marks: tuple[Mark, ...]) -> TransportState:
    """Return what the transport shows of a state."""
    run = state.run
    if run is None:
        return TransportState(unit=state.unit, speed=state.speed, target=state.target)
    line = TimelineState(
        step=state.step,
        phase=state.phase,
        first=run.first,
        head=state.head,
        total=run.total,
        steps_per_epoch=run.steps_per_epoch,
        marks=marks,
    )
    return TransportState(
        timeline=line,
        running=state.status == "running",
        has_run=True,
        finished=state.finished,
        unit=state.unit,
        speed=state.speed,
        target=state.target,
        note=note_of(state),
    )


def note_of(state: TrainerState) -> str:
    """Return how fast it goes and what the run takes: `12,300 images/s · 3.1 MiB in memory`."""
    parts = []
    if state.status == "running" and state.images_per_second:
        parts.append(f"{state.images_per_second:,.0f} images/s")
    if state.memory_bytes:
        parts.append(f"{format_size(state.memory_bytes)} in memory")
    if state.disk_bytes:
        parts.append(f"{format_size(state.disk_bytes)} on disk")
    return " · ".join(parts)


def repeats_words(run: RunFacts) -> str:
    """Say whether a run repeats exactly, and if not, why."""
    if run.note:
        return run.note
    if run.device.startswith("cpu"):
        return f"Seed {run.plan.seed} repeats this run exactly, on this machine's CPU."
    return f"Seed {run.plan.seed} repeats this run on {run.device.upper()} up to the last digits."


def short_name(run: RunFacts) -> str:
    """Return what tells a run from others where there is little room: `adamw 0.003`."""
    if run.parent is not None:
        return f"from {run.parent.step:,}"
    return f"{run.plan.optimiser} {run.plan.learning_rate:g}"


def settings_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return changed settings in words: `learning rate 0.003 → 0.0003`."""
    parts = []
    for name, value in after.items():
        old = before.get(name)
        parts.append(f"{NAMES.get(name, name)} {_written(old)} → {_written(value)}")
    return ", ".join(parts)


def _changes(state: TrainerState) -> list[tuple[int, str]]:
    assert state.run is not None
    found = []
    for place, change in enumerate(state.changes):
        before = plan_at(state.run.plan, state.changes[:place], change.step)
        found.append((change.step, settings_words(before.to_dict(), change.settings)))
    return found


def _written(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
