"""The end of a run, announced where one would play on: how good it became, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from explorer.live.training.facts import RunFacts
from explorer.text import _
from explorer.views.judged.confusion_panel import format_score
from explorer.views.parts.help import explain
from explorer.views.parts.number_text import format_steps
from explorer.views.parts.pair import Pair
from explorer.views.parts.widgets import caption, column, row

if TYPE_CHECKING:  # it imports torch
    from explorer.training.record.validation import Validation


class Ending(QWidget):
    """What a run came to; its buttons `draw`, `compare` and `go_on` ask for what can follow."""

    def __init__(self) -> None:
        super().__init__()
        self.score, self.facts = QLabel(), caption("")
        self.score.setProperty("role", "title")
        self.draw, self.compare = QPushButton(_("Put on Draw")), QPushButton(_("Compare"))
        self.go_on = QPushButton(_("Train on"))
        self.draw.setProperty("role", "primary")
        explain(self.draw, self.draw.text(), _("Use the trained network on the Draw page."))
        tip = _("Set the end of the run beside its beginning, or beside another run.")
        explain(self.compare, self.compare.text(), tip)
        tip = _("Go on from here for as many epochs more, as a branch of this run.")
        explain(self.go_on, self.go_on.text(), tip)
        buttons = row(self.draw, self.compare, self.go_on)
        pair = Pair(column(self.score, self.facts, spacing=0), buttons)
        row(pair, within=self)

    def show_run(self, run: RunFacts, judged: Validation | None) -> None:
        """Show how well a run did at its end, if it was judged there."""
        score = _("Finished")
        facts, split = _("after {steps}"), _("test")
        if judged is not None:
            score = format_score(judged)
            facts = _("on {count:,} {split} images, after {steps}")
            split = _("validation") if run.judged_on == "validation" else split
            if not run.spec.reconstructs:
                score = _("{score} right").format(score=score)
        count, steps = judged.count if judged is not None else 0, format_steps(run.total)
        facts = facts.format(count=count, split=split, steps=steps)
        self.score.setText(score)
        self.facts.setText(facts)
        self.setAccessibleName(f"{score}, {facts}")
