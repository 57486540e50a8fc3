"""Forward: the batch image by image, with what the network made of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from explorer.live.training.facts import Anatomy
from explorer.text import _, ngettext
from explorer.training.look.anatomy import ForwardRecord
from explorer.views.parts.fields import Picker
from explorer.views.parts.figures import significant
from explorer.views.parts.tiles import TileScroll
from explorer.views.parts.widgets import caption, column, row
from explorer.views.train.step.batch_grid import ORDERS, BatchGrid, describe_image

_ORDER_NAMES = (_("batch order"), _("largest loss"), _("smallest loss"))


class ForwardSection(QWidget):
    """Emits `sample_chosen(int)` with the place of an image in the batch."""

    sample_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = BatchGrid()
        self.score, self.facts = QLabel(), caption("")
        self.facts.setWordWrap(True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.order = Picker(
            _("Order of the images"),
            _("In which order the images of the batch stand."),
            list(zip(ORDERS, _ORDER_NAMES, strict=True)),
            detail=_("Sorted by loss, the images stand first that teach the network most."),
        )
        column(
            row(self.score, None, self.order), (TileScroll(self.grid), 1), self.facts, within=self
        )
        self.grid.sample_chosen.connect(self.sample_chosen)
        self.grid.sample_chosen.connect(self._show_facts)
        self.order.value_requested.connect(self.grid.show_order)
        self._record: ForwardRecord | None = None
        self._classes: tuple[str, ...] = ()

    def show_anatomy(self, anatomy: Anatomy, classes: tuple[str, ...]) -> None:
        """Show the batch of a step."""
        record = anatomy.forward
        self._record, self._classes = record, classes
        self.grid.show_record(record, classes)
        self.score.setText(_score(record) if record else "")
        self._show_facts(self.grid.sample)

    def _show_facts(self, place: int) -> None:
        record = self._record
        known = record is not None and 0 <= place < len(record.labels)
        self.facts.setText(describe_image(record, self._classes, place) if record and known else "")


def _score(record: ForwardRecord) -> str:
    """Return the batch in two short lines: `58 of 64 right` and `mean loss 0.123`."""
    count, mean = len(record.labels), significant(float(record.losses.mean()), 3)
    text = ngettext("{right} of {count} right", "{right} of {count} right", count)
    if (record.guesses < 0).all():
        text = ngettext("{count} image", "{count} images", count)
    right = int((record.labels == record.guesses).sum())
    loss = _("mean loss {loss}").format(loss=mean)
    return f"{text.format(right=right, count=count)}\n{loss}"
