"""The command line: no command opens the window, the others do one thing and end.

Bad input ends with one sentence on standard error and exit code 2, a failure of ours with 1.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

from explorer import __version__
from explorer.errors import UserError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

COMMANDS = ("classify", "train", "evaluate", "screenshot", "bench")
DEVICES = ("auto", "cpu", "cuda", "mps")
PAGES = ("draw", "train")
DEBUG = "CNN_EXPLORER_DEBUG"
# What the parser gives for no argument at all; the window must not wait for argparse.
NOTHING_ASKED = SimpleNamespace(image=None, checkpoint=None, page="draw", device="auto", seed=None)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with the given arguments and return its exit code."""
    # numpy's threads spin against torch's; has to be set before numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if not arguments:
            return _open_window(NOTHING_ASKED)
        args = _parser(arguments).parse_args(arguments)
        return int(args.run(args))
    except UserError as error:
        return _fail(str(error), 2)
    except KeyboardInterrupt:
        return _fail("Stopped.", 130)
    except BrokenPipeError:
        # Whoever read our output has seen enough; don't complain while closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        kind = type(error).__name__
        return _fail(f"The program failed ({kind}: {error}); {DEBUG}=1 shows where.", 1)


def _fail(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    from pathlib import Path

    from explorer.arguments import Parser

    parser = Parser(
        prog="cnn-explorer",
        description="Draw a digit and see every number a LeNet-style network computes from it.",
        epilog="Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"CNN Explorer {__version__}")
    parser.add_argument("--image", type=Path, metavar="FILE", help="put this picture on the pad")
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="open this network")
    parser.add_argument("--page", default="draw", choices=PAGES, help="the page to open")
    parser.add_argument("--device", default="auto", choices=DEVICES, help="where to compute")
    parser.add_argument("--seed", type=int, help="makes random choices repeatable")
    parser.set_defaults(run=_open_window)
    # Only the module of the command that is asked for is imported: the window must open at once.
    asked = [name for name in COMMANDS if name in arguments[:1]]
    if asked or any(not argument.startswith("-") for argument in arguments[:1]) or _help(arguments):
        commands = parser.add_subparsers(title="commands", metavar="COMMAND")
        for name in asked or COMMANDS:
            importlib.import_module(f"explorer.commands.{name}").add_parser(commands)
    return parser


def _help(arguments: Sequence[str]) -> bool:
    return "-h" in arguments or "--help" in arguments


def _open_window(args: argparse.Namespace | SimpleNamespace) -> int:
    gc.disable()  # starting makes no garbage; later the app looks for it, in its own thread
    from explorer.app import run

    return run(args)
