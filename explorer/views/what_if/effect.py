"""What the present choice did: changed numbers, moved winners, probabilities before and after."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.compare import Comparison
from explorer.views.parts.help import explain
from explorer.views.parts.texts import Texts
from explorer.views.style.theme import SMALL, Theme
from explorer.views.what_if.texts import ClassChange, Shift, class_changes, lines

INVITATION = (
    "Exchange an activation or a pooling, or shift the picture by a pixel: the network shows the "
    "result at once, and here stands what it changed."
)
EMPTY = "Draw a digit to see what this changes."
_CLASSES = 3
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_GAP = 4.0


class EffectView(QWidget):
    """Shows up to two comparisons: that of an exchange and that of a shift."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._texts: Texts | None = None
        self._strong: Texts | None = None
        self._active = False
        self._shift: Shift = (0, 0)
        self._comparisons: list[Comparison | None] = [None, None]
        self._shown: tuple[tuple[str, str], list[ClassChange]] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            "What it changed",
            "The difference to the network as it was trained and the drawing as it is.",
            "A number counts as changed if it differs by more than rounding. A winner is the cell "
            "that a max-pooling window took; windows of zeros have none. The bars show how many "
            "percentage points a class gained (right) or lost (left).",
        )

    def show_active(self, active: bool, shift: Shift) -> None:
        """Show whether anything is exchanged or shifted at all."""
        self._active, self._shift = active, shift
        self._renew()

    def show_exchange(self, comparison: Comparison | None) -> None:
        """Show what an exchange did, None if there is none."""
        self._comparisons[0] = comparison
        self._renew()

    def show_shift(self, comparison: Comparison | None) -> None:
        """Show what a shift did, None if there is none."""
        self._comparisons[1] = comparison
        self._renew()

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines about numbers and winners."""
        return self._contents()[0]

    @property
    def classes(self) -> list[ClassChange]:
        """The classes that are shown, from the original to what is on the screen."""
        return self._contents()[1]

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._theme = theme
        self._texts = Texts(theme.font(SMALL))
        self._strong = Texts(theme.font(SMALL, QFont.Weight.DemiBold))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        scale = self._theme.scale if self._theme else 1.0
        return QSize(200, round(self._line() * 2 + _GAP * scale + _CLASSES * self._row()))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, texts, strong = self._theme, self._texts, self._strong
        if theme is None or texts is None or strong is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel"))
        about, classes = self._contents()
        if not any(about):
            painter.setFont(theme.font(SMALL))
            painter.setPen(theme.color("muted"))
            painter.drawText(self.rect(), _WRAP, EMPTY if self._active else INVITATION)
            return
        painter.setPen(theme.color("text"))
        for number, text in enumerate(about):
            texts.draw(painter, 0, number * self._line(), text)
        top = 2 * self._line() + _GAP * theme.scale
        for number, change in enumerate(classes):
            self._paint_class(painter, theme, strong, top + number * self._row(), change)

    def _paint_class(
        self, painter: QPainter, theme: Theme, strong: Texts, top: float, change: ClassChange
    ) -> None:
        assert self._texts is not None
        texts, wide = self._texts, float(self.width())
        y = top + (self._row() - texts.height) / 2
        painter.setPen(theme.color("text"))
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
        painter.fillRect(bar, theme.color("field"))
        gain = (change.after - change.before) * half
        if abs(gain) >= 0.5:
            start = middle + min(0.0, gain)
            painter.fillRect(QRectF(start, bar.top(), abs(gain), thick), _signed(theme, gain))
        painter.fillRect(QRectF(round(middle), bar.top() - 2, 1, thick + 4), theme.color("muted"))

    def _contents(self) -> tuple[tuple[str, str], list[ClassChange]]:
        """Return what is shown; worked out once per picture and only when it is looked at."""
        if self._shown is None:
            exchange, shift = self._comparisons
            self._shown = (
                lines(exchange, shift, self._shift),
                class_changes(exchange, shift, _CLASSES),
            )
        return self._shown

    def _renew(self) -> None:
        self._shown = None
        self.update()

    def _line(self) -> float:
        return self._texts.height + 1 if self._texts is not None else 16.0

    def _row(self) -> int:
        return round(15 * (self._theme.scale if self._theme else 1.0))


def _signed(theme: Theme, value: float) -> QColor:
    """Return the colour of a signed bar: blue above zero, orange below, as on the maps."""
    table = theme.colormaps.signed
    return QColor.fromRgb(int(table[127 + 76] if value >= 0 else table[127 - 76]))
