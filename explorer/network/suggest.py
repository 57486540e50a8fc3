"""Better defaults for a state dict's open questions, by trying them on real digits.

A network trained on digits reads the bundled ones well only with the activation, pooling and
normalisation that it was trained with. So all combinations are tried on a hundred digits, the
best of them on a thousand, and the likeliest becomes the default; the user has the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import torch
from torch import Tensor, nn

from explorer.digits.datasets import Dataset, load
from explorer.network.network import Network
from explorer.network.spec import DIGITS
from explorer.network.state_dict import Guess
from explorer.text import _

COUNT = 100  # digits, ten of each class on average
FINAL_COUNT = 1000
CONTENDER = 0.1  # how far behind the best in mean log likelihood a second look is worth it
MOST_CONTENDERS = 12
TIE = 0.005  # and how far behind the more usual answers win
MOST_WORK = 40e9  # multiply-adds in all; some seconds on one processor core
ENOUGH = 0.6  # share of right answers below which the network reads something else than digits


@dataclass(frozen=True, slots=True)
class Trial:
    """One combination of answers: its share of right digits and its mean log likelihood."""

    answers: Mapping[str, str]
    accuracy: float
    likelihood: float


def suggested(guess: Guess, weights: Mapping[str, Tensor]) -> Guess:
    """Return the guess with the answers as defaults under which the digits are likeliest.

    `weights` are by our stage names (`conv1.weight`), float32 and checked. The guess comes back
    as it is if the network has not ten classes or reads no digits either way.
    """
    if guess.dense[-1].outputs != len(DIGITS) or not guess.questions:
        return guess
    digits = load("bundled", "test")
    first = list(_trials(guess, weights, _head(digits, COUNT), _combinations(guess)))
    if max((trial.accuracy for trial in first), default=0.0) < ENOUGH:
        return guess
    contenders = [trial.answers for trial in _near_best(first, CONTENDER)[:MOST_CONTENDERS]]
    second = list(_trials(guess, weights, _head(digits, FINAL_COUNT), contenders))
    final = _near_best(second, TIE) or _near_best(first, TIE)
    questions = tuple(replace(q, default=final[0].answers[q.key]) for q in guess.questions)
    evidence = _(
        "With the suggested answers the network reads {accuracy:.1%} of the bundled digits right."
    ).format(accuracy=final[0].accuracy)
    return replace(guess, questions=questions, evidence=evidence)


def _head(digits: Dataset, count: int) -> Dataset:
    return replace(digits, images=digits.images[:count], labels=digits.labels[:count])


def _near_best(trials: list[Trial], margin: float) -> list[Trial]:
    """Return those that come near the likeliest, in their own order."""
    best = max((trial.likelihood for trial in trials), default=0.0)
    return [trial for trial in trials if trial.likelihood >= best - margin]


def _trials(
    guess: Guess,
    weights: Mapping[str, Tensor],
    digits: Dataset,
    combinations: Iterable[Mapping[str, str]],
) -> Iterator[Trial]:
    """Try as many combinations as time allows."""
    module = _module(weights)
    fitted: dict[tuple[int, int, int], Dataset] = {}
    work = 0
    for answers in combinations:
        spec = guess.spec(answers)
        work += len(digits) * sum(stage.multiply_adds for stage in spec.stages)
        if work > MOST_WORK:
            return
        if spec.input_shape not in fitted:
            fitted[spec.input_shape] = digits.fitted(spec.input_shape)
        yield _trial(answers, Network(spec, module), fitted[spec.input_shape])


def _combinations(guess: Guess) -> Iterator[dict[str, str]]:
    """Yield every combination of answers, the most usual first."""
    choices = []
    for question in guess.questions:
        others = [o.value for o in question.options if o.value != question.default]
        choices.append([question.default, *others])
    for values in product(*choices):
        yield dict(zip((q.key for q in guess.questions), values, strict=True))


def _trial(answers: Mapping[str, str], network: Network, digits: Dataset) -> Trial:
    with torch.inference_mode():
        logits = network.forward(network.batch(digits.images)).cpu()
        chances = torch.log_softmax(logits, 1).numpy()
    right = float((chances.argmax(1) == digits.labels).mean())
    own = chances[np.arange(len(digits)), digits.labels]
    return Trial(answers, right, float(own.mean()))


def _module(weights: Mapping[str, Tensor]) -> nn.Sequential:
    """Hold the weights under the stages' names; each spec uses them in its own way."""
    module = nn.Sequential()
    for name in dict.fromkeys(key.rpartition(".")[0] for key in weights):
        layer = nn.Module()
        for role in ("weight", "bias"):
            value = weights.get(f"{name}.{role}")
            parameter = None if value is None else nn.Parameter(value, requires_grad=False)
            layer.register_parameter(role, parameter)
        module.add_module(name, layer)
    return module
