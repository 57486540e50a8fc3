"""Learning, one step after the other: forward, loss, backward, update.

Training is a generator, so the window's Play, its Step button and the command line run the very
same code, and whoever drives it can stop between any two steps. The batch of a step depends on
nothing but the plan's seed and the step's number, so every step can be repeated exactly.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim import SGD, Adam, AdamW, Optimizer, RMSprop

from explorer.errors import UserError
from explorer.network.network import Network
from explorer.text import _
from explorer.training.augment import augment, check_suits, random_for
from explorer.training.flat import FlatParameters
from explorer.training.losses import loss
from explorer.training.plan import Phase, Plan
from explorer.training.schedule import learning_rate


class DivergedError(UserError):
    """The numbers ran away; `step` (from 1) and `phase` say where. The weights are still good."""

    def __init__(self, step: int, phase: Phase) -> None:
        super().__init__(
            _(
                "Training stopped at step {step:,} because the {what} is no longer a finite "
                "number; a smaller learning rate usually helps."
            ),
            step=step,
            what=_("loss") if phase == "loss" else _("gradient"),
        )
        self.step = step
        self.phase = phase


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one step did: its number from 1 of `steps`, its epoch from 1, and the batch's scores.

    `accuracy` is the share of the batch, as augmented, that was guessed right before the update;
    NaN for an auto-encoder, which guesses nothing.
    """

    step: int
    steps: int
    epoch: int
    loss: float
    accuracy: float
    learning_rate: float


def optimiser(plan: Plan, parameters: list[nn.Parameter]) -> Optimizer:
    """Return the plan's optimiser for `parameters`; the run sets its learning rate every step.

    Weight decay pulls the weights towards zero: through the gradient for SGD, momentum, Adam
    and RMSprop, past it for AdamW (I. Loshchilov and F. Hutter 2019).
    """
    rate, decay = plan.learning_rate, plan.weight_decay
    match plan.optimiser:
        case "sgd":
            return SGD(parameters, rate, weight_decay=decay)
        case "momentum":
            return SGD(parameters, rate, momentum=plan.momentum, weight_decay=decay)
        case "adam":
            return Adam(parameters, rate, weight_decay=decay)
        case "adamw":
            return AdamW(parameters, rate, weight_decay=decay)
        case "rmsprop":
            return RMSprop(parameters, rate, weight_decay=decay)


