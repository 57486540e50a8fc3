"""Windows with the pages that a test is about."""

from __future__ import annotations

from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.views.draw.page import DrawPage, draw_slot
from explorer.views.page import PageSlot
from explorer.views.style.theme import Theme
from explorer.views.window.window import Window


def open_window(session: Session, settings: Settings, look: Theme, *slots: PageSlot) -> Window:
    """Return a window with the Draw page, not built yet, and what slots there are beside it."""
    return Window(session, settings, look, (draw_slot(lambda: DrawPage(session)), *slots))
