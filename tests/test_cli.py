"""The command line as a script sees it: output, exit codes, one sentence per fault."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from explorer import __version__
from explorer.cli import COMMANDS, NOTHING_ASKED, _parser, main
from explorer.errors import UserError

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
    )


def test_help_names_every_command() -> None:
    result = run("--help")
    assert result.returncode == 0
    assert all(command in result.stdout for command in COMMANDS)


def test_version() -> None:
    assert run("--version").stdout.strip() == f"CNN Explorer {__version__}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["--device", "tpu"],
        ["--seed", "many"],
        ["classify"],
        ["classify", "no-such-file.png"],
        ["classify", "--checkpoint", "no-such.safetensors", "main.py"],
        ["evaluate", "--data", "no-such-folder"],
        ["train", "--data", "bundled"],
        ["screenshot", "no-such-folder/out.png"],
        ["screenshot", "out.png", "--size", "huge"],
        ["--image", "no-such-file.png"],
    ],
)
def test_bad_input_ends_with_one_sentence_and_exit_code_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_a_fault_of_ours_ends_with_one_sentence_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(args: object) -> int:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("explorer.cli._open_window", fail)
    assert main([]) == 1
    assert "ZeroDivisionError: oh" in capsys.readouterr().err


def test_a_users_error_ends_with_its_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(args: object) -> int:
        raise UserError("That is a folder.")

    monkeypatch.setattr("explorer.cli._open_window", refuse)
    assert main([]) == 2
    assert capsys.readouterr().err == "That is a folder.\n"


def test_no_argument_means_what_the_parser_takes_for_granted() -> None:
    """Starting without arguments goes past the parser, to open the window sooner."""
    given = vars(_parser([]).parse_args([]))
    given.pop("run")
    assert given == vars(NOTHING_ASKED)
