"""The known digit that is nearest to the drawing, and how many digits have a nearer one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.records import UNLIKE, Likeness
from explorer.text import _
from explorer.views.parts.brush import look_of
from explorer.views.parts.help import explain
from explorer.views.parts.number_text import percent
from explorer.views.parts.painting import thumbnail
from explorer.views.style.theme import GRID, SMALL, Theme
from explorer.views.style.themed import Themed

_SIDE = 32
_READABLE = 100  # milliseconds a number stands still, which spares the frames of a stroke
_LONGEST = 0.999, 8, 90.0  # what a sentence has to have room for
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter)


class LikenessRow(Themed, QWidget):
    """The nearest known digit as a picture, and the measured distance in one sentence."""

    opaque = True

    def __init__(self) -> None:
        super().__init__()
        self._likeness: Likeness | None = None
        self._picture: QImage | None = None  # of the nearest digit, made when it is painted
        self._later = QTimer(self, singleShot=True, interval=_READABLE)
        self._later.timeout.connect(self.update)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        tip = _("How near the drawing comes to a digit that the network reads rightly.")
        detail = _(
            "By the angle between the features that enter the dense layers. Where at least "
            "{percent} of the bundled test digits have a nearer one, it looks like no digit."
        )
        explain(self, _("Nearest known digit"), tip, detail.format(percent=percent(UNLIKE)))

    def show_likeness(self, likeness: Likeness | None) -> None:
        """Show a comparison; nothing while there is none."""
        before, self._likeness = self._likeness, likeness
        if before is None or likeness is None or likeness.nearest is not before.nearest:
            self._picture = None
        if (before is None) is not (likeness is None):
            self.update()
        elif likeness is not before and not self._later.isActive():
            self._later.start()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        super().set_theme(theme)
        self._picture = None

    def sizeHint(self) -> QSize:
        return QSize(0, self.theme.size(_SIDE))

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(1, width - self.theme.size(_SIDE) - GRID), 1000)
        font = QFontMetrics(self.theme.font(SMALL))
        words = font.boundingRect(room, _WRAPPED, sentence(*_LONGEST))
        return max(self.theme.size(_SIDE), words.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, side = QPainter(self), self.theme, self.theme.size(_SIDE)
        painter.fillRect(self.rect(), theme.color("panel"))
        given = self._likeness
        if given is None:
            return
        self._picture = self._picture or thumbnail(given.nearest, look_of(theme))
        painter.drawImage(QRectF(0, (self.height() - side) / 2, side, side), self._picture)
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font(SMALL))
        words = self.rect().adjusted(side + GRID, 0, 0, 0)
        painter.drawText(words, _WRAPPED, sentence(given.nearer, given.label, given.angle))


def sentence(nearer: float, label: int, angle: float) -> str:
    """Return how far the nearest known digit is, as a share of the digits and as an angle."""
    text = _("Nearest known digit: a {label}, {angle}° away; {percent} of digits have one nearer.")
    return text.format(percent=percent(nearer), label=label, angle=round(angle))
