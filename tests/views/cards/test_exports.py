"""What leaves the program: pictures, numbers and code that prints the number."""

from __future__ import annotations

import io
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.network.cells import Cell
from explorer.network.checkpoint import pretrained
from explorer.views.cards.card import ExplanationCard
from explorer.views.cards.exports import CardExports, array_bytes
from explorer.views.style.theme import load_fonts, theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")  # offscreen says so


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(seed=2)
    session.set_network(pretrained("lenet"))
    session.place_sample(7)
    session.flush()
    yield session
    session.close()


@pytest.fixture
def exports(qtbot: QtBot, session: Session) -> CardExports:
    load_fonts()
    card = ExplanationCard()
    qtbot.addWidget(card)
    card.set_theme(theme("light"))
    card.show_trace(session.trace)
    card.resize(300, 400)
    card.show()
    session.frame_changed.connect(lambda frame: card.show_explanation(frame.explanation))
    session.freeze(Cell("conv2", (3, 4, 5)))
    return CardExports(card, session)


def test_the_card_is_saved_as_a_picture_of_twice_its_size(
    exports: CardExports, tmp_path: Path
) -> None:
    path = tmp_path / "card.png"
    exports.save(path, "png")
    image = QImage(str(path))
    assert image.size() == exports.card.whole_size() * 2


def test_the_card_is_saved_as_a_drawing_with_its_words(
    exports: CardExports, tmp_path: Path
) -> None:
    path = tmp_path / "card.svg"
    exports.save(path, "svg")
    text = "".join(ET.parse(path).getroot().itertext())
    assert "conv2" in text
    assert "bias" in text


def test_the_numbers_of_the_selected_stage_are_saved_exactly(
    exports: CardExports, session: Session, tmp_path: Path
) -> None:
    assert session.trace is not None
    values = session.trace.stage("conv2").values
    exports.save(tmp_path / "a.npy", "npy")
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), values)
    exports.save(tmp_path / "a.csv", "csv")
    rows = np.loadtxt(tmp_path / "a.csv", delimiter=",", dtype=np.float32)
    np.testing.assert_array_equal(rows.reshape(values.shape), values)


def test_one_map_alone_can_be_saved(exports: CardExports, session: Session, tmp_path: Path) -> None:
    assert session.trace is not None
    values = session.trace.stage("conv2").values[3]
    exports.save(tmp_path / "a.npy", "map-npy")
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), values)
    exports.save(tmp_path / "a.csv", "map-csv")
    table = np.loadtxt(tmp_path / "a.csv", delimiter=",", dtype=np.float32)
    np.testing.assert_array_equal(table, values)


def test_the_code_can_be_saved_as_a_script(
    exports: CardExports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(parent: object, title: str, kind: str, suggestion: str) -> Path:
        asked.append(suggestion)
        return tmp_path / suggestion

    monkeypatch.setattr("explorer.views.cards.exports.ask_save", choose)
    for kind in ("py", "map-csv", "svg"):
        exports.card.title.save_requested.emit(kind)
    assert asked == ["conv2.py", "conv2-map3.csv", "conv2.svg"]
    assert "F.conv2d" in (tmp_path / "conv2.py").read_text(encoding="utf-8")
    assert (tmp_path / "conv2.svg").stat().st_size > 1000


def test_without_a_selected_number_there_is_no_code(exports: CardExports, session: Session) -> None:
    QGuiApplication.clipboard().setText("before")
    failed: list[str] = []
    session.failed.connect(failed.append)
    session.release()
    exports.copy_code()
    assert len(failed) == 1
    assert QGuiApplication.clipboard().text() == "before"


def test_an_exchanged_network_computes_the_number_from_a_saved_copy(
    exports: CardExports, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "explorer.views.cards.exports.ask_save", lambda *_: tmp_path / "average.safetensors"
    )
    session.exchange("pool1", "average")
    exports.copy_code()
    code = QGuiApplication.clipboard().text()
    assert "avg_pool2d" in code
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=100
    )
    assert session.trace is not None
    value = session.trace.stage("conv2").values[3, 4, 5]
    assert float(result.stdout) == pytest.approx(float(value), rel=1e-6), result.stderr


def test_a_vector_is_one_line_of_a_table() -> None:
    text = array_bytes(np.array([1.5, -2], np.float32), "csv")
    assert np.loadtxt(io.BytesIO(text), delimiter=",").tolist() == [1.5, -2]


def test_the_code_that_is_shown_and_copied_prints_the_selected_number(
    exports: CardExports, session: Session
) -> None:
    exports.card.title.code.click()
    window = exports.code_window
    assert window is not None
    assert window.isVisible()
    window.copy.click()
    code = QGuiApplication.clipboard().text()
    assert code == window.text.toPlainText()
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=100
    )
    assert session.trace is not None
    value = session.trace.stage("conv2").values[3, 4, 5]
    assert float(result.stdout) == pytest.approx(float(value), rel=1e-6), result.stderr


def test_a_file_that_cannot_be_written_is_said_in_one_sentence(
    exports: CardExports, tmp_path: Path
) -> None:
    from explorer.errors import UserError

    with pytest.raises(UserError, match=r"cannot be written"):
        exports.save(tmp_path / "no-folder" / "a.npy", "npy")
