"""The one mutable object: the drawing, the network and the selected cell of the running program.

Views emit intents, the session answers each by calling a pure function and says the resulting
frozen record as a fact. It is put together from parts that know nothing of each other: what is
drawn, where networks come from, which cell is looked at, what is tried. Drawing to trace runs at
once in the GUI thread, at most once per frame: the newest state wins, so a fast mouse never builds
up a queue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from explorer.digits.drawing import Drawing
from explorer.digits.options import Options, options_for
from explorer.errors import UserError
from explorer.live.drawing_board import DrawingBoard
from explorer.live.facts import NetworkFacts, Pen
from explorer.live.frame import Frame
from explorer.live.likeness import LikenessMeter
from explorer.live.network_source import NetworkSource
from explorer.live.selecting import Selecting
from explorer.live.session_state import SessionState
from explorer.live.what_if import WhatIf
from explorer.network.presets import preset
from explorer.network.spec import Spec

if TYPE_CHECKING:
    from explorer.digits.prepare import Preparation
    from explorer.network.network import Network
    from explorer.network.records import Weights

FRAME_MS = 8  # no screen shows more than one state in this time


class Session(Selecting):
    """State of the Draw page; see the signals for what it says and the slots for what it does."""

    network_changed = Signal(object)  # NetworkFacts
    network_loading = Signal(bool)
    answers_needed = Signal(object, object)  # Path, Guess: the file leaves questions open
    options_changed = Signal(object)  # Options
    pen_changed = Signal(object)  # Pen
    history_changed = Signal(bool, bool)  # can undo, can redo
    state_shown = Signal()  # all of a state that `show_state` was given

    def __init__(
        self,
        spec: Spec | None = None,
        *,
        device: str = "auto",
        seed: int | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(spec or preset("lenet"), parent)
        self._spec = self.frame.spec
        self._options = Options()
        self.devices: tuple[str, ...] = ("auto", "cpu")  # what there is, as far as it is known
        self._weights: Mapping[str, Weights] = MappingProxyType({})
        self._board = DrawingBoard(seed, self)
        self._networks = NetworkSource(self._spec.name, device, seed or 0, self)
        self.what_if = WhatIf(self)
        self._meter = LikenessMeter(self)
        self._meter.learned.connect(self._schedule)
        self._join_parts()
        self._coming: SessionState | None = None  # to be shown with its network
        self._coming_timer = QTimer(self, singleShot=True, interval=0)
        self._coming_timer.timeout.connect(self._show_coming)
        self._since_frame = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.flush)

    def _join_parts(self) -> None:
        """Let whoever asks the session for these reach the part that does them, and pass facts on.

        Their documentation is with the parts.
        """
        board, networks = self._board, self._networks
        self.begin_stroke = board.begin_stroke
        self.extend_stroke = board.extend_stroke
        self.end_stroke = board.end_stroke
        self.undo, self.redo, self.clear = board.undo, board.redo, board.clear
        self.set_shift, self.set_turn = board.set_shift, board.set_turn
        self.set_thicken = board.set_thicken
        self.place_picture = board.place_picture
        self.place_drawing = board.place_drawing
        self.place_sample, self.recall_drawing = board.place_sample, board.recall
        self.flip_polarity = board.flip_polarity
        self.set_pen_width, self.set_softness = board.set_pen_width, board.set_softness
        self.set_eraser = board.set_eraser
        self.use_preset = networks.use_preset
        self.open_checkpoint = networks.open_checkpoint
        self.set_device = networks.set_device
        board.changed.connect(self._schedule)
        board.pen_changed.connect(self.pen_changed)
        board.history_changed.connect(self.history_changed)
        board.message_reported.connect(self.message_reported)
        networks.loaded.connect(self.set_network)
        networks.loading.connect(self.network_loading)
        networks.loading.connect(self._on_loading)
        networks.answers_needed.connect(self.answers_needed)
        networks.message_reported.connect(self.message_reported)
        networks.failed.connect(self.failed)

    @property
    def spec(self) -> Spec:
        """The architecture in use, known before its weights are loaded."""
        return self._spec

    @property
    def drawing(self) -> Drawing:
        """What is on the pad now, the stroke under way included."""
        return self._board.drawing

    @property
    def remembered_drawing(self) -> str:
        """The drawing and the last steps back, for `recall_drawing`."""
        return self._board.remembered

    @property
    def pen(self) -> Pen:
        """What the next stroke is drawn with."""
        return self._board.pen

    @property
    def options(self) -> Options:
        """Which steps of the preparation are on."""
        return self._options

    @property
    def preparation(self) -> Preparation | None:
        """How the drawing became network input, once there was one."""
        return self.frame.preparation

    @property
    def network(self) -> Network | None:
        """The network that was loaded, before anything was exchanged; None while it loads."""
        return self._networks.network

    @property
    def settled(self) -> bool:
        """Whether nothing more is to be said about the drawing as it is."""
        return not self._meter.busy and not self._timer.isActive()

    @property
    def altered(self) -> bool:
        """Whether something was exchanged or moved since the network was loaded."""
        return self.what_if.active

    @Slot(object)
    def set_options(self, options: Options) -> None:
        """Switch steps of the preparation on or off."""
        self._options = options
        self.options_changed.emit(options)
        self._schedule()

    @Slot(object, str)
    def set_network(self, network: Network, note: str = "") -> None:
        """Use a loaded network from now on."""
        self._networks.keep(network)
        if network.spec != self._spec:
            self.release()
        if network.spec.classes != self._spec.classes:
            # Only handwritten digits are prepared as MNIST was; a shoe enters as it is.
            self.set_options(options_for(network.spec.classes))
        self.what_if.set_network(network)
        self._show_network(network, note)

    def save_checkpoint(
        self, path: Path, then: Callable[[Path], None] = lambda _path: None
    ) -> None:
        """Write the network to a file as it is shown, exchanged stages included.

        Where that succeeds, `then` is called with the path.
        """
        if self._networks.save(self.what_if.network, path):
            then(path)

    @Slot(str, str)
    def exchange(self, stage: str, kind: str) -> None:
        """Try another kind of activation, pooling or output; the weights stay.

        Its own kind undoes the change.
        """
        try:
            if self.what_if.exchange(stage, kind):
                self._show_exchanged()
        except UserError as error:
            self.failed.emit(str(error))

    @Slot(int, int)
    def move_pixels(self, right: int, down: int) -> None:
        """Move the prepared pixels, which the preparation would not let a drawing do."""
        self.what_if.move(right, down)
        self._schedule()

    @Slot()
    def restore_original(self) -> None:
        """Take back what was exchanged and how the pixels were moved."""
        if self.what_if.restore():
            self._show_exchanged()
        self._schedule()

    @property
    def state(self) -> SessionState:
        """What the session shows, as a value that another session can show."""
        return SessionState(
            network=self._networks.reference(),
            drawing=self.drawing,
            options=self._options,
            kinds=dict(self.what_if.kinds),
            shift=self.what_if.shift,
            selection=self.selection_state,
        )

    def show_state(self, state: SessionState) -> None:
        """Show what a state holds; `state_shown` follows when its network was loaded or refused."""
        if state.network is None or state.network == self._networks.reference():
            self._show_rest(state)
        else:
            self._coming = state
            self._networks.use(state.network)

    def _show_rest(self, state: SessionState) -> None:
        """Show what of a state is not its network."""
        self._coming = None
        self.place_drawing(state.drawing)
        if state.options is not None:
            self.set_options(state.options)
        if self.what_if.restore():
            self._show_exchanged()
        for stage, kind in state.kinds.items():
            self.exchange(stage, kind)
        if state.shift != (0, 0):
            self.move_pixels(*state.shift)
        self.flush()
        self.show_selection(state.selection)
        self.state_shown.emit()

    @Slot()
    def _show_coming(self) -> None:
        if self._coming is not None:
            self._show_rest(self._coming)

    @Slot(bool)
    def _on_loading(self, loading: bool) -> None:
        if not loading and self._coming is not None:
            self._coming_timer.start()  # after the network was taken over, or refused

    @Slot()
    def reset_adjustments(self) -> None:
        """Put shift, turn and thickness of the drawing back."""
        self.set_shift(0.0, 0.0)
        self.set_turn(0.0)
        self.set_thicken(1.0)

    @Slot()
    def flush(self) -> None:
        """Bring every record up to date with the drawing now, without waiting for the frame."""
        self._timer.stop()
        self._since_frame.start()
        from explorer.pen import prepare_drawing  # after the first paint, with numpy

        drawing = self.drawing
        given = prepare_drawing(drawing, self._options, self._spec.input_shape)
        preparation = self.what_if.prepared(given)
        network, trace, likeness = self.what_if.network, None, None
        if network is not None and not preparation.empty:
            trace = network.trace(preparation.pixels)
            likeness = self._meter.compare(network, trace)
        exchange, shift, comparison = self.what_if.compare(trace)
        frame = Frame(
            spec=self._spec,
            drawing=drawing,
            preparation=preparation,
            weights=self._weights,
            trace=trace,
            likeness=likeness,
            exchange=exchange,
            shift=shift,
            comparison=comparison,
        )
        self.show(frame)

    def close(self) -> None:
        """Wait for work under way; nothing is said any more."""
        self._timer.stop()
        self._networks.close()
        self.what_if.close()
        self._meter.close()

    @Slot()
    def _schedule(self) -> None:
        if not self._timer.isActive():
            elapsed = self._since_frame.elapsed() if self._since_frame.isValid() else FRAME_MS
            self._timer.start(max(0, FRAME_MS - int(elapsed)))

    def _show_exchanged(self) -> None:
        """Show the changed network; a selected cell stays."""
        network = self.what_if.network
        assert network is not None
        self._show_network(network)

    def _show_network(self, network: Network, note: str = "") -> None:
        from explorer.network.devices import found

        self._spec = network.spec
        facts = NetworkFacts(
            spec=network.spec,
            name=network.name,
            origin=network.origin,
            parameters=network.spec.parameters,
            device=str(network.device),
            note=note,
        )
        self._weights = network.weights()
        self.devices = found()
        self.network_changed.emit(facts)
        if note:
            self.message_reported.emit(note)
        self.flush()
