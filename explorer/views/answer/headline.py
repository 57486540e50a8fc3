"""The network's best guess, large, with its probability and the runner-up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.cells import format_apart_from_one, number
from explorer.network.records import Likeness, Trace
from explorer.text import _
from explorer.views.parts.number_text import percent
from explorer.views.parts.texts import Texts, texts_of
from explorer.views.style.theme import DISPLAY, LARGE, SMALL, Theme
from explorer.views.style.themed import Themed

EMPTY, LOADING = _("Draw something"), _("Loading the network…")


class Headline(Themed, QWidget):
    """The top guess, its probability and the runner-up; or a calm sentence without a trace."""

    opaque = True

    def __init__(self) -> None:
        super().__init__()
        self.quiet = EMPTY
        self._trace: Trace | None = None
        self._unlike = False
        self._name = ""
        self._lines: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_trace(self, trace: Trace | None, likeness: Likeness | None = None) -> None:
        """Show the best two classes of a trace, or that it looks like none of them."""
        before, self._trace = (self._trace is None, self._unlike, self._name), trace
        self._unlike = likeness is not None and likeness.unlike
        if trace is not None:
            self._name, self._lines = texts(trace, self._unlike)
        if before == (trace is None, self._unlike, self._name):
            self.update(self.rect().adjusted(self._split(), 0, 0, 0))
        else:
            self.update()

    def show_quiet(self, sentence: str) -> None:
        """Set what is written while there is no trace."""
        self.quiet = sentence
        self.update()

    def name_width(self) -> float:
        """Return how wide the guess's name is written."""
        font = _display_font(self.theme, self._name, self._split())
        return QFontMetricsF(font).horizontalAdvance(self._name)

    def sizeHint(self) -> QSize:
        return QSize(0, self.theme.size(DISPLAY) + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, left = self.theme, QPainter(self), self._split()
        painter.fillRect(self.rect(), theme.color("panel"))
        if self._trace is None:
            painter.setFont(theme.font(LARGE))
            painter.setPen(theme.color("muted"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.quiet)
            return
        if event.rect().left() < left:
            painter.setPen(theme.color("muted" if self._unlike else "text"))
            painter.setFont(_display_font(theme, self._name, left))
            room = QRectF(0, 0, left, self.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._name)
        sizes, color = ((LARGE, 13), "text") if self._unlike else ((24, 20, 16, 13), "accent")
        strong = self._lines[0].splitlines()
        large = self._fitting(sizes, QFont.Weight.DemiBold, strong)
        small = self._fitting((SMALL, 10, 8), QFont.Weight.Normal, self._lines[1:])
        top = (self.height() - len(strong) * large.height - 2 * small.height) / 2
        painter.setPen(theme.color(color))
        for index, text in enumerate(strong):
            large.draw(painter, left + 8, top + large.height * index, text)
        top += len(strong) * large.height
        painter.setPen(theme.color("muted"))
        for index, text in enumerate(self._lines[1:]):
            small.draw(painter, left + 8, top + small.height * index, text)

    def _fitting(self, sizes: tuple[int, ...], weight: QFont.Weight, lines: Sequence[str]) -> Texts:
        """Return the largest letters in which some lines fit."""
        room = self.width() - self._split() - 8
        for size in sizes:
            texts = texts_of(self.theme, size, weight)
            if max(map(texts.width, lines), default=0) <= room:
                break
        return texts

    def _split(self) -> int:
        """Where the name ends and the numbers begin."""
        return int(self.width() * (0.36 if len(self._name) == 1 else 0.52))


@lru_cache(maxsize=64)
def _display_font(theme: Theme, name: str, room: float) -> QFont:
    """Return the largest font in which a class name fits."""
    font = theme.font(DISPLAY, QFont.Weight.DemiBold)
    width = QFontMetricsF(font).horizontalAdvance(name)
    font.setPixelSize(max(14, int(font.pixelSize() * min(1.0, room / max(1.0, width)))))
    return font


def texts(trace: Trace, unlike: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return the best class's name, and the lines beside it; `unlike` if it looks like none."""
    spec, shares = trace.spec, trace.probabilities.tolist()
    best, second = sorted(range(len(shares)), key=shares.__getitem__, reverse=True)[:2]
    name, share = spec.classes[best], percent(shares[best])
    rival = _("then {name}, {percent}")
    lines = [share, rival.format(name=spec.classes[second], percent=percent(shares[second]))]
    if unlike:
        lines[:1] = [_("Looks like\nno digit"), f"{name}, {share}"]
    elif spec.output == "sigmoid":
        lines.append(_("sigmoid: sum {sum}, not 1").format(sum=format_apart_from_one(sum(shares))))
    else:
        lines.append(_("logit {value}").format(value=number(float(trace.logits[best]))))
    return name, tuple(lines)
