"""Small line icons on a grid of 16 x 16, coloured by the theme and sharp on any screen."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from explorer.views.style.theme import Theme

SIZE = 16
_CIRCLE = "a{0} {0} 0 1 0 {1} 0a{0} {0} 0 1 0-{1} 0"

_LINES = {  # paths of SVG
    "pen": "M2.5 13.5L3.3 10.2L10.8 2.7L13.3 5.2L5.8 12.7zM9 4.5L11.5 7",
    "eraser": "M6 13L2.5 9.5L9 3L13.5 7.5L8 13zH13.5M5.6 6.4L10.1 10.9",
    "undo": "M5.5 2.5L2.5 5.5L5.5 8.5M2.5 5.5H9.75a3.75 3.75 0 0 1 0 7.5H6",
    "redo": "M10.5 2.5L13.5 5.5L10.5 8.5M13.5 5.5H6.25a3.75 3.75 0 0 0 0 7.5H10",
    "clear": "M2.5 4.5H13.5M6 4.5V2.5H10V4.5M4 4.5L4.7 13.5H11.3L12 4.5",
    "open": "M3.5 3h9a1.5 1.5 0 0 1 1.5 1.5v7.5a1.5 1.5 0 0 1-1.5 1.5h-9a1.5 1.5 0 0 1-1.5-1.5v-7.5"
    "a1.5 1.5 0 0 1 1.5-1.5M2.5 12L6 8L8.5 10.5L10.5 8.5L13.5 11.5M9.5 6" + _CIRCLE.format(1, 2),
    "save": "M8 2.5V10M4.8 7L8 10.2L11.2 7M2.5 10.5V13.5H13.5V10.5",
    "polarity": "M2.5 8" + _CIRCLE.format(5.5, 11),
    "network": "M1.5 5h6v6h-6zM6 3.5h4.5v4.5h-4.5zM11 6h3v3h-3z",
    "device": "M5 4h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1"
    "M6 1.5V4M10 1.5V4M6 12V14.5M10 12V14.5M1.5 6H4M1.5 10H4M12 6H14.5M12 10H14.5",
    "theme": "M8 3V1.5M8 13V14.5M3 8H1.5M13 8H14.5M4.5 4.5L3.4 3.4M11.5 4.5L12.6 3.4"
    "M4.5 11.5L3.4 12.6M11.5 11.5L12.6 12.6M5.2 8" + _CIRCLE.format(2.8, 5.6),
    "help": "M6.2 6.4C6.4 3.9 9.9 4.1 9.8 6.3C9.7 7.6 8 7.7 8 9.2M8 11.4v.01M2 8"
    + _CIRCLE.format(6, 12),
    "close": "M4 4L12 12M12 4L4 12",
    "copy": "M7 5.5h5a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-5a1.5 1.5 0 0 1-1.5-1.5v-5"
    "a1.5 1.5 0 0 1 1.5-1.5M10.5 2.5H4L2.5 4V10.5",
    "code": "M5 4.5L1.8 8L5 11.5M11 4.5L14.2 8L11 11.5M9.2 3L6.8 13",
    "stack": "M3.5 5.5h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1"
    "M5 5V3.8H12.2V11H11M7 3.3V2H14V9H12.7",
    "step-forward": "M12 3.2V12.8",
    "step-back": "M4 3.2V12.8",
    "to-end": "M13 3.2V12.8M3 3.5L7 8L3 12.5M7.5 3.5L11 8L7.5 12.5",
    "branch": "M4.5 5V11M4.5 10C4.5 8 11.5 9.5 11.5 7.1"
    + "".join(f"M{at}" + _CIRCLE.format(1.7, 3.4) for at in ("2.8 3.4", "2.8 12.6", "9.8 5.4")),
    "up": "M4 9.8L8 5.8L12 9.8",
    "down": "M4 6.2L8 10.2L12 6.2",
    "next": "M6 4L10 8L6 12",
    "back": "M10 4L6 8L10 12",
    "widen": "M2 8H14M5 5L2 8L5 11M11 5L14 8L11 11",
    "folder": "M2 12.5V3.5H6.3L7.8 5.5H14V12.5z",
    "add": "M8 3.5V12.5M3.5 8H12.5",
}
_SURFACES = {
    "polarity": "M8 2.5a5.5 5.5 0 0 0 0 11z",
    "play": "M4.5 2.8L12.8 8L4.5 13.2z",
    "pause": "M3.8 3h2.6v10h-2.6zM9.6 3h2.6v10h-2.6z",
    "stop": "M3.5 3.5h9v9h-9z",
    "step-forward": "M3.5 3.2L9.5 8L3.5 12.8z",
    "step-back": "M12.5 3.2L6.5 8L12.5 12.8z",
}
NAMES = frozenset(_LINES) | frozenset(_SURFACES)


@lru_cache(maxsize=128)
def icon_of(name: str, theme: Theme, gap: int = 0, ink: str = "text") -> QIcon:
    """Return an icon for a button that may be switched on or disabled; raises KeyError.

    `gap` is added at its right, where a text follows; `ink` is its colour in the palette.
    """
    return QIcon(_Engine(name, theme, gap, ink))


class _Engine(QIconEngine):
    """Renders an icon's colours when they are first painted: most never change."""

    def __init__(self, name: str, theme: Theme, gap: int, ink: str) -> None:
        super().__init__()
        if name not in NAMES:
            raise KeyError(name)
        self._look = name, theme, gap, ink

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        name, theme, gap, ink = self._look
        meaning = "disabled" if mode == QIcon.Mode.Disabled else ink
        if state == QIcon.State.On and mode != QIcon.Mode.Disabled:
            meaning = "accent"
        return pixmap_of(name, theme, meaning, gap)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        pixmap = self.pixmap(rect.size(), mode, state)
        size = pixmap.deviceIndependentSize().toSize()
        place = QRect(QPoint(), size)
        place.moveCenter(rect.center())
        painter.drawPixmap(place.topLeft(), pixmap)

    def clone(self) -> QIconEngine:
        return _Engine(*self._look)


def icon_size(theme: Theme) -> int:
    """Return the side of an icon in a theme's text size."""
    return round(SIZE * theme.scale)


@lru_cache(maxsize=256)
def pixmap_of(name: str, theme: Theme, meaning: str, gap: int = 0) -> QPixmap:
    """Return an icon in one of the palette's colours; raises KeyError."""
    if name not in NAMES:
        raise KeyError(name)
    color = theme.color(meaning).name()
    shapes = (("none", _LINES.get(name)), (color, _SURFACES.get(name)))
    paths = "".join(f'<path fill="{fill}" d="{path}"/>' for fill, path in shapes if path)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" stroke="{color}"'
        ' stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round">'
        f"{paths}</svg>"
    )
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    side = round(icon_size(theme) * ratio)
    pixmap = QPixmap(round(side + gap * theme.scale * ratio), side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
