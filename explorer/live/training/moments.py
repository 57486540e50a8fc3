"""What can be seen of the moment at which a run stands: the followed picture, the step, a copy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.live.training.facts import Anatomy, Shown, Source
from explorer.live.training.runs import Opened
from explorer.network.build import build
from explorer.network.network import Network
from explorer.network.records import Floats, Trace
from explorer.text import _
from explorer.training.look.microscope import (
    backward_record,
    forward_record,
    loss_record,
    update_record,
)
from explorer.training.record.recording import Position, Recording
from explorer.training.steps import Run


@dataclass(slots=True)
class Followed:
    """The picture that is shown with the weights of every moment.

    `pixels` float32 (c, h, w) in 0..1 of a drawing; or an image of the data the run is judged by;
    else image number `sample` of the batch.
    """

    source: Source = "batch"
    pixels: Floats | None = None
    image: int = 0
    sample: int = 0

    def source_in(self, run: Opened) -> Source:
        """Return what is followed in a run: the batch if the run has no such image."""
        if self.source == "sample" and self.image >= len(run.facts.judge):
            return "batch"
        return self.source

    def sample_in(self, run: Run) -> int:
        """Return the number of the image in a batch of this run."""
        return min(self.sample, run.batch_size - 1)


def shown(opened: Opened, followed: Followed, *, fresh: bool = False) -> Shown:
    """Return the moment at which a run stands; `fresh` right after a step that was not undone.

    A picture that does not fit the network has no trace.
    """
    recording = opened.recording
    network, here = recording.run.network, recording.position
    source = followed.source_in(opened)
    trace: Trace | None
    if source == "batch" and here.phase:
        trace = forward_record(recording.run, followed.sample_in(recording.run)).trace
    else:
        pixels = picture(opened, followed, fresh=fresh)
        fits = pixels.shape == network.spec.input_shape
        trace = network.trace(pixels) if fits else None
    return Shown(here.step, here.phase, source, trace, network.weights())


def picture(opened: Opened, followed: Followed, *, fresh: bool = False) -> Floats:
    """Return the pixels (c, h, w) in 0..1 of the followed picture."""
    source = followed.source_in(opened)
    if source == "drawing":
        assert followed.pixels is not None
        return followed.pixels
    if source == "sample":
        scaled: Floats = opened.facts.judge.images[followed.image].astype(np.float32)
        return scaled / np.float32(255)
    # Of the batch under way, else of the last one, else of the first.
    recording = opened.recording
    run, here = recording.run, recording.position
    if here.phase or (fresh and len(run.pixels)):
        pixels = run.pixels
    else:
        pixels, _labels = run.batch(max(here.step - 1, recording.first))
    image: Floats = pixels[followed.sample_in(run)].cpu().numpy().copy()
    return image


def anatomy(recording: Recording, sample: int) -> Anatomy | None:
    """Take apart the step under way, or the one done last, which is done again; it stays put.

    None where the run has just begun.
    """
    here = recording.position
    if here.phase:
        return _looked_at(recording, here.phase, sample)
    if here.step <= recording.first:
        return None
    try:
        recording.visit(Position(here.step - 1, 3))
        known = _looked_at(recording, 3, sample)
        recording.advance()
        update = update_record(recording)
    finally:
        recording.visit(here)
    return Anatomy(here.step, 0, sample, known.forward, known.loss, known.backward, update)


def _looked_at(recording: Recording, phase: int, sample: int) -> Anatomy:
    run = recording.run
    return Anatomy(
        step=run.step,
        phase=phase,
        sample=sample,
        forward=forward_record(run, sample),
        loss=loss_record(run, sample) if phase >= 2 else None,
        backward=backward_record(run, sample) if phase >= 3 else None,
    )


def copy_of(opened: Opened) -> Network:
    """Return the network as it is now, with what it should remember, on the CPU."""
    training, recording = opened.training, opened.recording
    network, step = training.network, recording.run.step
    module = build(network.spec, 0)
    module.load_state_dict(network.module.state_dict())
    history = {
        "plan": recording.plan_at(step).to_dict() | {"data": training.material.train.name},
        "images": opened.facts.images,
        "steps": step,
        "losses": _epoch_losses(opened, step),
    }
    judged = recording.validated(step)
    if judged and judged.step == step:
        drawn = network.spec.reconstructs
        score = {"mean_squared_error": judged.error} if drawn else {"accuracy": judged.accuracy}
        history |= score | {"measured_on": training.material.judged_on}
    name = _("{name}, step {step:,}").format(name=opened.facts.name, step=step)
    return Network(network.spec, module, history=history, name=name, origin=name)


def _epoch_losses(opened: Opened, step: int) -> list[float]:
    """Return the mean loss of every epoch that was begun."""
    losses = opened.recording.curves.part(0, step).column("loss")
    per = opened.facts.steps_per_epoch
    return [float(losses[start : start + per].mean()) for start in range(0, len(losses), per)]
