"""Brings the Train page into a state worth a picture: trained so far, at a phase, with a panel."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from explorer.errors import UserError
from explorer.training.plan import PHASES

if TYPE_CHECKING:
    import argparse

    from explorer.app import Explorer
    from explorer.live.training.facts import TrainerState
    from explorer.views.train.page import TrainPage

SECTIONS = ("data", "network", "plan", "runs")
PANELS = ("curves", "step", "confusion", "compare")
PATIENCE = 120.0  # seconds
SETTLE_MS = 700  # the curves are redrawn, the past is searched for the first reading


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what only the Train page knows."""
    group = parser.add_argument_group("with --page train")
    group.add_argument(
        "--train-steps", type=int, metavar="N", help="train on the bundled digits, so many steps"
    )
    group.add_argument(
        "--learning-rate", type=float, metavar="X", help="of that run; 30 makes it diverge"
    )
    group.add_argument("--at", type=int, metavar="STEP", help="then go back to this step")
    group.add_argument("--phase", choices=PHASES, help="then stop after this phase of a step")
    group.add_argument("--section", choices=SECTIONS, help="what the left column shows")
    group.add_argument("--panel", choices=PANELS, help="what the right column shows")


def prepare(explorer: Explorer, args: argparse.Namespace) -> None:
    """Show the page and do what the options say; raises UserError where that fails."""
    from explorer.live.training import commands
    from explorer.views.train.page import TrainPage

    page = explorer.window.page("train")
    assert isinstance(page, TrainPage)
    explorer.window.show_page("train")
    failures: list[str] = []
    page.failed.connect(failures.append)
    _wait(page.left.start.isEnabled, failures)
    if args.train_steps is not None:
        _train(page, args, failures)
    if args.at is not None:
        page.trainer.send(commands.JumpTo(args.at))
        _wait(lambda: _at(page.trainer.state, args.at), failures)
    if args.phase is not None:
        _go_to_phase(page, args.phase, failures)
    if args.section is not None:
        page.left.show_section(args.section)
    if args.panel is not None:
        page.right.chips.buttons[args.panel].click()
    _spin(SETTLE_MS)


def _train(page: TrainPage, args: argparse.Namespace, failures: list[str]) -> None:
    from dataclasses import replace

    from explorer.live.training import commands
    from explorer.live.training.facts import Target

    plan = replace(page.left.plan.plan, epochs=max(3, -(-args.train_steps // 62)))
    if args.learning_rate is not None:
        plan = replace(plan, learning_rate=args.learning_rate, schedule="constant")
    page.data_host.use(plan)
    page.host.start()
    _wait(lambda: page.trainer.state.status == "paused", failures)
    if args.train_steps > 0:
        page.trainer.send(commands.SetTarget(Target("steps", args.train_steps)))
        page.trainer.send(commands.Play(True))
        _wait(lambda: _done(page.trainer.state, args.train_steps), failures)
        page.trainer.send(commands.SetTarget(Target()))


def _go_to_phase(page: TrainPage, phase: str, failures: list[str]) -> None:
    from explorer.live.training import commands

    page.trainer.send(commands.SetUnit("phase"))
    wanted = (PHASES.index(phase) + 1) % 4
    begin = page.trainer.state.step
    for _ in range(PHASES.index(phase) + 1):
        before = page.trainer.state
        page.trainer.send(commands.StepUnit(1))
        _wait(lambda before=before: _moved(before, page.trainer.state), failures)  # type: ignore[misc]
    _wait(lambda: page.trainer.state.phase == wanted, failures)
    page.right.show_panel("step")
    assert page.trainer.state.step >= begin


def _at(state: TrainerState, step: int) -> bool:
    return state.status == "paused" and state.step == step


def _done(state: TrainerState, steps: int) -> bool:
    stands = state.status == "paused"
    return stands and (state.head >= steps or state.finished or state.diagnosis is not None)


def _moved(before: TrainerState, now: TrainerState) -> bool:
    return now.status == "paused" and (now.step, now.phase) != (before.step, before.phase)


def _wait(reached: Callable[[], bool], failures: list[str]) -> None:
    """Let events happen until something is reached; raises UserError if it cannot be."""
    end = time.monotonic() + PATIENCE
    while not reached():
        if failures:
            raise UserError(failures[0])
        if time.monotonic() > end:
            raise UserError("The Train page did not get there in time.")
        _spin(10)


def _spin(milliseconds: int) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
