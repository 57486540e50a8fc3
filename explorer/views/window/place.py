"""Where a page stands in the window: an empty place until it is first shown."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from explorer.views.page import Page, PageSlot
from explorer.views.parts.widgets import column


class PagePlace(QWidget):
    """Makes a slot's page once, and builds it in steps between which the window lives.

    Emits `made(Page)` for the empty frame and `built(Page)` when all its parts are there.
    """

    made = Signal(object)
    built = Signal(object)

    def __init__(self, slot: PageSlot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slot = slot
        self.page: Page | None = None
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)
        column(within=self)

    def make(self) -> Page:
        """Return the page, of which perhaps only the frame is there yet."""
        if self.page is None:
            self.page = self.slot.make()
            self.layout().addWidget(self.page)  # type: ignore[union-attr] # set above
            self.made.emit(self.page)
        return self.page

    def begin(self) -> None:
        """Make the page and let its parts come one by one."""
        page = self.make()
        if self._steps is None:
            self._steps = page.build()
            self._timer.start()

    def complete(self) -> Page:
        """Return the page with all its parts, now."""
        self.begin()
        while self._timer.isActive():
            self._go_on()
        return self.make()

    @Slot()
    def _go_on(self) -> None:
        """Build one part; the next comes when the window had its turn."""
        assert self._steps is not None
        if next(self._steps, self) is self:  # there are no more
            self._timer.stop()
            self.built.emit(self.page)
        else:
            self._timer.start()
