"""Dialogs: which file, what a state dict leaves open, the guide, and about the program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from explorer import __version__
from explorer.text import _
from explorer.views.page import PageSlot
from explorer.views.parts.fields import Choice
from explorer.views.parts.help import explain, native, strong
from explorer.views.parts.widgets import column
from explorer.views.scene.gestures import GESTURES
from explorer.views.style.theme import GRID, theme
from explorer.views.style.themed import theme_above
from explorer.views.window.menus import shortcut_rows

if TYPE_CHECKING:
    from explorer.network.state_dict import Question

_GUIDE = QSize(720, 700)  # before the user's enlargement of text


class QuestionsDialog(QDialog):
    """Asks what cannot be read off a file of weights; `answers` has the choices by key."""

    def __init__(
        self, file: str, summary: str, questions: Sequence[Question], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Open network"))
        text = _("{file}: {summary}\n\nThe weights cannot tell everything. Please choose:")
        intro = QLabel(text.format(file=file, summary=summary), wordWrap=True)
        form = QFormLayout()
        form.setVerticalSpacing(GRID)
        self._boxes: dict[str, Choice] = {}
        for question in questions:
            box = self._boxes[question.key] = Choice()
            for option in question.options:
                box.addItem(option.text, option.value)
            box.setCurrentIndex(box.findData(question.default))
            explain(box, question.text, _("A choice that the file of weights does not contain."))
            form.addRow(question.text, box)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Open | kinds.Cancel)
        buttons.button(kinds.Open).setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = column(intro, form, buttons, spacing=2 * GRID, within=self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.setMinimumWidth(420)

    @property
    def answers(self) -> dict[str, str]:
        """The chosen option of every question."""
        return {key: str(box.currentData()) for key, box in self._boxes.items()}


class GuideDialog(QDialog):
    """What one can do, and every shortcut."""

    def __init__(self, slots: tuple[PageSlot, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Guide and shortcuts"))
        text = QTextBrowser()
        text.setHtml(guide(slots))
        explain(text, _("Guide"), _("What one can do, and every shortcut."))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(buttons)
        scale, room = (theme_above(parent) or theme("light")).scale, parent.screen().size()
        self.resize((_GUIDE * scale).boundedTo(room * 0.9))


def guide(slots: tuple[PageSlot, ...]) -> str:
    """Return the guide as HTML."""
    paragraphs = (
        _(
            "<b>Draw</b> a digit on the pad. Every map of the network, the winners of its pooling "
            "windows and the probabilities follow while you draw."
        ),
        _(
            "<b>What the network sees</b> shows the steps from your ink to its pixels. Switch one "
            "off and draw small in a corner: the answer goes wrong, and you see why."
        ),
        _(
            "<b>Colours</b>: orange to blue are negative to positive numbers, the ramp to dark "
            "blue (bright in the dark theme) is zero to large; amber is what you selected. The "
            "legend under the network has the numbers."
        ),
        _(
            "<b>Train</b>, on its own page: choose data, network and plan, press Train, and see "
            "how your drawing is read at every step. By phase, one step is taken apart into "
            "forward, loss, backward and update. Drag the time line to go back to any step, and "
            "branch off there."
        ),
        _("{keys}, then a click, explains any control.").format(keys=native("Shift+F1")),
    )
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    navigation = _table(
        [(how, what[0].upper() + what[1:]) for how, what, _hint in GESTURES],
        _("Moving about in the network"),
    )
    return strong(text + navigation + _table(shortcut_rows(slots), _("Menus and their keys")))


def _table(rows: Iterable[tuple[str, ...]], title: str) -> str:
    """Return rows as a table; what stands first is strong."""
    html = "".join(
        f"<tr><td><b>{first}</b></td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        for first, *cells in rows
    )
    heading = f"<h3 style='font-weight: normal'><b>{title}</b></h3>"
    return f"{heading}<table cellspacing='0' cellpadding='3'>{html}</table>"


def about() -> str:
    """Return the text of the About box."""
    return _(
        "<b>CNN Explorer {version}</b>"
        "<p>Draw a digit and see, live, every number that a LeNet-style network computes "
        "from it.</p><p>MIT licence. Digits: MNIST by Y. LeCun, C. Cortes, C. Burges. "
        "Typeface: Inter, SIL Open Font License.</p>"
    ).format(version=__version__)
