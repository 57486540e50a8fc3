"""``screenshot``: the real window, rendered without a screen and written as a PNG.

What is to be seen is a view: a saved one, or one that the options describe, or both.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.errors import UserError
from explorer.text import _
from explorer.training.plan import PHASES

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.app import Explorer
    from explorer.digits.drawing import Drawing
    from explorer.views.window.view_state import ViewState

PATIENCE_MS = 120_000
SETTLE_MS = 700  # the curves are redrawn, the past is searched for the first reading
_IMAGES_A_STEP = 62  # steps of an epoch of the bundled digits, in batches of 64


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("screenshot", help=_("render the window to a PNG"))
    parser.add_argument("out", type=Path, metavar="OUT.png")
    parser.add_argument("--state", type=Path, metavar="FILE", help=_("show this saved view"))
    parser.add_argument("--page", metavar="NAME", help=_("the page to show"))
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--image", type=Path, metavar="FILE", help=_("a picture or a stroke file"))
    source.add_argument("--digit", type=int, choices=range(10), help=_("a bundled digit"))
    parser.add_argument("--size", type=_size, default=(1600, 1000), metavar="WxH")
    parser.add_argument("--theme", default="light", choices=["light", "dark"])
    parser.add_argument("--text", type=int, default=100, choices=[100, 125, 150], help=_("percent"))
    parser.add_argument("--checkpoint", type=Path, metavar="FILE")
    parser.add_argument("--preset", help=_("show this bundled network"))
    parser.add_argument("--cell", type=_cell, metavar="STAGE:M,R,C", help=_("freeze this cell"))
    parser.add_argument("--layer", action="store_true", help=_("open the cell's layer large"))
    parser.add_argument("--seed", type=int, default=0, help=_("which bundled digit"))
    group = parser.add_argument_group(_("with --page train"))
    group.add_argument(
        "--train-steps",
        type=int,
        metavar="N",
        help=_("train on the bundled digits, so many steps"),
    )
    group.add_argument(
        "--learning-rate",
        type=float,
        metavar="X",
        help=_("of that run; 30 makes it diverge"),
    )
    group.add_argument("--at", type=int, metavar="STEP", help=_("then go back to this step"))
    group.add_argument("--phase", choices=PHASES, help=_("then stop after this phase of a step"))
    group.add_argument("--section", metavar="NAME", help=_("what the left column shows"))
    group.add_argument("--panel", metavar="NAME", help=_("what the right column shows"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Render the window as asked and return the exit code."""
    if args.out.is_dir() or not args.out.resolve().parent.is_dir():
        sentence = _("{path} cannot be written: it is a folder, or its folder is missing.")
        raise UserError(sentence, path=args.out)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from explorer.app import Explorer, application
    from explorer.live.settings import Settings
    from explorer.views.style.theme import theme

    application()
    view = _view(args)
    with tempfile.TemporaryDirectory() as folder:
        explorer = Explorer(
            settings=Settings(Path(folder) / "settings.ini"),
            look=theme(args.theme, args.text / 100),
            seed=args.seed,
            checkpoint=args.checkpoint,
            runs=Path(folder) / "runs",
        )
        try:
            _show(explorer, view, args.size)
            explorer.window.banner.dismiss()  # what was done on the way
            if not explorer.window.grab().save(str(args.out), "PNG"):
                raise UserError(_("{path} could not be written."), path=args.out)
        finally:
            explorer.close()
    return 0


def _view(args: argparse.Namespace) -> ViewState:
    """Return the view that is asked for: the saved one, with what the options say instead."""
    from explorer.app import FIRST_PAGE
    from explorer.live.session_state import NetworkReference, SelectionState
    from explorer.views.window.view_state import ViewState, read_view_state

    view = ViewState("") if args.state is None else read_view_state(args.state)
    session = view.session
    if args.preset:
        network = NetworkReference("preset", args.preset, args.seed)
        session = replace(session, network=network)
    if args.digit is not None or args.image is not None:
        session = replace(session, drawing=_drawing(args))
    if args.cell is not None:
        session = replace(session, selection=SelectionState(*args.cell))
    page, parts, given = args.page or view.page, dict(view.parts), _page_part(args)
    if given:
        page = page or FIRST_PAGE
        parts[page] = {**parts.get(page, {}), **given}
    return replace(view, page=page, session=session, parts=parts)


