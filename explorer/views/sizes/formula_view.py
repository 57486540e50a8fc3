"""How the size and the cost of the chosen layer come about, in letters and in its own numbers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.network.spec import Stage
from explorer.text import _
from explorer.views.parts.brush import Painted
from explorer.views.parts.help import explain
from explorer.views.sizes.costs import Formula, formulas

_USUAL = 3  # lines that there is always room for, so that nothing below jumps


class FormulaView(Painted, QWidget):
    """One row per formula: name, letters, numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._formulas: tuple[Formula, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
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
        lines = max(_USUAL, len(self._formulas))
        return QSize(300, int(lines * self._step()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        names = look.px(88)
        for index, line in enumerate(self._formulas):
            top = index * self._step()
            look.text(painter, QRectF(0, top, names, look.line()), line.name, "muted")
            place = QRectF(names, top, self.width() - names, look.line())
            look.text(painter, place, line.numbers, weight="medium")
            below = place.translated(0, look.line() - 2)
            look.text(painter, below, line.letters, "muted", "small")

    def _step(self) -> float:
        return 2 * self.look.line() + self.look.px(4)
