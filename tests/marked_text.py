"""Finds text that is shown but not marked for translation: `python -m tests.marked_text [FOLDER]`.

It looks at the syntax tree alone and imports nothing. A fault is

- a literal that is no argument of `_` or `ngettext` although it has a word in it and goes where
  text is shown (Qt's setters and widgets, our own parameters called `text`, `tip`, `title` and so
  on, UserError, argparse's help), or although it reads like a sentence or a label;
- a text that is compared, searched or taken apart, and a plural by hand;
- a text that is put together: an f-string in `_()`, a `_()` in an f-string, pieces added up, values
  without a name, values that do not fit the text;
- a name `_` for anything else in a module that imports the mark.

A literal that only looks like text has a comment at its line, or at the first of its statement:
`# no text: a file's header`.
"""

from __future__ import annotations

import ast
import re
import string
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MARKS = {"_", "ngettext"}
EXEMPTION = "# no text: "
# What defines the marks, and what writes programs and style sheets.
EXEMPT = {"text.py", "network/code.py", "views/style/stylesheet.py"}

# Where Qt shows text: by the callable's name, the positions and keywords that hold it.
QT: dict[str, tuple[int | str, ...]] = {
    **dict.fromkeys(
        (
            "setText",
            "setToolTip",
            "setStatusTip",
            "setWhatsThis",
            "setWindowTitle",
            "setAccessibleName",
            "setAccessibleDescription",
            "setPlaceholderText",
            "setTitle",
            "setSuffix",
            "setPrefix",
            "setSpecialValueText",
            "setInformativeText",
            "setDetailedText",
            "setApplicationDisplayName",
            "setHtml",
            "setPlainText",
            "setIconText",
            "setHeaderLabels",
            "setHorizontalHeaderLabels",
            "setVerticalHeaderLabels",
            "addAction",
            "addItem",
            "addItems",
            "addMenu",
            "addRow",
            "addSection",
            "QLabel",
            "QPushButton",
            "QToolButton",
            "QCheckBox",
            "QRadioButton",
            "QAction",
            "QMenu",
            "QGroupBox",
        ),
        (0, 1, "text"),
    ),
    "setItemText": (1,),
    "setTabText": (1,),
    "insertItem": (1, 2),
    "addTab": (1, 2),
    "addButton": (0,),
    "showText": (1, 2),
    "showMessage": (0,),
    "drawText": (0, 1, 2, 3, 4, 5, 6),
    "addText": (0, 1, 2, 3),
    "setLabel": (1, 2, "text", "units"),
    **dict.fromkeys(
        (
            "information",
            "question",
            "critical",
            "about",
            "getText",
            "getItem",
            "getOpenFileName",
            "getSaveFileName",
            "getExistingDirectory",
        ),
        (1, 2, 3),
    ),
}
ARGPARSE = {"help", "description", "epilog", "title"}
ARGPARSE_CALLS = {
    "add_argument",
    "add_parser",
    "add_subparsers",
    "add_argument_group",
    "ArgumentParser",
    "Parser",
}
# What a parameter of ours is called if the text that it takes is shown.
SHOWN_PARAMETERS = {
    "caption",
    "captions",
    "detail",
    "heading",
    "label",
    "note",
    "question",
    "reason",
    "sentence",
    "text",
    "tip",
    "title",
    "titles",
    "tooltip",
    "words",
}
# `name` is mostly an identifier; of these it is what a screen reader says.
NAMED_ALOUD = {"explain", "Chips", "Field", "NumberEdit", "Picker", "ToolButton", "ValueSlider"}

# Errors for programmers, and calls whose text nobody sees.
PROGRAMMERS = {
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "ConnectionError",
    "EOFError",
    "FileNotFoundError",
    "ImportError",
    "IndexError",
    "KeyError",
    "LookupError",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "RuntimeError",
    "TimeoutError",
    "TypeError",
    "ValueError",
}
UNSEEN_CALLS = {
    "NewType",
    "Path",
    "QFont",
    "QKeySequence",
    "QSettings",
    "TypeVar",
    "__import__",
    "cast",
    "compile",
    "convert",
    "critical_section",
    "debug",
    "encode",
    "endswith",
    "exception",
    "find",
    "fullmatch",
    "getLogger",
    "getattr",
    "hasattr",
    "import_module",
    "isinstance",
    "match",
    "pack",
    "partition",
    "put_off",
    "removeprefix",
    "removesuffix",
    "resource",
    "rpartition",
    "search",
    "setAttribute",
    "setObjectName",
    "setProperty",
    "setStyle",
    "setStyleSheet",
    "setattr",
    "split",
    "startswith",
    "strftime",
    "strip",
    "sub",
    "unpack",
    "unpack_from",
    "warn",
}
READING_CALLS = {
    *("endswith", "find", "partition", "removeprefix", "removesuffix", "rpartition", "split"),
    "startswith",
}
UNSEEN_KEYWORDS = {"thread_name_prefix"}
LOGS = {"debug", "info", "warning", "error", "exception", "critical"}

