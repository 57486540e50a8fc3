"""What a card can export: itself as a picture, its stage's numbers, the code of its number."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgGenerator

from explorer.errors import UserError
from explorer.files import write_atomically
from explorer.live.selecting import Selecting
from explorer.network.records import Floats
from explorer.resources import resource
from explorer.text import _
from explorer.views.cards.card import ExplanationCard
from explorer.views.cards.code_window import CodeWindow
from explorer.views.cards.header import KINDS
from explorer.views.parts.files import CHECKPOINTS, ask_save, png_bytes
from explorer.views.parts.guard import painting

_RATIO = 2  # device pixels per pixel of a saved picture


class CardExports(QObject):
    """Does what the card's buttons ask for; emits what was done, or why it could not be."""

    exported = Signal(str)
    failed = Signal(str)

    def __init__(self, card: ExplanationCard, session: Selecting) -> None:
        super().__init__(card)
        self.card, self._session = card, session
        self.code_window: CodeWindow | None = None
        card.title.copy.triggered.connect(self._on_copy_clicked)
        card.title.code.clicked.connect(lambda: self._request_code(self._show))
        card.title.save_requested.connect(self._on_save_requested)
        card.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        card.customContextMenuRequested.connect(self._on_menu_requested)
        self.exported.connect(session.message_reported)
        self.failed.connect(session.failed)

    def save(self, path: Path, kind: str) -> None:
        """Write the card (png, svg) or the selected stage's numbers (npy, csv) to a file.

        `map-npy` and `map-csv` write the selected map alone. Raises UserError if there is
        nothing to save or the file cannot be written.
        """
        if kind in ("png", "svg"):
            data = png_bytes(card_image(self.card)) if kind == "png" else card_svg(self.card)
        else:
            trace, cell = self._session.frame.trace, self._session.selected
            if trace is None or cell is None:
                raise UserError(_("Nothing is selected whose numbers could be saved."))
            scope, _dash, form = kind.rpartition("-")
            values = trace.stage(cell.stage).values
            one_map = scope == "map" and values.ndim == 3
            data = array_bytes(values[cell.index[0]] if one_map else values, form)
        write_atomically(path, data)

    @Slot()
    def copy_code(self) -> None:
        """Put the code of the selected number on the clipboard."""
        self._request_code(self._copy)

    def _copy(self, code: str) -> None:
        QGuiApplication.clipboard().setText(code)
        self._report_copy()

    def _show(self, code: str) -> None:
        if self.code_window is None:
            self.code_window = CodeWindow(self.card.window())
            self.code_window.copied.connect(self._report_copy)
        self.code_window.show_code(code)

    @Slot()
    def _report_copy(self) -> None:
        self.exported.emit(_("Copied the PyTorch code that prints this number."))

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setImage(card_image(self.card))
        self.exported.emit(_("Copied the card as a picture."))

    @Slot(str)
    def _on_save_requested(self, kind: str) -> None:
        if kind == "py":
            self._request_code(
                lambda code: self._save_as(kind, lambda path: write_atomically(path, code.encode()))
            )
        else:
            self._save_as(kind, lambda path: self.save(path, kind))

    def _save_as(self, kind: str, write: Callable[[Path], None]) -> None:
        """Ask for a file and write it."""
        path = ask_save(self.card.window(), _("Save"), KINDS[kind][1], self._suggestion(kind))
        if path is None:
            return
        try:
            write(path)
        except UserError as error:
            self.failed.emit(str(error))
        else:
            self.exported.emit(_("Saved {name}.").format(name=path.name))

    @Slot(QPoint)
    def _on_menu_requested(self, place: QPoint) -> None:
        self.card.title.menu.popup(self.card.mapToGlobal(place))

    def _suggestion(self, kind: str) -> str:
        """Return a file name after what is saved, `pool1-map3.csv`."""
        cell, suffix = self._session.selected, kind.rpartition("-")[2]
        if cell is None:
            return f"card.{suffix}"
        one_map = kind.startswith("map") and len(cell.index) == 3
        return f"{cell.stage}-map{cell.index[0]}.{suffix}" if one_map else f"{cell.stage}.{suffix}"

    def _request_code(self, use: Callable[[str], None]) -> None:
        """Pass the code of the selected number to `use` as soon as a file has the weights."""

        def compute(path: Path) -> None:
            try:
                code = self._session.code(path)
            except UserError as error:
                self.failed.emit(str(error))
            else:
                use(code)

        if self._session.selected is None:
            self.failed.emit(_("Click a number first: the code computes the selected one."))
        elif path := self._find_checkpoint():
            compute(path)
        else:
            title = _("The code needs the weights: save them")
            path = ask_save(self.card.window(), title, CHECKPOINTS, "network.safetensors")
            if path is not None:
                self._session.save_checkpoint(path, compute)

    def _find_checkpoint(self) -> Path | None:
        """Return a file with the weights in use, if there is one."""
        network = self._session.network
        if network is not None and not self._session.altered:
            if network.origin == "pretrained":
                return resource("weights", f"{network.spec.name}.safetensors")
            if network.origin.endswith(".safetensors"):
                return Path(network.origin)
        return None


def card_image(card: ExplanationCard) -> QImage:
    """Return the whole card, nothing scrolled away, at twice its size."""
    image = QImage(card.whole_size() * _RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_RATIO)
    with painting(image) as painter:
        card.paint_whole(painter)
    return image


def card_svg(card: ExplanationCard) -> bytes:
    """Return the whole card as an SVG drawing with real text."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = card.whole_size()
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(), size))
    generator.setTitle(card.accessibleDescription())
    with painting(generator) as painter:
        card.paint_whole(painter)
    return bytes(buffer.data().data())


def array_bytes(values: Floats, kind: str) -> bytes:
    """Return an array as the bytes of an .npy file or of a CSV table.

    A stack of maps (maps, rows, columns) becomes one block of lines per map, with an empty line
    between; a single map is one block, a vector one line.
    """
    if kind == "npy":
        binary = io.BytesIO()
        np.save(binary, values, allow_pickle=False)
        return binary.getvalue()
    blocks = values if values.ndim == 3 else [np.atleast_2d(values)]
    tables = (
        "".join(",".join(f"{value:.9g}" for value in row) + "\n" for row in block.tolist())
        for block in blocks
    )
    return "\n".join(tables).encode()
