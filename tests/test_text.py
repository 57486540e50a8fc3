"""Texts in the user's language."""

from __future__ import annotations

from explorer.text import _, ngettext


def test_a_text_without_a_translation_is_its_source() -> None:
    assert _("Saved as {name}.").format(name="a.png") == "Saved as a.png."


def test_a_count_chooses_the_form() -> None:
    forms = [ngettext("{count:,} step", "{count:,} steps", n).format(count=n) for n in (0, 1, 1875)]
    assert forms == ["0 steps", "1 step", "1,875 steps"]