class Run:
    """One training in progress.

    Trains the weights of `network` in place on images uint8 (n, c, h, w) and labels int64 (n,),
    on the network's device. Between the phases of a step its data can be looked at: `pixels`
    (batch, c, h, w) in 0..1 after augmentation, `labels`, `logits`, `loss`, and in
    `parameters` the weights and gradients. `optimiser` and `average` hold what else one step hands
    on to the next. Raises UserError if the images don't fit the network.
    """

    def __init__(
        self,
        network: Network,
        plan: Plan,
        images: NDArray[np.uint8] | Tensor,
        labels: NDArray[np.int64] | Tensor,
    ) -> None:
        _check_fit(network, plan, images)
        self.network = network
        self.plan = plan
        self._images = torch.as_tensor(images).to(network.device)
        self._labels = torch.as_tensor(labels).to(network.device)
        self.batch_size = min(plan.batch_size, len(self._labels))
        self.steps_per_epoch = len(self._labels) // self.batch_size
        self.total = plan.epochs * self.steps_per_epoch
        self.step = 0
        self.learning_rate = 0.0
        self.parameters = FlatParameters(network.module)
        self.optimiser = optimiser(plan, [self.parameters.values])
        self.average = self.parameters.snapshot()
        self._order = (-1, torch.empty(0, dtype=torch.int64))
        self._drops_out = any(isinstance(module, nn.Dropout) for module in network.module)
        self.normalise = _normalisation(network)
        self.pixels, self.labels = self._images[:0], self._labels[:0]
        self.logits = self.loss = torch.empty(0)

    def steps(self) -> Iterator[StepResult]:
        """Yield the result of each step until the plan's last; continue where `step` stands."""
        for phase in self.phases():
            if phase == "update":
                yield self.result()

    def phases(self) -> Iterator[Phase]:
        """Yield the name of each phase when it is done, four for every step."""
        while self.step < self.total:
            self._forward()
            yield "forward"
            self._lose()
            yield "loss"
            self._backward()
            yield "backward"
            self._update()
            yield "update"

    def batch(self, step: int) -> tuple[Tensor, Tensor]:
        """Return the batch of a step (from 0): pixels float (batch, c, h, w) in 0..1, labels.

        A function of the plan's seed and `step` alone.
        """
        epoch, place = divmod(step, self.steps_per_epoch)
        start = place * self.batch_size
        chosen = self._epoch_order(epoch)[start : start + self.batch_size]
        pixels = self._images[chosen].float().div_(255)
        if self.plan.augment == "none":
            return pixels, self._labels[chosen]
        random = random_for(self.plan.seed, step, self.network.device)
        return augment(pixels, self._labels[chosen], self.plan.augment, random)

    def change(self, plan: Plan) -> None:
        """Go on by a plan with another learning rate, momentum, weight decay or augmentation.

        Raises UserError if the augmentation does not suit the data.
        """
        check_suits(plan.augment, self.network.spec.classes)
        self.plan = plan
        for group in self.optimiser.param_groups:
            group["weight_decay"] = plan.weight_decay
            if plan.optimiser == "momentum":
                group["momentum"] = plan.momentum

    def _forward(self) -> None:
        self.pixels, self.labels = self.batch(self.step)
        with self.mode():
            self.logits = self.network.module(self.normalise(self.pixels))

    @property
    def truth(self) -> Tensor:
        """What the batch should become: the labels, or the pixels themselves."""
        return self.pixels if self.network.spec.reconstructs else self.labels

    def _lose(self) -> None:
        self.loss = loss(self.logits, self.truth, self.plan.loss, self.network.spec.output)
        if not math.isfinite(self.loss.item()):
            raise DivergedError(self.step + 1, "loss")

    def _backward(self) -> None:
        self.parameters.gradient.zero_()
        self.loss.backward()  # type: ignore[no-untyped-call]
        if not math.isfinite(self.parameters.gradient.sum().item()):
            raise DivergedError(self.step + 1, "backward")

    def _update(self) -> None:
        plan = self.plan
        self.learning_rate = learning_rate(plan.schedule, plan.learning_rate, self.step, self.total)
        for group in self.optimiser.param_groups:
            group["lr"] = self.learning_rate
        self.optimiser.step()
        self.step += 1
        if plan.ema:
            self._average_weights()
        self.network.invalidate()

    def _average_weights(self) -> None:
        """Follow the weights slowly; take the average's place at the very end.

        At first the average forgets faster, lest it remember the untrained weights.
        """
        decay = min(self.plan.ema, (1 + self.step) / (10 + self.step))
        self.average.lerp_(self.parameters.values.detach(), 1 - decay)
        if self.step == self.total:
            self.parameters.restore(self.average)

    def result(self) -> StepResult:
        """Return what the step that has just been updated did."""
        epoch = (self.step - 1) // self.steps_per_epoch + 1
        share = math.nan
        if not self.network.spec.reconstructs:
            right = (self.logits.detach().argmax(1) == self.labels).sum().item()
            share = right / len(self.labels)
        return StepResult(self.step, self.total, epoch, self.loss.item(), share, self.learning_rate)

    def _epoch_order(self, epoch: int) -> Tensor:
        """Return the order of the images in an epoch, remembered until the next."""
        if self._order[0] != epoch:
            random = random_for(self.plan.seed, -1 - epoch)
            order = torch.randperm(len(self._labels), generator=random)
            self._order = (epoch, order.to(self.network.device))
        return self._order[1]

    @contextlib.contextmanager
    def mode(self) -> Iterator[None]:
        """Let dropout drop, repeatably, while the block runs."""
        if not self._drops_out:
            yield
            return
        seed = random_for(self.plan.seed, self.step).initial_seed()
        device = self.network.device
        with torch.random.fork_rng([device] if device.type == "cuda" else []):
            torch.manual_seed(seed)
            self.network.module.train()
            try:
                yield
            finally:
                self.network.module.eval()


def _normalisation(network: Network) -> nn.Module:
    """Return the spec's `(pixel - mean) / std`, or nothing to do where it changes nothing."""
    spec = network.spec
    if not any(spec.mean) and all(value == 1 for value in spec.std):
        return nn.Identity()
    return _Normalise(spec.mean, spec.std, network.device)


class _Normalise(nn.Module):
    def __init__(
        self, mean: tuple[float, ...], std: tuple[float, ...], device: torch.device
    ) -> None:
        super().__init__()
        self.mean = torch.tensor(mean, device=device)[:, None, None]
        self.std = torch.tensor(std, device=device)[:, None, None]

    def forward(self, pixels: Tensor) -> Tensor:
        return (pixels - self.mean) / self.std


def _check_fit(network: Network, plan: Plan, images: NDArray[np.uint8] | Tensor) -> None:
    shape = tuple(images.shape[1:])
    if shape != network.spec.input_shape:
        sentence = _("Images of {shape} don't fit the input {input}.")
        raise UserError(sentence, shape=shape, input=network.spec.input_shape)
    if not len(images):
        raise UserError(_("There is no image to train on."))
    check_suits(plan.augment, network.spec.classes)
