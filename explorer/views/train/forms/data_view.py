"""The data one learns from: samples, images per class, the average image, and pixels as numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from explorer.digits.datasets import Dataset
from explorer.digits.facts import DataFacts, facts_of
from explorer.live.data_facts import DownloadState
from explorer.views.parts.buttons import CHIP, ToolButton
from explorer.views.parts.widgets import HALF, caption, heading, row
from explorer.views.style.theme import GRID, Theme
from explorer.views.train.forms.class_bars import ALL, ClassBars
from explorer.views.train.forms.data_facts import data_line
from explorer.views.train.forms.download_bar import DownloadBar
from explorer.views.train.forms.pixel_grid import PixelGrid
from explorer.views.train.forms.samples_grid import SamplesGrid

_WIDE = 640


class DataView(QWidget):
    """Shows a `Dataset`; says `sample_requested(int)` to put an image into the network.

    `download` says what the user wants of a download, see there.
    """

    sample_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self._facts: DataFacts | None = None
        self._label = ALL
        self._place = -1  # of the image whose pixels are shown; -1: the average
        self._theme: Theme | None = None
        self.download, self.bars = DownloadBar(), ClassBars()
        self.grid, self.pixels = SamplesGrid(), PixelGrid()
        self.line, self.pixel_facts, self.pixel_title = caption(""), caption(""), caption("")
        self.error = QLabel()
        self.error.setProperty("role", "field-error")
        self.error.setWordWrap(True)
        self.average = ToolButton(
            "Average image",
            "The mean of all images, or of the chosen class.",
            detail="Where it is sharp, the images agree.",
            text="average",
            shape=CHIP,
        )
        self.use = ToolButton(
            "Into the network",
            "Put this image through the network.",
            text="into the network",
            shape=CHIP,
        )
        self.numbers = ToolButton(
            "Numbers",
            "Zoom in until every pixel shows its number, or out to the whole image.",
            detail="The wheel zooms, too; point at a pixel to read it.",
            text="numbers",
            shape=CHIP,
        )
        self._lay_out()
        self._connect()
        self.show_dataset(None)

    def show_dataset(self, dataset: Dataset | None, facts: DataFacts | None = None) -> None:
        """Show a data set; counts and averages are computed here unless they are given."""
        self._dataset, self._label, self._place = dataset, ALL, -1
        self._facts = facts_of(dataset) if dataset is not None and facts is None else facts
        self.show_error("")
        self.line.setText("" if dataset is None else f"{dataset.name}: {data_line(dataset)}")
        if dataset is not None and self._facts is not None:
            self.bars.show_counts(dataset.classes, self._facts.counts)
        self._scroll.setVisible(dataset is not None)
        self.grid.show_dataset(dataset)
        self._show_pixels()

    def show_error(self, sentence: str) -> None:
        """Say in a sentence why data could not be read; what was there stays."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def show_download(self, state: DownloadState) -> None:
        """Show how a download stands."""
        self.download.show_state(state)

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self._theme = theme
        for part in (self.download, self.bars, self.grid, self.pixels, self.average, self.use):
            part.set_theme(theme)
        self.numbers.set_theme(theme)
        self._fit_bars()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE * (self._theme.scale if self._theme else 1)
        ways = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(ways[not wide])

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.bars)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        right = QVBoxLayout()
        right.setSpacing(HALF)
        right.addWidget(self._scroll)
        right.addWidget(self.pixel_title)
        right.addWidget(self.pixels, 1)
        right.addWidget(self.pixel_facts)
        buttons = row(self.average, self.use, self.numbers, spacing=HALF)
        buttons.addStretch(1)
        right.addLayout(buttons)
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._sides.setSpacing(2 * GRID)
        self._sides.addWidget(self.grid, 3)
        self._sides.addLayout(right, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF)
        layout.addWidget(heading("Data"))
        self.line.setWordWrap(True)
        layout.addWidget(self.line)
        layout.addWidget(self.download)
        layout.addWidget(self.error)
        layout.addLayout(self._sides, 1)

    def _connect(self) -> None:
        self.bars.class_chosen.connect(self._on_class_chosen)
        self.grid.sample_chosen.connect(self._on_sample_chosen)
        self.pixels.pixel_hovered.connect(self.pixel_facts.setText)
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
        self.grid.show_chosen(place)
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
            name = data.classes[int(data.labels[self._place])]
            self.pixel_title.setText(f"image {self._place:,}: {name}")
        else:
            self.pixels.show_image(facts.average[self._label + 1])
            what = "all images" if self._label == ALL else data.classes[self._label]
            self.pixel_title.setText(f"average of {what}")
        self.pixel_facts.setText(self.pixels.sentence() or " ")
        self._fit_bars()

    def _fit_bars(self) -> None:
        rows = max(1, len(self._dataset.classes) + 1 if self._dataset else 1)
        high = self.bars.sizeHint().height()
        self._scroll.setFixedHeight(high * min(rows, 12) // rows)
