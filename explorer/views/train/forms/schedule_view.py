"""A small picture of the schedule: the learning rate from the first step to the last."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.text import _
from explorer.training.plan import Plan
from explorer.training.schedule import learning_rate
from explorer.views.parts.brush import LEFT, RIGHT, Painted
from explorer.views.parts.fields import format_number
from explorer.views.parts.help import explain

_POINTS = 160


class ScheduleView(Painted, QWidget):
    """Draws `learning_rate` over the steps of a plan."""

    def __init__(self) -> None:
        super().__init__()
        self._plan = Plan()
        self._steps = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            _("Schedule"),
            _("The learning rate from the first step of the training to the last."),
            _("Large steps find the valley, small ones its bottom."),
        )

    def show_plan(self, plan: Plan, steps: int) -> None:
        """Show a plan's schedule over so many steps; 0 where they are not known yet."""
        self._plan, self._steps = plan, steps
        text = _("{schedule}, at most {rate}, {steps:,} steps")
        self.setAccessibleDescription(
            text.format(schedule=plan.schedule, rate=format_number(plan.learning_rate), steps=steps)
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, int(self.look.px(74)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, plan = QPainter(self), self.look, self._plan
        line = look.line("tiny")
        area = QRectF(0, 0, self.width(), self.height() - line)
        painter.fillRect(area, look.color("field"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("accent"), 1.6 * look.scale))
        inner = area.adjusted(2, look.px(8), -2, -look.px(5))
        painter.drawPolyline(QPolygonF(self._points(inner)))
        top = QRectF(area.x() + 4, area.y() + 1, area.width() - 8, line)
        most = _("{rate} at most").format(rate=format_number(plan.learning_rate))
        look.text(painter, top, most, "muted", "tiny", align=RIGHT)
        below = QRectF(0, area.bottom(), self.width(), line)
        look.text(painter, below, _("first step"), "muted", "tiny", align=LEFT)
        last = _("step {step:,}").format(step=self._steps) if self._steps else _("last step")
        look.text(painter, below, last, "muted", "tiny", align=RIGHT)

    def _points(self, area: QRectF) -> list[QPointF]:
        plan, steps = self._plan, max(self._steps, _POINTS)
        highest = plan.learning_rate or 1.0
        points = []
        for at in range(_POINTS):
            step = at * (steps - 1) // (_POINTS - 1)
            share = learning_rate(plan.schedule, plan.learning_rate, step, steps) / highest
            x = area.left() + area.width() * step / (steps - 1)
            points.append(QPointF(x, area.bottom() - share * area.height()))
        return points
