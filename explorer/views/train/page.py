"""The Train page: forms and a watched picture, the network over its transport, the run in figures.

Built when it is first shown; the Draw page never waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from explorer.live.data_source import DataSource
from explorer.live.session import Session
from explorer.live.training import commands
from explorer.live.training.trainer import Trainer
from explorer.views.parts.widgets import Panel
from explorer.views.scene.options import SceneOptions
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed
from explorer.views.train.data import DataHost
from explorer.views.train.following import FollowHost
from explorer.views.train.judging import JudgeHost
from explorer.views.train.left import TrainLeft
from explorer.views.train.middle import TrainMiddle
from explorer.views.train.right import TrainRight
from explorer.views.train.running import RunHost
from explorer.views.train.scene import SceneHost

_LEFT, _RIGHT = (340, 440), (344, 500)  # least and most width of the side columns
_SHARE = 0.275  # of the window for each of them, between these


class TrainPage(Themed, QWidget):
    """Three columns, and hosts that connect them to the trainer, the data and the session.

    `build` makes them in steps, so that the window lives meanwhile; before that the page is an
    empty frame. Emits `network_taken(Network, name)` when the user wants a network on the Draw
    page, `failed(sentence)` and `message_reported(sentence)` for the window to show.
    """

    network_taken = Signal(object, str)
    failed = Signal(str)
    message_reported = Signal(str)
    options_requested = Signal(object)  # SceneOptions, by the scene's own controls
    selection_changed = Signal(object, bool)  # Selection | None, whether it is frozen

    left: TrainLeft
    middle: TrainMiddle
    right: TrainRight

    def __init__(
        self, session: Session, trainer: Trainer, data: DataSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.trainer, self._data, self._session = trainer, data, session
        self._wide = self._moved_by_user = self._built = False
        self._options = SceneOptions()
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._columns.setHandleWidth(GRID)
        self._columns.setChildrenCollapsible(False)
        for _place in range(3):
            self._columns.addWidget(Panel())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.addWidget(self._columns)

    def build(self) -> Iterator[None]:
        """Build the page in steps of less than a tenth of a second, one a call of `next`."""
        self.left = left = TrainLeft()
        yield
        self.middle = middle = TrainMiddle()
        yield
        self.right = right = TrainRight()
        yield
        follow, trainer = left.follow, self.trainer
        self.follow_host = FollowHost(follow, self._session, trainer, self)
        self.scene_host = SceneHost(middle, right, follow, self._session, trainer, self)
        self.judge_host = JudgeHost(right.confusion, trainer, self)
        self.host = RunHost(left, middle, right, trainer, self)
        self.data_host = DataHost(left, middle.holder, trainer, self._data, self)
        self._connect()
        self._built = True
        self.set_theme(self.theme)
        self.show_options(self._options)
        self.data_host.begin()
        columns: tuple[TrainLeft | TrainMiddle | TrainRight, ...] = (left, middle, right)
        for place, column in enumerate(columns):
            yield
            frame = self._columns.replaceWidget(place, column)
            if frame is not None:
                frame.deleteLater()
            self._columns.setStretchFactor(place, place % 2)
            self._size_columns()
        self._set_awake(self.isVisible())

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        super().set_theme(theme)
        if self._built:
            for part in (self.middle.transport, self.right.curves):
                part.set_theme(theme)
        self._size_columns()

    def show_options(self, options: SceneOptions) -> None:
        """Show the network by other choices."""
        self._options = options
        if self._built:
            scene = self.middle.scene
            scene.show_options(replace(options, reading=scene.options.reading))
            self.scene_host.card_host.card.set_pixels(options.pixel_style)

    def fit(self) -> None:
        """Show the whole network."""
        self.middle.scene.fit()

    def slide(self) -> None:
        """Play or pause the slide of a kernel or a window over its map."""
        self.middle.scene.slide.begin()

    def slide_stack(self) -> None:
        """Let the maps of a layer appear one by one."""
        self.middle.scene.slide.stack()

    def slide_step(self) -> None:
        """Do the next single thing of the slide."""
        self.middle.scene.slide.player.step()

    def show_kernels(self) -> None:
        """Open the kernels of the selected convolution, or of the first."""
        self.scene_host.show_kernels()

    def release(self) -> None:
        """Give up what is being prepared, else let go of the selected cell."""
        if not self.middle.holder.preparing.isHidden():
            self.trainer.send(commands.Cancel())
        else:
            self.scene_host.selecting.release()

    def columns(self) -> QByteArray:
        """Return where the user put the borders between columns; empty if they never did."""
        return self._columns.saveState() if self._moved_by_user else QByteArray()

    def restore_columns(self, state: QByteArray) -> None:
        """Put the borders between columns where `columns` found them."""
        if not state.isEmpty():
            self._moved_by_user = self._columns.restoreState(state)

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
        if self._built:
            for host in (self.follow_host, self.scene_host, self.host):
                host.set_awake(awake)

    def _connect(self) -> None:
        trainer, data = self.trainer, self.data_host
        follow, scene = self.follow_host, self.scene_host
        self.left.widened.connect(self._on_widened)
        self._columns.splitterMoved.connect(self._on_splitter_moved)
        self.middle.scene.options_requested.connect(self.options_requested)
        self.right.confusion.sample_requested.connect(follow.watch_sample)
        self.right.panel_chosen.connect(self.judge_host.look)
        follow.described.connect(scene.show_followed)
        scene.show_followed(follow.description)
        data.spec_planned.connect(scene.show_planned)
        data.spec_planned.connect(follow.show_planned)
        data.image_chosen.connect(follow.watch_image)
        self.host.state_shown.connect(self.judge_host.show_state)
        scene.selection_changed.connect(self.selection_changed)
        trainer.network_made.connect(self.network_taken)
        for emitter in (trainer, self.host, scene):
            emitter.message_reported.connect(self.message_reported)
        for signal in (trainer.failed, self.host.failed, scene.failed, data.failed):
            signal.connect(self.failed)

    def _size_columns(self) -> None:
        if self._moved_by_user:
            return
        room = self.width() - 4 * GRID
        left, right = (
            min(max(_SHARE * room, least * self.theme.scale), most * self.theme.scale)
            for least, most in (_LEFT, _RIGHT)
        )
        if self._wide:
            left = max(left, 0.5 * room)
            right = min(right, self.right.minimumSizeHint().width())
        self._columns.setSizes([round(left), round(room - left - right), round(right)])

    def _on_widened(self, wide: bool) -> None:
        self._wide, self._moved_by_user = wide, False
        self._size_columns()

    def _on_splitter_moved(self) -> None:
        self._moved_by_user, self._wide = True, False
        self.left.show_wide(False)
