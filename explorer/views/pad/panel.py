"""The pad with everything one draws with: tools, sliders, samples, open and save."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from explorer.digits.drawing import PEN_WIDTH, Drawing
from explorer.live.facts import Pen
from explorer.text import _
from explorer.views.pad.pad import Pad
from explorer.views.parts.buttons import FLAT, KEY, ToolButton
from explorer.views.parts.value_slider import ValueSlider
from explorer.views.parts.widgets import HALF, Panel, heading, row
from explorer.views.style.theme import GRID

LEAST_WIDTH, MOST_WIDTH = 4.0, 60.0  # of the pen, in pad pixels


class PadPanel(Panel):
    """Emits what the user asked for; shows pen, drawing and history. `show_*` never emit."""

    eraser_requested = Signal(bool)
    undo_requested = Signal()
    redo_requested = Signal()
    clear_requested = Signal()
    width_requested = Signal(float)
    softness_requested = Signal(float)
    shift_requested = Signal(float, float)
    turn_requested = Signal(float)
    thicken_requested = Signal(float)
    sample_requested = Signal(int)
    open_requested = Signal()
    save_requested = Signal()
    polarity_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pad = Pad()
        self._build_buttons()
        self._build_sliders()
        self._samples = [_sample_button(digit) for digit in range(10)]
        self._lay_out()
        self._order_tabs()
        self._connect()
        self.show_drawing(Drawing())
        self.show_pen(Pen())
        self.show_history(False, False)

    @property
    def chrome(self) -> int:
        """The height of everything but the pad."""
        return self.sizeHint().height() - self._holder.sizeHint().height()

    def show_drawing(self, drawing: Drawing) -> None:
        """Show a drawing and how it is moved, turned and thickened."""
        self.pad.show_drawing(drawing)
        self.right.show_value(drawing.shift[0])
        self.down.show_value(drawing.shift[1])
        self.turn.show_value(drawing.turn)
        self.thicken.show_value(drawing.thicken)
        picture = drawing.picture
        if (picture is not None) != self.polarity.isVisibleTo(self):
            self.polarity.setVisible(picture is not None)
        if picture is not None:
            self.polarity.setText(_("Dark ink") if picture.inverted else _("Light ink"))

    def show_pen(self, pen: Pen) -> None:
        """Show what the next stroke is drawn with."""
        self.pad.show_pen(pen)
        self.pen_button.setChecked(not pen.eraser)
        self.eraser_button.setChecked(pen.eraser)
        self.pen_width.show_value(pen.width)
        self.softness.show_value(pen.softness)

    def show_history(self, can_undo: bool, can_redo: bool) -> None:
        """Enable undo and redo where there is something to do."""
        self.undo_button.setEnabled(can_undo)
        self.redo_button.setEnabled(can_redo)

    def _build_buttons(self) -> None:
        self.pen_button = ToolButton(
            _("Pen"), _("Draw ink."), shortcut="P", icon="pen", text=_("Pen")
        )
        self.eraser_button = ToolButton(
            _("Eraser"),
            _("Take ink away; so does the right mouse button."),
            detail=_(
                "An erased drawing is no longer only strokes, so its pixels are prepared "
                "instead of being drawn again."
            ),
            shortcut="E",
            icon="eraser",
            text=_("Eraser"),
        )
        self._tools = QButtonGroup(self)
        for button in (self.pen_button, self.eraser_button):
            button.setCheckable(True)
            self._tools.addButton(button)
        self.undo_button = ToolButton(
            _("Undo"), _("Take back the last stroke or change."), shortcut="Ctrl+Z", icon="undo"
        )
        self.redo_button = ToolButton(
            _("Redo"), _("Do again what was taken back."), shortcut="Ctrl+Shift+Z", icon="redo"
        )
        self.clear_button = ToolButton(
            _("Clear"), _("Empty the pad; undo brings it back."), shortcut="Del", icon="clear"
        )
        self.open_button = ToolButton(
            _("Open image"),
            _("Put an image file on the pad."),
            detail=_("Any size and any colours; it can also be dropped on the pad or pasted."),
            shortcut="Ctrl+O",
            icon="open",
            shape=FLAT,
        )
        self.save_button = ToolButton(
            _("Save drawing"),
            _("Save the drawing as a PNG image or as strokes."),
            shortcut="Ctrl+S",
            icon="save",
            shape=FLAT,
        )
        self.polarity = ToolButton(
            _("Ink of the picture"),
            _("Which pixels of the picture count as ink; found by itself, press to exchange."),
            detail=_(
                "The network knows ink as large numbers on a paper of zeros. Exchange them "
                "and see it fail."
            ),
            icon="polarity",
            text=_("Light ink"),
            shape=FLAT,
        )

    def _build_sliders(self) -> None:
        self.pen_width = ValueSlider(
            _("Width"),
            _("The width of the pen, in pad pixels."),
            low=LEAST_WIDTH,
            high=MOST_WIDTH,
            step=1,
            start=PEN_WIDTH,
            written=lambda v: _("{pixels:.0f} px").format(pixels=v),
            shortcut="[",
        )
        self.softness = ValueSlider(
            _("Softness"),
            _("How soft the edge of the pen is."),
            low=0,
            high=1,
            step=0.05,
            start=0,
            written=lambda v: f"{v:.0%}",
        )
        self.turn = ValueSlider(
            _("Turn"),
            _("Turn the whole drawing."),
            detail=_("The network was shown digits turned by up to 15 degrees."),
            low=-180,
            high=180,
            step=1,
            start=0,
            written=lambda v: f"{v:+.0f}°" if v else "0°",
        )
        self.thicken = ValueSlider(
            _("Thicken"),
            _("Make every stroke thicker or thinner."),
            detail=_("With the step redraw on, this changes nothing that the network sees."),
            low=0.3,
            high=2.5,
            step=0.05,
            start=1,
            written=lambda v: f"× {v:.2f}",
        )
        shift = partial(
            ValueSlider,
            detail=_("With the steps crop and centre on, the network does not notice."),
            low=-140,
            high=140,
            step=1,
            start=0,
            written=_signed,
        )
        self.right = shift(
            _("Shift right"), _("Move the whole drawing to the right or left, in pad pixels.")
        )
        self.down = shift(_("Shift down"), _("Move the whole drawing down or up, in pad pixels."))
        self._sliders = [
            *(self.pen_width, self.softness, self.turn, self.thicken, self.right, self.down)
        ]

    def _lay_out(self) -> None:
        top = row(heading(_("Draw a digit")))
        top.addStretch(1)
        for button in (self.polarity, self.open_button, self.save_button):
            top.addWidget(button)
        tools = row(self.pen_button, self.eraser_button)
        tools.addStretch(1)
        for button in (self.undo_button, self.redo_button, self.clear_button):
            tools.addWidget(button)
        sliders = QGridLayout()
        sliders.setHorizontalSpacing(2 * GRID)
        sliders.setVerticalSpacing(HALF)
        for index, slider in enumerate(self._sliders):
            sliders.addWidget(slider, index // 2, index % 2)
        self._holder = SquareHolder(self.pad)
        self.body.addLayout(top)
        self.body.addWidget(self._holder, 1)
        self.body.addLayout(tools)
        self.body.addLayout(sliders)
        self.body.addLayout(row(*self._samples, spacing=HALF))

    def _order_tabs(self) -> None:
        """Let Tab walk from top to bottom, as the eye does."""
        top = (self.polarity, self.open_button, self.save_button, self.pad)
        tools = (self.pen_button, self.eraser_button, self.undo_button, self.redo_button)
        walk = (*top, *tools, self.clear_button, *self._sliders, *self._samples)
        for before, after in pairwise(walk):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.pen_button.clicked.connect(lambda: self.eraser_requested.emit(False))
        self.eraser_button.clicked.connect(lambda: self.eraser_requested.emit(True))
        self.undo_button.clicked.connect(self.undo_requested)
        self.redo_button.clicked.connect(self.redo_requested)
        self.clear_button.clicked.connect(self.clear_requested)
        self.open_button.clicked.connect(self.open_requested)
        self.save_button.clicked.connect(self.save_requested)
        self.polarity.clicked.connect(self.polarity_requested)
        self.pen_width.value_requested.connect(self.width_requested)
        self.softness.value_requested.connect(self.softness_requested)
        self.turn.value_requested.connect(self.turn_requested)
        self.thicken.value_requested.connect(self.thicken_requested)
        for slider in (self.right, self.down):
            slider.value_requested.connect(self._on_shift_moved)
        for digit, button in enumerate(self._samples):
            button.clicked.connect(
                lambda _checked=False, digit=digit: self.sample_requested.emit(digit)
            )

    def _on_shift_moved(self) -> None:
        self.shift_requested.emit(self.right.shown, self.down.shown)


class SquareHolder(QWidget):
    """Keeps a widget square and centred in whatever room there is."""

    def __init__(self, held: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held = held
        held.setParent(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return self._held.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._held.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = min(self.width(), self.height())
        left = (self.width() - side) // 2
        self._held.setGeometry(left, (self.height() - side) // 2, side, side)


def _sample_button(digit: int) -> ToolButton:
    button = ToolButton(
        _("Sample {digit}").format(digit=digit),
        _("Put a random {digit} from the bundled data on the pad.").format(digit=digit),
        shortcut=str(digit),
        text=str(digit),
        shape=KEY,
    )
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button


def _signed(value: float) -> str:
    return _("{pixels:+.0f} px").format(pixels=value) if value else _("0 px")
