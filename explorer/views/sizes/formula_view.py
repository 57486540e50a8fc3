"""How the size and the cost of the chosen layer come about, in letters and in its own numbers.

A formula that is longer than its line is wrapped.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.spec import Stage
from explorer.text import _
from explorer.views.parts.brush import WRAP, Painted
from explorer.views.parts.help import explain
from explorer.views.sizes.costs import Formula, formulas

_NAMES = 88  # pixels
_USUAL = 3  # lines that there is always room for, so that nothing below jumps


class FormulaView(Painted, QWidget):
    """One row per formula: name, letters, numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._formulas: tuple[Formula, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        explain(
            self,
            _("Formulas"),
            _("How size, parameters and multiply-adds of this layer come about."),
            _(
                "n: side of a map, f: side of the kernel or window, p: padding, d: dilation, "
                "s: stride, k: filters, c: channels of the input, h and w: size of the new maps."
            ),
        )

    @property
    def lines(self) -> tuple[Formula, ...]:
        """The formulas shown."""
        return self._formulas

    def show_stage(self, stage: Stage | None) -> None:
        """Show the formulas of a stage; None where a layer does not fit or has none."""
        self.show_lines(formulas(stage) if stage else ())

    def show_lines(self, lines: tuple[Formula, ...]) -> None:
        """Show these formulas."""
        self._formulas = lines
        text = "; ".join(f"{line.name}: {line.numbers}" for line in self._formulas)
        self.setAccessibleDescription(text or _("no formula"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(300))

    def heightForWidth(self, width: int) -> int:
        """Return how high the formulas are, and at least as high as usual."""
        usual = _USUAL * (2 * self.look.line() + self.look.px(4))
        return int(max(usual, *(place.bottom() for place in self.places(width)), 0))

    def places(self, width: int) -> list[QRectF]:
        """Return where the numbers and the letters of each formula stand, one after the other."""
        look, found, top = self.look, list[QRectF](), 0.0
        names = look.px(_NAMES)
        for line in self._formulas:
            for text, weight in ((line.numbers, "medium"), (line.letters, "normal")):
                high = look.wrapped_height(text, width - names, "small", weight)
                found.append(QRectF(names, top, width - names, high))
                top += high
            top += look.px(4)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, places = QPainter(self), self.look, self.places(self.width())
        for line, place, below in zip(self._formulas, places[::2], places[1::2], strict=True):
            name = QRectF(0, place.top(), place.left(), look.line())
            look.text(painter, name, line.name, "muted", align=WRAP)
            look.text(painter, place, line.numbers, weight="medium", align=WRAP)
            look.text(painter, below, line.letters, "muted", align=WRAP)
