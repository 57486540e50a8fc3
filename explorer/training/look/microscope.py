"""Looks into one training step without disturbing it.

A step is done once more, stage by stage and under the same conditions, so that the gradient of
every value on the way can be asked for; torch computes the very same numbers again.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from explorer.errors import UserError
from explorer.network.records import StageTrace, Trace, Weights
from explorer.network.spec import Pooling, Stage
from explorer.text import _
from explorer.training.flat import copied, unflattened
from explorer.training.look.anatomy import BackwardRecord, ForwardRecord, LossRecord, UpdateRecord
from explorer.training.losses import loss, outputs, targets
from explorer.training.norms import layer_slices
from explorer.training.record.recording import Position, Recording
from explorer.training.record.state import MEMORY, State, capture
from explorer.training.steps import Run


def forward_record(run: Run, sample: int = 0) -> ForwardRecord:
    """Return what the forward phase did; the run stands after it, before the update.

    Raises UserError if the batch has no image number `sample`.
    """
    _check_sample(run, sample)
    with torch.no_grad():
        values = stage_values(run)
        spec = run.network.spec
        logits = values[spec.stages[-2].name]
        answers = outputs(logits, spec.output)
    losses = _terms(logits, run).sum(1)
    guesses, probabilities = logits.flatten(1).argmax(1), answers
    if spec.reconstructs:
        guesses, probabilities = torch.full_like(run.labels, -1), answers.new_empty(len(logits), 0)
    return ForwardRecord(
        step=run.step + 1,
        images=copied(run.pixels.mul(255).round().to(torch.uint8)),
        labels=copied(run.labels),
        guesses=copied(guesses),
        losses=copied(losses),
        probabilities=copied(probabilities),
        sample=sample,
        trace=_trace(run, values, answers, sample),
    )


def loss_record(run: Run, sample: int = 0) -> LossRecord:
    """Return how the loss of an image came about; the run stands after the loss phase or later."""
    _check_sample(run, sample)
    spec, kind = run.network.spec, run.plan.loss
    logits = run.logits.detach()
    answers = outputs(logits, spec.output)
    target = targets(logits, run.truth, spec.output)
    terms = _terms(logits, run)
    losses = terms.sum(1)
    exponentials = None
    if kind == "cross-entropy" and spec.output == "softmax":
        exponentials = copied((logits[sample] - logits[sample].max()).exp())
    return LossRecord(
        kind=kind,
        sample=sample,
        label=int(run.labels[sample]),
        logits=copied(logits[sample].flatten()),
        outputs=copied(answers[sample].flatten()),
        target=copied(target[sample].flatten()),
        terms=copied(terms[sample]),
        loss=float(losses[sample]),
        losses=copied(losses),
        batch_loss=run.loss.item(),
        exponentials=exponentials,
    )


def backward_record(run: Run, sample: int = 0) -> BackwardRecord:
    """Return the gradients; the run stands after the backward phase, before the update."""
    _check_sample(run, sample)
    stages = gradients_of(run)
    flat = run.parameters.gradient
    slices = layer_slices(run.network.module)
    norms = {name: float(flat[part].norm()) for name, part in slices.items()}
    return BackwardRecord(
        sample=sample,
        stages=MappingProxyType({name: copied(g[sample]) for name, g in stages.items()}),
        weights=unflattened(run.network.module, flat),
        norms=MappingProxyType(norms),
        stage_norms=MappingProxyType({name: float(g.norm()) for name, g in stages.items()}),
    )


def update_record(recording: Recording) -> UpdateRecord:
    """Return what the last update did; the recording stands after it, before the next forward.

    The step is done once more. Raises UserError where no update came before, or it is the past of
    the run this one branched off.
    """
    here = recording.position
    if here.phase or here.step <= recording.first:
        raise UserError(_("There is no update to look at here: do a whole step first."))
    recording.visit(Position(here.step - 1, 3))
    run = recording.run
    before, gradient = capture(run), run.parameters.gradient.clone()
    recording.advance()
    after = capture(run)
    module = run.network.module
    return UpdateRecord(
        step=here.step,
        plan=run.plan,
        learning_rate=run.learning_rate,
        updates=after.updates,
        before=unflattened(module, before.row("weights")),
        gradient=unflattened(module, gradient),
        after=unflattened(module, after.row("weights")),
        memory_before=_memory(run, before),
        memory_after=_memory(run, after),
        averaged=bool(run.plan.ema) and run.step == run.total,
    )


def stage_values(
    run: Run, pixels: Tensor | None = None, *, follow: bool = False
) -> dict[str, Tensor]:
    """Return the batch's values at every stage from the input to the logits, as in the step.

    Another batch's where its `pixels` (batch, c, h, w) are given. With `follow` gradients for all
    of them can be asked for.
    """
    names = {stage.name for stage in run.network.spec.stages}
    with run.mode():
        data = run.normalise(run.pixels if pixels is None else pixels)
        if follow:
            data = data.detach().requires_grad_()
        values = {run.network.spec.stages[0].name: data}
        for name, layer in run.network.module.named_children():
            data = layer(data)
            if name in names:
                values[name] = data
    return values


def gradients_of(run: Run) -> dict[str, Tensor]:
    """Return the gradient of the batch's loss for every stage, (n, *its shape), input first."""
    spec = run.network.spec
    with torch.enable_grad():
        values = stage_values(run, follow=True)
        number, answers = _loss_of(values[spec.stages[-2].name], run)
    if answers is not None:
        values[spec.stages[-1].name] = answers
    gradients = torch.autograd.grad(number, list(values.values()))
    return dict(zip(values, gradients, strict=True))


