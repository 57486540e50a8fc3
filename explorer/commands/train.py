"""``train``: training without a window, repeatable to the last bit on the same machine.

With ``--run`` every step is recorded in a folder that the window opens, too; ``--resume`` goes on
where such a run stopped, whatever stopped it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from explorer.arguments import add_json
from explorer.commands.progress import Progress
from explorer.devices import DEVICES
from explorer.errors import UserError
from explorer.network.presets import PRESETS, preset
from explorer.text import _, join_names
from explorer.training.plan import (
    AUGMENTATIONS,
    LOSSES,
    OPTIMISERS,
    RECIPES,
    SCHEDULES,
    Plan,
    first_recipe,
)
from explorer.training.plan import recipe as recipe_called
from explorer.training.record.run_notes import read_notes

if TYPE_CHECKING:
    from explorer.training.launch import Material
    from explorer.training.record.recording import Recording
    from explorer.training.steps import Run, StepResult

PRESET = "lenet"
# The options that change the recipe's plan, by the plan's field.
_OPTIONS: dict[str, dict[str, Any]] = {
    "data": {"metavar": "NAME|PATH", "help": _("bundled, mnist, fashion-mnist, a folder or .npz")},
    "epochs": {"type": int, "metavar": "N"},
    "batch_size": {"type": int, "metavar": "N"},
    "optimiser": {"choices": OPTIMISERS, "help": _("brings its usual learning rate")},
    "learning_rate": {"type": float, "metavar": "RATE", "help": _("the schedule's highest")},
    "momentum": {"type": float, "metavar": "SHARE", "help": _("of the optimiser momentum")},
    "schedule": {"choices": SCHEDULES},
    "weight_decay": {"type": float, "metavar": "RATE"},
    "loss": {"choices": LOSSES},
    "augment": {"choices": AUGMENTATIONS},
    "ema": {"type": float, "metavar": "DECAY", "help": _("average the weights; 0 does not")},
    "seed": {"type": int, "metavar": "N"},
    "validation": {"type": int, "metavar": "N", "help": _("training images kept aside to measure")},
    "device": {"choices": list(DEVICES)},
}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "train",
        help=_("train a network"),
        description=_(
            "Train a network from a seed and write its checkpoint. The accuracy is that on the "
            "validation images if some are kept aside, else on the test split."
        ),
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help=".safetensors")
    parser.add_argument(
        "--run", type=Path, metavar="FOLDER", dest="folder", help=_("record every step in it")
    )
    parser.add_argument(
        "--resume", type=Path, metavar="FOLDER", help=_("go on with a run, by its own plan")
    )
    usual = _("{preset} if not given").format(preset=PRESET)
    parser.add_argument("--preset", choices=list(PRESETS), help=usual)
    parser.add_argument(
        "--recipe",
        choices=list(RECIPES),
        help=_(
            "the plan that the options below change, first-run or, for an auto-encoder, "
            "first-drawing if not given; `shipped` made the pretrained weights"
        ),
    )
    for name, settings in _OPTIONS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", **settings)
    parser.add_argument(
        "--threads", type=int, metavar="N", help=_("of the processor; 1 if not given")
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Train as asked and return the exit code: 130 if stopped by Ctrl-C."""
    _check_combination(args)
    plan = None if args.resume else plan_of(args)
    if args.out:
        _check_output(args.out)
    import torch

    from explorer.memory import keep_memory

    keep_memory()
    torch.set_num_threads(_threads(args))
    start = perf_counter()
    learning = _prepared(args, plan)
    try:
        losses = _train(learning)
        score = _measured(learning)
    except KeyboardInterrupt:
        _print_note(_stopped(learning))
        return 130
    finally:
        learning.close()
    network = learning.run.network
    network.history = _history(learning, losses, score)
    if args.out:
        from explorer.network.checkpoint import save

        save(network, args.out)
    _report(args, learning, score, perf_counter() - start)
    return 0


def plan_of(args: argparse.Namespace) -> Plan:
    """Return the recipe's plan with the options that were given; raises UserError.

    Another optimiser brings its usual learning rate and weight decay unless they are given too.
    """
    given = {name: getattr(args, name) for name in _OPTIONS if getattr(args, name) is not None}
    plan = recipe_called(args.recipe or first_recipe(preset(args.preset or PRESET)))
    if given.get("optimiser", plan.optimiser) != plan.optimiser:
        plan = plan.with_optimiser(given["optimiser"])
    return replace(plan, **given)


def _check_combination(args: argparse.Namespace) -> None:
    """Refuse options that contradict each other, in one sentence."""
    if args.folder and args.resume:
        raise UserError(_("Give --run to begin a run or --resume to go on with one, not both."))
    if not (args.out or args.folder or args.resume):
        raise UserError(
            _("Give --out FILE for the trained network, --run FOLDER to record the run, or both.")
        )
    if args.resume:
        given = [n for n in ("preset", "recipe", *_OPTIONS) if getattr(args, n) is not None]
        if given:
            option = given[0].replace("_", "-")
            sentence = _("A run goes on by its own plan: leave out --{option} with --resume.")
            raise UserError(sentence, option=option)
    if args.threads is not None and args.threads < 1:
        raise UserError(_("Training needs at least one thread."))


