"""What the present choice did: changed numbers, moved winners, probabilities before and after."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.compare import Comparison
from explorer.text import _
from explorer.views.parts.brush import WRAP, Painted
from explorer.views.parts.help import explain
from explorer.views.parts.texts import Texts
from explorer.views.style.theme import SMALL, Theme
from explorer.views.what_if.texts import ClassChange, Shift, describe_change, list_class_changes

_CLASSES = 3
_GAP = 4.0


class EffectView(Painted, QWidget):
    """Shows up to two comparisons: that of an exchange and that of a shift.

    It is painted because each movement of the pen changes all of it: that takes 0.13 ms here and
    0.41 ms with labels and progress bars, a fifth of all that a movement takes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._strong = Texts(QFont()), Texts(QFont())
        self._active = False
        self._shift: Shift = (0, 0)
        self._comparisons: tuple[Comparison | None, Comparison | None] = (None, None)
        self._shown: tuple[tuple[str, str], list[ClassChange]] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            _("What it changed"),
            _("The difference to the network as it was trained and the drawing as it is."),
            _(
                "A number counts as changed if it differs by more than rounding. A winner is the "
                "cell that a max-pooling window took; windows of zeros have none. The bars show "
                "how many percentage points a class gained (right) or lost (left)."
            ),
        )

    def show_active(self, active: bool, shift: Shift) -> None:
        """Show whether anything is exchanged or shifted at all."""
        self._active, self._shift, self._shown = active, shift, None
        self.update()

    def show_comparisons(self, exchange: Comparison | None, shift: Comparison | None) -> None:
        """Show what an exchange and what a shift did, None for what there is not."""
        self._comparisons, self._shown = (exchange, shift), None
        self.update()

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines about numbers and winners."""
        return self._contents()[0]

    @property
    def classes(self) -> list[ClassChange]:
        """The classes that are shown, from the original to what is on the screen."""
        return self._contents()[1]

    def set_theme(self, theme: Theme) -> None:
        """Take the fonts, from which the height follows."""
        super().set_theme(theme)
        self._texts = Texts(theme.font(SMALL))
        self._strong = Texts(theme.font(SMALL, QFont.Weight.DemiBold))

    def sizeHint(self) -> QSize:
        gap = _GAP * self.theme.scale
        return QSize(200, round(self._line() * 2 + gap + _CLASSES * self._row()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        painter.fillRect(self.rect(), look.color("panel"))
        about, classes = self._contents()
        if not any(about):
            text = _("Draw a digit to see what this changes.")
            if not self._active:
                text = _(
                    "Exchange an activation or a pooling, or shift the picture by a pixel: the "
                    "network shows the result at once, and here stands what it changed."
                )
            look.text(painter, QRectF(self.rect()), text, "muted", align=WRAP)
            return
        painter.setPen(look.color("text"))
        for number, text in enumerate(about):
            self._texts.draw(painter, 0, number * self._line(), text)
        top = 2 * self._line() + _GAP * look.scale
        for number, change in enumerate(classes):
            self._paint_class(painter, top + number * self._row(), change)

    def _paint_class(self, painter: QPainter, top: float, change: ClassChange) -> None:
        look, texts, strong, wide = self.look, self._texts, self._strong, float(self.width())
        y = top + (self._row() - texts.height) / 2
        painter.setPen(look.color("text"))
        name_width = min(strong.width(change.name), 0.3 * wide)
        if strong.width(change.name) > name_width:
            painter.setClipRect(QRectF(0, top, name_width, self._row()))
        strong.draw(painter, 0, y, change.name)
        painter.setClipping(False)
        texts.draw_right(painter, wide, y, change.text)
        left = max(name_width, strong.width("0")) + 8
        right = wide - texts.width("100.0 → 100.0 %") - 8
        middle, half = (left + right) / 2, (right - left) / 2
        thick = round(0.4 * self._row())
        bar = QRectF(left, round(top + (self._row() - thick) / 2), right - left, thick)
        painter.fillRect(bar, look.color("field"))
        gain = (change.after - change.before) * half
        if abs(gain) >= 0.5:
            start = middle + min(0.0, gain)
            painter.fillRect(QRectF(start, bar.top(), abs(gain), thick), look.bar_color(gain))
        painter.fillRect(QRectF(round(middle), bar.top() - 2, 1, thick + 4), look.color("muted"))

    def _contents(self) -> tuple[tuple[str, str], list[ClassChange]]:
        """Return what is shown; worked out once per picture and only when it is looked at."""
        if self._shown is None:
            about = describe_change(*self._comparisons, self._shift)
            self._shown = about, list_class_changes(*self._comparisons, _CLASSES)
        return self._shown

    def _line(self) -> float:
        return self._texts.height + 1

    def _row(self) -> int:
        return round(15 * self.theme.scale)
