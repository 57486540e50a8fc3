"""``bench``: the speed of the program as ratios within one run on this machine."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

from explorer.arguments import add_json
from explorer.errors import UserError
from explorer.text import _

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = (
    "drawing",
    "hover",
    "learning",
    "live_training",
    "stacked",
    "startup",
    "switch",
    "timeline",
    "training",
)


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("bench", help=_("measure the program's speed as ratios"))
    parser.add_argument("--only", choices=BENCHMARKS, help=_("measure just this part"))
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure and print; return the exit code."""
    if not (ROOT / "tests" / "benchmarks").is_dir():
        raise UserError(
            _("The benchmarks are part of the source checkout; this is an installation.")
        )
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    ratios: dict[str, float] = {}
    milliseconds: dict[str, dict[str, float]] = {}
    for name in [args.only] if args.only else BENCHMARKS:
        print(_("measuring {name} ...").format(name=name), file=sys.stderr)
        measurement: Any = importlib.import_module(f"tests.benchmarks.{name}").measure()
        ratios |= {key: round(value, 3) for key, value in measurement.ratios.items()}
        for key, (median, p95) in measurement.milliseconds.items():
            milliseconds[key] = {"median": round(median, 3), "p95": round(p95, 3)}
    if args.json:
        print(json.dumps({"ratios": ratios, "milliseconds": milliseconds}))
    else:
        _print_table(ratios, milliseconds)
    return 0


def _print_table(ratios: dict[str, float], milliseconds: dict[str, dict[str, float]]) -> None:
    for name, value in ratios.items():
        print(f"{name:40} {value:8.2f}")
    print(f"\n{'milliseconds':40} {'median':>8} {'p95':>8}")
    for name, times in milliseconds.items():
        print(f"{name:40} {times['median']:8.2f} {times['p95']:8.2f}")
