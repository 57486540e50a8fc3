"""Kills ``train`` again and again, in the middle of whatever it does, and lets it go on.

Runs as a program of its own that has imported torch once and then only forks, so that ten kills
take seconds: ``python -m tests.training.killing FOLDER SEED KILLS OPTIONS...``.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from explorer.cli import main
from explorer.training.record import frame_file, record_file
from explorer.training.record.run_notes import FILE

KINDS = ("time", "frame", "curves")


def die() -> None:
    """End as by `kill -9`, from whichever thread."""
    os.kill(os.getpid(), signal.SIGKILL)


def torn_write(module: object, moment: int, share: float) -> None:
    """Have a module's writes to files end in the middle of the one that is `moment`th."""
    ordinary: Callable[[FileIO, bytes | memoryview], None] = record_file.write_all
    left = moment

    def write_all(file: FileIO, data: bytes | memoryview) -> None:
        nonlocal left
        left -= 1
        if not left:
            file.write(data[: int(share * len(data))])
            die()
        ordinary(file, data)

    module.write_all = write_all  # type: ignore[attr-defined]


def attempt(arguments: list[str], kind: str, dice: random.Random) -> bool:
    """Run the command until it ends or is killed; return whether it was killed."""
    share, moment, seconds = dice.random(), dice.randint(2, 9), dice.uniform(0.02, 0.7)
    sys.stdout.flush()  # what is left would be said twice
    child = os.fork()
    if not child:
        if kind == "frame":
            torn_write(frame_file, moment, share)
        elif kind == "curves":
            torn_write(record_file, moment, share)
        elif kind == "notes":
            Path.replace = lambda *_: die()  # type: ignore[method-assign, assignment]
        os._exit(main(arguments))
    if kind == "time":
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False


def kill_and_resume(folder: Path, seed: int, kills: int, options: list[str]) -> list[str]:
    """Train in `folder` with so many kills, to the end; return what each was in the middle of."""
    dice, done = random.Random(seed), list[str]()
    while len(done) < kills:
        kind = KINDS[len(done) % len(KINDS)] if done else "notes"
        if not attempt(_command(folder, options), kind, dice):
            break
        done.append(kind)
    attempt(_command(folder, options), "nothing", dice)
    return done


def _command(folder: Path, options: list[str]) -> list[str]:
    """Return what a user would type: go on, or begin where not even that was written."""
    if (folder / FILE).exists():
        return ["train", "--resume", str(folder)]
    return ["train", "--run", str(folder), *options]


if __name__ == "__main__":
    import torch

    torch.set_num_threads(1)
    torch.optim.AdamW([torch.zeros(1)])  # imports much, so that no child has to
    kinds = kill_and_resume(Path(sys.argv[1]), *map(int, sys.argv[2:4]), sys.argv[4:])
    sys.stdout.write(" ".join(kinds))
