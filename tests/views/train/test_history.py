"""What happened in a run becomes marks with words, and the transport's note."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from explorer.digits.datasets import Dataset
from explorer.live.training.facts import RunFacts, TrainerState
from explorer.network.presets import preset
from explorer.training.look.diagnosis import Diagnosis
from explorer.training.plan import Plan
from explorer.training.record.run_notes import Change, Origin
from explorer.training.record.validation import Validation
from explorer.views.train.history import (
    collect_marks,
    format_costs,
    make_transport_state,
    shorten_name,
)


def run(key: str = "a", parent: Origin | None = None, first: int = 0) -> RunFacts:
    images = np.zeros((4, 1, 28, 28), np.uint8)
    judge = Dataset("few", images, np.zeros(4, np.int64), ("0", "1"))
    return RunFacts(
        key=key,
        name=f"run {key}",
        spec=preset("tiny"),
        plan=Plan(),
        classes=judge.classes,
        images=64,
        judged_on="test",
        judge=judge,
        first=first,
        total=100,
        steps_per_epoch=10,
        batch_size=6,
        folder=None,
        device="cpu",
        parent=parent,
    )


def validation(step: int) -> Validation:
    nothing: MappingProxyType[str, float] = MappingProxyType({})
    return Validation(step, 0.951, 0.2, 20, np.zeros((2, 2), np.int64), (), nothing, nothing)


def test_without_a_run_there_are_no_marks() -> None:
    assert collect_marks(TrainerState()) == ()
    assert not make_transport_state(TrainerState(), ()).has_run


def test_a_change_says_before_and_after() -> None:
    changes = (Change(5, {"learning_rate": 0.001}), Change(9, {"learning_rate": 0.0001}))
    marks = collect_marks(TrainerState(run=run(), changes=changes))
    assert [(m.step, m.kind) for m in marks] == [(5, "change"), (9, "change")]
    assert marks[0].words == "learning rate 0.003 → 0.001"
    assert marks[1].words == "learning rate 0.001 → 0.0001"


def test_validations_branches_and_trouble_are_marks_in_order() -> None:
    child = run("b", Origin("a", "run a", 30), first=30)
    trouble = Diagnosis("plateau", 40, None, "No progress.", {}, 20)
    state = TrainerState(run=run(), diagnosis=trouble)
    marks = collect_marks(state, (validation(10),), (run(), child))
    assert [m.kind for m in marks] == ["validation", "branch", "trouble"]
    assert marks[0].words == "validation 95 %"
    assert marks[1].words == "run b branches off"
    assert marks[2].words == "No progress."


def test_a_branch_is_marked_where_it_began() -> None:
    child = run("b", Origin("a", "run a", 30), first=30)
    (mark,) = collect_marks(TrainerState(run=child), (), (run(), child))
    assert (mark.step, mark.words) == (30, "branched off run a")
    assert shorten_name(child) == "from 30"
    assert shorten_name(run()) == "adamw 0.003"


def test_the_transport_shows_where_the_run_stands() -> None:
    state = TrainerState(run=run(), status="running", step=12, phase=2, head=20)
    shown = make_transport_state(state, ())
    assert shown.running
    assert shown.timeline.sentence.startswith("step 12 of 100, epoch 2, after loss")
    assert make_transport_state(replace(state, head=100), ()).finished


def test_the_note_says_speed_and_sizes() -> None:
    state = TrainerState(
        run=run(),
        status="running",
        images_per_second=12_345.6,
        memory_bytes=13_000,
        disk_bytes=3 << 20,
    )
    assert format_costs(state) == "12,346 images/s · 13 KiB in memory · 3.0 MiB on disk"
    assert format_costs(replace(state, status="paused")) == "13 KiB in memory · 3.0 MiB on disk"
