"""The data one learns from: samples, images per class, the average image, and pixels as numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from explorer.digits.datasets import DataFacts, Dataset, facts_of
from explorer.text import _, ngettext
from explorer.views.parts.buttons import chip
from explorer.views.parts.pair import Pair
from explorer.views.parts.tiles import Cell, TileScroll
from explorer.views.parts.widgets import Note, caption, column, heading, row
from explorer.views.style.theme import GRID, Theme
from explorer.views.style.themed import Themed
from explorer.views.train.forms.download_bar import DownloadBar
from explorer.views.train.forms.pixel_grid import PixelGrid
from explorer.views.train.forms.samples import ALL, ClassBars, SamplesGrid

_WIDE = 640


class DataView(Themed, QWidget):
    """Shows a `Dataset`; emits `sample_requested(int)` to put an image into the network.

    `download` emits what the user wants of a download, see there.
    """

    sample_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._dataset: Dataset | None = None
        self._facts: DataFacts | None = None
        self._label = ALL
        self._place = -1  # of the image whose pixels are shown; -1: the average
        self.download, self.bars = DownloadBar(), ClassBars()
        self.grid, self.pixels = SamplesGrid(), PixelGrid()
        self.samples = TileScroll(self.grid, least=3)
        self.line, self.pixel_facts, self.pixel_title = caption(""), caption(""), caption("")
        self.error = Note()
        self.average = chip(
            _("average"),
            _("Average image"),
            _("The mean of all images, or of the chosen class."),
            detail=_("Where it is sharp, the images agree."),
        )
        self.use = chip(
            _("into the network"), _("Into the network"), _("Put this image through the network.")
        )
        self.numbers = chip(
            _("numbers"),
            _("Numbers"),
            _("Zoom in until every pixel shows its number, or out to the whole image."),
            detail=_("The wheel zooms, too; point at a pixel to read it."),
        )
        self._lay_out()
        self._connect()
        self.show_dataset(None)

    def show_dataset(self, dataset: Dataset | None, facts: DataFacts | None = None) -> None:
        """Show a data set; counts and averages are computed here unless they are given."""
        self._dataset, self._label, self._place = dataset, ALL, -1
        self._facts = facts_of(dataset) if dataset is not None and facts is None else facts
        self.show_error("")
        self.line.setText("" if dataset is None else describe_data(dataset))
        if dataset is not None and self._facts is not None:
            self.bars.show_counts(dataset.classes, self._facts.counts)
        self._scroll.setVisible(dataset is not None)
        self.grid.show_dataset(dataset)
        self._show_pixels()

    def show_error(self, sentence: str) -> None:
        """Show why data could not be read; what was there stays."""
        self.error.show_text(sentence)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self._theme = theme
        super().set_theme(theme)
        self._fit_bars()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE * self.theme.scale
        ways = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(ways[not wide])

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.bars)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        right = column(
            self._scroll,
            self.pixel_title,
            (self.pixels, 1),
            self.pixel_facts,
            Pair(row(self.average, self.numbers), row(self.use, None), rest=1),
        )
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._sides.setSpacing(2 * GRID)
        self._sides.addWidget(self.samples, 3)
        self._sides.addLayout(right, 2)
        self.line.setWordWrap(True)
        parts = (heading(_("Data")), self.line, self.download, self.error)
        column(*parts, (self._sides, 1), within=self)

    def _connect(self) -> None:
        self.bars.tile_chosen.connect(self._on_class_chosen)
        self.grid.sample_chosen.connect(self._on_sample_chosen)
        self.pixels.tile_hovered.connect(self._on_pixel_hovered)
        self.average.clicked.connect(lambda: self._on_sample_chosen(-1))
        self.numbers.clicked.connect(lambda: self.pixels.show_numbers(not self.pixels.numbers))
        self.use.clicked.connect(lambda: self.sample_requested.emit(self._place))

    def _on_class_chosen(self, label: int) -> None:
        self._label, self._place = label, -1
        self.bars.show_chosen(label)
        self.grid.show_dataset(self._dataset, label)
        self._show_pixels()

    def _on_sample_chosen(self, place: int) -> None:
        self._place = place
        self.grid.show_sample(place)
        self._show_pixels()

    def _show_pixels(self) -> None:
        data, facts = self._dataset, self._facts
        one = data is not None and self._place >= 0
        self.use.setEnabled(one)
        self.average.setEnabled(one)
        self.numbers.setEnabled(data is not None and data.images.shape[1] == 1)
        if data is None or facts is None:
            self.pixels.show_image(None)
            self.pixel_title.setText("")
            return
        if one:
            self.pixels.show_image(data.images[self._place])
            text, name = _("image {place:,}: {name}"), data.classes[int(data.labels[self._place])]
            self.pixel_title.setText(text.format(place=self._place, name=name))
        else:
            self.pixels.show_image(facts.average[self._label + 1])
            name = _("all images") if self._label == ALL else data.classes[self._label]
            self.pixel_title.setText(_("average of {name}").format(name=name))
        self.pixel_facts.setText(self.pixels.describe(self.pixels.hot) or " ")
        self._fit_bars()

    def _on_pixel_hovered(self, pixel: Cell | None) -> None:
        self.pixel_facts.setText(self.pixels.describe(pixel))

    def _fit_bars(self) -> None:
        rows = max(1, len(self._dataset.classes) + 1 if self._dataset else 1)
        high = self.bars.sizeHint().height()
        self._scroll.setFixedHeight(high * min(rows, 12) // rows)


def describe_data(dataset: Dataset) -> str:
    """Return a data set in a line: `bundled: 4,000 images, 28 × 28 grey, 10 classes`."""
    count, channels, height, width = dataset.images.shape
    return ngettext(
        "{name}: {count:,} image, {height} × {width} {colour}, {classes} classes",
        "{name}: {count:,} images, {height} × {width} {colour}, {classes} classes",
        count,
    ).format(
        name=dataset.name,
        count=count,
        height=height,
        width=width,
        colour=_("grey") if channels == 1 else _("RGB"),
        classes=len(dataset.classes),
    )
