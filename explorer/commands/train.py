"""``train``: training without a window, repeatable to the last bit on the same machine."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from explorer.commands.progress import Progress
from explorer.errors import UserError
from explorer.network.presets import PRESETS, preset
from explorer.training.plan import AUGMENTATIONS, LOSSES, OPTIMISERS, RECIPES, SCHEDULES, Plan
from explorer.training.plan import recipe as recipe_called

if TYPE_CHECKING:
    from explorer.digits.datasets import Dataset
    from explorer.network.network import Network
    from explorer.training.steps import Run

# The options that change the recipe's plan, by the plan's field.
_OPTIONS: dict[str, dict[str, Any]] = {
    "data": {"metavar": "NAME|PATH", "help": "bundled, mnist, fashion-mnist, a folder or .npz"},
    "epochs": {"type": int, "metavar": "N"},
    "batch_size": {"type": int, "metavar": "N"},
    "optimiser": {"choices": OPTIMISERS, "help": "brings its usual learning rate"},
    "learning_rate": {"type": float, "metavar": "RATE", "help": "the schedule's highest"},
    "momentum": {"type": float, "metavar": "SHARE", "help": "of the optimiser momentum"},
    "schedule": {"choices": SCHEDULES},
    "weight_decay": {"type": float, "metavar": "RATE"},
    "loss": {"choices": LOSSES},
    "augment": {"choices": AUGMENTATIONS},
    "ema": {"type": float, "metavar": "DECAY", "help": "average the weights; 0 does not"},
    "seed": {"type": int, "metavar": "N"},
    "validation": {"type": int, "metavar": "N", "help": "training images kept aside to measure"},
    "device": {"choices": ("auto", "cpu", "cuda", "mps")},
}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "train",
        help="train a network",
        description="Train a network from a seed and write its checkpoint. The accuracy is that "
        "on the validation images if some are kept aside, else on the test split.",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=".safetensors")
    parser.add_argument("--preset", default="lenet", choices=list(PRESETS))
    parser.add_argument(
        "--recipe",
        default="first-run",
        choices=list(RECIPES),
        help="the plan that the options below change; `shipped` made the pretrained weights",
    )
    for name, settings in _OPTIONS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", **settings)
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="of the processor")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Train as asked and return the exit code: 130 if stopped by Ctrl-C, then nothing is saved."""
    plan = plan_of(args)
    _check_output(args.out)
    if args.threads < 1:
        raise UserError("Training needs at least one thread.")
    import torch

    torch.set_num_threads(args.threads)
    start = perf_counter()
    data = _data(plan)
    training = _run(plan, args.preset, data)
    try:
        losses = _train(training)
    except KeyboardInterrupt:
        _say(f"Stopped at step {training.step:,} of {training.total:,}; nothing was saved.")
        return 130
    accuracy = _measured(training.network, data.judge)
    training.network.history = _history(training, data, losses, accuracy)
    _save(training.network, args.out)
    _report(args, training, accuracy, perf_counter() - start)
    return 0


def plan_of(args: argparse.Namespace) -> Plan:
    """Return the recipe's plan with the options that were given; raises UserError.

    Another optimiser brings its usual learning rate and weight decay unless they are given too.
    """
    given = {name: getattr(args, name) for name in _OPTIONS if getattr(args, name) is not None}
    plan = recipe_called(args.recipe)
    if given.get("optimiser", plan.optimiser) != plan.optimiser:
        plan = plan.with_optimiser(given["optimiser"])
    return replace(plan, **given)


@dataclass(frozen=True, slots=True)
class _Data:
    """What to learn from and what to judge by, and the name of that split."""

    train: Dataset
    judge: Dataset
    judged_on: str


def _data(plan: Plan) -> _Data:
    from explorer.digits.datasets import Dataset, load
    from explorer.training.split import split

    with Progress("loading") as progress:
        train = load(plan.data, "train", progress.show)
        if not plan.validation:
            return _Data(train, load(plan.data, "test", progress.show), "test")
    learned, kept = (
        Dataset(train.name, train.images[places], train.labels[places], train.classes)
        for places in split(len(train), plan.validation, plan.seed)
    )
    return _Data(learned, kept, "validation")


def _run(plan: Plan, name: str, data: _Data) -> Run:
    from explorer.network.build import build
    from explorer.network.devices import resolve
    from explorer.network.network import Network
    from explorer.training.matching import matching
    from explorer.training.steps import Run

    choice = resolve(plan.device)
    if choice.note:
        _say(choice.note)
    spec = matching(preset(name), data.train)
    network = Network(spec, build(spec, plan.seed), choice.device)
    fitted = data.train.fitted(spec.input_shape)
    return Run(network, plan, fitted.images, fitted.labels)


def _train(training: Run) -> list[float]:
    """Run to the end and return the mean loss of every epoch."""
    sums = [0.0] * training.plan.epochs
    with Progress("training") as progress:
        for result in training.steps():
            sums[result.epoch - 1] += result.loss
            note = f"epoch {result.epoch}, loss {result.loss:.3f}"
            progress.show(result.step, result.steps, note)
    return [round(total / training.steps_per_epoch, 6) for total in sums]


def _measured(network: Network, judge: Dataset) -> float:
    from explorer.training.evaluate import evaluate

    return evaluate(network, judge).accuracy


def _history(
    training: Run, data: _Data, losses: Sequence[float], accuracy: float
) -> dict[str, Any]:
    """Return what the checkpoint remembers: nothing that differs when the run is repeated."""
    return {
        "plan": training.plan.to_dict() | {"data": data.train.name},
        "images": len(data.train),
        "steps": training.step,
        "losses": list(losses),
        "accuracy": accuracy,
        "measured_on": data.judged_on,
    }


def _save(network: Network, path: Path) -> None:
    from explorer.network.checkpoint import save

    save(network, path)


def _check_output(path: Path) -> None:
    """Refuse an impossible output file before the time is spent."""
    if path.is_dir():
        raise UserError(f"{path} is a folder, --out needs the name of a file.")
    if not path.resolve().parent.is_dir():
        raise UserError(f"The folder of {path} does not exist.")


def _report(args: argparse.Namespace, training: Run, accuracy: float, seconds: float) -> None:
    if args.json:
        result = {
            "checkpoint": str(args.out),
            "steps": training.step,
            "epochs": training.plan.epochs,
            "accuracy": accuracy,
            "seconds": round(seconds, 3),
        }
        print(json.dumps(result))
        return
    where = "validation images" if training.plan.validation else "test split"
    print(f"{accuracy:.2%} right on the {where}; {args.out} written after {seconds:.0f} seconds.")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
