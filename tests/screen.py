"""What a window shows on the screen, as opposed to what it would show if it were painted anew."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget


def seen(window: QWidget) -> NDArray[np.uint32]:
    """Return the pixels (height, width) 0xFFRRGGBB of a window as they are on the screen now."""
    pixmap = QGuiApplication.primaryScreen().grabWindow(window.winId())
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB32)
    words = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return words[:, : image.width()].copy()


def painted_anew(window: QWidget) -> NDArray[np.uint32]:
    """Return the same after everything in the window has been painted again."""
    for widget in (window, *window.findChildren(QWidget)):
        widget.update()
    QApplication.processEvents()
    return seen(window)


def differs(one: QImage, other: QImage, within: int = 8) -> bool:
    """Whether two pictures differ by more than rounding: Qt draws large letters by two ways."""
    if one.size() != other.size():
        return True
    pixels = [
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8)
        for image in (one, other)
    ]
    return bool(np.abs(pixels[0].astype(int) - pixels[1]).max() > within)
