"""The time machine's slider: all steps of a run on one line, with what happened when."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from explorer.text import _
from explorer.views.parts.brush import CENTRE, LEFT, RIGHT, Look, Painted
from explorer.views.parts.focus import FocusRing, keeps_keys
from explorer.views.parts.help import explain
from explorer.views.style.theme import Theme
from explorer.views.train.transport.marks import Mark, TimelineState

_KEYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_End})
_MARGIN, _TOP, _TRACK, _BELOW = 9, 16, 6, 18
_BESIDE = 11  # pixels between two marks of the same step
_NEAR = 6  # pixels from which a mark is pointed at
_EPOCH_ROOM = 34  # pixels between two epoch labels


class Timeline(Painted, FocusRing, QWidget):
    """Emits `step_requested(int)` while the handle is dragged or moved by keys.

    Left and Right go one step, with Ctrl ten, PageUp and PageDown to the next mark or epoch, Home
    and End to the ends. `show_state` never emits. Painted, for Qt's slider knows no marks but
    evenly spaced ones.
    """

    step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = TimelineState()
        self._dragging = False
        self._hovered: int | None = None
        self._ground, self._ground_key = QPixmap(), tuple[object, ...]()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            _("Time line"),
            _("Every step of the run; drag to go back to any of them."),
            _(
                "Left and Right go one step, with Ctrl ten; Page Up and Page Down go to the next "
                "mark or epoch; Home and End to the beginning and to the newest step. Diamonds are "
                "changed settings, dots validations, forks branches, crosses trouble."
            ),
        )

    @property
    def state(self) -> TimelineState:
        """What is shown."""
        return self._state

    def show_state(self, state: TimelineState) -> None:
        """Show where the run stands."""
        if state != self._state:
            self._state = state
            self.setAccessibleDescription(state.sentence)
            self.update()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(400, int(sum(map(self.look.px, (_TOP, _TRACK, _BELOW)))))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self._ask(self._target(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        self._hovered = self._step_at(point.x()) if self._dragging else self._target(point)
        if self._dragging:
            self._ask(self._hovered)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragging = False

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._key_step(Qt.Key(event.key()), event.modifiers())
        if step is None:
            super().keyPressEvent(event)
        else:
            self._ask(step)

    def event(self, event: QEvent) -> bool:
        if keeps_keys(event, _KEYS):
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._mark_at(QPointF(event.pos()))
            if mark is not None:
                text = _("step {step:,}: {mark}").format(step=mark.step, mark=mark.words)
                QToolTip.showText(event.globalPos(), text, self)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        painter.drawPixmap(0, 0, self._scale(look))
        self._paint_track(painter, look)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        beside: dict[int, int] = {}  # how many marks stand at a step already
        for mark in self._state.marks:
            place = beside.get(mark.step, 0)
            self._paint_mark(painter, look, mark, look.px(_BESIDE) * place)
            if mark.kind != "validation":
                beside[mark.step] = place + 1
        self._paint_hover(painter, look)
        self._paint_handle(painter, look)

    def _key_step(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> int | None:
        state, far = self._state, modifiers & Qt.KeyboardModifier.ControlModifier
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}
        ways = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if key in by:
            return state.step + by[key] * (10 if far else 1)
        if key in ways:
            return state.neighbour(ways[key])
        return {Qt.Key.Key_Home: state.first, Qt.Key.Key_End: state.head}.get(key)

    def _ask(self, step: int) -> None:
        state = self._state
        step = min(max(step, state.first), state.head)
        if step != state.step or state.phase:
            self.step_requested.emit(step)

    def _paint_track(self, painter: QPainter, look: Look) -> None:
        state, track = self._state, self._track()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(track, look.color("field"))
        done = QRectF(track)
        done.setRight(self._x(state.head))
        painter.fillRect(done, look.color("border_strong"))
        done.setRight(self._x(state.step))
        painter.fillRect(done, look.color("accent"))

    def _scale(self, look: Look) -> QPixmap:
        """Return the ground with its epochs, which stay while a run goes on."""
        state, ratio = self._state, self.devicePixelRatioF()
        key = (look, self.size().toTuple(), ratio, state.first, state.end, state.steps_per_epoch)
        if key != self._ground_key:
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(look.color("panel"))
            painter = QPainter(self._ground)
            self._paint_epochs(painter, look)
            painter.end()
            self._ground_key = key
        return self._ground

    def _paint_epochs(self, painter: QPainter, look: Look) -> None:
        state, track = self._state, self._track()
        most = max(1, int(track.width() / look.px(_EPOCH_ROOM)))
        line, title = look.line("tiny"), _("epoch")
        word, wide = look.width_of(title, "tiny"), look.px(60)
        for step in state.epochs(most):
            x = round(self._x(step)) + 0.5
            painter.setPen(look.pen("muted"))
            painter.drawLine(QPointF(x, track.bottom() + 2), QPointF(x, track.bottom() + 5))
            place = QRectF(x - wide / 2, track.bottom() + 4, wide, line)
            align = CENTRE
            if place.right() > self.width():
                place, align = QRectF(self.width() - wide, place.y(), wide, line), RIGHT
            number = f"{step // state.steps_per_epoch:,}"
            if x > word + look.width_of(number, "tiny"):
                look.text(painter, place, number, "muted", "tiny", align=align)
        if state.steps_per_epoch:
            place = QRectF(0, track.bottom() + 4, wide, line)
            look.text(painter, place, title, "muted", "tiny", align=LEFT)

    def _paint_mark(self, painter: QPainter, look: Look, mark: Mark, aside: float) -> None:
        x, track = self._x(mark.step), self._track()
        middle, size = track.center().y(), look.px(4)
        above = track.top() - look.px(5)
        if mark.kind == "validation":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("panel"))
            painter.drawEllipse(QPointF(x, middle), look.px(1.5), look.px(1.5))
            return
        x += aside
        painter.setPen(QPen(look.color("text"), 1.4))
        painter.setBrush(look.color("panel"))
        if mark.kind == "change":
            corners = ((0, -size), (size, 0), (0, size), (-size, 0))
            painter.drawPolygon(QPolygonF([QPointF(x + dx, above + dy) for dx, dy in corners]))
        elif mark.kind == "branch":
            start, fork = QPointF(x, track.top()), QPointF(x, above + 1)
            painter.drawPolyline([start, fork, QPointF(x - size, above - size)])
            painter.drawLine(fork, QPointF(x + size, above - size))
        else:
            painter.setPen(QPen(look.color("bad"), 1.8))
            for way in (-1, 1):
                painter.drawLine(
                    QPointF(x - 3.5, above - 3.5 * way), QPointF(x + 3.5, above + 3.5 * way)
                )

    def _paint_hover(self, painter: QPainter, look: Look) -> None:
        if self._hovered is None:
            return
        x, track = self._x(self._hovered), self._track()
        painter.setPen(look.pen("text"))
        painter.drawLine(QPointF(x, track.top() - 3), QPointF(x, track.bottom() + 3))
        text = f"{self._hovered:,}"
        wide = look.width_of(text, "tiny") + 6
        left = min(max(0.0, x - wide / 2), self.width() - wide)
        place = QRectF(left, 0, wide, look.line("tiny") - 1)
        painter.fillRect(place, look.color("panel"))
        look.text(painter, place, text, "text", "tiny", align=CENTRE)

    def _paint_handle(self, painter: QPainter, look: Look) -> None:
        x, track, radius = self._x(self._state.step), self._track(), look.px(6)
        painter.setPen(QPen(look.color("text" if self.ring else "panel"), 2))
        painter.setBrush(look.color("accent"))
        painter.drawEllipse(QPointF(x, track.center().y()), radius, radius)

    def _track(self) -> QRectF:
        px = self.look.px
        return QRectF(px(_MARGIN), px(_TOP), self.width() - 2 * px(_MARGIN), px(_TRACK))

    def _x(self, step: int) -> float:
        track = self._track()
        return track.left() + self._state.share(step) * track.width()

    def _step_at(self, x: float) -> int:
        track = self._track()
        return self._state.step_at((x - track.left()) / max(1.0, track.width()))

    def _target(self, point: QPointF) -> int:
        """Return the step that a click goes to: a mark's if it is pointed at.

        Where validations lie so close that no other step could be pointed at they don't count.
        """
        mark = self._mark_at(point)
        if mark is None or (mark.kind == "validation" and self._crowded()):
            return self._step_at(point.x())
        return mark.step

    def _crowded(self) -> bool:
        steps = [mark.step for mark in self._state.marks if mark.kind == "validation"]
        if len(steps) < 2:
            return False
        reach = self._x(max(steps)) - self._x(min(steps))
        return reach < 4 * _NEAR * (len(steps) - 1)

    def _mark_at(self, point: QPointF) -> Mark | None:
        """Return the nearest mark; one above the line counts only where it is pointed at."""
        upper = point.y() < self._track().top()
        near = [
            (abs(self._x(mark.step) - point.x()), place)
            for place, mark in enumerate(self._state.marks)
            if (mark.kind != "validation") == upper
        ]
        distance, place = min(near, default=(_NEAR + 1, 0))
        return self._state.marks[place] if distance <= _NEAR else None
