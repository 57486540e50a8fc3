"""The Train page: forms and a watched picture, the network over its transport, the run in figures.

Built when it is first shown; the Draw page never waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QByteArray, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from explorer.live.data_source import DataSource
from explorer.live.session import Session
from explorer.live.settings import Settings
from explorer.live.training import commands
from explorer.live.training.facts import TrainerState
from explorer.live.training.trainer import Trainer
from explorer.views.cards.host import CardHost
from explorer.views.focus.host import FocusHost
from explorer.views.page import Page
from explorer.views.parts.columns import LEFT, Columns
from explorer.views.parts.widgets import Panel, row
from explorer.views.style.theme import GRID, Theme
from explorer.views.train.data import DataHost
from explorer.views.train.following import FollowHost
from explorer.views.train.judging import JudgeHost
from explorer.views.train.left import TrainLeft
from explorer.views.train.middle import TrainMiddle
from explorer.views.train.restoring import Restoring
from explorer.views.train.right import TrainRight
from explorer.views.train.running import RunHost
from explorer.views.train.scene import SceneHost
from explorer.views.train.selecting import Watched

_LEFT, _RIGHT = (288, 440), (296, 500)  # least and most width of the side columns
_PRESENTED = 0.36  # of the window for the figures in a presentation, with large text
_SHARE = 0.185  # of the window for each of them, between these


class TrainPage(Page):
    """Three columns, and hosts that connect them to the trainer, the data and the session.

    Before `build` the page is an empty frame. Emits `network_taken(Network, name)` when the user
    wants a network on the Draw page.
    """

    network_taken = Signal(object, str)

    left: TrainLeft
    middle: TrainMiddle
    right: TrainRight

    def __init__(
        self, session: Session, trainer: Trainer, data: DataSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.trainer, self._data, self._session = trainer, data, session
        self._wide = self._busy = False
        self._look: Mapping[str, Any] = {}
        self.columns = Columns(Panel(), Panel(), Panel())
        layout = row(self.columns, within=self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)

    def build(self) -> Iterator[None]:
        """Build the page in steps of less than a tenth of a second, one a call of `next`."""
        self.left = left = TrainLeft()
        yield
        self.middle = middle = TrainMiddle()
        yield
        follow, trainer = left.follow, self.trainer
        watched = Watched(trainer, self)
        self.card_host = CardHost(middle.scene, watched)
        self.focus_host = FocusHost(middle.scene, watched)
        self.right = right = TrainRight(self.card_host.card)
        yield
        self.follow_host = FollowHost(follow, self._session, trainer, self)
        hosts = self.card_host, self.focus_host
        session = self._session
        self.scene_host = SceneHost(middle, right, follow, watched, hosts, session, trainer, self)
        self.judge_host = JudgeHost(right.confusion, trainer, self)
        self.host = RunHost(left, middle, right, trainer, self)
        self.data_host = DataHost(left, middle, trainer, self._data, self)
        self._connect()
        self.scene = middle.scene
        self.kernel_host = self.scene_host.kernel_host
        self.set_theme(self.theme)
        self._restoring = Restoring(
            left, right, self.scene_host, self.follow_host, self.data_host, trainer, self
        )
        self._restoring.failed.connect(self.failed)
        self._restoring.finished.connect(self._on_restored)
        self.show_options(self._options)
        self.data_host.begin()
        columns: tuple[TrainLeft | TrainMiddle | TrainRight, ...] = (left, middle, right)
        for place, column in enumerate(columns):
            yield
            self.columns.exchange(place, column)
            self._size_columns()
        self._set_awake(self.isVisible())

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        super().set_theme(theme)
        self._size_columns()

    def release(self) -> bool:
        """Give up what is being prepared, else let go of the selected cell."""
        if not self.middle.holder.preparing.isHidden():
            self.trainer.send(commands.Cancel())
            return True
        kept = self.middle.scene.frame.frozen
        self.scene_host.selecting.release()
        return kept

    def set_presenting(self, presenting: bool) -> None:
        """Keep the network with its transport, and the run in figures."""
        super().set_presenting(presenting)
        self.columns.set_presenting(presenting, without=[LEFT])
        if self.scene is not None:
            self.middle.transport.set_presenting(presenting)
        self._size_columns()

    def act(self, key: str) -> None:
        """Do what an entry of the menu says, mostly with the page in front; raises KeyError."""
        host, run = self.host, self.trainer.state.run
        if key == "train_play" and (run is not None or self.isVisible()):
            host.toggle()
            return
        if key != "train_draw":
            self.front_requested.emit()
        actions: dict[str, Callable[[], object]] = {
            "train_play": lambda: None,  # without a run, its forms come to the front
            "train_back": lambda: host.step(-1),
            "train_forward": lambda: host.step(1),
            "train_newest": host.newest,
            "train_start": lambda: host.start("play"),
            "train_queue": host.enqueue,
            "train_branch": host.branch,
            "train_open": host.open_folder,
            "train_draw": lambda: self.trainer.send(commands.CopyNetwork()),
            "train_save": host.save,
        }
        actions[key]()

    def save_network(self) -> bool:
        """Save the weights of the step that is shown, if a run is open."""
        if self.trainer.state.run is None:
            return False
        self.host.save()
        return True

    def state(self) -> dict[str, Any]:
        """Return the forms, the run and its moment, and what is looked at."""
        return {**super().state(), **self._restoring.state()}

    def show_state(self, state: Mapping[str, Any]) -> None:
        """Go to a state, which may take a run to be opened; `settled` tells when it is there."""
        self._look = state.get("look", {})
        self._restoring.begin(state)

    @property
    def settled(self) -> bool:
        """Whether all of the last state is shown."""
        return not self._restoring.under_way

    @Slot()
    def _on_restored(self) -> None:
        if self.scene is not None and self._look:
            self.scene.show_look(self._look)

    def remembered(self) -> dict[str, QByteArray | bool]:
        """Return the columns' borders."""
        return {"train_columns": self.columns.remembered()}

    def recall(self, settings: Settings) -> None:
        """Put back what was remembered."""
        self.columns.recall(settings.get("train_columns", QByteArray()))

    def close_work(self) -> None:
        """Wait for the threads; what was trained is on the disk."""
        self._data.close()
        self.trainer.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_awake(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._set_awake(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()

    def _set_awake(self, awake: bool) -> None:
        if self.scene is not None:
            for host in (self.follow_host, self.scene_host, self.host):
                host.set_awake(awake)

    def _connect(self) -> None:
        trainer, data = self.trainer, self.data_host
        follow, scene = self.follow_host, self.scene_host
        self.left.widen.clicked.connect(self._on_widened)
        self.columns.splitterMoved.connect(self._on_splitter_moved)
        self.middle.scene.options_requested.connect(self.options_requested)
        self.right.confusion.sample_requested.connect(follow.watch_sample)
        self.right.panel_chosen.connect(self.judge_host.look)
        follow.described.connect(scene.show_followed)
        scene.show_followed(follow.description)
        data.spec_planned.connect(scene.show_planned)
        data.spec_planned.connect(follow.show_planned)
        data.image_chosen.connect(follow.watch_image)
        self.host.phase_opened.connect(scene.open_phase)
        self.host.state_shown.connect(self.judge_host.show_state)
        scene.selection_changed.connect(self.selection_changed)
        trainer.network_made.connect(self.network_taken)
        self._session.network_changed.connect(self._on_network_changed)
        self._on_network_changed()
        trainer.state_changed.connect(self._on_state)
        for emitter in (trainer, self.host, scene, data):
            emitter.message_reported.connect(self.message_reported)
        for signal in (trainer.failed, self.host.failed, scene.failed, data.failed):
            signal.connect(self.failed)

    def _size_columns(self) -> None:
        room = self.width() - 4 * GRID
        left, right = (min(max(_SHARE * room, least), most) for least, most in (_LEFT, _RIGHT))
        if self._wide:
            left = max(left, 0.5 * room)
            right = min(right, self.right.minimumSizeHint().width())
        self.columns.show_widths(left, _PRESENTED * room if self._presenting else right)

    def _on_widened(self, wide: bool) -> None:
        self._wide, self.columns.moved_by_user = wide, False
        self._size_columns()

    def _on_splitter_moved(self) -> None:
        self._wide = False
        self.left.widen.setChecked(False)

    @Slot()
    def _on_network_changed(self) -> None:
        """Offer the devices that were found when a network was loaded."""
        for form in (self.left.plan, self.left.run_plan):
            form.show_devices(self._session.devices)

    @Slot(object)
    def _on_state(self, state: TrainerState) -> None:
        busy = state.status == "running"
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)
