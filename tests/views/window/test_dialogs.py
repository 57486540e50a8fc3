"""What dialogs ask and say."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from explorer.views.draw.page import draw_slot
from explorer.views.page import Page
from explorer.views.parts.files import CHECKPOINTS, DRAWINGS, IMAGES, FileKind, with_suffix
from explorer.views.scene.gestures import GESTURES
from explorer.views.train.slot import train_slot
from explorer.views.window.dialogs import (
    QuestionsDialog,
    about,
    guide,
)


class _Option:
    def __init__(self, value: str, text: str) -> None:
        self.value, self.text = value, text


class _Question:
    key, text, default = "pooling", "Which pooling?", "max"
    options = (_Option("average", "the average"), _Option("max", "the maximum"))


def test_questions_start_at_the_usual_answer(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = QuestionsDialog("net.pt", "two convolutions", [_Question()], parent)  # type: ignore[list-item]
    assert dialog.answers == {"pooling": "max"}
    box = dialog.findChild(QComboBox)
    assert box is not None
    box.setCurrentIndex(0)
    assert dialog.answers == {"pooling": "average"}
    assert box.accessibleName() == "Which pooling?"


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("seven", DRAWINGS[0], "seven.png"),
        ("seven.png", DRAWINGS[1], "seven.png"),
        ("seven", DRAWINGS[1], "seven.jsonl"),
        ("net", CHECKPOINTS[0], "net.safetensors"),
        ("seven", IMAGES[-1], "seven"),
    ],
)
def test_a_missing_suffix_is_added(name: str, kind: FileKind, expected: str) -> None:
    assert with_suffix(Path(name), kind) == Path(expected)


def test_every_kind_of_drawing_file_has_its_filter() -> None:
    filters = [kind.filter for kind in DRAWINGS]
    assert filters == ["PNG image (*.png)", "Strokes (*.jsonl *.jsonl.gz)"]


def test_guide_and_about_are_written(qapp: object) -> None:
    html = guide((draw_slot(Page), train_slot(Page)))
    assert "Shift+F1" in html
    for gesture in GESTURES:
        assert gesture.how in html
        assert gesture.what[1:] in html
    assert {gesture.hint for gesture in GESTURES if gesture.hint} == {
        "zoom",
        "move",
        "numbers",
        "forward",
    }
    assert "MIT" in about()
