"""The look that blocks are painted in."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from explorer.views.parts.brush import Look
from explorer.views.style.theme import theme


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look(theme("light"))
