"""One sentence about what went wrong, in the way of nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from explorer.text import _
from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.widgets import PADDING, heading
from explorer.views.style.theme import GRID

_STAYS_MS = 15_000


class Banner(QWidget):
    """Hidden until `show_error`; goes away by its button, by Esc or after a while."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark, self._label = heading("!"), QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setProperty("role", "error")
        self._label.setWordWrap(True)
        self._sentence = ""
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = ToolButton(
            _("Close"), _("Put this message away."), shortcut="Esc", icon="close", shape=FLAT
        )
        self._timer = QTimer(self, singleShot=True, interval=_STAYS_MS)
        frame = QFrame()
        frame.setProperty("role", "banner")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(GRID, GRID, GRID, 0)
        outer.addWidget(frame)
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(PADDING, GRID // 2, GRID // 2, GRID // 2)
        layout.setSpacing(GRID)
        layout.addWidget(self._mark)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._close)
        self._close.clicked.connect(self.dismiss)
        self._timer.timeout.connect(self.dismiss)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is shown, or nothing while hidden."""
        return self._sentence if not self.isHidden() else ""

    def show_error(self, sentence: str) -> None:
        """Show a sentence instead of any earlier one."""
        self._label.setText(sentence)
        self._sentence = sentence
        self.setAccessibleName(_("Error: {sentence}").format(sentence=sentence))
        self.show()
        self._timer.start()

    def dismiss(self) -> None:
        """Put the message away."""
        self._timer.stop()
        self.hide()
        self.closed.emit()
