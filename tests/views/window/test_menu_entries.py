"""The menus as data."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence

from explorer.network.presets import PRESETS as ARCHITECTURES
from explorer.views.draw.page import draw_slot
from explorer.views.page import MenuEntry, Page
from explorer.views.train.slot import train_slot
from explorer.views.window.menus import PRESETS, MenuChoice, rows_of, shortcut_rows

SLOTS = (draw_slot(Page), train_slot(Page))


def entries() -> list[MenuEntry]:
    return [row for rows in rows_of(SLOTS).values() for row in rows if isinstance(row, MenuEntry)]


def test_every_preset_can_be_chosen() -> None:
    assert {e.key.removeprefix("preset:") for e in PRESETS.entries} == set(ARCHITECTURES)


@pytest.mark.parametrize("entry", entries(), ids=lambda e: e.key)
def test_an_entry_has_a_sentence_and_shortcuts_that_qt_knows(
    entry: MenuEntry, qapp: object
) -> None:
    assert entry.tip.endswith(".")
    for keys in entry.shortcuts:
        assert QKeySequence(keys).toString(), keys


def test_an_entry_s_key_means_one_thing_only() -> None:
    meanings = {entry.key: entry for entry in entries()}
    assert all(meanings[entry.key] == entry for entry in entries())


def test_choices_explain_their_options() -> None:
    choices = [
        row for rows in rows_of(SLOTS).values() for row in rows if isinstance(row, MenuChoice)
    ]
    assert all(entry.tip.endswith(".") for choice in choices for entry in choice.entries)


def test_the_guide_s_rows_name_each_shortcut_once() -> None:
    names = [text for text, _, _ in shortcut_rows(SLOTS)]
    assert len(names) == len(set(names))
    assert "Place sample" in names