def _drawing(args: argparse.Namespace) -> Drawing:
    """Return the bundled digit, or what the file holds."""
    import numpy as np

    from explorer.digits.datasets import random_sample
    from explorer.digits.drawing import Drawing
    from explorer.digits.images import read_picture
    from explorer.digits.strokes import read_strokes

    if args.digit is not None:
        return Drawing(picture=random_sample(args.digit, np.random.default_rng(args.seed)))
    if ".jsonl" not in args.image.suffixes:
        return Drawing(picture=read_picture(args.image))
    drawings = read_strokes(args.image)
    if not drawings:
        raise UserError(_("{path} holds no drawing."), path=args.image)
    return drawings[0].drawing


def _page_part(args: argparse.Namespace) -> dict[str, Any]:
    """Return the page's own part of the view, as far as options describe it."""
    part: dict[str, Any] = {"section": args.section, "panel": args.panel, "step": args.at}
    part["layer_open"] = args.layer or None
    if args.train_steps is not None:
        part["run"] = {"steps": args.train_steps}
        part["plan"] = {"epochs": max(3, -(-args.train_steps // _IMAGES_A_STEP))}
        if args.learning_rate is not None:
            part["plan"] |= {"learning_rate": args.learning_rate, "schedule": "constant"}
    if args.phase is not None:
        part["phases"] = PHASES.index(args.phase) + 1
        part["panel"] = args.panel or "step"
    return {name: value for name, value in part.items() if value is not None}


def _show(explorer: Explorer, view: ViewState, size: tuple[int, int]) -> None:
    """Open the window and wait until it shows the view; raises UserError where it cannot."""
    window, session = explorer.window, explorer.session
    failures: list[str] = []
    session.failed.connect(failures.append)
    ready: list[bool] = []
    explorer.ready.connect(lambda: ready.append(True))
    window.resize(*size)
    window.show()
    _wait(lambda: bool(ready), failures)
    shown: list[bool] = []
    window.view_shown.connect(lambda: shown.append(True))
    view = replace(view, page=view.page or window.page_name)
    window.check_page(view.page)
    window.page(view.page).failed.connect(failures.append)
    window.show_view(view)
    _wait(lambda: bool(shown) and window.front.settled, failures)
    if failures:
        raise UserError(failures[0])
    _check_selection(explorer, view)
    _spin(SETTLE_MS if view.parts.get(view.page) else 20)


def _check_selection(explorer: Explorer, view: ViewState) -> None:
    """Raise UserError where the network lacks the cell that is to be selected."""
    selection, spec = view.session.selection, explorer.session.spec
    if selection is None or explorer.session.selected == selection.cell:
        return
    names = [stage.name for stage in spec.stages]
    if selection.stage not in names:
        sentence = _("There is no stage {name}; there are {known}.")
        raise UserError(sentence, name=selection.stage, known=", ".join(names))
    sentence = _("{stage} has the shape {shape}: there is no cell {index} in it.")
    shape = spec.stage(selection.stage).shape
    raise UserError(sentence, stage=selection.stage, shape=shape, index=selection.index)


def _wait(reached: Callable[[], bool], failures: list[str]) -> None:
    """Let events happen until something is reached; raises UserError if it cannot be."""
    for _waited in range(PATIENCE_MS // 10):
        if reached():
            return
        if failures:
            raise UserError(failures[0])
        _spin(10)
    raise UserError(_("The window did not get there in time."))


def _spin(milliseconds: int) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if not match:
        sentence = _("a size looks like 1600x1000, not {text}")
        raise argparse.ArgumentTypeError(sentence.format(text=repr(text)))
    return int(match[1]), int(match[2])


def _cell(text: str) -> tuple[str, tuple[int, ...]]:
    match = re.fullmatch(r"(\w+):(\d+(?:,\d+)*)", text)
    if not match:
        sentence = _("a cell looks like pool1:2,4,7, not {text}")
        raise argparse.ArgumentTypeError(sentence.format(text=repr(text)))
    return match[1], tuple(int(n) for n in match[2].split(","))
