"""What two moments share and how they differ, in lines: answers, accuracy, sizes, stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.network.cells import number
from explorer.text import _
from explorer.views.parts.lines import Line
from explorer.views.parts.number_text import grouped, percent
from explorer.views.sizes.costs import format_shape

if TYPE_CHECKING:  # it imports torch
    from explorer.training.look.moments import Difference, Moment


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
        weights = percent(layers[stage.name].size) if stage.name in layers else ""
        lines.append((stage.name, stage.change / most, percent(stage.change), weights))
    return lines


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
        return _("not measured yet")
    if moment.trace.spec.reconstructs:
        score = _("mean squared error {error}").format(error=number(judged.error))
    else:
        score = percent(judged.accuracy)
    if judged.step == moment.step:
        return score
    return _("{score} at step {step:,}").format(score=score, step=judged.step)
