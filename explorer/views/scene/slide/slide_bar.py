"""The transport of the slide: play, step, where it is and how fast, in the row of controls."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.parts.buttons import SMALL_CHIP, ToolButton
from explorer.views.parts.guard import painting
from explorer.views.parts.help import explain
from explorer.views.parts.value_slider import ValueSlider
from explorer.views.scene.slide.slide import FASTEST, PHASES, SLOWEST, Place, count, phase_words
from explorer.views.style.theme import SMALL, Theme
from explorer.views.style.themed import Themed

USUAL_SPEED = 12
_GAP = 10  # between the columns of words


class SlideBar(Themed, QWidget):
    """The buttons `play`, `step` and `stack`, and two sliders.

    `place` is the number of a cell, counted row by row, `speed` in cells per second.
    """

    def __init__(self) -> None:
        super().__init__()
        self.play = ToolButton(
            _("Slide the kernel"),
            _("Let the kernel or the window visit every cell of this map."),
            detail=_("The output fills cell by cell and the card follows. You may go on drawing."),
            shortcut="K",
            icon="play",
            shape=SMALL_CHIP,
        )
        self.step = ToolButton(
            _("Step"),
            _("Do the next single thing: place, multiply, sum, move on."),
            shortcut=".",
            icon="step-forward",
            shape=SMALL_CHIP,
        )
        self.stack = ToolButton(
            _("Stack the maps"),
            _("Let the maps of this layer appear one by one until the stack is whole."),
            detail=_("Every kernel makes one map; together they are the layer's volume."),
            shortcut="Shift+K",
            icon="stack",
            shape=SMALL_CHIP,
        )
        self.position = PhaseLine()
        self.place = ValueSlider(
            _("cell"),
            _("Where the kernel is; drag it to any cell of the map."),
            low=0,
            high=1,
            step=1,
            start=0,
            written=self._written,
        )
        self.speed = ValueSlider(
            _("speed"),
            _("How many cells it visits per second."),
            low=SLOWEST,
            high=FASTEST,
            step=1,
            start=USUAL_SPEED,
            written=lambda value: f"{value:.0f}/s",
        )
        self._columns = 1
        self._lay_out()

    def show_place(self, spec: Spec, place: Place, sliding: bool) -> None:
        """Show where the kernel is and what was done last; before it slides only where it is."""
        self._columns = spec.stage(place.stage).shape[2]
        self.place.set_high(count(spec, place.stage) - 1)
        self.place.show_value(place.at)
        done = place.phase if sliding else None
        self.position.show_words(
            phase_words(spec.stage(place.stage)), PHASES.index(done) if done else -1
        )

    def show_playing(self, playing: bool) -> None:
        """Show whether it moves by itself."""
        self.play.show_icon("pause" if playing else "play")

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        super().set_theme(theme)
        self.place.setFixedWidth(round(84 * theme.scale))
        self.speed.setFixedWidth(round(68 * theme.scale))

    def _written(self, at: float) -> str:
        row, column = divmod(round(at), self._columns)
        return f"{row}, {column}"

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.play, self.step, self.stack, self.position):
            layout.addWidget(part)
        layout.addSpacing(4)
        layout.addWidget(self.place)
        layout.addSpacing(6)
        layout.addWidget(self.speed)


class PhaseLine(Themed, QWidget):
    """The four things that are done at every place, two above two, the last one stressed.

    They are painted: labels would have their row laid out anew with every cell.
    """

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self._done = -1
        explain(
            self,
            _("What the kernel does"),
            _("The four things that happen at every place, again and again."),
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_words(self, words: tuple[str, ...], done: int) -> None:
        """Show the four words; `done` is the one that was done last, -1 for none."""
        if (words, done) != (self._words, self._done):
            anew = words != self._words
            self._words, self._done = words, done
            now = words[done] if done >= 0 else _("not begun")
            self.setAccessibleDescription(f"{', '.join(words)}: {now}")
            if anew:
                self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        wide = sum(self._widths()) + 4 + _GAP
        return QSize(round(wide), round(2.9 * self.theme.size(SMALL)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        with painting(self) as painter:
            half = self.height() / 2
            lefts = (4.0, 4 + self._widths()[0] + _GAP)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            for at, word in enumerate(self._words):
                row, column = divmod(at, 2)
                current = at == self._done
                painter.setFont(theme.font(SMALL))
                painter.setPen(theme.color("selection_text" if current else "muted"))
                area = QRectF(lefts[column], row * half, self.width() - lefts[column], half)
                painter.drawText(area, int(flags), word)

    def _widths(self) -> tuple[int, int]:
        """Return how wide the two columns of words are, for every kind of stage alike."""
        metrics = QFontMetrics(self.theme.font(SMALL))
        words = self._words or phase_words(None)
        left, right = (max(map(metrics.horizontalAdvance, words[at::2])) for at in (0, 1))
        return left, right
