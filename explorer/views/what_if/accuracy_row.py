"""One line about the accuracy on the test digits, with its progress and a button.

Of an auto-encoder it is about the error of the pictures it draws: it has no accuracy.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from explorer.live.accuracy import Accuracy
from explorer.text import _
from explorer.views.parts.buttons import LOW_CHIP, ToolButton
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import Elided, caption
from explorer.views.style.theme import GRID
from explorer.views.what_if.texts import format_accuracy, format_count

_FINE = 1000  # steps of the progress bar


class AccuracyRow(QWidget):
    """What is known, and a button that emits `measure_requested` or, meanwhile, the other one."""

    measure_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accuracy = Accuracy()
        self._changed = self._draws = False
        self.line, self._count, self.progress = Elided(), caption(""), QProgressBar()
        self.progress.setProperty("role", "thin")
        self.progress.setTextVisible(False)
        self.progress.setMaximum(_FINE)
        kept = self.progress.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(kept)
        self.button = ToolButton("", "", text=_("measure"), shape=LOW_CHIP)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(GRID)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.line, 0, 0)
        layout.addWidget(self._count, 0, 1)
        layout.addWidget(self.progress, 1, 0, 1, 2)
        layout.addWidget(self.button, 0, 2, 2, 1)
        layout.setColumnStretch(0, 1)
        layout.setRowStretch(0, 1)
        self.button.clicked.connect(self._on_clicked)
        self._renew()

    @property
    def text(self) -> str:
        """What is known, or what could be."""
        quiet = _("error") if self._draws else _("accuracy")
        return format_accuracy(self._accuracy, self._changed) or quiet

    def show_drawing(self, draws: bool) -> None:
        """Be about a network that draws, or about one that reads."""
        self._draws = draws
        self._renew()

    def show_accuracy(self, accuracy: Accuracy, changed: bool) -> None:
        """Show an accuracy, of the original alone unless something is `changed`."""
        self._accuracy, self._changed = accuracy, changed
        self._renew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def _running(self) -> bool:
        return self._accuracy.state == "running"

    def _renew(self) -> None:
        accuracy, text = self._accuracy, self.text
        known = accuracy.before is not None and accuracy.state in ("running", "done")
        self._explain()
        self.line.show_role("fact" if known else "caption")
        self.line.show_text(text)
        self.line.setToolTip(accuracy.note or text)
        self.line.setAccessibleDescription(text)
        self._count.setText(format_count(accuracy) if known and not self._running else "")
        self.progress.setVisible(self._running)
        self.progress.setValue(round(_FINE * accuracy.progress))
        self.button.setText(_("cancel") if self._running else _("measure"))
        self._fit()

    def _explain(self) -> None:
        level = _(
            "The bundled digits are from MNIST's training set, which the bundled networks learned "
            "from: look at the difference rather than at the level."
        )
        how = _("Done by itself after every change; press it while it counts to stop.")
        if self._draws:
            tip = _(
                "The mean squared error per pixel of the bundled test digits, before and after."
            )
            explain(self.line, _("Error"), tip, level)
            name, tip = _("Measure error"), _("Find out how far test digits are drawn off.")
        else:
            tip = _("The share of the bundled test digits that is read rightly, before and after.")
            explain(self.line, _("Accuracy"), tip, level)
            name, tip = _("Measure accuracy"), _("Count how many test digits are read rightly.")
        explain(self.button, _("Cancel measuring") if self._running else name, tip, how)

    def _fit(self) -> None:
        """Show of how many digits it is where there is room beside the line."""
        wide = self.line.fontMetrics().horizontalAdvance(self.text) + GRID
        wide += self._count.sizeHint().width() + GRID + self.button.sizeHint().width()
        self._count.setVisible(bool(self._count.text()) and wide <= self.width())

    def _on_clicked(self) -> None:
        (self.cancel_requested if self._running else self.measure_requested).emit()
