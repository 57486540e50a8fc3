"""The one mutable object: the drawing, the network and the selected cell of the running program.

Views emit intents, the session answers each by calling a pure function and says the resulting
frozen record as a fact. Drawing to trace runs at once in the GUI thread, at most once per frame:
the newest state wins, so a fast mouse never builds up a queue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from explorer.digits.drawing import Drawing, Picture, Stroke
from explorer.digits.options import Options, options_for
from explorer.errors import UserError
from explorer.live.facts import NetworkFacts, Pen
from explorer.live.history import History
from explorer.live.loader import NetworkLoader
from explorer.live.selecting import Selecting
from explorer.live.what_if import WhatIf
from explorer.network.cells import Cell
from explorer.network.presets import preset
from explorer.network.spec import Spec

if TYPE_CHECKING:
    from explorer.digits.prepare import Preparation
    from explorer.network.network import Network
    from explorer.network.records import Trace

FRAME_MS = 8  # no screen shows more than one state in this time


class Session(QObject):
    """State of the Draw page; see the signals for what it says and the slots for what it does."""

    drawing_changed = Signal(object)  # Drawing
    prepared = Signal(object)  # Preparation
    traced = Signal(object)  # Trace, or None while the pad is empty or no network is there
    network_changed = Signal(object)  # NetworkFacts
    weights_changed = Signal(object)  # Mapping of stage names to Weights
    network_loading = Signal(bool)
    answers_needed = Signal(object, object)  # Path, Guess: the file leaves questions open
    selection_changed = Signal(object, bool)  # Selection | None, whether it is frozen
    explained = Signal(object)  # Explanation of the frozen cell, or None
    contributions = Signal(object)  # DenseExplanation of a selected unit or output, or None
    options_changed = Signal(object)  # Options
    pen_changed = Signal(object)  # Pen
    history_changed = Signal(bool, bool)  # can undo, can redo
    message_said = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        spec: Spec | None = None,
        *,
        device: str = "auto",
        seed: int | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._spec = spec or preset("lenet")
        self._device = device
        self._random: np.random.Generator | None = None  # costs 10 ms to import, so when needed
        self._sample_seed = seed
        self._seed = seed or 0
        self._network: Network | None = None
        self._history = History(Drawing())
        self._stroke: list[tuple[float, float, float | None]] = []
        self._pen = Pen()
        self._options = Options()
        self._preparation: Preparation | None = None
        self._selecting = Selecting(self)
        self._selecting.selection_changed.connect(self.selection_changed)
        self._selecting.explained.connect(self.explained)
        self._selecting.contributions.connect(self.contributions)
        self.what_if = WhatIf(self)
        self._loader = NetworkLoader(self)
        self._loader.busy.connect(self.network_loading)
        self._loader.loaded.connect(self._on_network_loaded)
        self._loader.refused.connect(self._on_network_refused)
        self._since_frame = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.flush)

    # What there is -----------------------------------------------------------------------

    @property
    def spec(self) -> Spec:
        """The architecture in use, known before its weights are loaded."""
        return self._spec

    @property
    def drawing(self) -> Drawing:
        """What is on the pad now, the stroke under way included."""
        if not self._stroke:
            return self._history.now
        return replace(self._history.now, strokes=(*self._history.now.strokes, self._live_stroke()))

    @property
    def pen(self) -> Pen:
        """What the next stroke is drawn with."""
        return self._pen

    @property
    def options(self) -> Options:
        """Which steps of the preparation are on."""
        return self._options

    @property
    def preparation(self) -> Preparation | None:
        """How the drawing became network input, once there was one."""
        return self._preparation

    @property
    def network(self) -> Network | None:
        """The network that was loaded, before anything was exchanged; None while it loads."""
        return self._network

    @property
    def selected(self) -> Cell | None:
        """The cell that is selected, frozen or under the mouse."""
        return self._selecting.selected

    def code(self, checkpoint: Path) -> str:
        """Return PyTorch code that prints the selected number from a checkpoint's weights.

        Raises UserError while nothing is selected.
        """
        return self._selecting.code(checkpoint)

    @property
    def trace(self) -> Trace | None:
        """What the network computes from the drawing, or None."""
        return self._selecting.trace

    # Drawing -----------------------------------------------------------------------------

    @Slot(float, float, object)
    def begin_stroke(self, x: float, y: float, pressure: float | None = None) -> None:
        """Put the pen down at a point of the pad (pad pixels, y down; pressure 0 to 1)."""
        self.end_stroke()
        self.extend_stroke(x, y, pressure)

    @Slot(float, float, object)
    def extend_stroke(self, x: float, y: float, pressure: float | None = None) -> None:
        """Move the pen; ink comes out under it, however the drawing is turned and shifted."""
        drawing = self._history.now
        if drawing.moved:
            x, y = drawing.from_pad(np.array([[x, y]], np.float32))[0].tolist()
        self._stroke.append((x, y, pressure))
        self._schedule()

    @Slot()
    def end_stroke(self) -> None:
        """Lift the pen: the stroke becomes one step of the undo history."""
        if self._stroke:
            drawing = self.drawing
            self._stroke = []
            self._change(drawing)

    @Slot()
    def undo(self) -> None:
        """Take the last stroke or change back."""
        self._stroke = []
        self._set_history(self._history.undo())

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back."""
        self.end_stroke()
        self._set_history(self._history.redo())

    @Slot()
    def clear(self) -> None:
        """Empty the pad; one undo brings everything back."""
        self.end_stroke()
        drawing = self._history.now
        if not drawing.empty or drawing.moved or drawing.thicken != 1:
            self._change(Drawing())

    @Slot(float, float)
    def set_shift(self, dx: float, dy: float) -> None:
        """Move the whole drawing by pad pixels."""
        self._change(replace(self._history.now, shift=(dx, dy)), "shift")

    @Slot(float)
    def set_turn(self, degrees: float) -> None:
        """Turn the whole drawing clockwise."""
        self._change(replace(self._history.now, turn=degrees), "turn")

    @Slot(float)
    def set_thicken(self, factor: float) -> None:
        """Multiply the width of every stroke."""
        self._change(replace(self._history.now, thicken=factor), "thicken")

    @Slot(object)
    def place_picture(self, picture: Picture) -> None:
        """Put a picture on the pad instead of what is there."""
        self.end_stroke()
        self._change(Drawing(picture=picture))
        self.message_said.emit(_picture_sentence(picture))

    def place_drawing(self, drawing: Drawing) -> None:
        """Put a drawing on the pad instead of what is there."""
        self._stroke = []
        self._change(drawing)

    @Slot(int)
    def place_sample(self, digit: int) -> None:
        """Put a random bundled image of a class on the pad."""
        from explorer.digits.datasets import random_sample

        if self._random is None:
            self._random = np.random.default_rng(self._sample_seed)
        self.place_drawing(Drawing(picture=random_sample(digit, self._random)))

    @Slot()
    def flip_polarity(self) -> None:
        """Exchange ink and paper of the picture on the pad."""
        picture = self._history.now.picture
        if picture is not None:
            flipped = replace(picture, ink=255 - picture.ink, inverted=not picture.inverted)
            self._change(replace(self._history.now, picture=flipped))

    @Slot(float)
    def set_pen_width(self, width: float) -> None:
        """Set the width of the next strokes in pad pixels."""
        self._set_pen(replace(self._pen, width=width))

    @Slot(float)
    def set_softness(self, softness: float) -> None:
        """Set how soft the edge of the next strokes is, 0 to 1."""
        self._set_pen(replace(self._pen, softness=softness))

    @Slot(bool)
    def set_eraser(self, on: bool) -> None:
        """Choose between pen and eraser."""
        self._set_pen(replace(self._pen, eraser=on))

    @Slot(object)
    def set_options(self, options: Options) -> None:
        """Switch steps of the preparation on or off."""
        self._options = options
        self.options_changed.emit(options)
        self._schedule()

    # The network -------------------------------------------------------------------------

    @Slot(str)
    def use_preset(self, name: str) -> None:
        """Load the bundled network of an architecture; untrained if none is bundled."""
        self._loader.load_preset(name, self._seed, self._device)

    def open_checkpoint(self, path: Path, answers: Mapping[str, str] | None = None) -> None:
        """Load a network from a file; on any fault the present one stays."""
        self._loader.load_file(path, answers, self._device)

    def save_checkpoint(self, path: Path) -> None:
        """Write the network to a file."""
        if self._network is None:
            self.failed.emit("There is no network to save yet: it is still being loaded.")
            return
        from explorer.network.checkpoint import save

        try:
            save(self.what_if.network or self._network, path)
        except UserError as error:
            self.failed.emit(str(error))
        else:
            self.message_said.emit(f"Saved the network as {path.name}.")

    @Slot(str)
    def set_device(self, name: str) -> None:
        """Compute on 'auto', 'cpu', 'cuda' or 'mps' from now on."""
        self._device = name
        if self._network is not None:
            self._loader.move(self._network, name)

    def set_network(self, network: Network, note: str = "") -> None:
        """Use a loaded network from now on."""
        self._network = network
        if network.spec != self._spec:
            self.release()
        if network.spec.classes != self._spec.classes:
            # Only handwritten digits are prepared as MNIST was; a shoe enters as it is.
            self.set_options(options_for(network.spec.classes))
        self.what_if.set_network(network)
        self._show_network(network, note)

    @Slot(str, str)
    def exchange(self, stage: str, kind: str) -> None:
        """Try another kind of activation, pooling or output; the weights stay.

        `stage` is named as in the network that was loaded; its own kind undoes the change.
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

    def _show_exchanged(self) -> None:
        """Show the changed network; a selected cell stays, though its stage may be renamed."""
        network = self.what_if.network
        assert network is not None
        self._selecting.rename(self._spec, network.spec)
        self._show_network(network)

    def _show_network(self, network: Network, note: str = "") -> None:
        self._spec = network.spec
        facts = NetworkFacts(
            spec=network.spec,
            name=network.name,
            origin=network.origin,
            parameters=network.spec.parameters,
            device=str(network.device),
            note=note,
        )
        self._selecting.take(None)
        self.network_changed.emit(facts)
        self.weights_changed.emit(network.weights())
        if note:
            self.message_said.emit(note)
        self.flush()

    # The selected cell -------------------------------------------------------------------

    @Slot(object)
    def hover(self, cell: Cell | None) -> None:
        """Select the cell under the mouse, unless another one is frozen."""
        self._selecting.hover(cell)

    @Slot(object)
    def freeze(self, cell: Cell) -> None:
        """Keep a cell selected while the mouse moves on, and explain its number."""
        self._selecting.freeze(cell)

    @Slot()
    def release(self) -> None:
        """Let go of the selection."""
        self._selecting.release()

    @Slot(float)
    def set_temperature(self, temperature: float) -> None:
        """Explain the probabilities at another temperature of the softmax."""
        self._selecting.set_temperature(temperature)

    @Slot(object)
    def set_rival(self, rival: int | None) -> None:
        """Explain the frozen logit as its lead over another class's, or on its own (None)."""
        self._selecting.set_rival(rival)

    @Slot(object)
    def set_stride(self, stride: int | None) -> None:
        """Explain the frozen cell with what another stride would make of its map, too."""
        self._selecting.set_stride(stride)

    # How it works ------------------------------------------------------------------------

    @Slot()
    def flush(self) -> None:
        """Bring every record up to date with the drawing now, without waiting for the frame."""
        self._timer.stop()
        self._since_frame.start()
        drawing = self.drawing
        self.drawing_changed.emit(drawing)
        from explorer.pen import prepare_drawing  # after the first paint, with numpy

        given = prepare_drawing(drawing, self._options, self._spec.input_shape)
        self._preparation = self.what_if.prepared(given)
        self.prepared.emit(self._preparation)
        network, trace = self.what_if.network, None
        if network is not None and not self._preparation.empty:
            trace = network.trace(self._preparation.pixels)
        self._selecting.take(trace)
        self.traced.emit(trace)
        self.what_if.compare(trace)
        self._selecting.refresh()

    def close(self) -> None:
        """Wait for work under way; nothing is said any more."""
        self._timer.stop()
        self._loader.close()
        self.what_if.close()

    def _schedule(self) -> None:
        if not self._timer.isActive():
            elapsed = self._since_frame.elapsed() if self._since_frame.isValid() else FRAME_MS
            self._timer.start(max(0, FRAME_MS - int(elapsed)))

    def _change(self, drawing: Drawing, kind: str = "") -> None:
        self._set_history(self._history.step(drawing, kind))

    def _set_history(self, history: History[Drawing]) -> None:
        self._history = history
        self.history_changed.emit(bool(history.past), bool(history.future))
        self._schedule()

    def _set_pen(self, pen: Pen) -> None:
        if pen != self._pen:
            self._pen = pen
            self.pen_changed.emit(pen)

    def _live_stroke(self) -> Stroke:
        table = np.array([(x, y) for x, y, _ in self._stroke], np.float32)
        pressures = [p for _, _, p in self._stroke]
        known = None
        if all(p is not None for p in pressures):
            known = np.array(pressures, np.float32)
        return Stroke(table, self._pen.width, self._pen.softness, self._pen.eraser, known)

    @Slot(object, str)
    def _on_network_loaded(self, network: Network, note: str) -> None:
        import torch

        torch.set_num_threads(1)  # counts per thread; two OpenMP threads spin against each other
        self.set_network(network, note)

    @Slot(object, object)
    def _on_network_refused(self, error: UserError, path: Path | None) -> None:
        from explorer.network.state_dict import NeedsAnswers

        if isinstance(error, NeedsAnswers):
            self.answers_needed.emit(path, error.guess)
        else:
            self.failed.emit(str(error))
        if self._network is None and path is not None:
            self.use_preset(self._spec.name)


def _picture_sentence(picture: Picture) -> str:
    ink = "dark on light" if picture.inverted else "light on dark"
    return f"{picture.name}: ink read as {ink}. Switch it above the pad if that is wrong."
