"""The four phases of a training step in a row: how far the step is, and which one is looked at."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from explorer.text import _
from explorer.training.plan import PHASES
from explorer.views.parts.brush import CENTRE, Painted, tick
from explorer.views.parts.fields import focus_frame
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import row
from explorer.views.train.transport.marks import PHASE_NAMES

_CIRCLE, _SMALLER, _HIGH, _GAP = 22, 16, 38, 6
_TIPS = {
    "forward": _("The batch goes through the network: what it answers, image by image."),
    "loss": _("How wrong the answers are, in one number."),
    "backward": _("How that number changes with every weight: the gradients."),
    "update": _("What the optimiser makes of the gradients: every weight moves a little."),
}


class PhaseRow(QWidget):
    """Emits `phase_chosen(phase)` when the user wants to see one; `show_*` never emit."""

    phase_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("The four phases of a step"))
        self.buttons: dict[str, PhaseButton] = {p: PhaseButton(n) for n, p in enumerate(PHASES)}
        row(*((button, 1) for button in self.buttons.values()), spacing=0, within=self)
        self._group = group = QButtonGroup(self)
        for phase, button in self.buttons.items():
            group.addButton(button)
            button.clicked.connect(lambda _on=False, phase=phase: self.phase_chosen.emit(phase))

    def show_done(self, count: int) -> None:
        """Show how many phases of the step have been done; 0 where none can be looked at."""
        for place, button in enumerate(self.buttons.values()):
            button.show_done(place < count)

    def show_phase(self, phase: str) -> None:
        """Show which phase is looked at; "" is none."""
        self._group.setExclusive(False)
        for name, button in self.buttons.items():
            button.setChecked(name == phase)
        self._group.setExclusive(True)


class PhaseButton(Painted, FocusRing, QAbstractButton):
    """One phase: a circle with its number or, if it is `done`, a tick; checked while looked at.

    Painted, for no control of Qt's shows how far a walk through stages is.
    """

    def __init__(self, place: int) -> None:
        super().__init__()
        self._phase, self._place, self.done = PHASES[place], place, False
        name, tip = PHASE_NAMES[self._phase], _TIPS[self._phase]
        self.setText(name)
        detail = _("Shows the phase. One that is still to come is done first. Left and Right.")
        explain(self, name.capitalize(), tip, detail)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_done(self, done: bool) -> None:
        """Show whether the phase has been done."""
        if done != self.done:
            self.done = done
            state = _("{phase} It is done.") if done else _("{phase} It is still to come.")
            self.setAccessibleDescription(state.format(phase=_TIPS[self._phase]))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._wide("large"), int(self.look.px(_HIGH)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide("small"), int(self.look.px(_HIGH)))

    def _wide(self, size: str) -> int:
        """Return the width that every phase needs with its name in a size."""
        names = max(self.look.width_of(name, size, "strong") for name in PHASE_NAMES.values())
        return int(self.look.px(_circle(size) + 1.5 * _GAP) + names)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, area = QPainter(self), self.look, QRectF(self.rect())
        shown = self.isChecked() and self.done
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, look.color("panel"))
        size = next((s for s in ("large", "body") if self._wide(s) <= area.width()), "small")
        gap, radius = look.px(_GAP), look.px(_circle(size)) / 2
        words = look.width_of(self.text(), size, "strong")
        left, middle = (area.width() - 2 * radius - gap - words) / 2, area.height() / 2
        if shown or self.underMouse():
            painter.setPen(look.color("accent") if shown else Qt.GlobalColor.transparent)
            painter.setBrush(look.color("accent_soft" if shown else "field"))
            painter.drawRoundedRect(area.adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
        else:
            self._paint_way(painter, left - gap, left + 2 * (radius + gap) + words)
        centre = QPointF(left + radius, middle)
        painter.setPen(QPen(look.color("accent" if self.done else "border_strong"), 1.5))
        painter.setBrush(look.color("accent" if shown else "panel"))
        painter.drawEllipse(centre, radius, radius)
        if self.done:
            tick(painter, look, centre, color="on_accent" if shown else "accent")
        else:
            box = QRectF(left, middle - radius, 2 * radius, 2 * radius)
            look.text(painter, box, f"{self._place + 1}", "muted", align=CENTRE)
        place = QRectF(left + 2 * radius + gap, 0, words + 1, area.height())
        color = "accent" if shown else "text" if self.done else "muted"
        look.text(painter, place, self.text(), color, size, "strong")
        if self.ring:
            focus_frame(painter, look.theme, area)

    def _paint_way(self, painter: QPainter, left: float, right: float) -> None:
        """Paint the halves of the lines to the neighbours."""
        painter.setPen(QPen(self.look.color("accent" if self.done else "faint"), 2))
        ends = ((self._place > 0, 0.0, left), (self._place < len(PHASES) - 1, right, self.width()))
        for there, start, end in ends:
            if there and start < end:
                middle = self.height() / 2
                painter.drawLine(QPointF(start, middle), QPointF(end, middle))


def _circle(size: str) -> int:
    """Return the diameter that goes with a size of the text."""
    return _SMALLER if size == "small" else _CIRCLE
