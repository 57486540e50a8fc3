"""The network's best guess, large, with its probability and the runner-up."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.cells import format_apart_from_one, number
from explorer.network.records import Trace
from explorer.text import _
from explorer.views.answer.bars import percent
from explorer.views.parts.texts import Texts
from explorer.views.style.theme import DISPLAY, LARGE, SMALL, Theme
from explorer.views.style.themed import Themed

EMPTY, LOADING = _("Draw something"), _("Loading the network…")


class Headline(Themed, QWidget):
    """The top guess, its probability and the runner-up; or a calm sentence without a trace."""

    opaque = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trace: Trace | None = None
        self._name = ""
        self._lines: tuple[str, ...] = ()
        self._quiet = EMPTY
        self._display: dict[str, QFont] = {}
        self._large: Texts | None = None
        self._small: Texts | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_trace(self, trace: Trace | None) -> None:
        """Show the best two classes of a trace."""
        before, self._trace = (self._trace is None, self._name), trace
        if trace is not None:
            self._name, self._lines = texts(trace)
        if before == (trace is None, self._name):
            self.update(self._numbers_area())
        else:
            self.update()

    def show_quiet(self, sentence: str) -> None:
        """Set what is written while there is no trace."""
        self._quiet = sentence
        self.update()

    @property
    def quiet(self) -> str:
        """What is written while there is no trace."""
        return self._quiet

    def name_width(self) -> float:
        """Return how wide the guess's name is written."""
        font = self._display_font(self._name, self._split())
        return QFontMetricsF(font).horizontalAdvance(self._name)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        super().set_theme(theme)
        self._display.clear()
        self._large = Texts(theme.font(24, QFont.Weight.DemiBold))
        self._small = Texts(theme.font(SMALL))
        self.setFixedHeight(theme.size(DISPLAY) + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel"))
        if self._trace is None:
            painter.setFont(theme.font(LARGE))
            painter.setPen(theme.color("muted"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._quiet)
        else:
            self._paint_guess(painter, event.rect())

    def _paint_guess(self, painter: QPainter, area: QRect) -> None:
        theme = self.theme
        left, x = self._split(), self._split() + 8
        if area.left() < left:
            painter.setPen(theme.color("text"))
            painter.setFont(self._display_font(self._name, left))
            room = QRectF(0, 0, left, self.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._name)
        if self._large is None or self._small is None:
            return
        top = (self.height() - self._large.height - 2 * self._small.height) / 2
        painter.setPen(theme.color("accent"))
        self._large.draw(painter, x, top, self._lines[0])
        painter.setPen(theme.color("muted"))
        top += self._large.height
        for index, text in enumerate(self._lines[1:]):
            self._small.draw(painter, x, top + self._small.height * index, text)

    def _split(self) -> int:
        """Where the name ends and the numbers begin."""
        return int(self.width() * (0.36 if len(self._name) == 1 else 0.52))

    def _numbers_area(self) -> QRect:
        left = self._split()
        return QRect(left, 0, self.width() - left, self.height())

    def _display_font(self, name: str, room: float) -> QFont:
        """Return the largest font in which a class name fits."""
        if name not in self._display:
            font = self.theme.font(DISPLAY, QFont.Weight.DemiBold)
            width = QFontMetricsF(font).horizontalAdvance(name)
            font.setPixelSize(max(14, int(font.pixelSize() * min(1.0, room / max(1.0, width)))))
            self._display[name] = font
        return self._display[name]


def texts(trace: Trace) -> tuple[str, tuple[str, ...]]:
    """Return the best class's name, and the lines beside it."""
    spec, shares = trace.spec, trace.probabilities.tolist()
    best, second = sorted(range(len(shares)), key=shares.__getitem__, reverse=True)[:2]
    lines = [
        _("{percent} %").format(percent=percent(shares[best])),
        _("then {name}, {percent} %").format(
            name=spec.classes[second], percent=percent(shares[second])
        ),
    ]
    if spec.output == "sigmoid":
        lines.append(_("sigmoid: sum {sum}, not 1").format(sum=format_apart_from_one(sum(shares))))
    else:
        lines.append(_("logit {value}").format(value=number(float(trace.logits[best]))))
    return spec.classes[best], tuple(lines)
