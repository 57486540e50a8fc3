"""One sentence about what went wrong, in the way of nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from explorer.text import _
from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.widgets import PADDING, heading, row
from explorer.views.style.theme import GRID

_STAYS_MS = 15_000


class Banner(QWidget):
    """Hidden until `show_error`; goes away by its button, by Esc or after a while."""

    def __init__(self) -> None:
        super().__init__()
        self._label = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._label.setProperty("role", "error")
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        tip = _("Put this message away.")
        close = ToolButton(_("Close"), tip, shortcut="Esc", icon="close", shape=FLAT)
        close.clicked.connect(self.dismiss)
        self._timer = QTimer(self, singleShot=True, interval=_STAYS_MS)
        self._timer.timeout.connect(self.dismiss)
        frame = QFrame()
        frame.setProperty("role", "banner")
        row(frame, within=self).setContentsMargins(GRID, 0, GRID, GRID)
        layout = row(heading("!"), (self._label, 1), close, spacing=GRID, within=frame)
        layout.setContentsMargins(PADDING, GRID // 2, GRID // 2, GRID // 2)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is shown, or nothing while hidden."""
        return self._label.text() if not self.isHidden() else ""

    @Slot(str)
    def show_error(self, sentence: str) -> None:
        """Show a sentence instead of any earlier one."""
        self._label.setText(sentence)
        self.setAccessibleName(_("Error: {sentence}").format(sentence=sentence))
        self.show()
        self.raise_()
        self._timer.start()

    def dismiss(self) -> None:
        """Put the message away."""
        self._timer.stop()
        self.hide()
