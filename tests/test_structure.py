"""What holds for every module: names, docstrings of packages, and where imports may stand."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

EXPLORER = Path(__file__).resolve().parents[1] / "explorer"

# Words that tell a story instead of naming what happens: emit, report, show, request, command.
STORY = {
    *("tell", "tells", "told", "teller", "say", "says", "said", "wish", "wishes"),
    *("mouth", "desk", "seldom", "heard", "deed"),
}

# Everywhere else an import stands at the top of its module.
LAZY = {
    "the window must not wait for argparse, nor a command for the others": ("cli.py",),
    "the first paint must not wait for what is drawn and computed later": (
        "app.py",
        *(f"live/{name}.py" for name in ("accuracy", "data_source", "drawing_board")),
        *(
            f"live/{name}.py"
            for name in ("likeness", "network_source", "selecting", "session", "what_if")
        ),
        *("views/draw/page.py", "views/pad/pad.py", "views/window"),
    ),
    "most sessions need it late or never": (
        *("views/answer/answer.py", "views/cards/exports.py", "views/kernels/host.py"),
        "views/focus/host.py",
        "views/scene/stacked/switch.py",
    ),
    "a command that shows its help, or refuses its options, needs no torch and no Qt": (
        "commands",
    ),
    "the window can be closed before the training process has torch": ("live/training/child.py",),
    "ctypes is needed on Linux alone": ("memory.py",),
    "each system has one of fcntl and msvcrt": ("training/record/run_folder.py",),
}


@cache
def _trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(EXPLORER).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(EXPLORER.rglob("*.py"))
    }


def _lies_in(name: str, parts: tuple[str, ...]) -> bool:
    return any(name == part or name.startswith(f"{part}/") for part in parts)


def _identifiers(name: str, tree: ast.Module) -> Iterator[str]:
    yield Path(name).stem
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def test_names_tell_no_story() -> None:
    found = {
        f"{name}: {identifier}"
        for name, tree in _trees().items()
        for identifier in _identifiers(name, tree)
        if STORY & set(re.findall(r"[a-z]+", re.sub("([A-Z])", r"_\1", identifier).lower()))
    }
    assert not sorted(found)


def test_a_public_class_name_exists_once() -> None:
    places = defaultdict(list)
    for name, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(name)
    assert not {name: where for name, where in places.items() if len(where) > 1}


@pytest.mark.parametrize("package", [name for name in _trees() if name.endswith("__init__.py")])
def test_a_package_says_in_two_sentences_what_it_is_and_what_it_is_not(package: str) -> None:
    docstring = ast.get_docstring(_trees()[package]) or ""
    assert len(re.findall(r"\w[)\"`]*\.(?=\s|$)", docstring)) >= 2, docstring


def test_nothing_lies_loose_among_the_views() -> None:
    loose = {name for name in _trees() if re.fullmatch(r"views/\w+\.py", name)}
    assert loose <= {"views/__init__.py", "views/page.py"}


def test_only_app_knows_a_page_from_outside() -> None:
    """A folder with a `page.py` is a page; whoever adds one names it in `app` and nowhere else."""
    pages = {Path(name).parent.as_posix() for name in _trees() if name.endswith("/page.py")}
    pages -= {"views"}
    assert {"views/draw", "views/train"} <= pages
    found = {
        f"{name}:{node.lineno}: {node.module}"
        for name, tree in _trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and name != "app.py"
        for page in pages
        if f"{node.module}.".startswith(f"explorer.{page.replace('/', '.')}.")
        and not name.startswith(f"{page}/")
    }
    assert not sorted(found)


def test_imports_stand_at_the_top() -> None:
    lazy = tuple(part for parts in LAZY.values() for part in parts)
    found = {
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for name, tree in _trees().items()
        if not _lies_in(name, lazy)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert not sorted(found)
