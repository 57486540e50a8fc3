"""One sentence about what went wrong, or what was done, in the way of nothing."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from explorer.text import _
from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.widgets import PADDING, heading, row
from explorer.views.style.theme import GRID

_ERROR_MS, _NOTE_MS = 15_000, 6_000
_MAY_BREAK = re.compile(r"(?<=[/\\_.-])")  # a path has no spaces


class Banner(QWidget):
    """Hidden until there is something to say; goes away by its button, by Esc or after a while.

    An error is as wide as the page. A note is as wide as its words, lets the mouse through, and
    waits for no one; it never takes the place of an error.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sentence, self._wrong = "", False
        self._mark = heading("!")
        self._label = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._label.setMinimumWidth(1)
        tip = _("Put this message away.")
        self._close = ToolButton(_("Close"), tip, shortcut="Esc", icon="close", shape=FLAT)
        self._close.clicked.connect(self.dismiss)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)
        self._frame = QFrame()
        self._place = row(self._frame, within=self)
        self._place.setContentsMargins(GRID, 0, GRID, GRID)
        parts = self._mark, (self._label, 1), self._close
        layout = row(*parts, spacing=GRID, within=self._frame)
        layout.setContentsMargins(PADDING, GRID // 2, PADDING, GRID // 2)
        self.hide()

    @property
    def sentence(self) -> str:
        """The error that is shown, or nothing."""
        return self._sentence if self._wrong and not self.isHidden() else ""

    @property
    def note(self) -> str:
        """The note that is shown, or nothing."""
        return "" if self._wrong or self.isHidden() else self._sentence

    @Slot(str)
    def show_error(self, sentence: str) -> None:
        """Show what went wrong instead of anything earlier."""
        self.setAccessibleName(_("Error: {sentence}").format(sentence=sentence))
        self._label.setText(_MAY_BREAK.sub("\u200b", sentence))
        self._show(sentence, wrong=True)

    @Slot(str)
    def show_note(self, sentence: str) -> None:
        """Show for a moment what was done, unless there is an error to read."""
        if self.sentence:
            return
        self.setAccessibleName(sentence)
        page = self.parentWidget() or self
        room = page.width() - 2 * (GRID + PADDING + GRID)
        elide = Qt.TextElideMode.ElideMiddle
        self._label.setText(self._label.fontMetrics().elidedText(sentence, elide, room))
        self._show(sentence, wrong=False)

    def dismiss(self) -> None:
        """Put the message away."""
        self._timer.stop()
        self.hide()

    def _show(self, sentence: str, *, wrong: bool) -> None:
        self._sentence, self._wrong = sentence, wrong
        self._label.setWordWrap(wrong)
        self._mark.setVisible(wrong)
        self._close.setVisible(wrong)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not wrong)
        wide = Qt.AlignmentFlag(0) if wrong else Qt.AlignmentFlag.AlignHCenter
        self._place.setAlignment(self._frame, wide)
        for part, role in ((self._frame, "banner"), (self._label, "error")):
            part.setProperty("role", role if wrong else "note")
            part.style().polish(part)
        self.show()
        self.raise_()
        self._timer.start(_ERROR_MS if wrong else _NOTE_MS)
