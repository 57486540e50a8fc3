"""One training step under the microscope: four parts, one for each phase."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from explorer.live.training.facts import Anatomy
from explorer.text import _
from explorer.training.plan import PHASES
from explorer.views.parts.brush import CENTRE, Painted, tick
from explorer.views.parts.fields import focus_frame
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import caption, column, heading, row
from explorer.views.style.theme import GRID
from explorer.views.train.step.backward_section import BackwardSection
from explorer.views.train.step.forward_section import ForwardSection
from explorer.views.train.step.loss_section import LossSection
from explorer.views.train.step.update_section import UpdateSection
from explorer.views.train.step.weight_place import WeightPlace
from explorer.views.train.transport.marks import PHASE_NAMES

_CIRCLE = 20
_TIPS = {
    "forward": _("The batch goes through the network: what it answers, image by image."),
    "loss": _("How wrong the answers are, in one number."),
    "backward": _("How that number changes with every weight: the gradients."),
    "update": _("What the optimiser makes of the gradients: every weight moves a little."),
}
_NOTHING = _(
    "Train a step, or go to one while the training is paused: here you see what it did, number by "
    "number. With “phase” as the unit you walk through it."
)
_AWAITED = (
    _NOTHING,
    _("Loss comes after forward. Do one more phase of this step to see it."),
    _("Backward comes after loss. Do one more phase of this step to see it."),
    _("Update comes after backward. Do one more phase of this step to see it."),
)


class AnatomyPanel(QWidget):
    """Shows an `Anatomy`; emits `sample_chosen(int)`, the image of the batch to look into.

    It goes along with the phases of the step. `phase_chosen(str)` is emitted when the user wants to
    see another one.
    """

    sample_chosen = Signal(int)
    phase_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons = tuple(PhaseButton(place) for place in range(len(PHASES)))
        self.forward, self.loss = ForwardSection(), LossSection()
        self.backward, self.update_part = BackwardSection(), UpdateSection()
        self._sections = (self.forward, self.loss, self.backward, self.update_part)
        self._when, self._note = caption(""), caption(_NOTHING)
        self._anatomy: Anatomy | None = None
        self._classes: tuple[str, ...] = ()
        self._at = 0
        self._followed = -1
        self._stale = [True] * len(self._sections)
        self._build()
        self.forward.grid.sample_chosen.connect(self.sample_chosen)
        for part in (self.backward, self.update_part):
            part.place_chosen.connect(self.show_place)
        self._show()

    @property
    def phase(self) -> str:
        """The phase that is shown."""
        return PHASES[self._at]

    def show_anatomy(self, anatomy: Anatomy | None, classes: tuple[str, ...]) -> None:
        """Show a step; where another phase was done than in the last one shown, go to it.

        With None there is nothing to show; the part in sight stays the chosen one.
        """
        self._anatomy, self._classes = anatomy, classes
        if anatomy is not None and anatomy.phase != self._followed:
            self._followed = anatomy.phase
            self._at = _done(anatomy) - 1
        self._stale = [True] * len(self._sections)
        self._show()

    def show_phase(self, phase: str) -> None:
        """Show the part of a phase."""
        self._at = PHASES.index(phase)
        self._show()

    def show_place(self, place: WeightPlace) -> None:
        """Show the gradient and the update of a weight."""
        self.backward.show_place(place)
        self.update_part.show_place(place)

    def _build(self) -> None:
        phases, group = QWidget(), QButtonGroup(self)
        phases.setAccessibleName(_("The four phases of a step"))
        row(*((button, 1) for button in self.buttons), spacing=0, within=phases)
        for button in self.buttons:
            group.addButton(button)
        group.buttonClicked.connect(self._on_button_clicked)
        self._pages = QStackedWidget()
        for page in (*self._sections, self._note):
            self._pages.addWidget(page)
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        head = row(heading(_("One step")), None, self._when)
        column(head, phases, (self._pages, 1), spacing=GRID, within=self)

    def _show(self) -> None:
        """Bring the header and the part in sight up to date; others wait until they are shown."""
        anatomy, at = self._anatomy, self._at
        done = _done(anatomy) if anatomy else 0
        for place, button in enumerate(self.buttons):
            button.show_progress(place < done, place == done - 1)
        self.buttons[at].setChecked(True)
        self._when.setText(_when(anatomy) if anatomy else "")
        if anatomy is None or getattr(anatomy, self.phase) is None:
            self._note.setText(_NOTHING if anatomy is None else _AWAITED[at])
            self._pages.setCurrentWidget(self._note)
            return
        if self._stale[at]:
            self._stale[at] = False
            self._sections[at].show_anatomy(anatomy, self._classes)
        self._pages.setCurrentIndex(at)

    def _on_button_clicked(self, button: PhaseButton) -> None:
        self.show_phase(button.phase)
        self.phase_chosen.emit(button.phase)


class PhaseButton(Painted, FocusRing, QAbstractButton):
    """One phase: a circle with its number or, if it is `done`, a tick; `current` is the last done.

    Painted, for no control of Qt's shows how far a walk through stages is.
    """

    def __init__(self, place: int) -> None:
        super().__init__()
        self.phase = PHASES[place]
        self._place = place
        self.done = self.current = False
        name, tip = PHASE_NAMES[self.phase], _TIPS[self.phase]
        self.setText(name)
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
        painter, look, area, shown = (
            QPainter(self),
            self.look,
            QRectF(self.rect()),
            self.isChecked(),
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, look.color("panel"))
        if shown or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft" if shown else "field"))
            painter.drawRoundedRect(area.adjusted(1, 0, -1, 0), 6, 6)
        centre, radius = QPointF(area.width() / 2, look.px(_CIRCLE / 2 + 6)), look.px(_CIRCLE) / 2
        gap, onward = look.px(_CIRCLE / 2 + 4), self.done and not self.current
        ways = (  # halves of the lines to the neighbours
            (self._place > 0, self.done, 0.0, centre.x() - gap),
            (self._place < len(PHASES) - 1, onward, centre.x() + gap, area.width()),
        )
        for there, walked, left, right in ways:
            if there:
                painter.setPen(QPen(look.color("accent" if walked else "faint"), 2))
                painter.drawLine(QPointF(left, centre.y()), QPointF(right, centre.y()))
        painter.setPen(QPen(look.color("accent" if self.done else "border_strong"), 1.5))
        painter.setBrush(look.color("accent" if self.current else "panel"))
        painter.drawEllipse(centre, radius, radius)
        if self.done:
            tick(painter, look, centre, color="on_accent" if self.current else "accent")
        else:
            box = QRectF(0, centre.y() - radius, area.width(), 2 * radius)
            look.text(painter, box, f"{self._place + 1}", "muted", align=CENTRE)
        below = QRectF(0, look.px(_CIRCLE + 9), area.width(), look.line())
        weight = "strong" if self.current or shown else "normal"
        color = "text" if self.done or shown else "muted"
        look.text(painter, below, self.text(), color, weight=weight, align=CENTRE)
        if self.ring:
            focus_frame(painter, look.theme, area)


def _done(anatomy: Anatomy) -> int:
    """Return how many phases of the step have been done; a whole step has phase 0."""
    return anatomy.phase or len(PHASES)


def _when(anatomy: Anatomy) -> str:
    """Return which step it is, counted from 1, and how far it is."""
    step = anatomy.step + (1 if anatomy.phase else 0)
    phase = PHASE_NAMES[PHASES[_done(anatomy) - 1]]
    return _("step {step:,}, after {phase}").format(step=step, phase=phase)
