"""The window as a whole, with the real session and without a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QHelpEvent, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QScrollBar,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from explorer.live.facts import NetworkFacts
from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.network.cells import Cell
from explorer.views.pad.pad import Pad
from explorer.views.page import Page, PageSlot
from explorer.views.parts import files
from explorer.views.scene.options import SceneOptions
from explorer.views.style.theme import theme
from explorer.views.window.dialogs import GuideDialog
from explorer.views.window.window import Window
from tests.views.records import selection, spec, sure_of
from tests.views.windows import open_window


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(seed=1)
    yield session
    session.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session, settings: Settings) -> Window:
    window = open_window(session, settings, theme("light"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    assert window.menus["quit"].text()  # filled, without waiting for the first paint
    return window


def draw(qtbot: QtBot, pad: Pad) -> None:
    button = Qt.MouseButton.LeftButton
    qtbot.mousePress(pad, button, pos=QPoint(50, 50))
    for step in range(5):
        qtbot.mouseMove(pad, QPoint(60 + 20 * step, 60 + 10 * step))
    qtbot.mouseRelease(pad, button, pos=QPoint(140, 100))


def test_a_mouse_stroke_becomes_a_stroke_of_the_drawing(
    qtbot: QtBot, window: Window, session: Session
) -> None:
    draw(qtbot, window.front.pad_panel.pad)
    assert len(session.drawing.strokes) == 1
    assert len(session.drawing.strokes[0].points) >= 5


def test_a_right_click_on_the_pad_offers_what_one_does_with_a_drawing(
    window: Window, session: Session
) -> None:
    pad = window.page("draw").pad_panel.pad
    assert pad.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    offered = {action.text().replace("&", ""): action for action in pad.actions()}
    assert {"Undo", "Clear", "Eraser", "Paste"} <= set(offered)
    session.place_sample(7)
    offered["Clear"].trigger()
    assert session.drawing.empty


def test_the_drawing_and_its_steps_are_back_the_next_time(
    qtbot: QtBot, window: Window, session: Session, settings: Settings
) -> None:
    draw(qtbot, window.front.pad_panel.pad)
    draw(qtbot, window.front.pad_panel.pad)
    drawn = session.drawing
    window.close()
    session = Session(seed=1)
    again = open_window(session, settings, theme("light"))
    qtbot.addWidget(again)
    again.restore_rest()
    for before, after in zip(drawn.strokes, session.drawing.strokes, strict=True):
        np.testing.assert_array_equal(after.points, before.points)
    session.undo()
    assert len(session.drawing.strokes) == 1
    session.close()


def test_a_maximised_window_is_maximised_again_after_the_full_screen(
    qtbot: QtBot, window: Window
) -> None:
    window.showMaximized()
    window.menus["full_screen"].trigger()
    assert window.isFullScreen()
    window.menus["full_screen"].trigger()
    assert window.isMaximized()
    assert not window.isFullScreen()


def test_an_error_moves_nothing_on_the_page(window: Window) -> None:
    window.repaint()
    page = window.front
    before = page.geometry(), page.pad_panel.geometry()
    window.banner.show_error("The file is empty.")
    window.repaint()
    assert window.banner.isVisible()
    assert (page.geometry(), page.pad_panel.geometry()) == before
    window.banner.dismiss()
    assert (page.geometry(), page.pad_panel.geometry()) == before


def test_every_view_follows_the_stroke_before_it_ends(
    qtbot: QtBot, window: Window, session: Session
) -> None:
    page = window.front
    page.grab()
    before = page.preparation.pixels.grab().toImage()
    qtbot.mousePress(page.pad_panel.pad, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    qtbot.mouseMove(page.pad_panel.pad, QPoint(120, 150))
    session.flush()
    assert page.preparation.pixels.grab().toImage() != before
    qtbot.mouseRelease(page.pad_panel.pad, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("key", "keys", "pen"),
    [
        (Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier, (22.0, True)),
        (Qt.Key.Key_BracketRight, Qt.KeyboardModifier.NoModifier, (24.0, False)),
        (Qt.Key.Key_BracketLeft, Qt.KeyboardModifier.NoModifier, (20.0, False)),
    ],
)
def test_keys_choose_the_pen(
    qtbot: QtBot,
    window: Window,
    session: Session,
    key: Qt.Key,
    keys: Qt.KeyboardModifier,
    pen: tuple[float, bool],
) -> None:
    qtbot.keyClick(window, key, keys)
    assert (session.pen.width, session.pen.eraser) == pen
    panel = window.front.pad_panel
    assert panel.pen_width.shown == pen[0]
    assert panel.eraser_button.isChecked() == pen[1]


def test_undo_redo_and_clear_by_keyboard(qtbot: QtBot, window: Window, session: Session) -> None:
    draw(qtbot, window.front.pad_panel.pad)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_Z, control)
    assert session.drawing.empty
    qtbot.keyClick(window, Qt.Key.Key_Y, control)
    assert not session.drawing.empty
    qtbot.keyClick(window, Qt.Key.Key_Backspace)
    assert session.drawing.empty
    qtbot.keyClick(window, Qt.Key.Key_Z, control)
    assert not session.drawing.empty


def test_undo_is_offered_only_where_there_is_something_to_undo(
    qtbot: QtBot, window: Window
) -> None:
    panel = window.front.pad_panel
    assert not panel.undo_button.isEnabled()
    assert not window.menus["undo"].isEnabled()
    draw(qtbot, panel.pad)
    assert panel.undo_button.isEnabled()
    assert window.menus["undo"].isEnabled()


def test_a_digit_key_asks_for_a_sample_of_that_digit(
    qtbot: QtBot, window: Window, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    window.front.pad_panel.sample_requested.connect(asked.append)
    qtbot.mouseClick(window.front.pad_panel.samples[3], Qt.MouseButton.LeftButton)
    assert asked == [3]
    qtbot.keyClick(window, Qt.Key.Key_7)
    session.flush()
    assert session.drawing.picture is not None
    assert window.front.pad_panel.polarity.isVisible()


def test_a_dropped_image_lands_on_the_pad_with_its_polarity(
    window: Window, session: Session, tmp_path: Path
) -> None:
    image = QImage(40, 40, QImage.Format.Format_Grayscale8)
    image.fill(255)
    for x in range(15, 25):
        for y in range(8, 32):
            image.setPixel(x, y, 0)
    path = tmp_path / "one.png"
    image.save(str(path))
    window.front.pad_panel.pad.content_dropped.emit(path)
    session.flush()
    picture = session.drawing.picture
    assert picture is not None
    assert picture.inverted
    assert window.front.pad_panel.polarity.accessibleName() == "Dark ink"
    window.front.pad_panel.polarity.click()
    session.flush()
    assert window.front.pad_panel.polarity.accessibleName() == "Light ink"


def test_a_network_dropped_anywhere_is_opened(
    window: Window, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(session, "open_checkpoint", opened.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "net.safetensors"))])
    left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, keys))
    assert opened == [tmp_path / "net.safetensors"]


def test_a_wrong_file_gets_one_quiet_sentence_and_changes_nothing(
    qtbot: QtBot, window: Window, session: Session, tmp_path: Path
) -> None:
    draw(qtbot, window.front.pad_panel.pad)
    before = session.drawing
    wrong = tmp_path / "wrong.png"
    wrong.write_bytes(b"no image at all")
    window.files.take(wrong)
    assert "wrong.png" in window.banner.sentence
    assert session.drawing is before
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.banner.isVisible()


def test_drawings_travel_over_the_clipboard(qtbot: QtBot, window: Window, session: Session) -> None:
    draw(qtbot, window.front.pad_panel.pad)
    window.menus["copy"].trigger()
    assert not QGuiApplication.clipboard().image().isNull()
    window.menus["clear"].trigger()
    window.menus["paste"].trigger()
    assert session.drawing.picture is not None


def test_pasting_without_an_image_says_so(window: Window) -> None:
    QGuiApplication.clipboard().setText("seven")
    window.menus["paste"].trigger()
    assert "no image" in window.banner.sentence


@pytest.mark.parametrize("suffix", [".png", ".jsonl"])
def test_a_saved_drawing_can_be_opened_again(
    qtbot: QtBot,
    window: Window,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
) -> None:
    path = tmp_path / f"seven{suffix}"
    monkeypatch.setattr(files, "ask_save", lambda *_: path)
    monkeypatch.setattr(files, "ask_open", lambda *_: path)
    draw(qtbot, window.front.pad_panel.pad)
    window.menus["save_png"].trigger()
    assert path.name in window.status.message
    window.menus["clear"].trigger()
    window.menus["open_image"].trigger()
    assert not session.drawing.empty


def test_a_cancelled_dialog_changes_nothing(
    window: Window, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for ask in ("ask_open", "ask_save"):
        monkeypatch.setattr(files, ask, lambda *_: None)
    for key in ("open_image", "open_network", "save_png", "save_network"):
        window.menus[key].trigger()
    assert session.drawing.empty
    assert window.banner.sentence == ""


def test_the_selection_is_said_in_the_status_bar(window: Window, session: Session) -> None:
    chosen = selection(Cell("pool1", (3, 4, 7)))
    session.frame_changed.emit(replace(session.frame, selection=chosen))
    assert window.status.sentence == chosen.sentence
    session.frame_changed.emit(session.frame)
    assert window.status.sentence.startswith("Point at any cell")


def test_network_and_device_in_use_are_on_screen(window: Window, session: Session) -> None:
    session.network_changed.emit(
        NetworkFacts(spec(), "lenet", "pretrained", 61706, "cpu", "CUDA failed; using the CPU.")
    )
    assert window.bar.network.text() == "LeNet · 61,706 parameters"
    assert window.bar.device.text() == "CPU"
    assert "CUDA failed" in window.bar.device.toolTip()


@pytest.mark.parametrize("width", [1040, 1600])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_long_name_of_a_network_leaves_the_bar_in_order(
    window: Window, session: Session, width: int, scale: float
) -> None:
    window.looks.enlarge(scale)
    window.resize(width, 800)
    name = "my-network-" * 12 + "end"
    session.network_changed.emit(NetworkFacts(spec(), name, "a file", 61706, "cpu", ""))
    window.show_note(f"Saved {name}.safetensors.")
    QApplication.processEvents()
    assert window.width() == width
    assert name in window.bar.network.toolTip()
    shown = window.bar.network.text()
    assert shown.startswith("my")
    assert shown.endswith(("nd", "parameters"))
    parts = [
        w for w in window.bar.findChildren(QWidget) if w.parent() is window.bar and w.isVisible()
    ]
    parts.sort(key=lambda part: part.x())
    for left, right in pairwise(parts):
        assert left.geometry().right() < right.x()
        assert left.width() >= left.minimumSizeHint().width()
    assert parts[-1].geometry().right() < window.bar.width()


def test_what_was_done_is_shown_over_the_page_too(window: Window) -> None:
    window.menus["copy"].trigger()
    assert window.banner.note == window.status.message == "Copied the drawing."
    window.menus["release"].trigger()
    assert window.banner.note  # Esc is for errors and cells


def test_the_keyboard_goes_back_to_the_network_after_esc(window: Window, session: Session) -> None:
    page = window.page("draw")
    assert page.scene is not None
    window.front.pad_panel.pad.setFocus()
    window.menus["release"].trigger()
    assert window.focusWidget() is window.front.pad_panel.pad
    window.banner.show_error("The file is empty.")
    close = window.banner.findChild(QAbstractButton)
    assert close is not None
    close.setFocus()
    window.menus["release"].trigger()
    assert window.focusWidget() is page.scene.canvas


def test_an_answer_is_shown_as_soon_as_it_is_there(window: Window, session: Session) -> None:
    before = window.front.answer.headline.grab().toImage()
    session.frame_changed.emit(replace(session.frame, trace=sure_of(4)))
    assert window.front.answer.headline.grab().toImage() != before


def test_themes_restyle_everything_and_are_remembered(window: Window, settings: Settings) -> None:
    light = window.grab().toImage()
    window.menus["theme:dark"].trigger()
    dark = window.grab().toImage()
    points = [(x, y) for x in range(3, light.width(), 97) for y in range(3, light.height(), 53)]
    lights = np.array([light.pixelColor(*p).lightness() for p in points])
    darks = np.array([dark.pixelColor(*p).lightness() for p in points])
    assert np.median(lights) > 200
    assert np.median(darks) < 60
    assert settings.get("theme", "") == "dark"
    assert window.bar.theme_chip.text() == "Dark"


def test_text_can_be_enlarged(window: Window, settings: Settings) -> None:
    before = window.front.pad_panel.pen_button.sizeHint().height()
    window.looks.enlarge(1.5)
    assert window.front.pad_panel.pen_button.sizeHint().height() > before
    assert settings.get("text_scale", 1.0) == 1.5


def test_the_window_is_found_as_it_was_left(
    qtbot: QtBot, window: Window, session: Session, settings: Settings
) -> None:
    window.resize(1040, 700)  # the offscreen screen is no larger
    session.set_pen_width(31.0)
    window.menus["scope:map"].trigger()
    window.menus["all_winners"].trigger()
    window.front.set_what_if_open(False)
    window.close()
    other_session = Session(seed=1)
    other = open_window(other_session, settings, theme("light"))
    qtbot.addWidget(other)
    assert other.size() == QSize(1040, 700)
    assert other_session.pen.width == 31.0
    assert other.menus["scope:map"].isChecked()
    assert other.menus["all_winners"].isChecked()
    assert not other.front.what_if_open
    other_session.close()


@pytest.mark.parametrize("size", [(1280, 800), (1280, 740), (1600, 1000), (1920, 1080)])
@pytest.mark.parametrize("scale", [1.0, 1.25])
def test_nothing_is_cut_off(
    window: Window, size: tuple[int, int], scale: float, session: Session
) -> None:
    window.looks.enlarge(scale)
    window.resize(*size)
    QApplication.processEvents()  # what is in a scrolled column is laid out later
    assert window.size() == QSize(*size)
    for widget in _visible(window):
        parent = widget.parentWidget()
        inside = parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry())
        assert inside or _scrolls(widget), f"{widget} {widget.geometry()} in {parent.rect()}"
        if isinstance(widget, QAbstractButton):
            assert widget.height() >= widget.minimumSizeHint().height(), widget.accessibleName()
    pad = window.front.pad_panel.pad
    assert pad.width() == pad.height()
    assert pad.width() >= (160 if scale == 1 or size[1] >= 800 else 120)


def _visible(window: Window) -> list[QWidget]:
    return [w for w in window.front.findChildren(QWidget) if w.isVisible()]


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and parent.objectName() == "qt_scrollarea_viewport"


def test_every_control_explains_itself(window: Window) -> None:
    window.page("draw")
    kinds = (QAbstractButton, QAbstractSlider, QComboBox, Pad)
    found = [
        w
        for w in window.findChildren(QWidget)
        if (isinstance(w, kinds) or w.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not isinstance(w, QScrollBar)
        and w.window() is window  # a combo box's list is a window of its own
        and not isinstance(w.parentWidget(), QAbstractScrollArea)  # its viewport
        and not w.objectName().startswith("qt_")
    ]
    assert len(found) > 35
    for control in found:
        assert control.accessibleName(), f"{control} has no accessible name"
        assert control.whatsThis(), f"{control.accessibleName()} explains nothing"
        painted_over = control.accessibleName() == "Network scene"  # a tip would hide the cells
        assert control.toolTip() or painted_over, f"{control.accessibleName()} has no tooltip"


def test_every_menu_entry_explains_itself(window: Window) -> None:
    actions = [a for a in window.actions() if not a.isSeparator()]
    assert len(actions) > 25
    for action in actions:
        assert action.statusTip(), action.text()
        assert action.whatsThis(), action.text()


def test_no_two_menu_entries_share_a_shortcut(window: Window) -> None:
    keys = [key.toString() for action in window.actions() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_tab_walks_the_controls_from_top_to_bottom(window: Window) -> None:
    panel = window.front.pad_panel
    walked = []
    widget: QWidget = panel.pad
    while (widget := widget.nextInFocusChain()) is not panel.pad:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            walked.append(widget)
    names = [w.accessibleName() for w in walked]
    inside = [n for n in names if n in {"Pen", "Clear", "Sample 0", "Step: redraw"}]
    assert inside == ["Pen", "Clear", "Sample 0", "Step: redraw"]


def test_pages_get_tabs_from_the_second_on(
    qtbot: QtBot, window: Window, session: Session, settings: Settings
) -> None:
    assert not any(tab.isVisible() for tab in window.bar.tabs.values())
    window.close()
    two = open_window(session, settings, theme("light"), PageSlot("empty", "Empty", "None.", Page))
    qtbot.addWidget(two)
    two.show()
    assert all(tab.isVisible() for tab in two.bar.tabs.values())
    assert "empty" not in two.pages  # made when it is first shown
    qtbot.mouseClick(two.bar.tabs["empty"], Qt.MouseButton.LeftButton)
    assert two.front is two.pages["empty"]
    assert two.front.isVisible()
    two.menus["page:draw"].trigger()
    assert not two.pages["empty"].isVisible()
    assert two.menus["page:draw"].isChecked()


def test_exports_act_on_the_page_in_front(
    qtbot: QtBot,
    session: Session,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Other(Page):
        copied = saved = 0

        def copy_code(self) -> None:
            self.copied += 1

        def save_network(self) -> bool:
            self.saved += 1
            return True

    two = open_window(session, settings, theme("light"), PageSlot("other", "Other", "O.", Other))
    qtbot.addWidget(two)
    two.page("draw")
    two.show_page("other")
    asked: list[object] = []
    monkeypatch.setattr(files, "ask_save", lambda *what: asked.append(what))
    for key in ("copy_code", "save_network", "save_scene", "copy_scene"):
        two.menus[key].trigger()
    assert (two.front.copied, two.front.saved) == (1, 1)  # type: ignore[attr-defined]
    assert asked == []  # it shows no network whose picture could be saved
    two.show_page("draw")
    two.menus["save_scene"].trigger()
    assert len(asked) == 1


def test_the_scene_gets_what_is_already_there(
    window: Window,
) -> None:
    window.menus["all_winners"].trigger()
    scene = window.page("draw").scene
    assert scene is not None
    assert scene.options == window.options
    scene.cell_clicked.emit(Cell("input", (0, 1, 1)))
    scene.options_requested.emit(SceneOptions(scope="network"))
    assert window.menus["scope:network"].isChecked()


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_the_picture_of_the_network_is_copied_and_saved(
    window: Window, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"network.{suffix}"
    monkeypatch.setattr(files, "ask_save", lambda *_: path)
    window.page("draw")
    window.menus["save_scene"].trigger()
    head = path.read_bytes()[:100]
    assert head.startswith(b"\x89PNG") if suffix == "png" else b"<?xml" in head
    window.menus["copy_scene"].trigger()
    assert not QGuiApplication.clipboard().image().isNull()


def test_a_right_click_on_the_scene_offers_what_can_be_taken_along(window: Window) -> None:
    scene: Any = window.page("draw").scene
    offered = [action.text() for action in scene.canvases.actions()]
    assert "Copy picture of the &network" in offered
    assert scene.canvases.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_f1_and_the_question_mark_open_one_guide(qtbot: QtBot, window: Window, key: Qt.Key) -> None:
    for _again in range(2):
        qtbot.keyClick(window.front.pad_panel.pad, key)
    (guide,) = window.findChildren(GuideDialog)
    assert guide.isVisible()
    guide.close()
    qtbot.waitUntil(lambda: not window.findChildren(GuideDialog))
    window.bar.help.click()
    window.findChild(GuideDialog).close()


@pytest.mark.qt_log_ignore(r"raise\(\)")
def test_hints_come_only_where_asked_for_again_by_the_menu_and_go_with_escape(
    qtbot: QtBot, window: Window, session: Session, settings: Settings
) -> None:
    def rest() -> bool:
        viewport = window.front.scene.canvas.viewport()
        place = QPoint(6, 6)
        event = QHelpEvent(QEvent.Type.ToolTip, place, viewport.mapToGlobal(place))
        QApplication.sendEvent(viewport, event)
        return QToolTip.isVisible()

    window.page("draw")
    assert not rest()
    hinting = Window(session, settings, theme("light"), window.slots)
    hinting.hinting = True
    window.close()
    window, before = hinting, window
    qtbot.addWidget(window)
    window.page("draw")
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    assert rest()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    assert settings.get("hints_given", "") == "zoom"
    window.menus["hints"].trigger()
    assert settings.get("hints_given", "") == ""
    del before