def _threads(args: argparse.Namespace) -> int:
    """Return what is asked for; a run goes on with as many threads as it began with."""
    if args.threads is not None:
        return int(args.threads)
    return max(1, read_notes(args.resume).threads) if args.resume else 1


@dataclass(frozen=True, slots=True)
class _Learning:
    """What learns, from what, and where every step is recorded, if anywhere."""

    run: Run
    material: Material
    steps: Iterator[StepResult]
    recording: Recording | None = None
    folder: Path | None = None

    def close(self) -> None:
        if self.recording:
            self.recording.close()


def _prepared(args: argparse.Namespace, plan: Plan | None) -> _Learning:
    """Load the data and begin, or reopen, the run."""
    from explorer.training.launch import begin, gather, new_run, reopen

    with Progress(_("loading")) as progress:
        if plan is None:
            training, folder = reopen(args.resume, progress.show), args.resume
        else:
            material = gather(plan, preset(args.preset or PRESET), progress.show)
            if not args.folder:
                run, note = new_run(plan, material)
                _print_note(note)
                return _Learning(run, material, run.steps())
            training, folder = begin(plan, material, args.folder), args.folder
    _print_note(training.note)
    recording = training.recording
    return _Learning(recording.run, training.material, recording.steps(), recording, folder)


def _train(learning: _Learning) -> list[float]:
    """Run to the end and return the mean loss of every epoch."""
    run, recording = learning.run, learning.recording
    sums = [0.0] * run.plan.epochs
    if recording:
        for step, loss in enumerate(recording.curves.part().column("loss").tolist()):
            sums[step // run.steps_per_epoch] += loss
    with Progress(_("training")) as progress:
        for result in learning.steps:
            sums[result.epoch - 1] += result.loss
            note = _("epoch {epoch}, loss {loss:.3f}").format(epoch=result.epoch, loss=result.loss)
            progress.show(result.step, result.steps, note)
    return [round(total / run.steps_per_epoch, 6) for total in sums]


def _stopped(learning: _Learning) -> str:
    run, recording = learning.run, learning.recording
    if recording is None:
        sentence = _("Stopped at step {step:,} of {total:,}; nothing was saved.")
        return sentence.format(step=run.step, total=run.total)
    sentence = _(
        "Stopped at step {step:,} of {total:,}; train --resume {folder} goes on from there."
    )
    return sentence.format(step=recording.head, total=run.total, folder=learning.folder)


def _measured(learning: _Learning) -> dict[str, float]:
    """Return the accuracy, or how far the pictures of an auto-encoder are off."""
    from explorer.training.evaluate import evaluate

    evaluation = evaluate(learning.run.network, learning.material.judge)
    if learning.run.network.spec.reconstructs:
        return {"mean_squared_error": evaluation.error}
    return {"accuracy": evaluation.accuracy}


def _history(
    learning: _Learning, losses: Sequence[float], score: dict[str, float]
) -> dict[str, Any]:
    """Return what the checkpoint remembers: nothing that differs when the run is repeated."""
    material, recording = learning.material, learning.recording
    plan = recording.plan if recording else learning.run.plan
    history = {
        "plan": plan.to_dict() | {"data": material.train.name},
        "images": len(material.train),
        "steps": learning.run.step,
        "losses": list(losses),
        **score,
        "measured_on": material.judged_on,
    }
    if recording and recording.changes:
        history["changes"] = [{"step": c.step, **c.settings} for c in recording.changes]
    return history


def _check_output(path: Path) -> None:
    """Refuse an impossible output file before the time is spent."""
    if path.is_dir():
        raise UserError(_("{path} is a folder, --out needs the name of a file."), path=path)
    if not path.resolve().parent.is_dir():
        raise UserError(_("The folder of {path} does not exist."), path=path)


def _report(
    args: argparse.Namespace, learning: _Learning, score: dict[str, float], seconds: float
) -> None:
    run, folder = learning.run, learning.folder
    if args.json:
        result: dict[str, Any] = {
            "checkpoint": str(args.out) if args.out else None,
            "steps": run.step,
            "epochs": run.plan.epochs,
            "accuracy": None,
            **score,
            "seconds": round(seconds, 3),
        }
        print(json.dumps(result | {"run": str(folder)} if folder else result))
        return
    sentence = _("{score} on the test split; {paths} written after {seconds:.0f} seconds.")
    if run.plan.validation:
        sentence = _(
            "{score} on the validation images; {paths} written after {seconds:.0f} seconds."
        )
    paths = join_names(str(path) for path in (args.out, folder) if path)
    print(sentence.format(score=_format_score(score), paths=paths, seconds=seconds))


def _format_score(score: dict[str, float]) -> str:
    if "accuracy" in score:
        return _("{score:.2%} right").format(score=score["accuracy"])
    return _("Mean squared error {score:.5f} per pixel").format(score=score["mean_squared_error"])


def _print_note(sentence: str) -> None:
    if sentence:
        print(sentence, file=sys.stderr)
