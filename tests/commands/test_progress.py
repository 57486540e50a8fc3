"""Progress on standard error: a bar for people, few lines for logs."""

from __future__ import annotations

import io

from explorer.commands.progress import Progress


class Terminal(io.StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def test_a_log_gets_one_line_for_each_tenth() -> None:
    log = io.StringIO()
    with Progress("training", log) as progress:
        for done in range(1, 1001):
            progress.show(done, 1000, f"step {done}")
    lines = log.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[0] == "training  10%  step 100"
    assert lines[-1] == "training 100%  step 1000"


def test_a_terminal_gets_one_line_that_is_ended() -> None:
    terminal = Terminal()
    with Progress("training", terminal) as progress:
        progress.show(1, 10, "a long note that goes away")
        progress.show(10, 10, "done")
    shown = terminal.getvalue()
    assert shown.endswith("\n")
    assert shown.count("\n") == 1
    last = shown.split("\r")[-1]
    assert "100%  done" in last
    assert "goes away" not in last


def test_nothing_to_do_is_no_division_by_zero() -> None:
    with Progress("loading", Terminal()) as progress:
        progress.show(0, 0)