# What stands the same in every language: units, functions, names, keys as Qt writes them.
SYMBOLS = {
    *("px", "KiB", "MiB", "GiB", "kB", "MB", "GB", "ms", "Hz", "min", "CUDA", "MPS", "CPU", "NaN"),
    *("exp", "log", "max", "sigmoid", "softmax", "tanh", "fh", "fw"),
    *("Adam", "AdamW", "SGD", "Harley", "LeNet", "MNIST", "Fashion", "CIFAR", "ImageNet", "ReLU"),
    *("CNN", "Explorer", "PyTorch", "PNG", "SVG", "RGB"),
    *("Backspace", "Del", "Esc", "Ctrl", "Alt", "Tab"),
}
_WORD = re.compile(r"[^\W\d_]{2,}")
_LOWER = re.compile(r"(?<![^\W_])[a-z]{2,}(?![\w])")
_CAPITAL = re.compile(r"[A-Z][a-z]+(?=$|[\s.,:;…?!])")
_IDENTIFIER = re.compile(r"\.[a-z]+|[a-z_]*[\d_][a-z\d_]*")
_MARKUP = re.compile(r"<[^>]*>|&\w+;|\{[^}]*\}")


# By the name of a function or class: positions and names of the arguments that are shown.
Shown = defaultdict[str, set[int | str]]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One place where text is not marked as it should be."""

    path: Path
    line: int
    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.why}: {self.text!r}"


def faults_in(paths: Iterable[Path], project: Path) -> list[Fault]:
    """Return the faults in modules; the signatures of all of `project` say what is shown."""
    public: Shown = defaultdict(set)
    exempt = {project / name for name in EXEMPT}
    for path in sorted(project.rglob("*.py")):
        _add_shown(public, ast.parse(path.read_text(encoding="utf-8")), private=False)
    return sorted(
        fault for path in paths if path not in exempt for fault in _Module(path, public).faults()
    )


def _add_shown(shown: Shown, tree: ast.Module, private: bool) -> None:
    """Add a module's public, or private, functions and classes with the arguments they show."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and private == (node.name[0] == "_"):
            parameters = _constructor if isinstance(node, ast.ClassDef) else _parameters
            for index, parameter in enumerate(parameters(node)):
                aloud = parameter == "name" and node.name in NAMED_ALOUD
                if parameter in SHOWN_PARAMETERS or aloud:
                    shown[node.name] |= {index, parameter}


def _constructor(node: ast.ClassDef) -> list[str]:
    """Return the parameters of a class: those of its `__init__`, else its fields."""
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name == "__init__":
            return _parameters(part)
    fields = (part.target for part in node.body if isinstance(part, ast.AnnAssign))
    return [field.id for field in fields if isinstance(field, ast.Name)]


def _parameters(node: ast.FunctionDef) -> list[str]:
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


