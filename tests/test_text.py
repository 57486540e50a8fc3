"""Texts in the user's language, and that all of them are marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.text import _, ngettext
from tests.marked_text import faults_in

EXPLORER = Path(__file__).resolve().parents[1] / "explorer"


def test_a_text_without_a_translation_is_its_source() -> None:
    assert _("Saved as {name}.").format(name="a.png") == "Saved as a.png."


def test_a_count_chooses_the_form() -> None:
    forms = [ngettext("{count:,} step", "{count:,} steps", n).format(count=n) for n in (0, 1, 1875)]
    assert forms == ["0 steps", "1 step", "1,875 steps"]


def test_every_text_is_marked() -> None:
    """`python -m tests.marked_text FOLDER` prints the places."""
    paths = sorted(EXPLORER.rglob("*.py"))
    assert not [str(fault) for fault in faults_in(paths, EXPLORER)]


MARKED = """
from explorer.text import _, ngettext

class ShownError(Exception):
    pass

class Row:
    title: str
    key: str

def explain(widget, name, tip): ...
"""


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ('label.setText(_("Width"))', None),
        ('label.setText("Width")', "not marked"),
        ('label.setText("width" if wide else "")', "not marked"),
        ('label.setText(f"{n} × {n}")', None),
        ('label.setText(f"{n} MiB")', None),
        ('label.setText(f"{n} steps")', "not marked"),
        ('label.setText(", ".join(["one", x]))', "not marked"),
        ('label.setToolTip("<b>%s</b>" % name)', None),
        ('QLabel("fit")', "not marked"),
        ('explain(label, "width", tip)', "not marked"),
        ('explain(label, tip=_("How wide it is."), name=_("width"))', None),
        ('Row("rows", "rows")', "not marked"),
        ('Row(_("rows"), "rows")', None),
        ('ROWS = {"a": "The first row."}', "not marked"),
        ('ROWS = ("Width", _("Height"))', "not marked"),
        ('ROWS = {"conv1": "conv2", "file-name": "a/b.txt"}', None),
        ('GREETING = "SAME AS 1 2 3"', None),
        ('NAME = "Not seen"  # no text: a key of the settings', None),
        ('raise ShownError(f"{path} is empty.")', "not marked"),
        ('raise ValueError(f"{path} is empty.")', None),
        ('raise UserError(_("{name} is empty."), name=path.name)', None),
        ('raise UserError(_("{name} is empty."), path=path)', "values that do not fit the text"),
        ('page.failed.emit("It is empty.")', "not marked"),
        ('parser.add_argument("--seed", help="repeatable")', "not marked"),
        ('logger.warning("it took %d seconds", n)', None),
        ('assert n, "there is something"', None),
        ('shown = text == "Some words"', "a text is read instead of data"),
        ('shown = text.endswith(" as it is.")', "a text is read instead of data"),
        ('shown = "conv1" in text and kind == "max"', None),
        ("label.setText(f\"{n} s{'s' if n > 1 else ''}\")", "a plural by hand"),
        ('_("{name} is empty.").format(name=path.name)', None),
        ('_("{count:,} of {all}").format(count=1)', "values that do not fit the text"),
        ('_("They are empty.").format(path.name)', "values that do not fit the text"),
        ('_("{name} is empty.").format(**values)', None),
        ('_("{} is empty.")', "a value without a name"),
        ('_(f"{path} is empty.")', "no literal to translate"),
        ("_(title)", "no literal to translate"),
        ('_("It is ") + name', "glued"),
        ("f\"{_('Width')}: {n}\"", "glued"),
        ('ngettext("{count} step", "{count} steps", n).format(count=n)', None),
        ('ngettext("a step", f"{n} steps", n)', "no literal to translate"),
        ("for _ in rows: pass", "binds the name of the mark"),
        ("first, *_ = rows", "binds the name of the mark"),
        ("call(lambda _: 1)", "binds the name of the mark"),
    ],
)
def test_an_unmarked_text_is_found(tmp_path: Path, code: str, why: str | None) -> None:
    module = tmp_path / "module.py"
    module.write_text(MARKED + code, encoding="utf-8")
    assert [fault.why for fault in faults_in([module], tmp_path)] == ([why] if why else [])
