"""What the menus do with files, the clipboard and dialogs."""

from __future__ import annotations

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
from explorer.views.parts.clipboard import dropped_content
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
        try:
            if isinstance(content, Path) and content.suffix.lower() == ".json":
                self.view_opened.emit(read_view_state(content))
                return
            found = read_drawing(content)
        except UserError as error:
            self.failed.emit(str(error))
            return
        if isinstance(found, Drawing):
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

    def save_network(self) -> None:
        """Ask for a name and save the session's network."""
        path = files.ask_save(
            self._parent, _("Save network"), files.CHECKPOINTS, "network.safetensors"
        )
        if path is not None:
            self._session.save_checkpoint(path)

    def save_drawing(self) -> None:
        """Ask for a name and save the drawing."""
        name = suggested_name(self._session.drawing, self._session.trace)
        path = files.ask_save(self._parent, _("Save drawing"), files.DRAWINGS, name)
        if path is None:
            return
        try:
            save_drawing(path, self._session.drawing)
        except UserError as error:
            self.failed.emit(str(error))
        else:
            self.message_reported.emit(_("Saved the drawing as {name}.").format(name=path.name))

    def copy_drawing(self) -> None:
        """Put the drawing on the clipboard as an image."""
        QGuiApplication.clipboard().setImage(drawing_image(self._session.drawing))
        self.message_reported.emit(_("Copied the drawing."))

    def save_scene(self, scene: SceneView | None) -> None:
        """Ask for a name and save a network's picture as PNG or, by that suffix, as SVG."""
        if scene is None:
            return
        from explorer.views.scene.printing import scene_png, scene_svg

        path = files.ask_save(self._parent, _("Save picture"), files.PICTURES, "network.png")
        if path is None:
            return
        data = scene_svg(scene) if path.suffix.lower() == ".svg" else scene_png(scene)
        try:
            write_atomically(path, data)
        except UserError as error:
            self.failed.emit(str(error))
        else:
            self.message_reported.emit(_("Saved the picture as {name}.").format(name=path.name))

    def copy_scene(self, scene: SceneView | None) -> None:
        """Put a network's picture on the clipboard."""
        if scene is not None:
            from explorer.views.scene.printing import scene_image

            QGuiApplication.clipboard().setImage(scene_image(scene))
            self.message_reported.emit(_("Copied the picture of the network."))

    def paste(self) -> None:
        """Put an image or file from the clipboard on the pad, or open the link of a view."""
        text = QGuiApplication.clipboard().text().strip()
        if text.startswith(LINK):
            try:
                self.view_opened.emit(view_state_of_link(text))
            except UserError as error:
                self.failed.emit(str(error))
            return
        content = dropped_content(QGuiApplication.clipboard().mimeData())
        if content is None:
            self.failed.emit(_("There is no image on the clipboard."))
        else:
            self.take(content)

    def copy_link(self, view: ViewState) -> None:
        """Put the link of a view on the clipboard; it opens where it is pasted into the program."""
        QGuiApplication.clipboard().setText(view.to_link())
        self.message_reported.emit(_("Copied the link to this view; Paste opens it."))

    def open_view(self) -> None:
        """Ask for the file of a view and show it."""
        path = files.ask_open(self._parent, _("Open view"), files.VIEWS)
        if path is None:
            return
        try:
            self.view_opened.emit(read_view_state(path))
        except UserError as error:
            self.failed.emit(str(error))

    def save_view(self, view: ViewState) -> None:
        """Ask for a name and save a view."""
        path = files.ask_save(self._parent, _("Save view"), files.VIEWS, "view.json")
        if path is None:
            return
        try:
            view.write(path)
        except UserError as error:
            self.failed.emit(str(error))
        else:
            self.message_reported.emit(_("Saved the view as {name}.").format(name=path.name))

    def ask_questions(self, path: Path, guess: Guess) -> None:
        """Ask what a file of weights leaves open, then load it with the answers."""
        dialog = dialogs.QuestionsDialog(path.name, guess.summary, guess.questions, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._session.open_checkpoint(path, dialog.answers))
        dialog.open()

    def show_guide(self, slots: tuple[PageSlot, ...]) -> None:
        """Open the guide, with every shortcut, beside the window."""
        guide = dialogs.GuideDialog(slots, self._parent)
        guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        guide.show()

    def show_about(self) -> None:
        """Open the About box."""
        box = QMessageBox(self._parent)
        box.setWindowTitle(_("About"))
        box.setText(dialogs.about())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
