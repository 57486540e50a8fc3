"""``evaluate``: how often a network is right on a data set, and what it mistakes for what."""

from __future__ import annotations

import argparse
import json
from math import isnan
from typing import TYPE_CHECKING

from explorer.arguments import add_checkpoint, add_device, add_json
from explorer.commands.opening import opened
from explorer.commands.progress import Progress
from explorer.errors import UserError
from explorer.text import _

if TYPE_CHECKING:
    from explorer.training.record.validation import Validation


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("evaluate", help=_("measure a network on a data set"))
    parser.add_argument(
        "--data",
        required=True,
        metavar="NAME|PATH",
        help=_("bundled, mnist, fashion-mnist, a folder or .npz"),
    )
    add_checkpoint(parser, _("default: pretrained"))
    parser.add_argument("--split", default="test", choices=["train", "test"])
    add_device(parser)
    parser.add_argument("--threads", type=int, default=1, metavar="N", help=_("of the processor"))
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure as asked, print, and return the exit code."""
    if args.threads < 1:
        raise UserError(_("Measuring needs at least one thread."))
    import torch

    from explorer.digits.datasets import load
    from explorer.training.evaluate import evaluate

    network = opened(args.checkpoint, args.device)
    torch.set_num_threads(args.threads)
    with Progress(_("loading")) as loading:
        dataset = load(args.data, args.split, loading.show)
    with Progress(_("measuring")) as measuring:
        evaluation = evaluate(network, dataset, progress=measuring.show)
    if args.json:
        print(json.dumps(as_json(evaluation)))
    else:
        print(as_text(evaluation, network.spec.classes))
    return 0


def as_json(evaluation: Validation) -> dict[str, object]:
    """Return the JSON object that scripts rely on; an auto-encoder has an error, no accuracy."""
    drawn = isnan(evaluation.accuracy)
    score: dict[str, object] = {
        "accuracy": None if drawn else evaluation.accuracy,
        "loss": evaluation.loss,
        "count": evaluation.count,
        "confusion": evaluation.confusion.tolist(),
    }
    return score | {"mean_squared_error": evaluation.error} if drawn else score


def as_text(evaluation: Validation, classes: tuple[str, ...]) -> str:
    """Return the score in two lines and the confusion as a table, true class by row.

    Of an auto-encoder it is how far its pictures are off.
    """
    if isnan(evaluation.accuracy):
        return _(
            "mean squared error   {error:.5f} per pixel, {count:,} images\n"
            "binary cross-entropy {loss:.4f}"
        ).format(error=evaluation.error, count=evaluation.count, loss=evaluation.loss)
    widest = max(len(str(evaluation.confusion.max())), *(len(name) for name in classes))
    wrong = evaluation.count - int(evaluation.confusion.trace())
    lines = [
        _("accuracy {share:.2%} ({wrong:,} of {count:,} wrong)\nloss     {loss:.4f}").format(
            share=evaluation.accuracy, wrong=wrong, count=evaluation.count, loss=evaluation.loss
        ),
        "",
        _("true class by row, guess by column"),
        " ".join(name.rjust(widest) for name in ("", *classes)),
    ]
    for name, row in zip(classes, evaluation.confusion, strict=True):
        lines.append(" ".join(str(cell).rjust(widest) for cell in (name, *row)))
    return "\n".join(lines)
