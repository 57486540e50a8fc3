"""The parser of the command line, and the options that several commands have."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

from explorer.devices import DEVICES
from explorer.text import _


class Parser(argparse.ArgumentParser):
    """Reports what is wrong in one sentence instead of printing the usage first."""

    def error(self, message: str) -> NoReturn:
        """Print the sentence and end with exit code 2."""
        sentence = _("{program}: {message}. See {program} --help.")
        self.exit(2, sentence.format(program=self.prog, message=message) + "\n")


def add_checkpoint(parser: argparse.ArgumentParser, help: str) -> None:  # noqa: A002, argparse's
    """Add the option for a network's file."""
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help=help)


def add_device(parser: argparse.ArgumentParser) -> None:
    """Add the option for a device."""
    choices = list(DEVICES)
    parser.add_argument("--device", default="auto", choices=choices, help=_("where to compute"))


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add the option for machine-readable output."""
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
