"""The pad with everything one draws with: tools, sliders, samples, open and save."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from explorer.digits.drawing import PEN_WIDTH, Drawing
from explorer.live.facts import Pen
from explorer.text import _
from explorer.views.pad.pad import Pad
from explorer.views.parts.buttons import FLAT, KEY, ToolButton
from explorer.views.parts.chips import Fold
from explorer.views.parts.value_slider import ValueSlider
from explorer.views.parts.widgets import HALF, Panel, caption, column, heading, label, row
from explorer.views.style.theme import GRID

if TYPE_CHECKING:
    from explorer.digits.prepare import Preparation

LEAST_WIDTH, MOST_WIDTH = 4.0, 60.0  # of the pen, in pad pixels


class PadPanel(Panel):
    """The pad's controls, for whoever connects them; shows pen, drawing and history.

    `show_*` never emit. Sliders emit `value_requested`, buttons `clicked`, and the panel what takes
    more than one of them.
    """

    eraser_requested = Signal(bool)
    shift_requested = Signal(float, float)
    sample_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.pad = Pad()
        self._build_buttons()
        self._build_sliders()
        self.next_stroke, self.whole_drawing = caption(""), caption("")  # what undoes it
        self._applied: frozenset[str] = frozenset()  # the steps that are applied
        self._keys = QButtonGroup(self)  # the arrows move in a group
        self.samples = [self._sample_button(digit) for digit in range(10)]
        self._lay_out()
        self.show_drawing(Drawing())
        self.show_pen(Pen())
        self.show_history(False, False)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show a drawing and how it is moved, turned and thickened."""
        self.pad.show_drawing(drawing)
        self.right.show_value(drawing.shift[0])
        self.down.show_value(drawing.shift[1])
        self.turn.show_value(drawing.turn)
        self.thicken.show_value(drawing.thicken)
        self._show_undone()
        picture = drawing.picture
        self.polarity.setVisible(picture is not None)
        if picture is not None:
            ink = _("Dark ink") if picture.inverted else _("Light ink")
            self.polarity.setAccessibleName(ink)

    def show_pen(self, pen: Pen) -> None:
        """Show what the next stroke is drawn with."""
        self.pad.show_pen(pen)
        self.pen_button.setChecked(not pen.eraser)
        self.eraser_button.setChecked(pen.eraser)
        self.pen_width.show_value(pen.width)
        self.softness.show_value(pen.softness)
        self._show_undone()

    def show_preparation(self, preparation: Preparation) -> None:
        """Show which sliders change nothing, for a step of the preparation undoes what they do."""
        self._applied = frozenset(step.name for step in preparation.steps if step.applied)
        self._show_undone()

    def show_history(self, can_undo: bool, can_redo: bool) -> None:
        """Enable undo and redo where there is something to do."""
        self.undo_button.setEnabled(can_undo)
        self.redo_button.setEnabled(can_redo)

    def set_presenting(self, presenting: bool) -> None:
        """Leave only the pad, or show all that one draws with."""
        self._top.setVisible(not presenting)
        self._below.setVisible(not presenting)

    def _build_buttons(self) -> None:
        self.pen_button = ToolButton(_("Pen"), _("Draw ink."), shortcut="P", icon="pen")
        detail = _(
            "An erased drawing is no longer only strokes, so its pixels are prepared "
            "instead of being drawn again."
        )
        self.eraser_button = ToolButton(
            _("Eraser"),
            _("Take ink away; so does the other end of a tablet's pen."),
            detail=detail,
            shortcut="E",
            icon="eraser",
        )
        tools = QButtonGroup(self)
        for button in (self.pen_button, self.eraser_button):
            button.setCheckable(True)
            tools.addButton(button)
        self.pen_button.clicked.connect(lambda: self.eraser_requested.emit(False))
        self.eraser_button.clicked.connect(lambda: self.eraser_requested.emit(True))
        self.undo_button = ToolButton(
            _("Undo"), _("Take back the last stroke or change."), shortcut="Ctrl+Z", icon="undo"
        )
        self.redo_button = ToolButton(
            _("Redo"), _("Do again what was taken back."), shortcut="Ctrl+Shift+Z", icon="redo"
        )
        self.clear_button = ToolButton(
            _("Clear"), _("Empty the pad; undo brings it back."), shortcut="Del", icon="clear"
        )
        tip = _("Put an image file on the pad.")
        detail = _("Any size and any colours; it can also be dropped on the pad or pasted.")
        self.open_button = ToolButton(
            _("Open image"), tip, detail=detail, shortcut="Ctrl+O", icon="open", shape=FLAT
        )
        tip = _("Save the drawing as a PNG image or as strokes.")
        self.save_button = ToolButton(
            _("Save drawing"), tip, shortcut="Ctrl+S", icon="save", shape=FLAT
        )
        tip = _("Which pixels of the picture count as ink; found by itself, press to exchange.")
        detail = _(
            "The network knows ink as large numbers on a paper of zeros. Exchange them "
            "and see it fail."
        )
        self.polarity = ToolButton(_("Ink of the picture"), tip, detail=detail, icon="polarity")

    def _build_sliders(self) -> None:
        self.more = Fold(
            _("Pen and placing"),
            _("The width of the pen; turn, thicken and move what is drawn."),
        )
        self.more.setChecked(False)
        tip, low, high = _("The width of the pen, in pad pixels."), LEAST_WIDTH, MOST_WIDTH
        pen = partial(ValueSlider, _("Width"), tip, low=low, high=high, step=1, start=PEN_WIDTH)
        self.pen_width = pen(written=_pixels, shortcut="[")
        tip = _("How soft the edge of the pen is.")
        self.softness = ValueSlider(
            _("Softness"), tip, low=0, high=1, step=0.05, start=0, written="{:.0%}".format
        )
        tip = _("Turn the whole drawing.")
        detail = _("The network was shown digits turned by up to 15 degrees.")
        self.turn = ValueSlider(
            _("Turn"), tip, low=-180, high=180, step=1, start=0, written=_degrees, detail=detail
        )
        tip = _("Make every stroke thicker or thinner.")
        factor = "× {:.2f}".format
        self.thicken = ValueSlider(
            _("Thicken"), tip, low=0.3, high=2.5, step=0.05, start=1, written=factor
        )
        detail = _("The step crop undoes it, as long as no ink leaves the pad.")
        shift = partial(ValueSlider, low=-140, high=140, step=1, start=0, detail=detail)
        tip = _("Move the whole drawing to the right or left, in pad pixels.")
        self.right = shift(_("Shift right"), tip, written=_signed_pixels)
        tip = _("Move the whole drawing down or up, in pad pixels.")
        self.down = shift(_("Shift down"), tip, written=_signed_pixels)
        for slider in (self.right, self.down):
            slider.value_requested.connect(self._on_shift_moved)

    def _show_undone(self) -> None:
        reason = _("Changes nothing that the network sees: the step {step} undoes it.")
        for note, groups in (
            (self.next_stroke, {"redraw": (self.pen_width, self.softness)}),
            (self.whole_drawing, {"redraw": (self.thicken,), "crop": (self.right, self.down)}),
        ):
            missed = []
            for step, sliders in groups.items():
                undone = step in self._applied
                for slider in sliders:
                    slider.show_idle(reason.format(step=step) if undone else "")
                if undone and any(slider.moved for slider in sliders):
                    missed.append(step)
            steps = ", ".join(missed)
            note.setText(_("undone by {steps}").format(steps=steps) if missed else "")

    def _sample_button(self, digit: int) -> ToolButton:
        name = _("Sample {digit}").format(digit=digit)
        tip = _("Put a random {digit} from the bundled data on the pad.").format(digit=digit)
        button = _SampleKey(name, tip, shortcut=str(digit), text=str(digit), shape=KEY)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.sample_requested.emit(digit))
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus if digit else Qt.FocusPolicy.StrongFocus)
        self._keys.addButton(button)
        return button

    def _lay_out(self) -> None:
        """Lay all out from top to bottom, and let Tab walk in this order, as the eye does."""
        self._holder = SquareHolder(self.pad)
        files = self.open_button, self.save_button
        tools = self.pen_button, self.eraser_button
        changes = self.undo_button, self.redo_button, self.clear_button
        pen = self.pen_width, self.softness
        whole = self.turn, self.thicken, self.right, self.down
        for button in (*tools, self.polarity, *changes):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        keys = QGridLayout()
        keys.setSpacing(HALF)
        for digit, button in enumerate(self.samples):
            keys.addWidget(button, digit // 5, digit % 5)
        self._sliders = QWidget()
        self.more.toggled.connect(self._sliders.setVisible)
        groups = (
            (label(_("Next stroke"), "fact"), self.next_stroke, *pen),
            (label(_("Whole drawing"), "fact"), self.whole_drawing, *whole),
        )
        column(*groups[0], HALF, *groups[1], spacing=HALF, within=self._sliders)
        title = heading(_("Draw a digit"))
        title.setWordWrap(True)
        self._top, self._below = QWidget(), QWidget()
        row((title, 1), *files, spacing=0, within=self._top)
        buttons = row(*tools, self.polarity, *changes)
        column(buttons, keys, self.more, self._sliders, spacing=GRID, within=self._below)
        for part in (self._top, self._holder, self._below):
            self.body.addWidget(part)
        self._sliders.setVisible(self.more.isChecked())
        below = (*tools, self.polarity, *changes, *self.samples, self.more, *pen, *whole)
        walk = (*files, self.pad, *below)
        for before, after in pairwise(walk):
            self.setTabOrder(before, after)

    def _on_shift_moved(self) -> None:
        self.shift_requested.emit(self.right.shown, self.down.shown)


class _SampleKey(ToolButton):
    """One of a group of keys of which Tab reaches only the last one used."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        for key in self.group().buttons():
            tab = Qt.FocusPolicy.StrongFocus if key is self else Qt.FocusPolicy.ClickFocus
            key.setFocusPolicy(tab)
        super().focusInEvent(event)


class SquareHolder(QWidget):
    """Keeps a widget as high as it is wide."""

    def __init__(self, held: QWidget) -> None:
        super().__init__()
        self._held = held
        held.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        return width

    def sizeHint(self) -> QSize:
        return self._held.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = min(self.width(), self.height())  # a scaled layout may be a pixel off
        self._held.setGeometry((self.width() - side) // 2, 0, side, side)


def _pixels(value: float) -> str:
    return _("{pixels:.0f} px").format(pixels=value)


def _signed_pixels(value: float) -> str:
    return _("{pixels:+.0f} px").format(pixels=value) if value else _("0 px")


def _degrees(value: float) -> str:
    return f"{value:+.0f}°" if value else "0°"