class _Module:
    def __init__(self, path: Path, public: Shown) -> None:
        source = path.read_text(encoding="utf-8")
        self._path = path
        self._lines = source.splitlines()
        self._tree = ast.parse(source)
        self._shown = public.copy()
        _add_shown(self._shown, self._tree, private=True)
        self._found: list[Fault] = []
        self._statement = 1  # the line where the statement begins that is looked at
        self._marks = any(
            isinstance(node, ast.ImportFrom)
            and node.module == "explorer.text"
            and any(name.name == "_" for name in node.names)
            for node in ast.walk(self._tree)
        )

    def faults(self) -> Iterator[Fault]:
        self._visit(self._tree, strict=False)
        if self._marks:
            self._look_for_other_uses()
        yield from self._found

    def _visit(self, node: ast.AST, strict: bool) -> None:
        """Look through a node; `strict` where any word is one too many, not only a sentence."""
        if isinstance(node, ast.stmt):
            self._statement = node.lineno
        match node:
            case ast.Constant(value=str(text)):
                self._judge(node, text, strict)
            case ast.JoinedStr():
                self._visit_joined(node, strict)
            case ast.Call():
                self._visit_call(node, strict)
            case ast.BinOp(op=ast.Add() | ast.Mod()) if _marked(node.left) or _marked(node.right):
                self._report(node, ast.unparse(node), "glued")
            case ast.Raise(exc=ast.Call(func=func)) if _name(func) in PROGRAMMERS:
                pass
            case ast.Assert(test=test):
                self._visit(test, False)
            case ast.Compare():
                for part in (node.left, *node.comparators):
                    self._forbid_reading(part)
            case ast.arg():
                pass
            case ast.Subscript(value=value):
                self._visit(value, strict)
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                pass
            case ast.Dict(values=values):  # keys are looked up, not shown
                for value in values:
                    self._visit(value, False)
            case ast.AnnAssign(value=value):
                if value is not None:
                    self._visit(value, False)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                defaults = [d for d in node.args.kw_defaults if d is not None]
                for part in (*node.decorator_list, *node.args.defaults, *defaults, *node.body):
                    self._visit(part, False)
            case ast.Expr(value=ast.Constant(value=str())):
                pass
            case ast.match_case(guard=guard, body=body):
                for part in (*([guard] if guard else []), *body):
                    self._visit(part, False)
            case ast.IfExp(body=ast.Constant("s" | ""), orelse=ast.Constant("s" | "")):
                self._report(node, ast.unparse(node), "a plural by hand")
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self._visit(test, False)
                self._visit(body, strict)
                self._visit(orelse, strict)
            case ast.BoolOp() | ast.BinOp() | ast.Tuple() | ast.List() | ast.Starred():
                for child in ast.iter_child_nodes(node):
                    self._visit(child, strict)
            case _:
                for child in ast.iter_child_nodes(node):
                    self._visit(child, False)

    def _visit_joined(self, node: ast.JoinedStr, strict: bool) -> None:
        pieces = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        self._judge(node, "".join(map(str, pieces)), strict)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                if _marked(part.value):
                    self._report(part.value, ast.unparse(node), "glued")
                self._visit(part.value, False)

    def _visit_call(self, node: ast.Call, strict: bool) -> None:
        name = _name(node.func)
        if name in MARKS:
            self._check_mark(node, name)
            return
        if name == "format" and isinstance(node.func, ast.Attribute):
            self._check_format(node, node.func.value, strict)
            return
        if name in UNSEEN_CALLS or name in PROGRAMMERS or _is_log(node.func):
            for child in node.args:
                if not isinstance(child, ast.Constant | ast.JoinedStr):
                    self._visit(child, False)
                elif name in READING_CALLS:
                    self._forbid_reading(child)
            return
        if name == "join" and isinstance(node.func, ast.Attribute):
            for child in (node.func.value, *node.args):
                self._visit(child, strict)
            return
        if name == "UserError" and node.args and _marked(node.args[0]):
            self._check_values(node.args[0], node.keywords)
        shown = self._where_shown(node, name)
        self._visit(node.func, False)
        for index, argument in enumerate(node.args):
            self._visit(argument, index in shown)
        for keyword in node.keywords:
            if keyword.arg not in UNSEEN_KEYWORDS:
                self._visit(keyword.value, keyword.arg in shown)

    def _where_shown(self, node: ast.Call, name: str) -> set[int | str]:
        if name in ARGPARSE_CALLS:
            return set(ARGPARSE)
        if name == "emit" and isinstance(node.func, ast.Attribute):
            signal = _name(node.func.value)
            return {0} if signal in ("failed", "message_reported", "copied") else set()
        if name.endswith("Error"):
            return {0}
        if name in QT and (isinstance(node.func, ast.Attribute) or name[0] == "Q"):
            return set(QT[name]) | self._shown.get(name, set())
        return self._shown.get(name, set())

    def _check_mark(self, node: ast.Call, name: str) -> None:
        for argument in node.args[: 1 if name == "_" else 2]:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                self._report(argument, ast.unparse(argument), "no literal to translate")
            elif any(not field.isidentifier() for field in _fields(argument.value)):
                self._report(argument, argument.value, "a value without a name")
        if name == "ngettext" and len(node.args) > 2:
            self._visit(node.args[2], False)

    def _check_format(self, node: ast.Call, text: ast.expr, strict: bool) -> None:
        if isinstance(text, ast.Call) and _name(text.func) in MARKS:
            self._check_values(text, node.keywords)
            if node.args:
                self._report(text, ast.unparse(text), "values that do not fit the text")
        self._visit(text, strict)
        for value in (*node.args, *(keyword.value for keyword in node.keywords)):
            self._visit(value, False)

    def _check_values(self, text: ast.expr, values: Sequence[ast.keyword]) -> None:
        if not isinstance(text, ast.Call) or _name(text.func) not in MARKS:
            return
        spread = any(value.arg is None for value in values)  # `**values`: nobody knows which
        literals = text.args[: 1 if _name(text.func) == "_" else 2]
        wanted = {
            field
            for literal in literals
            if isinstance(literal, ast.Constant)
            for field in _fields(str(literal.value))
        }
        if not spread and {value.arg for value in values} != wanted:
            self._report(text, ast.unparse(text), "values that do not fit the text")

    def _forbid_reading(self, node: ast.expr) -> None:
        """Report a sentence that another one is compared with or searched for."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if " " in node.value.strip() and _reads_as_text(node.value):
                self._report(node, node.value, "a text is read instead of data")
        elif isinstance(node, ast.Tuple | ast.List | ast.Set):
            for element in node.elts:
                self._forbid_reading(element)
        elif not isinstance(node, ast.JoinedStr):
            self._visit(node, False)

    def _judge(self, node: ast.expr, text: str, strict: bool) -> None:
        if _is_word(text) if strict else _reads_as_text(text):
            self._report(node, text, "not marked")

    def _report(self, node: ast.expr, text: str, why: str) -> None:
        lines = [self._lines[self._statement - 1], *self._lines[node.lineno - 1 : node.end_lineno]]
        if not any(EXEMPTION in line for line in lines):
            self._found.append(Fault(self._path, node.lineno, text, why))

    def _look_for_other_uses(self) -> None:
        for node in ast.walk(self._tree):
            bound = (
                isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store)
            )
            if bound or (isinstance(node, ast.arg) and node.arg == "_"):
                self._found.append(
                    Fault(self._path, node.lineno, "_", "binds the name of the mark")
                )


def _name(func: ast.expr) -> str:
    if isinstance(func, ast.Name):
        return func.id
    return func.attr if isinstance(func, ast.Attribute) else ""


def _is_log(func: ast.expr) -> bool:
    return (
        isinstance(func, ast.Attribute) and func.attr in LOGS and "log" in _name(func.value).lower()
    )


def _marked(node: ast.expr) -> bool:
    """Return whether an expression is a marked text, filled in or not."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return _marked(node.func.value)
    return isinstance(node.func, ast.Name) and node.func.id in MARKS


