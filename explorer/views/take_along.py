"""Taking something along: the card as a picture, the stage's numbers, the code of one number."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QObject, QRect, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from explorer.errors import UserError
from explorer.files import write_atomically
from explorer.resources import resource
from explorer.views.dialogs import CHECKPOINTS, ask_save

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.network.records import Floats
    from explorer.views.cards.card import ExplanationCard

KINDS = {
    "png": "PNG image (*.png)",
    "svg": "SVG drawing (*.svg)",
    "npy": "numpy array (*.npy)",
    "csv": "CSV table (*.csv)",
}
_RATIO = 2  # device pixels per pixel of a saved picture


class TakeAlong(QObject):
    """Answers the card's buttons; says what it did or why it could not."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, card: ExplanationCard, session: Session) -> None:
        super().__init__(card)
        self._card, self._session = card, session
        card.copy_requested.connect(self._on_copy_requested)
        card.save_requested.connect(self._on_save_requested)
        card.code_requested.connect(self._on_code_requested)
        self.said.connect(session.message_said)
        self.failed.connect(session.failed)

    def save(self, path: Path, kind: str) -> None:
        """Write the card (png, svg) or the selected stage's numbers (npy, csv) to a file.

        Raises UserError if there is nothing to save or the file cannot be written.
        """
        if kind in ("png", "svg"):
            data = card_png(self._card) if kind == "png" else card_svg(self._card)
        else:
            data = array_bytes(self._values(), kind)
        write_atomically(path, data)

    def _values(self) -> Floats:
        trace, cell = self._session.trace, self._session.selected
        if trace is None or cell is None:
            raise UserError("Nothing is selected whose numbers could be saved.")
        return trace.stage(cell.stage).values

    @Slot()
    def _on_copy_requested(self) -> None:
        image = QImage.fromData(card_png(self._card))
        QGuiApplication.clipboard().setImage(image)
        self.said.emit("Copied the card as a picture.")

    @Slot(str)
    def _on_save_requested(self, kind: str) -> None:
        cell = self._session.selected
        name = f"{cell.stage}.{kind}" if cell is not None else f"card.{kind}"
        path = ask_save(self._card.window(), "Save", KINDS[kind], name)
        if path is None:
            return
        try:
            self.save(path, kind)
        except UserError as error:
            self.failed.emit(str(error))
        else:
            self.said.emit(f"Saved {path.name}.")

    @Slot()
    def _on_code_requested(self) -> None:
        path = self._checkpoint()
        if path is None:
            return
        try:
            code = self._session.code(path)
        except UserError as error:
            self.failed.emit(str(error))
            return
        QGuiApplication.clipboard().setText(code)
        self.said.emit("Copied the PyTorch code that prints this number.")

    def _checkpoint(self) -> Path | None:
        """Return a file with the weights in use; ask where to save them if there is none."""
        network = self._session.network
        if network is not None and not self._session.what_if.active:
            if network.origin == "pretrained":
                return resource("weights", f"{network.spec.name}.safetensors")
            if network.origin.endswith(".safetensors"):
                return Path(network.origin)
        title = "The code needs the weights: save them"
        path = ask_save(self._card.window(), title, CHECKPOINTS, "network.safetensors")
        if path is not None:
            self._session.save_checkpoint(path)
        return path if path is not None and path.is_file() else None


def card_png(card: ExplanationCard) -> bytes:
    """Return the whole card, nothing scrolled away, as PNG at twice its size."""
    size = card.whole_size()
    image = QImage(size * _RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_RATIO)
    painter = QPainter(image)
    card.paint_whole(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # takes a device too
    return bytes(buffer.data().data())


def card_svg(card: ExplanationCard) -> bytes:
    """Return the whole card as an SVG drawing with real text."""
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = card.whole_size()
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(card.accessibleDescription())
    painter = QPainter(generator)
    card.paint_whole(painter)
    painter.end()
    return bytes(buffer.data().data())


def array_bytes(values: Floats, kind: str) -> bytes:
    """Return an array as the bytes of an .npy file or of a CSV table.

    A stack of maps becomes one block of lines per map, with an empty line between.
    """
    if kind == "npy":
        binary = io.BytesIO()
        np.save(binary, values, allow_pickle=False)
        return binary.getvalue()
    blocks = values if values.ndim == 3 else [values.reshape(1, -1)]
    text = "\n".join(_table(block) for block in blocks)
    return text.encode()


def _table(block: Floats) -> str:
    return "".join(",".join(f"{value:.9g}" for value in row) + "\n" for row in block.tolist())
