"""The four phases of a step as a row of buttons: done ones ticked, the last one highlighted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from explorer.text import _
from explorer.training.plan import PHASES
from explorer.views.parts.brush import CENTRE, Look, Painted, tick
from explorer.views.parts.fields import focus_frame
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import row
from explorer.views.train.transport.marks import PHASE_NAMES

_CIRCLE = 20
_TIPS = {
    "forward": _("The batch goes through the network: what it answers, image by image."),
    "loss": _("How wrong the answers are, in one number."),
    "backward": _("How that number changes with every weight: the gradients."),
    "update": _("What the optimiser makes of the gradients: every weight moves a little."),
}


class PhaseButton(Painted, FocusRing, QAbstractButton):
    """One phase: a circle with its number or, if it is `done`, a tick; `current` is the last done.

    Painted, for no control of Qt's shows how far a walk through stages is.
    """

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phase = PHASES[place]
        self._place = place
        self.done = self.current = False
        name = PHASE_NAMES[self.phase]
        self.setText(name)
        tip = _TIPS[self.phase]
        explain(self, name.capitalize(), tip, _("Left and Right change the part."))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_progress(self, done: bool, current: bool) -> None:
        """Show whether the phase has been done, and whether it was the last."""
        if (done, current) != (self.done, self.current):
            self.done, self.current = done, current
            state = _("{phase} It is done.") if done else _("{phase} It is still to come.")
            if current:
                state = _("{phase} It is done just now.")
            self.setAccessibleDescription(state.format(phase=_TIPS[self.phase]))
            self.update()

    def sizeHint(self) -> QSize:
        look = self.look
        wide = look.width_of(self.text(), "small", "strong") + look.px(8)
        return QSize(int(wide), int(look.px(_CIRCLE + 14) + look.line()))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color("panel"))
        area = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft" if self.isChecked() else "field"))
            painter.drawRoundedRect(area.adjusted(1, 0, -1, 0), 6, 6)
        self._paint_path(painter, look)
        self._paint_circle(painter, look)
        below = QRectF(0, look.px(_CIRCLE + 9), area.width(), look.line())
        weight = "strong" if self.current or self.isChecked() else "normal"
        color = "text" if self.done or self.isChecked() else "muted"
        look.text(painter, below, self.text(), color, weight=weight, align=CENTRE)
        if self.ring:
            focus_frame(painter, look.theme, area)

    def _paint_path(self, painter: QPainter, look: Look) -> None:
        """Paint the halves of the lines to the neighbours."""
        y, middle, gap = self._middle(look), self.width() / 2, look.px(_CIRCLE / 2 + 4)
        if self._place > 0:
            painter.setPen(QPen(look.color("accent" if self.done else "faint"), 2))
            painter.drawLine(QPointF(0, y), QPointF(middle - gap, y))
        if self._place < len(PHASES) - 1:
            onward = self.done and not self.current
            painter.setPen(QPen(look.color("accent" if onward else "faint"), 2))
            painter.drawLine(QPointF(middle + gap, y), QPointF(self.width(), y))

    def _paint_circle(self, painter: QPainter, look: Look) -> None:
        centre, radius = QPointF(self.width() / 2, self._middle(look)), look.px(_CIRCLE) / 2
        fill = "accent" if self.current else "panel"
        painter.setPen(QPen(look.color("accent" if self.done else "border_strong"), 1.5))
        painter.setBrush(look.color(fill))
        painter.drawEllipse(centre, radius, radius)
        if self.done:
            tick(painter, look, centre, color="on_accent" if self.current else "accent")
        else:
            box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
            look.text(painter, box, f"{self._place + 1}", "muted", align=CENTRE)

    def _middle(self, look: Look) -> float:
        return look.px(_CIRCLE / 2 + 6)


class PhaseBar(QWidget):
    """Emits `phase_requested(str)` with the part the user wants to see."""

    phase_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = tuple(PhaseButton(place) for place in range(len(PHASES)))
        layout = row(spacing=0, within=self)
        self._group = QButtonGroup(self)
        for button in self.buttons:
            layout.addWidget(button, 1)
            self._group.addButton(button)
        self.setAccessibleName(_("The four phases of a step"))
        self._group.buttonClicked.connect(self._on_clicked)

    def show_progress(self, done: int) -> None:
        """Show how many phases of the step have been done, 0 to 4."""
        for place, button in enumerate(self.buttons):
            button.show_progress(place < done, place == done - 1)

    def show_chosen(self, phase: str) -> None:
        """Mark the part that is shown."""
        self.buttons[PHASES.index(phase)].setChecked(True)

    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, PhaseButton):
            self.phase_requested.emit(button.phase)
