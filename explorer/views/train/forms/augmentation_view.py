"""What augmentation does: some training images above, and below what the network gets of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.text import _
from explorer.views.parts.brush import CENTRE, Painted
from explorer.views.parts.fields import focus_frame
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.parts.thumbnails import Sheet
from explorer.views.style.theme import Theme

_SIDE, _MOST = 40, 8


class AugmentationView(Painted, FocusRing, QWidget):
    """Two rows of images; a click or Space emits `samples_requested` for another try."""

    samples_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pair: tuple[NDArray[np.uint8], NDArray[np.uint8]] | None = None
        self._sheets: tuple[Sheet, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            _("Augmentation"),
            _("Above as it is, below as the network gets it; click for another try."),
            _(
                "Each epoch shows every image in another way, so that the network learns the digit "
                "and not the picture."
            ),
        )

    def show_samples(self, before: NDArray[np.uint8], after: NDArray[np.uint8]) -> None:
        """Show images uint8 (n, c, h, w) before and after."""
        self._pair = before[:_MOST], after[:_MOST]
        self._renew()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._fit()
        self._renew()

    def sizeHint(self) -> QSize:
        side = self.look.px(_SIDE)
        return QSize(int(side * _MOST), int(2 * side + 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.samples_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return):
            self.samples_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        side = min(look.px(_SIDE), self.width() / _MOST)
        if not self._sheets:
            look.text(painter, QRectF(self.rect()), _("no samples yet"), "muted", align=CENTRE)
        for place, sheet in enumerate(self._sheets):
            image = sheet.image
            each = image.width() / max(1, len(self._pair[place])) if self._pair else 1
            scale = side / each
            high = image.height() * scale
            painter.drawImage(QRectF(0, place * (side + 4), image.width() * scale, high), image)
        if self.ring:
            focus_frame(painter, look.theme, QRectF(self.rect()))

    def _fit(self) -> None:
        """Be as high as the two rows: images get smaller where there is little width."""
        self.setFixedHeight(int(2 * min(self.look.px(_SIDE), self.width() / _MOST) + 4))

    def _renew(self) -> None:
        if self._pair is not None:
            table, gap = self.look.maps.ink, self.theme.color("panel").rgb()
            self._sheets = tuple(Sheet(part, max(1, len(part)), table, gap) for part in self._pair)
        self.update()
