"""``classify``: which digit is in image files or stroke files, and how sure the network is.

Strokes take the very path of the mouse on the pad; images take that of a dropped file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.arguments import add_checkpoint, add_device, add_json
from explorer.errors import UserError
from explorer.files import absent
from explorer.text import _

if TYPE_CHECKING:
    from explorer.digits.drawing import Drawing, Floats
    from explorer.digits.options import Options
    from explorer.digits.prepare import Preparation
    from explorer.digits.strokes import Label
    from explorer.network.network import Network

BATCH = 500


@dataclass(frozen=True, slots=True)
class Sample:
    """One drawing to classify: its file, its place in it, and its label if the file has one."""

    file: Path
    index: int
    drawing: Drawing
    truth: Label = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the network answers: probabilities per class and the name of the best one.

    An empty drawing has neither.
    """

    entry: Sample
    label: str | None
    probabilities: tuple[float, ...]
    right: bool | None


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "classify",
        help=_("say which digit is in images or stroke files"),
        description=_("Say which digit is in image files or in stroke files (.jsonl, .jsonl.gz)."),
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_checkpoint(parser, _("use this network"))
    add_json(parser)
    parser.add_argument(
        "--pen-width",
        type=_pen_width,
        metavar="PX",
        help=_("the pen for strokes, in pixels of the 280 x 280 pad"),
    )
    add_device(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Classify, print the answers and return the exit code."""
    from explorer.commands.opening import opened

    for path in args.files:
        if not path.exists():
            raise absent(path)
    network = opened(args.checkpoint, args.device)
    if network.spec.reconstructs:
        raise UserError(
            _("{name} is an auto-encoder: it tells no classes apart."), name=network.name
        )
    answers = list(_answers(_entries(args.files, args.pen_width, network), network))
    if args.json:
        print(json.dumps(_report(answers, network)))
    else:
        _print_table(answers)
    return 0


def _pen_width(text: str) -> float:
    try:
        width = float(text)
    except ValueError:
        width = 0.0
    if not (isfinite(width) and 0 < width <= 280):
        message = _("{text!r} is no width between 0 and 280 pixels")
        raise argparse.ArgumentTypeError(message.format(text=text))
    return width


def _entries(paths: list[Path], pen_width: float | None, network: Network) -> Iterator[Sample]:
    from explorer.digits.strokes import is_stroke_file, read_strokes

    for path in paths:
        if not is_stroke_file(path):
            yield Sample(path, 0, _pictured(path, network))
            continue
        for index, drawn in enumerate(read_strokes(path, pen_width)):
            yield Sample(path, index, drawn.drawing, drawn.label)


def _pictured(path: Path, network: Network) -> Drawing:
    """Read an image; a network of other things than digits sees its colours as they are."""
    from explorer.digits.drawing import Drawing, Picture
    from explorer.digits.images import read_picture, read_pixels
    from explorer.digits.options import AS_IT_IS, options_for

    if options_for(network.spec.classes) == AS_IT_IS:
        pixels = read_pixels(path)
        if pixels.ndim == 3:
            return Drawing(picture=Picture(pixels, path.name))
    return Drawing(picture=read_picture(path))


def _answers(entries: Iterable[Sample], network: Network) -> Iterator[Answer]:
    import numpy as np

    from explorer.digits.options import options_for

    options, entries, done = options_for(network.spec.classes), iter(entries), 0
    while batch := list(islice(entries, BATCH)):
        pixels = np.stack([_pixels(entry.drawing, options, network) for entry in batch])
        rows = network.predict(pixels)
        for entry, picture, row in zip(batch, pixels, rows, strict=True):
            yield _answer(entry, row.tolist() if picture.any() else None, network)
        done += len(batch)
        _show_progress(_("{count} drawings").format(count=done))
    _show_progress("")


def _pixels(drawing: Drawing, options: Options, network: Network) -> Floats:
    from explorer.digits.prepare import prepare_picture

    shape = network.spec.input_shape
    if drawing.picture is not None:
        return prepare_picture(drawing.picture, options, shape).pixels
    return _prepare_drawing()(drawing, options, shape).pixels


def _prepare_drawing() -> Callable[..., Preparation]:
    """Import the pen, which needs Qt; images do without."""
    try:
        from explorer.pen import prepare_drawing
    except ImportError as error:
        raise UserError(
            _(
                "Strokes are drawn by PySide6-Essentials, which cannot be used here ({error}); "
                "images need no Qt."
            ),
            error=error,
        ) from error
    return prepare_drawing


def _answer(entry: Sample, row: list[float] | None, network: Network) -> Answer:
    classes = network.spec.classes
    label = None if row is None else classes[max(range(len(row)), key=row.__getitem__)]
    right = None if entry.truth is None else label == _class_name(entry.truth, classes)
    return Answer(entry, label, tuple(row or ()), right)


def _class_name(truth: Label, classes: tuple[str, ...]) -> str:
    """Return the name of the class that a file's label means: itself, or its number."""
    if str(truth) not in classes and isinstance(truth, int) and 0 <= truth < len(classes):
        return classes[truth]
    return str(truth)


def _report(answers: list[Answer], network: Network) -> dict[str, Any]:
    numbered = all(name.isdecimal() for name in network.spec.classes)
    results = [
        {
            "file": str(answer.entry.file),
            "index": answer.entry.index,
            "label": int(answer.label) if numbered and answer.label else answer.label,
            "probabilities": [round(p, 6) for p in answer.probabilities],
        }
        for answer in answers
    ]
    report: dict[str, Any] = {"results": results}
    if (accuracy := _accuracy(answers)) is not None:
        report["accuracy"] = accuracy
    return report


def _accuracy(answers: list[Answer]) -> float | None:
    labelled = [answer.right for answer in answers if answer.right is not None]
    return sum(labelled) / len(labelled) if labelled else None


def _print_table(answers: list[Answer]) -> None:
    several = {answer.entry.file for answer in answers if answer.entry.index > 0}
    for answer in answers:
        name = str(answer.entry.file)
        if answer.entry.file in several:
            name += f" [{answer.entry.index}]"
        print(f"{name:40} {_sentence(answer)}")
    if (accuracy := _accuracy(answers)) is not None:
        count = sum(answer.right is not None for answer in answers)
        sentence = _("{share:.2%} of {count} labelled drawings are right")
        print(sentence.format(share=accuracy, count=count))


def _sentence(answer: Answer) -> str:
    if answer.label is None:
        return _("empty")
    sentence = f"{answer.label}   {max(answer.probabilities):6.1%}"
    if answer.right is not False:
        return sentence
    return _("{answer}   (labelled {truth})").format(answer=sentence, truth=answer.entry.truth)


def _show_progress(sentence: str) -> None:
    """Show a progress line where somebody can see it; an empty one clears it."""
    if sys.stderr.isatty():
        print(f"\r\033[K{sentence}", end="", file=sys.stderr, flush=True)
