"""``screenshot``: the real window, rendered without a screen and written as a PNG."""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.commands import screenshot_train
from explorer.errors import UserError

if TYPE_CHECKING:
    from explorer.app import Explorer

PATIENCE_MS = 60_000


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("screenshot", help="render the window to a PNG")
    parser.add_argument("out", type=Path, metavar="OUT.png")
    parser.add_argument("--page", default="draw", choices=["draw", "train"])
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--image", type=Path, metavar="FILE", help="a picture or a stroke file")
    source.add_argument("--digit", type=int, choices=range(10), help="a bundled digit")
    parser.add_argument("--size", type=_size, default=(1600, 1000), metavar="WxH")
    parser.add_argument("--theme", default="light", choices=["light", "dark"])
    parser.add_argument("--text", type=int, default=100, choices=[100, 125, 150], help="percent")
    parser.add_argument("--checkpoint", type=Path, metavar="FILE")
    parser.add_argument("--preset", help="show this bundled network")
    parser.add_argument("--cell", type=_cell, metavar="STAGE:M,R,C", help="freeze this cell")
    parser.add_argument("--seed", type=int, default=0, help="which bundled digit")
    screenshot_train.add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Render the window as asked and return the exit code."""
    if args.out.is_dir() or not args.out.resolve().parent.is_dir():
        raise UserError(f"{args.out} cannot be written: it is a folder, or its folder is missing.")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from explorer.app import Explorer, application
    from explorer.live.settings import Settings
    from explorer.views.style.theme import theme

    application()
    with tempfile.TemporaryDirectory() as folder:
        explorer = Explorer(
            settings=Settings(Path(folder) / "settings.ini"),
            look=theme(args.theme, args.text / 100),
            seed=args.seed,
            checkpoint=args.checkpoint,
            runs=Path(folder) / "runs",
        )
        try:
            _set_scene(explorer, args)
            if args.page == "train":
                screenshot_train.prepare(explorer, args)
            if not explorer.window.grab().save(str(args.out), "PNG"):
                raise UserError(f"{args.out} could not be written.")
        finally:
            explorer.close()
    return 0


def _set_scene(explorer: Explorer, args: argparse.Namespace) -> None:
    from PySide6.QtWidgets import QApplication

    explorer.window.resize(*args.size)
    failures: list[str] = []
    explorer.session.failed.connect(failures.append)
    with _waiting_for(explorer):
        explorer.window.show()
    if args.preset:
        with _waiting_for(explorer):
            explorer.session.use_preset(args.preset)
    if failures:
        raise UserError(failures[0])
    _draw(explorer, args)
    explorer.session.flush()
    if args.cell is not None:
        stage, index = args.cell
        from explorer.network.cells import Cell

        names = [stage.name for stage in explorer.session.spec.stages]
        if stage not in names:
            raise UserError(f"There is no stage {stage!r}; there are {', '.join(names)}.")
        shape = explorer.session.spec.stage(stage).shape
        if len(index) != len(shape) or any(i >= n for i, n in zip(index, shape, strict=True)):
            raise UserError(f"{stage} has the shape {shape}: there is no cell {index} in it.")
        explorer.session.freeze(Cell(stage, index))
    for _ in range(3):  # layouts settle, then what they scheduled
        QApplication.processEvents()


def _draw(explorer: Explorer, args: argparse.Namespace) -> None:
    if args.digit is not None:
        explorer.session.place_sample(args.digit)
    elif args.image is not None and ".jsonl" in args.image.suffixes:
        from explorer.digits.strokes import read_strokes

        drawings = read_strokes(args.image)
        if not drawings:
            raise UserError(f"{args.image} holds no drawing.")
        explorer.session.place_drawing(drawings[0].drawing)
    elif args.image is not None:
        from explorer.digits.images import read_picture

        explorer.session.place_picture(read_picture(args.image))


class _waiting_for:  # noqa: N801 - reads as a word: with _waiting_for(explorer)
    """Runs the event loop at the end of the block until the explorer says it is ready."""

    def __init__(self, explorer: Explorer) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        self._loop = QEventLoop()
        self._timer = QTimer(singleShot=True, interval=PATIENCE_MS)
        explorer.ready.connect(self._loop.quit)
        self._timer.timeout.connect(self._loop.quit)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._loop.exec()
        if not self._timer.isActive():
            raise UserError("The network was not loaded in time.")
        self._timer.stop()


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if not match:
        raise argparse.ArgumentTypeError(f"a size looks like 1600x1000, not {text!r}")
    return int(match[1]), int(match[2])


def _cell(text: str) -> tuple[str, tuple[int, ...]]:
    match = re.fullmatch(r"(\w+):(\d+(?:,\d+)*)", text)
    if not match:
        raise argparse.ArgumentTypeError(f"a cell looks like pool1:2,4,7, not {text!r}")
    return match[1], tuple(int(n) for n in match[2].split(","))
