"""A download: how far it is, stop and go on, and one sentence where it cannot be had."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from explorer.live.data_facts import DownloadState
from explorer.views.parts.buttons import CHIP, ToolButton
from explorer.views.parts.widgets import HALF, row
from explorer.views.style.theme import Theme

_MIB = 1 << 20


class DownloadBar(QWidget):
    """Hidden while idle or done. Says `start_requested` (also to go on) and `cancel_requested`.

    `bundled_requested` asks for the digits that need no network.
    """

    start_requested = Signal()
    cancel_requested = Signal()
    bundled_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = DownloadState()
        self.bar, self.words, self.reason = QProgressBar(), QLabel(), QLabel()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(10)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName("Download")
        self.words.setProperty("role", "caption")
        self.reason.setProperty("role", "field-error")
        self.reason.setWordWrap(True)
        self.start = ToolButton(
            "Download",
            "Fetch the data set; what has arrived already is kept.",
            icon="save",
            text="Download",
            shape=CHIP,
        )
        self.cancel = ToolButton(
            "Stop the download", "It can go on later where it stopped.", text="Stop", shape=CHIP
        )
        self.bundled = ToolButton(
            "Bundled digits",
            "Learn from the digits that are there.",
            text="Use bundled digits",
            shape=CHIP,
        )
        top = row(self.words)
        top.addStretch(1)
        for button in (self.bundled, self.start, self.cancel):
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addWidget(self.reason)
        self.start.clicked.connect(self.start_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.bundled.clicked.connect(self.bundled_requested)
        self.show_state(DownloadState())

    def show_state(self, state: DownloadState) -> None:
        """Show how a download stands."""
        self._state = state
        stage = state.stage
        self.setVisible(stage not in ("idle", "done"))
        self.words.setText(self._words())
        self.bar.setVisible(stage in ("loading", "stopped"))
        self.bar.setValue(round(1000 * state.done / state.total) if state.total else 0)
        self.reason.setText(state.sentence)
        self.reason.setVisible(bool(state.sentence) and stage == "failed")
        self.cancel.setVisible(stage == "loading")
        self.start.setVisible(stage in ("needed", "stopped", "failed"))
        names = {"stopped": "Go on", "failed": "Try again"}
        self.start.show_text(names.get(stage, "Download"))
        self.bundled.setVisible(stage == "failed")

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        for button in (self.start, self.cancel, self.bundled):
            button.set_theme(theme)

    def _words(self) -> str:
        state = self._state
        size = f"{state.total / _MIB:.0f} MiB" if state.total else "size unknown"
        if state.stage in ("loading", "stopped"):
            arrived = f"{state.done / _MIB:.1f} of {size}"
            return f"{state.title}: {arrived}{', stopped' if state.stage == 'stopped' else ''}"
        if state.stage == "failed":
            return f"{state.title} is not there yet."
        return f"{state.title} is not on this machine yet ({size})."
