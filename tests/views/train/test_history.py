"""What happened in a run becomes marks with words, and runs get short names."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from explorer.live.training.facts import TrainerState
from explorer.training.look.diagnosis import Diagnosis
from explorer.training.record.run_notes import Change, Origin
from explorer.training.record.validation import Validation
from explorer.views.train.history import (
    collect_marks,
    shorten_name,
)
from tests.views.train.records import run_facts


def validation(step: int) -> Validation:
    nothing: MappingProxyType[str, float] = MappingProxyType({})
    return Validation(step, 0.951, 0.2, 20, np.zeros((2, 2), np.int64), (), nothing, nothing)


def test_without_a_run_there_are_no_marks() -> None:
    assert collect_marks(TrainerState()) == ()


def test_a_change_says_before_and_after() -> None:
    changes = (Change(5, {"learning_rate": 0.001}), Change(9, {"learning_rate": 0.0001}))
    marks = collect_marks(TrainerState(run=run_facts(), changes=changes))
    assert [(m.step, m.kind) for m in marks] == [(5, "change"), (9, "change")]
    assert marks[0].words == "learning rate 0.003 → 0.001"
    assert marks[1].words == "learning rate 0.001 → 0.0001"


def test_validations_branches_and_trouble_are_marks_in_order() -> None:
    child = run_facts("b", Origin("a", "run a", 30), first=30)
    trouble = Diagnosis("plateau", 40, None, "No progress.", {}, 20)
    state = TrainerState(run=run_facts(), diagnosis=trouble)
    marks = collect_marks(state, (validation(10),), (run_facts(), child))
    assert [m.kind for m in marks] == ["validation", "branch", "trouble"]
    assert marks[0].words == "validation 95.1 %"
    assert marks[1].words == "run b branches off"
    assert marks[2].words == "No progress."


def test_a_branch_is_marked_where_it_began() -> None:
    child = run_facts("b", Origin("a", "run a", 30), first=30)
    (mark,) = collect_marks(TrainerState(run=child), (), (run_facts(), child))
    assert (mark.step, mark.words) == (30, "branched off run a")
    assert shorten_name(child) == "from 30"
    assert shorten_name(run_facts()) == "adamw 0.003"
