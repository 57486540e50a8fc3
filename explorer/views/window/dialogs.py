"""Dialogs: which file, what a state dict leaves open, the guide, and about the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from explorer import __version__
from explorer.views.parts.help import explain, native
from explorer.views.style.theme import GRID, STRONG
from explorer.views.window.actions import shortcut_rows

if TYPE_CHECKING:
    from explorer.network.state_dict import Question


class QuestionsDialog(QDialog):
    """Asks what cannot be read off a file of weights; `answers` has the choices by key."""

    def __init__(
        self, file: str, summary: str, questions: Sequence[Question], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open network")
        intro = QLabel(f"{file}: {summary}\n\nThe weights cannot tell everything. Please choose:")
        intro.setWordWrap(True)
        form = QFormLayout()
        form.setVerticalSpacing(GRID)
        self._boxes = {question.key: _box(question) for question in questions}
        for question in questions:
            form.addRow(question.text, self._boxes[question.key])
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Open).setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(intro)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.setMinimumWidth(420)

    @property
    def answers(self) -> dict[str, str]:
        """The chosen option of every question."""
        return {key: str(box.currentData()) for key, box in self._boxes.items()}


class GuideDialog(QDialog):
    """What one can do, and every shortcut."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Guide and shortcuts")
        text = QTextBrowser()
        text.setHtml(guide())
        text.setOpenExternalLinks(False)
        explain(text, "Guide", "What one can do, and every shortcut.")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(buttons)
        self.resize(620, 640)


def guide() -> str:
    """Return the guide as HTML."""
    rows = "".join(
        f"<tr><td>{_strong(text)}&nbsp;&nbsp;</td><td>{_keys(keys)}&nbsp;&nbsp;</td>"
        f"<td>{tip}</td></tr>"
        for text, keys, tip in shortcut_rows()
    )
    return (
        f"<p>{_strong('Draw')} a digit on the pad. Every map of the network, the winners of its "
        "pooling windows and the probabilities follow while you draw.</p>"
        f"<p>{_strong('Point')} at any cell: it is outlined together with everything it was "
        "computed from. Click to keep it, Esc lets go.</p>"
        f"<p>{_strong('What the network sees')} shows the steps from your ink to its pixels. "
        "Switch one off and draw small in a corner: the answer goes wrong, and you see why.</p>"
        f"<p>{_strong('Colours')}: orange to blue are negative to positive numbers, the ramp to "
        "dark blue (bright in the dark theme) is zero to large; amber is what you selected. The "
        "legend under the network has the numbers.</p>"
        f"<p>{_strong('Train')}, on its own page: choose data, network and plan, press Train, and "
        "see how your drawing is read at every step. By phase, one step is taken apart into "
        "forward, loss, backward and update. Drag the time line to go back to any step, and "
        "branch off there.</p>"
        "<p>Shift+F1, then a click, explains any control.</p>"
        f"<p>{_strong('Shortcuts')}</p><table cellspacing='0' cellpadding='2'>{rows}</table>"
    )


def about() -> str:
    """Return what the About box says."""
    return (
        f"<b>CNN Explorer {__version__}</b>"
        "<p>Draw a digit and see, live, every number that a LeNet-style network computes "
        "from it.</p><p>MIT licence. Digits: MNIST by Y. LeCun, C. Cortes, C. Burges. "
        "Typeface: Inter, SIL Open Font License.</p>"
    )


def _box(question: Question) -> QComboBox:
    box = QComboBox()
    for option in question.options:
        box.addItem(option.text, option.value)
    box.setCurrentIndex(box.findData(question.default))
    explain(box, question.text, "A choice that the file of weights does not contain.")
    return box


def _keys(keys: str) -> str:
    if " to " in keys:
        return keys
    return " or ".join(native(key) for key in keys.split(" or "))


def _strong(text: str) -> str:
    """Return text in the heavier cut of the typeface, which is a family of its own."""
    return f"<span style=\"font-family: '{STRONG}'\">{text}</span>"
