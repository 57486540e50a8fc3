"""Which stages stand fanned out, and the short motion from one arrangement to the next."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal, Slot

from explorer.views.scene.stacked.planes import Arrangement, blend

_MS = 260


class Fans(QObject):
    """Emits `moved(Arrangement, bool)` on the way; the second is whether it goes on."""

    moved = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: frozenset[str] = frozenset()
        self.reduced_motion = False  # arrive at once
        self._ends: tuple[Arrangement, Arrangement] | None = None
        self._motion = QVariantAnimation(self)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setDuration(_MS)
        self._motion.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._motion.valueChanged.connect(self._on_motion)

    @property
    def moving(self) -> bool:
        """Whether planes are on their way."""
        return self._motion.state() == QVariantAnimation.State.Running

    def turn_over(self, name: str) -> None:
        """Count a stage as fanned out, or as stacked again."""
        self.names = self.names ^ {name}

    def forget(self) -> None:
        """Count all stages as stacked."""
        self.names = frozenset()

    def go(self, start: Arrangement, goal: Arrangement) -> None:
        """Move the planes from where they are to where they belong."""
        self._motion.stop()
        self._ends = start, goal
        if self.reduced_motion:
            self._on_motion(1.0)
        else:
            self._motion.start()

    def stop(self) -> None:
        """Leave the planes where they are."""
        self._motion.stop()

    @Slot(object)
    def _on_motion(self, share: float) -> None:
        if self._ends is not None:
            start, goal = self._ends
            done = share >= 1.0
            self.moved.emit(goal if done else blend(start, goal, share), not done)
