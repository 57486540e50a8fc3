"""Cards over the scene: what is wrong with a run, what is being prepared, how to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from explorer.live.training import commands
from explorer.text import _
from explorer.training.look.diagnosis import Diagnosis
from explorer.training.plan import name_setting
from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import HALF, PADDING, caption, column, heading, row
from explorer.views.style.theme import GRID

_PARTS = 1000  # parts of a progress bar
_TITLES = {
    "not finite": _("The numbers ran away"),
    "explosion": _("The loss exploded"),
    "dead": _("Units have died"),
    "saturated": _("Units are stuck at their limit"),
    "plateau": _("The loss stands still"),
}


class DoctorBanner(QFrame):
    """Hidden while all is well. Emits `command_requested(Command)`: rescue the run, or dismiss."""

    command_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._title, self.sentence, self.numbers = heading(""), QLabel(), caption("")
        self.sentence.setWordWrap(True)
        self.numbers.setWordWrap(True)
        self.rescue = QPushButton()
        self.rescue.setProperty("role", "primary")
        explain(
            self.rescue,
            _("Rescue the run"),
            _("Goes back to the last good step and goes on with what did better in a trial."),
            _("The run stays as it is up to here; what follows is a branch of it."),
        )
        self.close_button = ToolButton(
            _("Dismiss"),
            _("Put this away and leave the run as it is."),
            detail=_("Press Train to go on regardless."),
            icon="close",
            shape=FLAT,
        )
        top, below = row(self._title, None, self.close_button), row(self.rescue, None)
        layout = column(top, self.sentence, self.numbers, HALF, below, within=self)
        layout.setContentsMargins(PADDING, HALF, HALF, PADDING)
        ask = self.command_requested.emit
        self.rescue.clicked.connect(lambda: ask(commands.RescueRun()))
        self.close_button.clicked.connect(lambda: ask(commands.DismissDiagnosis()))
        self.hide()

    def show_diagnosis(self, diagnosis: Diagnosis | None) -> None:
        """Show what is wrong and since when, or nothing."""
        self.setVisible(diagnosis is not None)
        if diagnosis is None:
            return
        title = _TITLES[diagnosis.illness]
        self._title.setText(title)
        self.sentence.setText(diagnosis.sentence)
        numbers = (f"{name}: {value:.4g}" for name, value in diagnosis.numbers.items())
        self.numbers.setText("   ·   ".join(numbers))
        self.numbers.setVisible(bool(diagnosis.numbers))
        self.rescue.setVisible(diagnosis.cure is not None)
        if diagnosis.cure is not None:
            text = _("Go back to step {step:,} and go on with {settings}")
            changes = diagnosis.cure.settings.items()
            settings = ", ".join(f"{name_setting(name)} {value:g}" for name, value in changes)
            self.rescue.setText(text.format(step=diagnosis.good_step, settings=settings))
        self.setAccessibleName(f"{title}: {diagnosis.sentence}")


class SceneCard(QFrame):
    """What lies over the middle of the scene, `WIDTH` pixels wide if there is room."""

    WIDTH = 440

    def __init__(self, margin: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body = column(spacing=GRID, within=self)
        self.body.setContentsMargins(margin, margin, margin, margin)


class Invitation(SceneCard):
    """The empty state: what will happen, how to begin, and the runs on the disk."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(3 * GRID, parent)
        self.title, self.facts = QLabel(_("Watch a network learn")), QLabel()
        self.title.setProperty("role", "title")
        self.hint = caption(
            _(
                "Press Train below, or forward to take the first step apart. Draw a digit at the "
                "left and see how it is read as the network learns."
            )
        )
        for label in (self.title, self.facts, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.facts.setWordWrap(True)
        self.hint.setWordWrap(True)
        self.stored = QPushButton(_("Open an earlier run"))
        explain(self.stored, _("Open an earlier run"), _("Show the runs on this machine."))
        self.body.addWidget(self.title)
        self.body.addWidget(self.facts)
        self.body.addSpacing(HALF)
        self.body.addWidget(self.hint)
        self.body.addLayout(row(None, self.stored, None))
        self.stored.hide()

    def show_facts(self, text: str) -> None:
        """Show what will be trained on what, or why that is not possible."""
        self.facts.setText(text)

    def show_stored(self, count: int) -> None:
        """Offer the runs on the disk if there are any."""
        self.stored.setVisible(count > 0)


class Preparing(SceneCard):
    """What is being prepared or looked for, how far it is, and a way out."""

    WIDTH = 380

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(2 * GRID, parent)
        self.words, self.bar = QLabel(), QProgressBar()
        self.words.setWordWrap(True)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(10)
        self.bar.setAccessibleName(_("Progress"))
        self.cancel = QPushButton(_("Cancel"))
        explain(
            self.cancel,
            _("Cancel"),
            _("Give it up; what was there before stays."),
            shortcut="Esc",
        )
        self.cancel.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        below = row(self.bar, self.cancel, spacing=2 * GRID)
        below.setAlignment(self.bar, Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(self.words)
        self.body.addLayout(below)

    def show_progress(self, words: str, progress: float | None) -> None:
        """Show how far it is, 0 to 1; None where that is not known."""
        self.words.setText(words)
        self.bar.setRange(0, 0 if progress is None else _PARTS)
        if progress is not None:
            self.bar.setValue(round(progress * _PARTS))
