"""What the menus do with files, the clipboard and dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from explorer.digits.drawing import Drawing
from explorer.errors import UserError
from explorer.files import write_atomically
from explorer.text import _
from explorer.views.parts import files
from explorer.views.parts.files import dropped_content
from explorer.views.window import dialogs
from explorer.views.window.drawing_files import (
    drawing_image,
    is_network_file,
    read_drawing,
    save_drawing,
    suggested_name,
)
from explorer.views.window.view_state import LINK, read_view_state, view_state_of_link

if TYPE_CHECKING:
    from explorer.live.session import Session
    from explorer.network.state_dict import Guess
    from explorer.views.page import PageSlot
    from explorer.views.scene.scene_view import SceneView
    from explorer.views.window.view_state import ViewState


class Files(QObject):
    """Opens, saves, copies and asks for a session; its dialogs stand before `parent`."""

    failed = Signal(str)
    message_reported = Signal(str)
    view_opened = Signal(object)  # ViewState

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._parent, self._session = parent, session

    def take(self, content: Path | bytes) -> None:
        """Open a file, or the bytes of an image: an image, strokes, a network or a view."""
        if isinstance(content, Path) and is_network_file(content):
            self._session.open_checkpoint(content)
            return
        with self._reporting():
            if isinstance(content, Path) and content.suffix.lower() == ".json":
                self.view_opened.emit(read_view_state(content))
            elif isinstance(found := read_drawing(content), Drawing):
                self._session.place_drawing(found)
            else:
                self._session.place_picture(found)

    def open_image(self) -> None:
        """Ask for an image or a stroke file and put it on the pad."""
        path = files.ask_open(self._parent, _("Open image"), files.IMAGES)
        if path is not None:
            self.take(path)

    def open_network(self) -> None:
        """Ask for a file of weights and load it."""
        path = files.ask_open(self._parent, _("Open network"), files.NETWORKS)
        if path is not None:
            self._session.open_checkpoint(path)

    def open_view(self) -> None:
        """Ask for the file of a view and show it."""
        path = files.ask_open(self._parent, _("Open view"), files.VIEWS)
        if path is not None:
            with self._reporting():
                self.view_opened.emit(read_view_state(path))

    def save_network(self) -> None:
        """Ask for a name and save the session's network."""
        title, name = _("Save network"), "network.safetensors"
        path = files.ask_save(self._parent, title, files.CHECKPOINTS, name)
        if path is not None:
            self._session.save_checkpoint(path)

    def save_drawing(self) -> None:
        """Ask for a name and save the drawing."""
        drawing, saved = self._session.drawing, _("Saved the drawing as {name}.")
        name = suggested_name(drawing, self._session.trace)
        write = partial(save_drawing, drawing=drawing)
        self._save(_("Save drawing"), files.DRAWINGS, name, write, saved)

    def save_scene(self, scene: SceneView | None) -> None:
        """Ask for a name and save a network's picture as PNG or, by that suffix, as SVG."""
        if scene is None:
            return
        from explorer.views.scene.printing import scene_png, scene_svg

        def write(path: Path) -> None:
            printed = scene_svg(scene) if path.suffix.lower() == ".svg" else scene_png(scene)
            write_atomically(path, printed)

        saved = _("Saved the picture as {name}.")
        self._save(_("Save picture"), files.PICTURES, "network.png", write, saved)

    def save_view(self, view: ViewState) -> None:
        """Ask for a name and save a view."""
        saved = _("Saved the view as {name}.")
        self._save(_("Save view"), files.VIEWS, "view.json", view.write, saved)

    def copy_drawing(self) -> None:
        """Put the drawing on the clipboard as an image."""
        QGuiApplication.clipboard().setImage(drawing_image(self._session.drawing))
        self.message_reported.emit(_("Copied the drawing."))

    def copy_scene(self, scene: SceneView | None) -> None:
        """Put a network's picture on the clipboard."""
        if scene is not None:
            from explorer.views.scene.printing import scene_image

            QGuiApplication.clipboard().setImage(scene_image(scene))
            self.message_reported.emit(_("Copied the picture of the network."))

    def copy_link(self, view: ViewState) -> None:
        """Put the link of a view on the clipboard; it opens where it is pasted into the program."""
        QGuiApplication.clipboard().setText(view.to_link())
        self.message_reported.emit(_("Copied the link to this view; Paste opens it."))

    def paste(self) -> None:
        """Put an image or file from the clipboard on the pad, or open the link of a view."""
        clipboard = QGuiApplication.clipboard()
        text, content = clipboard.text().strip(), dropped_content(clipboard.mimeData())
        if text.startswith(LINK):
            with self._reporting():
                self.view_opened.emit(view_state_of_link(text))
        elif content is None:
            self.failed.emit(_("There is no image on the clipboard."))
        else:
            self.take(content)

    def ask_questions(self, path: Path, guess: Guess) -> None:
        """Ask what a file of weights leaves open, then load it with the answers."""
        dialog = dialogs.QuestionsDialog(path.name, guess.summary, guess.questions, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._session.open_checkpoint(path, dialog.answers))
        dialog.open()

    def show_guide(self, slots: tuple[PageSlot, ...]) -> None:
        """Open the guide beside the window, or bring it to the front."""
        kind = dialogs.GuideDialog
        guide = self._parent.findChild(kind) or kind(slots, self._parent)
        guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        guide.show()
        guide.activateWindow()

    def show_about(self) -> None:
        """Open the About box."""
        box = QMessageBox(self._parent)
        box.setWindowTitle(_("About"))
        box.setText(dialogs.about())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _save(
        self,
        title: str,
        kinds: tuple[files.FileKind, ...],
        name: str,
        write: Callable[[Path], None],
        saved: str,
    ) -> None:
        path = files.ask_save(self._parent, title, kinds, name)
        if path is not None:
            with self._reporting():
                write(path)
                self.message_reported.emit(saved.format(name=path.name))

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Report what the user can mend."""
        try:
            yield
        except UserError as error:
            self.failed.emit(str(error))
