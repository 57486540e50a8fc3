"""The status bar: a sentence about the selected cell, the last message, the device."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar, QWidget

from explorer.live.facts import NetworkFacts
from explorer.network.cells import Selection
from explorer.text import _
from explorer.views.parts.widgets import Elided
from explorer.views.style.theme import GRID, SMALL
from explorer.views.style.themed import Themed

_INVITATION = _("Point at any cell of the network to read its number.")
_MESSAGE_MS = 12_000
_REST_MS = 50  # a sentence that changes faster cannot be read


class Sentence(Themed, QWidget):
    """One line of text that follows the mouse: it paints itself and is never laid out anew.

    A `QLabel` would let Qt arrange the window and paint all parents again at every cell. What
    changes faster than one can read is painted when it comes to rest.
    """

    opaque = True

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._come_to_rest)
        self._painted = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show another text; a screen reader gets it as the description."""
        if text != self.text:
            self.text = text
            self.setAccessibleDescription(text)
            if not self._rest.isActive():
                self.update()
                self._rest.start()

    def _come_to_rest(self) -> None:
        if self._painted != self.text:
            self.update()
            self._rest.start()

    def sizeHint(self) -> QSize:
        return QSize(200, round(1.4 * self.theme.size(SMALL)))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._painted = self.text
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("panel"))
        painter.setFont(self.theme.font(SMALL))
        painter.setPen(self.theme.color("muted"))
        room = QRectF(self.rect()).adjusted(2 * GRID, 0, 0, 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.text)


class StatusBar(QStatusBar):
    """Always shows a sentence at the left; a screen reader gets the same one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._sentence, self._device = Sentence(_INVITATION), QLabel()
        self._message = Elided(middle=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._message.setContentsMargins(0, 0, 2 * GRID, 0)
        self._message.hide()
        self._device.setContentsMargins(0, 0, GRID, 0)
        self._sentence.setAccessibleName(_("Selected cell"))
        self.addWidget(self._sentence, 1)
        self.addPermanentWidget(self._message, 1)
        self.addPermanentWidget(self._device)
        self._timer = QTimer(self, singleShot=True, interval=_MESSAGE_MS)
        self._timer.timeout.connect(self._message.hide)

    @property
    def sentence(self) -> str:
        """The sentence at the left."""
        return self._sentence.text

    @property
    def message(self) -> str:
        """The message at the right, or nothing."""
        return "" if self._message.isHidden() else self._message.toolTip()

    def show_selection(self, selection: Selection | None, frozen: bool) -> None:
        """Describe a selection, or what one could do."""
        sentence = _INVITATION if selection is None else selection.sentence
        if frozen and selection is not None:
            sentence = _("{sentence} (kept; Esc lets go)").format(sentence=sentence)
        self._sentence.show_text(sentence)

    def show_note(self, sentence: str) -> None:
        """Show a message for a while."""
        self._message.show_text(sentence)
        self._message.show()
        self._timer.start()

    def show_network(self, facts: NetworkFacts) -> None:
        """Name the device in use."""
        self._device.setText(_("computing on {device}").format(device=facts.device.upper()))
