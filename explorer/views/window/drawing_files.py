"""Drawings from and to files and the clipboard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from explorer.digits.drawing import Drawing, Picture
from explorer.errors import UserError
from explorer.files import write_atomically
from explorer.network.records import Trace
from explorer.pen import rasterise
from explorer.text import _
from explorer.views.parts.files import NETWORKS, png_bytes


def is_network_file(path: Path) -> bool:
    """Whether a file's name says that it holds a network."""
    return path.suffix.lower() in NETWORKS[0].suffixes


def read_drawing(content: Path | bytes) -> Picture | Drawing:
    """Read an image (a file or its bytes) or the first drawing of a stroke file.

    Raises UserError, one sentence, for whatever cannot be read.
    """
    from explorer.digits.images import read_picture
    from explorer.digits.strokes import is_stroke_file, read_strokes

    if isinstance(content, bytes):
        return read_picture(content, name=_("Pasted image"))
    if not is_stroke_file(content):
        return read_picture(content)
    drawings = read_strokes(content)
    if not drawings:
        raise UserError(_("{name} holds no drawing."), name=content.name)
    return drawings[0].drawing


def save_drawing(path: Path, drawing: Drawing) -> None:
    """Write a drawing as strokes (`.jsonl`, `.jsonl.gz`) or, under any other name, as a PNG.

    Raises UserError if it cannot be written.
    """
    from explorer.digits.strokes import is_stroke_file, write_strokes

    if is_stroke_file(path):
        write_strokes(path, drawing)
    else:
        write_atomically(path, png_bytes(drawing_image(drawing)))


def drawing_image(drawing: Drawing) -> QImage:
    """Return a drawing as dark ink on white paper, 280 x 280; over a photograph in its colours."""
    ink = rasterise(drawing)
    colored = ink.ndim == 3
    pixels = np.ascontiguousarray(np.moveaxis(ink, 0, -1) if colored else 255 - ink)
    kind = QImage.Format.Format_RGB888 if colored else QImage.Format.Format_Grayscale8
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, pixels.strides[0], kind)
    return image.copy()  # the copy owns its memory


def suggested_name(drawing: Drawing, answer: Trace | None) -> str:
    """Return a file name for a drawing, after the picture on it or what it was taken for."""
    if drawing.picture is not None and drawing.picture.name:
        return f"{Path(drawing.picture.name).stem}-drawing.png"
    label = ""
    if answer is not None and not answer.spec.reconstructs:
        label = f"-{answer.spec.classes[answer.prediction]}"
    return f"drawing{label}.png"
