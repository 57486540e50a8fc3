import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from explorer.views.scene.held_key import HeldKey


def test_shift_is_heard_wherever_the_keyboard_is(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    shift, said = HeldKey(Qt.Key.Key_Shift, field), []
    shift.changed.connect(said.append)
    shift.listen(field)
    qtbot.keyPress(field, Qt.Key.Key_Shift)
    assert shift.held
    qtbot.keyRelease(field, Qt.Key.Key_Shift)
    qtbot.keyPress(field, Qt.Key.Key_Shift)
    shift.stop()
    qtbot.keyPress(field, Qt.Key.Key_Shift)
    assert said == [True, False, True, False]


def test_a_widget_that_goes_away_is_forgotten(qtbot: QtBot) -> None:
    field = QLineEdit()
    field.show()
    qtbot.waitExposed(field)
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    host = QLineEdit()
    qtbot.addWidget(host)
    shift = HeldKey(Qt.Key.Key_Shift, host)
    shift.listen(field)
    field.close()
    with qtbot.waitSignal(field.destroyed):
        field.deleteLater()
    shift.stop()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_window_hears_of_a_key_only_what_the_focus_has_no_use_for(qtbot: QtBot) -> None:
    window, field, button, plain = QWidget(), QLineEdit(), QPushButton(), QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    for widget in (field, button, plain):
        layout.addWidget(widget)
    plain.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.show()
    window.activateWindow()
    space = HeldKey(Qt.Key.Key_Space, window)
    space.listen(window)
    for widget, heard in ((field, False), (button, False), (plain, True)):
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        qtbot.keyPress(widget, Qt.Key.Key_Space)
        assert space.held == heard
        qtbot.keyRelease(widget, Qt.Key.Key_Space)
        assert not space.held


def test_a_key_that_comes_up_in_another_window_is_not_held(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    shift = HeldKey(Qt.Key.Key_Shift, field)
    shift.listen(field)
    qtbot.keyPress(field, Qt.Key.Key_Shift)
    assert shift.held
    QApplication.sendEvent(field, QEvent(QEvent.Type.WindowDeactivate))
    assert not shift.held


def test_a_filter_whose_attributes_are_collected_already_stays_calm(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    key = HeldKey(Qt.Key.Key_Shift, window)
    key.listen(window)
    vars(key).clear()
    assert not key.eventFilter(window, QEvent(QEvent.Type.WindowDeactivate))
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
    assert not key.eventFilter(window, press)
