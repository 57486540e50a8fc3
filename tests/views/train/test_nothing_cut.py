"""No text is cut, none lies over another, none is too small: all pages, window and text sizes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.digits.drawing import Drawing, Stroke
from explorer.live.session import Session
from explorer.network.cells import Cell
from explorer.network.checkpoint import pretrained
from explorer.views.draw.page import DrawPage
from explorer.views.train.left import SECTIONS
from explorer.views.train.page import TrainPage
from explorer.views.train.right import PANELS
from explorer.views.window.window import Window
from tests.views.texts_seen import overlapping, seen_texts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SIZES = ((1280, 800), (1600, 1000), (1920, 1080), (2560, 1440))
SCALES = (1.0, 1.25, 1.5)
LEAST = 10.5  # pixels of a font
CELLS = (
    Cell("input", (0, 12, 12)),
    Cell("conv1", (3, 14, 15)),
    Cell("conv2", (3, 4, 5)),
    Cell("relu1", (3, 14, 15)),
    Cell("pool1", (3, 4, 5)),
    Cell("flatten", (77,)),
    Cell("dense1", (5,)),
    Cell("logits", (7,)),
    Cell("probabilities", (7,)),
)


def faults(window: Window) -> list[str]:
    """Return what is wrong with the texts that a window shows, without a note over its foot."""
    window.banner.dismiss()
    for _ in range(4):
        QApplication.processEvents()
    seen = seen_texts(window)
    assert len(seen) > 30
    found = [f"{text.words} of {text.widget} is cut" for text in seen if text.cut]
    found += [f"{text.words} is {text.size:.1f} px" for text in seen if text.size < LEAST]
    found += [f"{a.words} lies over {b.words}" for a, b in overlapping(seen)]
    return found


def sizes(window: Window) -> Iterator[str]:
    """Give the window every size and every size of text."""
    for size in SIZES:
        for scale in SCALES:
            window.looks.enlarge(scale)
            window.resize(*size)
            yield f"{size} {scale:.0%}"


def test_no_text_of_the_draw_page_is_cut_at_any_size(
    qtbot: QtBot, window: Window, session: Session
) -> None:
    page = window.page("draw")
    assert isinstance(page, DrawPage)
    session.set_network(pretrained("lenet"))
    seven = np.array([[70, 70], [200, 60], [135, 230]], np.float32)
    session.place_drawing(Drawing((Stroke(seven),)))
    session.flush()
    window.change_options(reduced_motion=True)
    found = []
    for where in sizes(window):
        found += [f"{where}: {fault}" for fault in faults(window)]
        for cell in CELLS:
            session.freeze(cell)
            found += [f"{where}, {cell.stage}: {fault}" for fault in faults(window)]
        page.set_what_if_open(True)
        page.pad_panel.more.setChecked(True)
        page.open_layer()
        found += [f"{where}, all open: {fault}" for fault in faults(window)]
        page.open_layer()
        page.pad_panel.more.setChecked(False)
        page.set_what_if_open(False)
        session.release()
    assert not found, "\n".join(found)


def test_no_text_of_the_train_page_is_cut_at_any_size(
    qtbot: QtBot, window: Window, finished: TrainPage
) -> None:
    found = []
    for where in sizes(window):
        for section in SECTIONS:
            finished.left.show_section(section)
            found += [f"{where}, {section}: {fault}" for fault in faults(window)]
        for panel in PANELS:
            finished.right.choose_panel(panel)
            qtbot.wait(60)
            found += [f"{where}, {panel}: {fault}" for fault in faults(window)]
    assert not found, "\n".join(found)
