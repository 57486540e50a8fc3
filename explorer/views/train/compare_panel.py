"""Two moments side by side: of one run, or of two branches, stage by stage on the same picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from explorer.live.training.facts import OpenRun
from explorer.network.records import Floats
from explorer.text import _
from explorer.views.parts.buttons import KEY, ToolButton
from explorer.views.parts.chips import scrolling
from explorer.views.parts.fields import NumberEdit, Picker
from explorer.views.parts.lines import Lines
from explorer.views.parts.widgets import HALF, Note, caption, column, heading, row
from explorer.views.style.theme import GRID
from explorer.views.train.compared import list_facts, list_stages

if TYPE_CHECKING:  # it imports torch
    from explorer.training.look.moments import Difference

_WAIT_MS = 250  # while one is still typing
_NAMES = {"first": _("first"), "second": _("second")}
_HINT = _("Choose two moments of this run, or open a second one or a branch to set it beside.")
_APART = _(
    "The two networks are built differently: stage by stage there is nothing to set side by side."
)

Moments = tuple[str, int, str, int]  # the keys and steps of two moments


class ComparePanel(QWidget):
    """Two pickers of a run and a step each; emits `compare_requested(key, step, key, step)`.

    While it is seen it asks by itself: for other moments, and for another picture.
    """

    compare_requested = Signal(str, int, str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[OpenRun, ...] = ()
        self._firsts: dict[str, int] = {}
        self._parents: dict[str, str] = {}
        self._asked: Moments | None = None
        self._picture: Floats | None = None  # that is followed now
        self._touched = self._unanswered = False
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self.pickers: dict[str, Picker] = {}
        self.steps: dict[str, NumberEdit] = {}
        self.here: dict[str, ToolButton] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(HALF)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        for place, (name, text) in enumerate(_NAMES.items()):
            self._add_moment(place, name, text)
        self.swap = ToolButton(
            _("Exchange"), _("Exchange the two moments."), text=_("exchange"), shape=KEY
        )
        self.in_scene = ToolButton(
            _("Show in the scene"),
            _("Let the scene show second minus first, in every cell and kernel."),
            text=_("show in the scene"),
            shape=KEY,
        )
        self.in_scene.setCheckable(True)
        self.in_scene.setChecked(True)
        self.facts = Lines(
            _("Both moments"),
            _("How both moments read the picture, and how good they were."),
            _("The accuracy is the newest that was measured by then."),
            ("caption", "small", "small"),
            sharing=(1, 2),
        )
        self.table = Lines(
            _("Difference per stage"),
            _("How far every stage of the second moment differs from the first."),
            _(
                "The size of the difference through the size of the first: 0 % is equal, 100 % as "
                "large as the numbers themselves. At the right the same of the weights."
            ),
            ("fact", "", "small", "caption"),
            sharing=(1,),
        )
        self.hint = Note("caption")
        self._lay_out()
        self._timer.timeout.connect(self.ask)
        self.swap.clicked.connect(self._swap)
        self.clear()

    def show_runs(
        self, runs: Sequence[OpenRun], firsts: Mapping[str, int], parents: Mapping[str, str]
    ) -> None:
        """Offer the open runs; until the user chooses, those two moments that usually matter.

        `firsts` are the first steps of the runs by key, `parents` the keys of the runs that they
        branched off. A branch is set beside its parent at the same step, if the parent is open;
        any other run beside its own beginning.
        """
        self._firsts, self._parents = dict(firsts), dict(parents)
        same = [(r.key, r.name) for r in self._runs] == [(r.key, r.name) for r in runs]
        self._runs = tuple(runs)
        if not same:
            for picker in self.pickers.values():
                before = picker.currentData()
                picker.show_options([(run.key, run.name) for run in runs])
                known = any(run.key == before for run in runs)
                picker.show_value(before if known else self._active())
            self._touched = self._touched and bool(runs)
        if not self._touched:
            self._show_proposal()

    @property
    def chosen(self) -> Moments | None:
        """The two moments that are chosen, or None while there is no run."""
        keys = [self.pickers[name].currentData() for name in _NAMES]
        if not self._runs or not all(isinstance(key, str) and key for key in keys):
            return None
        first, second = (self._step(name, key) for name, key in zip(_NAMES, keys, strict=True))
        return keys[0], first, keys[1], second

    def show_difference(self, difference: Difference | None) -> None:
        """Show what came of it, or nothing."""
        self._unanswered = False
        self.facts.show_lines([] if difference is None else list_facts(difference))
        self.table.show_lines([] if difference is None else list_stages(difference))
        paired = difference is None or difference.stages is not None
        self.hint.show_text(_HINT if difference is None else "" if paired else _APART)
        self.in_scene.setEnabled(paired)

    def show_refusal(self, sentence: str) -> None:
        """Show why there is no difference."""
        self.show_difference(None)
        self.hint.show_text(sentence)

    def clear(self) -> None:
        """Forget what was found, for it is of another run now."""
        self._asked = None
        self.show_difference(None)
        self.renew()

    def show_picture(self, picture: Floats) -> None:
        """Take over which picture is followed now; of another one the difference is another."""
        if self._picture is not None and np.array_equal(picture, self._picture):
            return
        self._picture, self._asked = picture, None
        if self._unanswered:
            self.renew()
        elif self.isVisible():
            self.ask()

    def ask(self) -> None:
        """Ask for the difference of what is chosen now."""
        self._timer.stop()
        self._asked = self.chosen
        if self._asked is not None:
            self._unanswered = True
            self.compare_requested.emit(*self._asked)

    @property
    def waiting(self) -> bool:
        """Whether a difference is still to come."""
        return self._unanswered or self._timer.isActive()

    def renew(self) -> None:
        """Ask again if other moments are chosen by now, as soon as they stay the same a while."""
        if self.isVisible() and self.chosen != self._asked:
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.chosen != self._asked:
            self.ask()

    def _add_moment(self, place: int, name: str, text: str) -> None:
        picker = self.pickers[name] = Picker(
            _("Run of the {name} moment").format(name=text), _("A run that is open."), ()
        )
        edit = self.steps[name] = NumberEdit(
            _("Step of the {name} moment").format(name=text), _("After how many steps."), by=10
        )
        here = self.here[name] = ToolButton(
            _("Here, as the {name} moment").format(name=text),
            _("Take the step at which the run stands."),
            text=_("here"),
            shape=KEY,
        )
        self._grid.addWidget(caption(text), 2 * place, 0)
        self._grid.addWidget(picker, 2 * place, 1)
        self._grid.addLayout(row(caption(_("step")), (edit, 1), here), 2 * place + 1, 1)
        picker.value_requested.connect(self._on_touched)
        edit.value_requested.connect(self._on_touched)
        here.clicked.connect(lambda: self._take_here(name))

    def _lay_out(self) -> None:
        for button in (self.swap, self.in_scene, *self.here.values()):
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        column(
            heading(_("Two moments")),
            self._grid,
            row(self.swap, None, self.in_scene),
            self.hint,
            self.facts,
            (scrolling(self.table), 1),
            spacing=GRID,
            within=self,
        )

    def _on_touched(self, *_values: object) -> None:
        self._touched = True
        self._timer.start()

    def _take_here(self, name: str) -> None:
        run = self._run(self.pickers[name].currentData())
        if run is not None:
            self.steps[name].show_value(run.step)
            self._on_touched()

    def _swap(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        key_a, step_a, key_b, step_b = chosen
        for name, key, step in (("first", key_b, step_b), ("second", key_a, step_a)):
            self.pickers[name].show_value(key)
            self.steps[name].show_value(step)
        self._touched = True
        self.ask()

    def _show_proposal(self) -> None:
        active = self._run(self._active())
        if active is None:
            return
        parent = self._run(self._parents.get(active.key))
        first = self._firsts.get(active.key, 0)
        for name, (key, step) in zip(_NAMES, propose_moments(active, first, parent), strict=True):
            self.pickers[name].show_value(key)
            self.steps[name].show_value(step)

    def _step(self, name: str, key: str) -> int:
        run = self._run(key)
        least = self._firsts.get(key, 0)
        return max(least, min(int(self.steps[name].value), run.head if run else 0))

    def _run(self, key: object) -> OpenRun | None:
        return next((run for run in self._runs if run.key == key), None)

    def _active(self) -> str:
        return next((run.key for run in self._runs if run.active), "")


def propose_moments(
    run: OpenRun, first: int, parent: OpenRun | None
) -> tuple[tuple[str, int], ...]:
    """Return the two moments (key, step) that one most likely wants to compare.

    A run is compared with its own beginning, at step `first`; a branch with its parent, both at
    the step at which the branch stands, or the newest that both have. Where the parent ends with
    the step it was left at there is no such step but the one they share: then it is the parent's
    end.
    """
    if parent is None:
        return (run.key, first), (run.key, run.head)
    step = run.step if parent.head <= first else min(run.step, parent.head)
    return (parent.key, min(step, parent.head)), (run.key, step)
