"""Cards over the scene: what is wrong with a run, what is being prepared, how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import HALF, PADDING, caption, heading, row
from explorer.views.style.theme import GRID, Theme

if TYPE_CHECKING:
    from explorer.training.look.diagnosis import Diagnosis

_PARTS = 1000  # parts of a progress bar


class DoctorBanner(QFrame):
    """Hidden while all is well. Says `rescue_requested` and `dismiss_requested`."""

    rescue_requested = Signal()
    dismiss_requested = Signal()

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
            "Rescue the run",
            "Goes back to the last good step and goes on from there, slower.",
            "The run stays as it is up to here; what follows is a branch of it.",
        )
        self.close_button = ToolButton(
            "Dismiss",
            "Put this away and leave the run as it is.",
            detail="Press Train to go on regardless.",
            icon="close",
            shape=FLAT,
        )
        top = row(self._title)
        top.addStretch(1)
        top.addWidget(self.close_button)
        below = row(self.rescue)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, HALF, HALF, PADDING)
        layout.setSpacing(HALF)
        layout.addLayout(top)
        layout.addWidget(self.sentence)
        layout.addWidget(self.numbers)
        layout.addSpacing(HALF)
        layout.addLayout(below)
        self.rescue.clicked.connect(self.rescue_requested)
        self.close_button.clicked.connect(self.dismiss_requested)
        self.hide()

    def show_diagnosis(self, diagnosis: Diagnosis | None) -> None:
        """Show what is wrong and since when, or nothing."""
        self.setVisible(diagnosis is not None)
        if diagnosis is None:
            return
        self._title.setText(_TITLES[diagnosis.illness])
        self.sentence.setText(diagnosis.sentence)
        self.numbers.setText(
            "   ·   ".join(f"{name}: {value:.4g}" for name, value in diagnosis.numbers.items())
        )
        self.numbers.setVisible(bool(diagnosis.numbers))
        self.rescue.setText(
            f"Go back to step {diagnosis.good_step:,} and go on with a tenth of the learning rate"
        )
        self.setAccessibleName(f"{_TITLES[diagnosis.illness]}: {diagnosis.sentence}")

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self.close_button.set_theme(theme)


_TITLES = {
    "not finite": "The numbers ran away",
    "explosion": "The loss exploded",
    "dead": "Units have died",
    "saturated": "Units are stuck at their limit",
    "plateau": "Nothing is being learned any more",
}


class Invitation(QFrame):
    """The empty state: what will happen, and two ways to begin.

    Says `train_requested`, `step_requested` and `stored_requested`.
    """

    train_requested = Signal()
    step_requested = Signal()
    stored_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = 440  # pixels of width, if there is room
        self.setProperty("role", "card")
        self.title = QLabel("Watch a network learn")
        self.title.setProperty("role", "title")
        self.facts, self.hint = QLabel(), caption("")
        for label in (self.facts, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.train, self.steps = QPushButton("Train"), QPushButton("Step by step")
        self.train.setProperty("role", "primary")
        self.stored = QPushButton("Open an earlier run")
        explain(
            self.train, "Train", "Begin with this data, network and plan.", shortcut="Ctrl+Space"
        )
        explain(
            self.steps,
            "Step by step",
            "Begin, and stop after the first phase: the forward pass of one batch.",
            "Then forward, loss, backward and update, one after the other.",
            "Ctrl+Right",
        )
        explain(self.stored, "Open an earlier run", "Show the runs on this machine.")
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        for button in (self.train, self.steps):
            buttons.addWidget(button)
        buttons.addStretch(1)
        earlier = QHBoxLayout()
        earlier.addStretch(1)
        earlier.addWidget(self.stored)
        earlier.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.title)
        layout.addWidget(self.facts)
        layout.addSpacing(HALF)
        layout.addLayout(buttons)
        layout.addLayout(earlier)
        layout.addWidget(self.hint)
        self.hint.setText("Draw a digit at the left and see how it is read as the network learns.")
        self.stored.hide()
        self.train.clicked.connect(self.train_requested)
        self.steps.clicked.connect(self.step_requested)
        self.stored.clicked.connect(self.stored_requested)

    def show_facts(self, text: str, possible: bool) -> None:
        """Say what will be trained on what; close the buttons where that is not possible."""
        self.facts.setText(text)
        for button in (self.train, self.steps):
            button.setEnabled(possible)

    def show_stored(self, count: int) -> None:
        """Offer the runs on the disk if there are any."""
        self.stored.setVisible(count > 0)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self.wanted = round(440 * theme.scale)


class Preparing(QFrame):
    """What is being prepared or looked for, how far it is, and a way out."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = 380  # pixels of width, if there is room
        self.setProperty("role", "card")
        self.words, self.bar = QLabel(), QProgressBar()
        self.words.setWordWrap(True)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(10)
        self.bar.setAccessibleName("Progress")
        self.cancel = QPushButton("Cancel")
        explain(self.cancel, "Cancel", "Give it up; what was there before stays.", shortcut="Esc")
        self.cancel.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        below = row(self.bar, self.cancel, spacing=2 * GRID)
        below.setAlignment(self.bar, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.words)
        layout.addLayout(below)
        self.cancel.clicked.connect(self.cancel_requested)

    def show_progress(self, words: str, progress: float | None) -> None:
        """Show how far it is, 0 to 1; None where that is not known."""
        self.words.setText(words)
        if progress is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, _PARTS)
            self.bar.setValue(round(progress * _PARTS))

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self.wanted = round(380 * theme.scale)
