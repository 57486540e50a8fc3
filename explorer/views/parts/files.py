"""Which kinds of files there are, the dialogs that ask for one, and what is dropped or pasted."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6 import QtWidgets
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QWidget

from explorer.text import _


class FileKind(NamedTuple):
    """What a dialog calls some files, and their suffixes; none for all files."""

    name: str
    suffixes: tuple[str, ...] = ()

    @property
    def filter(self) -> str:
        """The kind as Qt's dialogs take it."""
        return f"{self.name} ({' '.join(f'*{suffix}' for suffix in self.suffixes) or '*'})"


_ALL = FileKind(_("All files"))
PNG = FileKind(_("PNG image"), (".png",))
SVG = FileKind(_("SVG drawing"), (".svg",))
NUMPY = FileKind(_("numpy array"), (".npy",))
CSV = FileKind(_("CSV table"), (".csv",))
_STROKES = (".jsonl", ".jsonl.gz")
_IMAGES = [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".pgm", ".ppm"]
IMAGES = (FileKind(_("Images and strokes"), (*_IMAGES, *_STROKES)), _ALL)
NETWORKS = (FileKind(_("Networks"), (".safetensors", ".pt", ".pth")), _ALL)
DRAWINGS = (PNG, FileKind(_("Strokes"), _STROKES))
PICTURES = (PNG, SVG)
CODE = (FileKind(_("Python script"), (".py",)),)
CHECKPOINTS = (FileKind(_("Checkpoint"), (".safetensors",)),)
VIEWS = (FileKind(_("Views"), (".json",)), _ALL)
ARRAYS = (FileKind(_("Arrays"), (".npz",)),)


def ask_open(
    parent: QWidget, title: str, kinds: tuple[FileKind, ...], folder: str = ""
) -> Path | None:
    """Let the user choose a file to read; None if they don't."""
    filters = ";;".join(kind.filter for kind in kinds)
    name, _filter = QtWidgets.QFileDialog.getOpenFileName(parent, title, folder, filters)
    return Path(name) if name else None


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Let the user choose a folder; None if they don't."""
    # The dialog takes long to load: not before the first paint.
    folder = QtWidgets.QFileDialog.getExistingDirectory(parent, title)
    return Path(folder) if folder else None


def ask_save(
    parent: QWidget, title: str, kinds: tuple[FileKind, ...], suggestion: str
) -> Path | None:
    """Let the user choose a file to write, with a suffix that fits; None if they don't."""
    by_filter = {kind.filter: kind for kind in kinds}
    name, chosen = QtWidgets.QFileDialog.getSaveFileName(
        parent, title, suggestion, ";;".join(by_filter)
    )
    return with_suffix(Path(name), by_filter.get(chosen, kinds[0])) if name else None


def with_suffix(path: Path, kind: FileKind) -> Path:
    """Return a path with the first suffix of a kind of files if it has none."""
    if path.suffix or not kind.suffixes:
        return path
    return path.with_name(path.name + kind.suffixes[0])


def dropped_content(data: QMimeData) -> Path | bytes | None:
    """Return the local file or the image (as PNG bytes) in some data, or None for anything else."""
    for url in data.urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    if data.hasImage():
        image = QImage(data.imageData())
        return png_bytes(image) if not image.isNull() else None
    return None


def png_bytes(image: QImage) -> bytes:
    """Return an image as a PNG file in memory."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    buffer.close()
    return bytes(store.data())
