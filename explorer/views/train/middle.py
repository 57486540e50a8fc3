"""The middle of the Train page: what the scene shows and of when, the scene, the transport."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.live.training.facts import TrainerState
from explorer.text import _
from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.chips import Chips
from explorer.views.parts.pair import Pair
from explorer.views.parts.widgets import HALF, PADDING, Elided, Panel, column, row
from explorer.views.scene.scene_view import SceneView
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed
from explorer.views.train.messages import DoctorBanner, Invitation, Preparing, SceneCard
from explorer.views.train.transport.transport import Transport

WATCHED = {
    "picture": (_("watched"), _("The picture at the left, with the weights of this moment.")),
    "batch": (_("batch"), _("The chosen image of the batch: values, gradients, changes by phase.")),
}


class SceneStrip(Pair):
    """Over the scene: what it shows, of whom, and what can be done with this moment."""

    def __init__(self) -> None:
        self.words = Elided(middle=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.watched = Chips(_("What the scene shows"), WATCHED)
        self.draw = ToolButton(
            _("Put on the Draw page"),
            _("Use the network as it is at this step on the Draw page."),
            detail=_("A copy: what is trained from here on does not change it."),
            icon="network",
            text=_("to Draw"),
            shape=FLAT,
        )
        self.save = ToolButton(
            _("Save as checkpoint"),
            _("Save the weights of this step as a checkpoint."),
            icon="save",
            shape=FLAT,
        )
        self.watched.show_chosen("picture")
        super().__init__(row((self.words, 1)), row(self.watched, self.draw, self.save, None))
        self.setContentsMargins(PADDING, HALF, HALF, 0)

    def show_state(self, there: bool) -> None:
        """Open what needs a run."""
        for part in (self.watched, self.draw, self.save):
            part.setVisible(there)
        if not there:
            self.words.show_text("")


class SceneHolder(Themed, QWidget):
    """The scene with at most one card over its middle."""

    def __init__(self, scene: SceneView) -> None:
        super().__init__()
        column(scene, within=self)
        self.invitation, self.preparing = Invitation(self), Preparing(self)
        self._cards: tuple[SceneCard, ...] = (self.invitation, self.preparing)
        self.show_card(None)

    def show_card(self, card: SceneCard | None) -> None:
        """Show one of the cards, or only the scene."""
        for each in self._cards:
            each.setVisible(each is card)
        self.place()

    def set_theme(self, theme: Theme) -> None:
        """Make the cards as wide as a theme's texts need."""
        super().set_theme(theme)
        self.place()

    def place(self) -> None:
        """Put the card in the middle, within the room there is."""
        for card in self._cards:
            if not card.isHidden():
                wide = max(120, min(round(card.WIDTH * self.theme.scale), self.width() - 2 * GRID))
                card.resize(wide, card.heightForWidth(wide))
                x = (self.width() - card.width()) // 2
                card.move(max(0, x), max(0, (self.height() - card.height()) * 2 // 5))
                card.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()


class TrainMiddle(QWidget):
    """Doctor's banner, strip, scene with cards, transport."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.doctor, self.strip = DoctorBanner(), SceneStrip()
        self.scene, self.transport = SceneView(), Transport()
        self.holder = SceneHolder(self.scene)
        self.scene_panel, below = Panel(), Panel()
        self.scene_panel.body.setContentsMargins(0, 0, 0, 0)
        self.scene_panel.body.setSpacing(0)
        self.scene_panel.body.addWidget(self.strip)
        self.scene_panel.body.addWidget(self.holder, 1)
        below.body.addWidget(self.transport)
        below.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column(self.doctor, (self.scene_panel, 1), below, spacing=GRID, within=self)
        self.strip.show_state(False)
        self.scene.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scene.set_invitation()  # before the first run nothing follows the pen

    def show_plan(self, facts: str, possible: bool) -> None:
        """Show what a run would learn from what, or why none can begin."""
        self.holder.invitation.show_facts(facts)
        self.holder.place()
        self.transport.show_possible(possible)

    def show_state(self, state: TrainerState) -> None:
        """Show the card that belongs to a state, and what can be done."""
        holder = self.holder
        if state.status in ("preparing", "seeking"):
            seeking = state.status == "seeking" and state.progress is None
            holder.preparing.show_progress(state.words, state.progress)
            holder.show_card(None if seeking else holder.preparing)
        elif state.run is None:
            holder.show_card(holder.invitation)
        else:
            holder.show_card(None)
        self.strip.show_state(state.run is not None)
