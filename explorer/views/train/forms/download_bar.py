"""A download: how far it is, stop and go on, and one sentence where it cannot be had."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

from explorer.live.facts import DownloadState
from explorer.text import _
from explorer.views.parts.buttons import chip
from explorer.views.parts.widgets import Note, caption, column, row

_MIB = 1 << 20


class DownloadBar(QWidget):
    """Hidden while idle or done. `start` also goes on; `bundled` takes what needs no network."""

    def __init__(self) -> None:
        super().__init__()
        self.bar, self.words, self.reason = QProgressBar(), caption(""), Note()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(10)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(_("Download"))
        self.start = chip(
            _("Download"),
            _("Download"),
            _("Fetch the data set; what has arrived already is kept."),
            icon="save",
        )
        self.cancel = chip(
            _("Stop"), _("Stop the download"), _("It can go on later where it stopped.")
        )
        self.bundled = chip(
            _("Use bundled digits"), _("Bundled digits"), _("Learn from the digits that are there.")
        )
        self.words.setWordWrap(True)
        buttons = row(self.start, self.cancel, self.bundled, None)
        column(self.words, self.bar, self.reason, buttons, within=self)
        self.show_state(DownloadState())

    def show_state(self, state: DownloadState) -> None:
        """Show how a download stands."""
        stage = state.stage
        self.setVisible(stage not in ("idle", "done"))
        self.words.setText(describe_download(state))
        self.bar.setVisible(stage in ("loading", "stopped"))
        self.bar.setValue(round(1000 * state.done / state.total) if state.total else 0)
        self.reason.show_text(state.sentence if stage == "failed" else "")
        self.cancel.setVisible(stage == "loading")
        self.start.setVisible(stage in ("needed", "stopped", "failed"))
        names = {"stopped": _("Go on"), "failed": _("Try again")}
        self.start.setText(names.get(stage, _("Download")))
        self.bundled.setVisible(stage == "failed")


def describe_download(state: DownloadState) -> str:
    """Return how far a download is: `MNIST: 4.0 of 11 MiB`."""
    size = _("size unknown")
    if state.total:
        size = _("{size:.0f} MiB").format(size=state.total / _MIB)
    text = {
        "loading": _("{title}: {arrived:.1f} of {size}"),
        "stopped": _("{title}: {arrived:.1f} of {size}, stopped"),
        "failed": _("{title} is not there yet."),
    }.get(state.stage, _("{title} is not on this machine yet ({size})."))
    return text.format(title=state.title, arrived=state.done / _MIB, size=size)
