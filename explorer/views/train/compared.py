"""What two moments share and how they differ, in lines: answers, accuracy, sizes, stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from explorer.network.cells import number
from explorer.text import _
from explorer.views.parts.help import explain
from explorer.views.parts.number_text import grouped, percent
from explorer.views.parts.widgets import Elided, clear_layout
from explorer.views.sizes.costs import format_shape
from explorer.views.style.theme import GRID
from explorer.views.what_if.texts import format_share

if TYPE_CHECKING:  # it imports torch
    from explorer.training.look.moments import Difference, Moment

_AIR = 3  # pixels above and below a line
_FINE = 1000  # steps of a bar
Line = tuple[str | float, ...]


class Lines(QWidget):
    """Lines of texts in columns; a number of 0 to 1 is a bar. The first line names the columns.

    Their parts stay while the lines are of the same kinds, so that the numbers can follow a pen.
    `roles` are the looks of the columns; those at the places in `sharing` share the width.
    """

    def __init__(
        self, name: str, tip: str, detail: str, roles: Sequence[str], sharing: Sequence[int]
    ) -> None:
        super().__init__()
        self.rows: list[Line] = []
        self._roles, self._sharing = roles, sharing
        self._parts: list[QLabel | QProgressBar] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(1)
        for across in sharing:
            self._grid.setColumnStretch(across, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(self, name, tip, detail)

    def show_lines(self, rows: Sequence[Line]) -> None:
        """Show lines instead of those before."""
        kinds = [[type(value) for value in line] for line in rows]
        if kinds != [[type(value) for value in line] for line in self.rows]:
            clear_layout(self._grid)
            self._parts = [
                self._add(place, across, kind)
                for place, line in enumerate(kinds)
                for across, kind in enumerate(line)
            ]
        self.rows = list(rows)
        values = [value for line in rows for value in line]
        for part, value in zip(self._parts, values, strict=True):
            if isinstance(part, QProgressBar):
                part.setValue(round(_FINE * float(value)))
            elif isinstance(part, Elided):
                part.show_text(str(value))
            else:
                part.setText(str(value))
        texts = (" ".join(str(v) for v in line if isinstance(v, str)) for line in rows)
        self.setAccessibleDescription("; ".join(texts))

    def _add(self, place: int, across: int, kind: type) -> QLabel | QProgressBar:
        part: QLabel | QProgressBar
        if kind is float:
            part = QProgressBar()
            part.setProperty("role", "share")
            part.setTextVisible(False)
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            part.setMaximum(_FINE)
        else:
            part = Elided(middle=True) if place and across in self._sharing else QLabel()
            part.setProperty("role", self._roles[across] if place else "caption")
            part.setContentsMargins(0, _AIR, 0, _AIR)
            if across and across not in self._sharing:
                part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(part, place, across)
        return part


def list_facts(difference: Difference) -> list[Line]:
    """Return what both moments have, whatever their networks: answer, accuracy, perhaps sizes."""
    first, second = difference.first, difference.second
    specs = first.trace.spec, second.trace.spec
    lines: list[Line] = [
        ("", _("first"), _("second")),
        (_("run"), first.name, second.name),
        (_("step"), grouped(first.step), grouped(second.step)),
        (_("answer"), describe_answer(first), describe_answer(second)),
        (_("accuracy"), describe_score(first), describe_score(second)),
    ]
    if difference.stages is None:
        lines += [
            (_("input"), *(format_shape(spec.input_shape) for spec in specs)),
            (_("layers"), *(grouped(len(spec.layers)) for spec in specs)),
            (_("parameters"), *(grouped(spec.parameters) for spec in specs)),
            (
                _("multiply-adds"),
                *(grouped(sum(stage.multiply_adds for stage in spec.stages)) for spec in specs),
            ),
        ]
    return lines


def list_stages(difference: Difference) -> list[Line]:
    """Return how far every stage differs and its weights do; no line where none has a pair."""
    if difference.stages is None:
        return []
    stages, layers = difference.stages.stages, difference.layers
    most = max(1.0, *(stage.change for stage in stages))
    lines: list[Line] = [(_("stage"), _("its numbers"), "", _("its weights"))]
    for stage in stages:
        weights = format_ratio(layers[stage.name].size) if stage.name in layers else ""
        lines.append((stage.name, stage.change / most, format_ratio(stage.change), weights))
    return lines


def format_ratio(change: float) -> str:
    """Return a relative size in percent, or as a multiple where it is large: `48 ×`."""
    return format_share(change) if change < 9.995 else f"{change:.0f} ×"


def describe_answer(moment: Moment) -> str:
    """Return how a moment reads the picture, `7, 98 %`, or how well it draws it again."""
    trace = moment.trace
    if trace.spec.reconstructs:
        return _("mean squared error {error}").format(error=number(trace.error))
    best = int(trace.probabilities.argmax())
    share = percent(float(trace.probabilities[best]))
    return _("{name}, {share}").format(name=trace.spec.classes[best], share=share)


def describe_score(moment: Moment) -> str:
    """Return how good a run was by a moment, and at which step that was measured."""
    judged = moment.judged
    if judged is None:
        return _("not measured by then")
    if moment.trace.spec.reconstructs:
        score = _("mean squared error {error}").format(error=number(judged.error))
    else:
        score = percent(judged.accuracy)
    if judged.step == moment.step:
        return score
    return _("{score} at step {step:,}").format(score=score, step=judged.step)
