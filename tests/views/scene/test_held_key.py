from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from explorer.views.scene.held_key import HeldShift


def test_shift_is_heard_wherever_the_keyboard_is(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    shift, said = HeldShift(field), []
    shift.changed.connect(said.append)
    shift.listen()
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
    shift = HeldShift(host)
    shift.listen()
    field.close()
    field.deleteLater()
    qtbot.waitUntil(lambda: shift._listened is None)
    shift.stop()
