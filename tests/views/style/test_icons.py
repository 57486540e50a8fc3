"""Icons in the theme's colours."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QIcon, QImage

from explorer.views.style.icons import NAMES, SIZE, icon_of
from explorer.views.style.theme import Theme, theme


def _image(name: str, look: Theme, mode: QIcon.Mode, state: QIcon.State) -> QImage:
    side = round(SIZE * look.scale)
    return icon_of(name, look).pixmap(side, side, mode, state).toImage()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_icon_is_drawn_in_each_state(qapp: QObject, name: str) -> None:
    look = theme("dark", 1.5)
    off = _image(name, look, QIcon.Mode.Normal, QIcon.State.Off)
    on = _image(name, look, QIcon.Mode.Normal, QIcon.State.On)
    disabled = _image(name, look, QIcon.Mode.Disabled, QIcon.State.Off)
    assert off.width() == 24
    assert all(_ink(image) > 20 for image in (off, on, disabled))
    assert off != on
    assert off != disabled


def test_an_icon_has_the_theme_s_colours(qapp: QObject) -> None:
    for name in ("light", "dark"):
        look = theme(name)  # type: ignore[arg-type]
        image = _image("stop", look, QIcon.Mode.Normal, QIcon.State.Off)
        assert image.pixelColor(8, 8) == look.color("text")


def test_an_unknown_icon_is_refused(qapp: QObject) -> None:
    with pytest.raises(KeyError):
        icon_of("unknown", theme("light"))


def _ink(image: QImage) -> int:
    clear = QColor(0, 0, 0, 0).rgba()
    return sum(
        image.pixel(x, y) != clear for x in range(image.width()) for y in range(image.height())
    )