def _memory(run: Run, state: State) -> Mapping[str, Mapping[str, Weights]]:
    names = MEMORY[run.plan.optimiser]
    return MappingProxyType({n: unflattened(run.network.module, state.row(n)) for n in names})


def _loss_of(logits: Tensor, run: Run) -> tuple[Tensor, Tensor | None]:
    """Return the batch's loss, and the probabilities where the loss is computed from them."""
    spec, kind = run.network.spec, run.plan.loss
    if kind == "cross-entropy":
        return loss(logits, run.truth, kind, spec.output), None
    answers = outputs(logits, spec.output)
    return functional.mse_loss(answers, targets(logits, run.truth, spec.output)), answers


def _terms(logits: Tensor, run: Run) -> Tensor:
    """Return what each class or pixel adds to the loss of each image (n, classes or pixels)."""
    kind, spec = run.plan.loss, run.network.spec
    target = targets(logits, run.truth, spec.output)
    if kind == "cross-entropy" and spec.output == "softmax":
        return torch.where(target > 0, -logits.log_softmax(1), torch.zeros_like(logits))
    if kind == "cross-entropy":
        each = functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    else:
        each = (outputs(logits, spec.output) - target).square()
    each = each.flatten(1)
    return each / each.shape[1]


def _trace(run: Run, values: dict[str, Tensor], answers: Tensor, sample: int) -> Trace:
    spec, network = run.network.spec, run.network
    stages = []
    given = values[spec.stages[0].name]
    for stage in spec.stages[:-1]:
        data = values[stage.name]
        winners = _winners(stage, given[sample : sample + 1])
        stages.append(StageTrace(stage, copied(data[sample]), winners))
        given = data
    stages.append(StageTrace(spec.stages[-1], copied(answers[sample])))
    return Trace(spec, copied(run.pixels[sample]), tuple(stages), network.weights())


def _winners(stage: Stage, given: Tensor) -> np.ndarray | None:
    layer = stage.layer
    if not isinstance(layer, Pooling) or layer.kind != "max":
        return None
    _pooled, winners = functional.max_pool2d(
        given, layer.size, layer.stride, layer.padding, return_indices=True
    )
    return copied(winners[0])


def _check_sample(run: Run, sample: int) -> None:
    if not 0 <= sample < len(run.labels):
        sentence = _("The batch has {count} images; there is no number {number}.")
        raise UserError(sentence, count=len(run.labels), number=sample + 1)
