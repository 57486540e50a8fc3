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
from explorer.text import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

COMMANDS = ("classify", "train", "evaluate", "screenshot", "bench")
DEBUG = "CNN_EXPLORER_DEBUG"
# What the parser gives for no argument at all; the window must not wait for argparse.
NOTHING_ASKED = SimpleNamespace(image=None, checkpoint=None, page="", device="auto", seed=None)


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
        return _fail(_("Stopped."), 130)
    except BrokenPipeError:
        # Whoever read our output has seen enough; don't complain while closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        kind = type(error).__name__
        sentence = _("The program failed ({kind}: {error}); {variable}=1 shows where.")
        return _fail(sentence.format(kind=kind, error=error, variable=DEBUG), 1)


def _fail(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    from pathlib import Path

    from explorer.arguments import Parser, add_checkpoint, add_device

    parser = Parser(
        prog="cnn-explorer",
        description=_("Draw a digit and see every number a LeNet-style network computes from it."),
        epilog=_("Without a command the window opens."),
    )
    parser.add_argument("--version", action="version", version=f"CNN Explorer {__version__}")
    parser.add_argument("--image", type=Path, metavar="FILE", help=_("put this picture on the pad"))
    add_checkpoint(parser, _("open this network"))
    parser.add_argument("--page", default="", metavar="NAME", help=_("the page to open"))
    add_device(parser)
    parser.add_argument("--seed", type=int, help=_("makes random choices repeatable"))
    parser.set_defaults(run=_open_window)
    # Only the module of the command that is asked for is imported: the window must open at once.
    asked = [name for name in COMMANDS if name in arguments[:1]]
    named = any(not argument.startswith("-") for argument in arguments[:1])
    if asked or named or not {"-h", "--help"}.isdisjoint(arguments):
        commands = parser.add_subparsers(title=_("commands"), metavar="COMMAND")
        for name in asked or COMMANDS:
            importlib.import_module(f"explorer.commands.{name}").add_parser(commands)
    return parser


def _open_window(args: argparse.Namespace | SimpleNamespace) -> int:
    gc.disable()  # starting makes no garbage; later the app looks for it, in its own thread
    from explorer.app import run

    return run(args)