def _fields(text: str) -> list[str]:
    """Return the names of the values in a text, `{name:.2f}`."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return []
    return [re.split(r"[.\[]", field)[0] for _text, field, *_rest in parts if field is not None]


def _is_word(text: str) -> bool:
    """Return whether there is a word in a text that is shown."""
    plain = _MARKUP.sub(" ", text)
    if _IDENTIFIER.fullmatch(plain.strip()) or plain.startswith("#"):
        return False
    return any(word not in SYMBOLS for word in _WORD.findall(plain))


def _reads_as_text(text: str) -> bool:
    """Return whether a literal is a label or part of a sentence, wherever it stands."""
    plain = _MARKUP.sub("{}", text)
    if all(word in SYMBOLS for word in _WORD.findall(plain)):
        return False
    if _CAPITAL.match(plain.lstrip("&")):
        return True
    return " " in plain and any(word not in SYMBOLS for word in _LOWER.findall(plain))


def main(arguments: Sequence[str]) -> int:
    """Print the faults below the folders, or in the files, that are named; all without any."""
    project = Path("explorer")
    places = [Path(argument) for argument in arguments] or [project]
    modules = [[place] if place.is_file() else sorted(place.rglob("*.py")) for place in places]
    faults = faults_in((path for paths in modules for path in paths), project)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
