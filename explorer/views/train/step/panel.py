"""One training step under the microscope: four parts, one for each phase."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from explorer.live.training.facts import Anatomy
from explorer.text import _
from explorer.training.plan import PHASES
from explorer.views.parts.widgets import caption, column, heading, row
from explorer.views.style.theme import GRID
from explorer.views.train.step.backward_section import BackwardSection
from explorer.views.train.step.forward_section import ForwardSection
from explorer.views.train.step.loss_section import LossSection
from explorer.views.train.step.update_section import UpdateSection
from explorer.views.train.step.weight_place import WeightPlace
from explorer.views.train.transport.marks import PHASE_NAMES

_NOTHING = _(
    "Train a step, or go to one while the training is paused: here you see what it did, number by "
    "number. With “phase” as the unit, or by choosing a phase, you walk through it."
)


class AnatomyPanel(QWidget):
    """Shows an `Anatomy`; emits `sample_chosen(int)`, the image of the batch to look into.

    It goes along with the phases of the step.
    """

    sample_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.forward, self.loss = ForwardSection(), LossSection()
        self.backward, self.update_part = BackwardSection(), UpdateSection()
        self._sections = (self.forward, self.loss, self.backward, self.update_part)
        self._title, self._when, self._note = heading(""), caption(""), caption(_NOTHING)
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
        self._pages = QStackedWidget()
        for page in (*self._sections, self._note):
            self._pages.addWidget(page)
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column(row(self._title, None, self._when), (self._pages, 1), spacing=GRID, within=self)

    def _show(self) -> None:
        """Bring the header and the part in sight up to date; others wait until they are shown."""
        anatomy, at = self._anatomy, self._at
        self._title.setText(PHASE_NAMES[self.phase].capitalize())
        self._when.setText(_when(anatomy) if anatomy else "")
        if anatomy is None or getattr(anatomy, self.phase) is None:
            self._pages.setCurrentWidget(self._note)
            return
        if self._stale[at]:
            self._stale[at] = False
            self._sections[at].show_anatomy(anatomy, self._classes)
        self._pages.setCurrentIndex(at)


def _done(anatomy: Anatomy) -> int:
    """Return how many phases of the step have been done; a whole step has phase 0."""
    return anatomy.phase or len(PHASES)


def _when(anatomy: Anatomy) -> str:
    """Return which step it is, counted from 1, and how far it is."""
    step = anatomy.step + (1 if anatomy.phase else 0)
    phase = PHASE_NAMES[PHASES[_done(anatomy) - 1]]
    return _("step {step:,}, after {phase}").format(step=step, phase=phase)
