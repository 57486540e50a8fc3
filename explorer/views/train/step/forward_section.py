"""Forward: the batch image by image, with what the network made of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from explorer.live.training.facts import Anatomy
from explorer.training.look.anatomy import ForwardRecord
from explorer.views.parts.fields import Picker
from explorer.views.parts.widgets import HALF, row
from explorer.views.style.theme import Theme
from explorer.views.train.anatomy.order import ORDERS, Order
from explorer.views.train.step.batch_cell import sentence
from explorer.views.train.step.batch_grid import BatchGrid
from explorer.views.train.step.writing import significant

_WORDS: dict[Order, str] = {
    "batch": "batch order",
    "largest": "largest loss",
    "smallest": "smallest loss",
}


class ForwardSection(QWidget):
    """Says `sample_chosen(int)` with the place of an image in the batch."""

    sample_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = BatchGrid()
        self.score, self.facts = QLabel(), QLabel()
        self.facts.setWordWrap(True)
        self.facts.setProperty("role", "caption")
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.order = Picker(
            "Order of the images",
            "In which order the images of the batch stand.",
            [(order, _WORDS[order]) for order in ORDERS],
            detail="Sorted by loss, the images stand first that teach the network most.",
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF)
        top = row(self.score)
        top.addStretch(1)
        top.addWidget(self.order)
        layout.addLayout(top)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.facts)
        self.grid.sample_chosen.connect(self.sample_chosen)
        self.grid.sample_chosen.connect(self._on_sample_chosen)
        self.order.value_requested.connect(self._on_order_requested)
        self._record: ForwardRecord | None = None
        self._classes: tuple[str, ...] = ()

    def show_anatomy(self, anatomy: Anatomy, classes: tuple[str, ...]) -> None:
        """Show the batch of a step."""
        record = anatomy.forward
        self._record, self._classes = record, classes
        self.grid.show_record(record, classes)
        self.score.setText(_score(record) if record else "")
        self._say(self.grid.chosen)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self.grid.set_theme(theme)
        self.order.set_theme(theme)
        self.score.setFont(theme.font())

    def _on_sample_chosen(self, place: int) -> None:
        self._say(place)

    def _on_order_requested(self, order: str) -> None:
        self.grid.show_order(next(known for known in ORDERS if known == order))

    def _say(self, place: int) -> None:
        record = self._record
        known = record is not None and 0 <= place < len(record.labels)
        words = sentence(record, self._classes, place) if known and record else ""
        self.facts.setText(words[:1].upper() + words[1:])


def _score(record: ForwardRecord) -> str:
    """Return the batch in two short lines: `58 of 64 right` and `mean loss 0.123`."""
    right = int((record.labels == record.guesses).sum())
    count = len(record.labels)
    mean = significant(float(record.losses.mean()), 3)
    if (record.guesses < 0).all():
        return f"{count} images\nmean loss {mean}"
    return f"{right} of {count} right\nmean loss {mean}"
