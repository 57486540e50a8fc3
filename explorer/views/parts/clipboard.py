"""What is dropped or pasted: a file, or the bytes of an image."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter


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
