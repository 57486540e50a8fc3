"""How the user left the window, from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray

from explorer.live.settings import Settings
from explorer.views.scene.options import REMEMBERED, SceneOptions, options_from
from explorer.views.style.looks import system_reduces_motion

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.views.window.window import Window

_SIZE = (1280, 800)


def restore(window: Window, session: Session, settings: Settings) -> None:
    """Put the window, its pages and the pen back as `remember` found them."""
    page = window.draw_page
    options = SceneOptions(reduced_motion=system_reduces_motion())
    names = (*REMEMBERED, "reduced_motion")
    kept = {name: settings.get(name, getattr(options, name)) for name in names}
    window.options = options
    window.show_options(options_from(kept, options))
    page.set_what_if_open(settings.get("what_if_open", True))
    session.set_pen_width(settings.get("pen_width", session.pen.width))
    session.set_softness(settings.get("pen_softness", session.pen.softness))
    geometry = settings.get("window", QByteArray())
    if geometry.isEmpty() or not window.restoreGeometry(geometry):
        window.resize(*_SIZE)
    page.restore_columns(settings.get("columns", QByteArray()))


def remember(window: Window, session: Session, settings: Settings) -> None:
    """Write everything down that `restore` puts back."""
    page, pen = window.draw_page, session.pen
    for name, value in (
        ("window", window.saveGeometry()),
        ("columns", page.columns()),
        ("pen_width", pen.width),
        ("pen_softness", pen.softness),
        ("what_if_open", page.what_if_open),
        *((name, getattr(window.options, name)) for name in REMEMBERED),
    ):
        settings.set(name, value)
    window.train.remember(settings)
    settings.save()
