"""What an auto-encoder makes of a picture: the input, the code, and the picture drawn from it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from explorer.network.cells import Cell, Region, Selection, number
from explorer.network.records import Trace
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.answer.headline import EMPTY
from explorer.views.answer.reconstruction_places import ReconstructionPlaces, StagePart, places
from explorer.views.parts.help import explain
from explorer.views.parts.painting import ink_image
from explorer.views.parts.pointing import PointsAtCells
from explorer.views.parts.texts import Texts, texts_of
from explorer.views.style.colormaps import signed_index
from explorer.views.style.theme import SMALL, Theme
from explorer.views.style.themed import Themed

_HEIGHT = 290
_TITLES = ("input", "code", "reconstruction")


class ReconstructionView(Themed, PointsAtCells):
    """Input, code and reconstruction of an auto-encoder's trace, and the mean squared error.

    The numbers of the code are bars, up where positive, or coloured cells where there are many.
    Pointing at a number emits `cell_hovered(Cell or None)`, a click `cell_clicked(Cell)`.
    """

    opaque = True

    def __init__(self) -> None:
        super().__init__()
        self._spec: Spec | None = None
        self._trace: Trace | None = None
        self._selection: Selection | None = None
        self._quiet = EMPTY
        self._places: ReconstructionPlaces | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        tip = _("The input, the few numbers it was squeezed into, and what was drawn from them.")
        detail = _(
            "The code is the narrowest place of the network: whatever is not in it cannot be "
            "drawn again. The mean squared error compares every drawn pixel with the given "
            "one. Point at a number to see where it is computed; click to keep it."
        )
        explain(self, _("Reconstruction"), tip, detail)

    def show_spec(self, spec: Spec) -> None:
        """Prepare for an auto-encoder."""
        if spec != self._spec:
            self._spec, self._trace, self._places = spec, None, None
            self.update()

    def show_trace(self, trace: Trace | None) -> None:
        """Show what an auto-encoder made of a picture, None while there is none."""
        if trace is not None:
            self.show_spec(trace.spec)
        self._trace = trace
        self.setAccessibleDescription(self.sentence)
        self.update()

    def show_quiet(self, sentence: str) -> None:
        """Set what is written while there is no trace."""
        self._quiet = sentence
        self.update()

    def show_selection(self, selection: Selection | None) -> None:
        """Outline a selected number here, and what it was computed from."""
        self._selection = selection
        self.update()

    @property
    def sentence(self) -> str:
        """The line at the bottom."""
        return self._errors()[0]

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._places = None
        self.setMinimumHeight(round(0.5 * _HEIGHT * theme.scale))
        super().set_theme(theme)

    def sizeHint(self) -> QSize:
        return QSize(240, round(_HEIGHT * self.theme.scale))

    def places(self) -> ReconstructionPlaces | None:
        """Return where everything stands now, None before a spec."""
        if self._places is None and self._spec is not None:
            line = texts_of(self.theme, SMALL).height + 4
            self._places = places(self._spec, self.width(), self.height(), line)
        return self._places

    def resizeEvent(self, event: QEvent) -> None:
        self._places = None

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, where = self.theme, self.places()
        if where is None:
            return
        texts = texts_of(theme, SMALL)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel"))
        for title, part in zip(_TITLES, where.parts, strict=True):
            painter.setPen(theme.color("muted"))
            left, top = part.area.x(), part.area.y() - texts.height - 3
            texts.draw(painter, left, top, _fitting(texts, _captions(title, part), part.room))
            painter.fillRect(part.area, theme.color("field"))
        trace = self._trace
        if trace is not None:
            _paint_picture(painter, theme, where.given, trace.pixels)
            _paint_code(painter, theme, where.code, trace)
            _paint_picture(painter, theme, where.drawn, trace.reconstruction)
        painter.setPen(theme.color("text" if trace else "muted"))
        foot = where.foot
        texts.draw(painter, foot.x(), foot.y(), _fitting(texts, self._errors(), foot.width()))
        if self._selection is not None:
            _paint_selection(painter, theme, where, self._selection)

    def _errors(self) -> tuple[str, ...]:
        """Return the line at the bottom, the longest form first."""
        if self._trace is None:
            return (self._quiet,)
        forms = (
            _("mean squared error {error} per pixel"),
            _("mean squared error {error}"),
            _("error {error}"),
        )
        return tuple(form.format(error=number(self._trace.error)) for form in forms)

    def _cell_at(self, place: QPointF) -> Cell | None:
        where = self.places()
        if where is None:
            return None
        found = (part.cell_at(place) for part in where.parts)
        return next((cell for cell in found if cell is not None), None)


def _captions(title: str, part: StagePart) -> tuple[str, ...]:
    """Return what stands over a part, the longest form first."""
    if title == "input":
        return (_("input"),)
    if title == "reconstruction":
        return _("reconstruction"), _("drawn")
    shape = " × ".join(str(n) for n in part.stage.shape)
    return (
        _("code: {shape} numbers, {stage}").format(shape=shape, stage=part.stage.name),
        _("code: {shape} numbers").format(shape=shape),
        _("code"),
    )


def _fitting(texts: Texts, variants: tuple[str, ...], room: float) -> str:
    """Return the first text that fits, else the last."""
    return next((text for text in variants if texts.width(text) <= room), variants[-1])


def _paint_picture(painter: QPainter, theme: Theme, part: StagePart, ink: np.ndarray) -> None:
    known = np.nan_to_num(ink if len(ink) == 3 else ink[0])  # of a diverged network
    painter.drawImage(part.area, ink_image(known, theme.colormaps.ink))


def _paint_code(painter: QPainter, theme: Theme, part: StagePart, trace: Trace) -> None:
    values = np.nan_to_num(trace.stage(part.stage.name).values.reshape(-1))
    limit = float(np.abs(values).max(initial=0.0))
    if not part.bars:
        cells = np.full(part.rows * part.columns, theme.color("panel").rgb(), np.uint32)
        cells[: len(values)] = theme.colormaps.signed[signed_index(values, limit)]
        form = QImage.Format.Format_RGB32
        image = QImage(cells.data, part.columns, part.rows, 4 * part.columns, form)
        painter.drawImage(part.area, image)
        return
    signed = bool((values < 0).any())
    zero = part.area.center().y() if signed else part.area.bottom()
    reach = (part.area.height() / (2 if signed else 1)) / limit if limit else 0.0
    wide = part.area.width() / part.columns
    strong = [QColor.fromRgb(int(theme.colormaps.signed[127 + step])) for step in (-76, 76)]
    for at, value in enumerate(values.tolist()):
        bar = QRectF(part.area.x() + at * wide, zero, max(1.0, wide - 1), -value * reach)
        painter.fillRect(bar.normalized(), strong[value > 0])
    painter.fillRect(QRectF(part.area.x(), zero, part.area.width(), 1), theme.color("faint"))


def _paint_selection(
    painter: QPainter, theme: Theme, where: ReconstructionPlaces, selection: Selection
) -> None:
    cell = selection.cell
    own = Region(cell.stage, cell.index, tuple(i + 1 for i in cell.index))
    by_stage = {part.stage.name: part for part in where.parts}
    for region in (*selection.fields, own):
        part = by_stage.get(region.stage)
        rect = part.rect_of(region) if part is not None else None
        if rect is not None:
            painter.setPen(QPen(theme.color("selection"), 2 if region is own else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
