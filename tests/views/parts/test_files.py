"""What a drop or a paste may hold."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from explorer.views.parts.files import dropped_content


def test_a_local_file_is_preferred_to_the_image_that_comes_with_it(
    qapp: object, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    assert dropped_content(data) == tmp_path / "a.png"


def test_an_image_comes_as_png_bytes(qapp: object) -> None:
    data = QMimeData()
    data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    content = dropped_content(data)
    assert isinstance(content, bytes)
    assert QImage.fromData(content).width() == 2


def test_anything_else_is_nothing(qapp: object) -> None:
    web, words = QMimeData(), QMimeData()
    web.setUrls([QUrl("https://example.org/a.png")])
    words.setText("seven")
    assert dropped_content(web) is None
    assert dropped_content(words) is None
