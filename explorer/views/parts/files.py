"""Which kinds of files there are, and the dialogs that ask for one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

IMAGES = (
    "Images and strokes (*.png *.jpg *.jpeg *.bmp *.gif *.webp *.tif *.tiff *.pgm *.ppm "
    "*.jsonl *.jsonl.gz);;All files (*)"
)
NETWORKS = "Networks (*.safetensors *.pt *.pth);;All files (*)"
DRAWINGS = "PNG image (*.png);;Strokes (*.jsonl *.jsonl.gz)"
PICTURES = "PNG image (*.png);;SVG drawing (*.svg)"
CODE = "Python script (*.py)"
CHECKPOINTS = "Checkpoint (*.safetensors)"
ARRAYS = "Arrays (*.npz)"


def ask_open(parent: QWidget, title: str, kinds: str, folder: str = "") -> Path | None:
    """Let the user choose a file to read; None if they don't."""
    name, _ = QFileDialog.getOpenFileName(parent, title, folder, kinds)
    return Path(name) if name else None


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Let the user choose a folder; None if they don't."""
    folder = QFileDialog.getExistingDirectory(parent, title)
    return Path(folder) if folder else None


def ask_save(parent: QWidget, title: str, kinds: str, suggestion: str) -> Path | None:
    """Let the user choose a file to write, with a suffix that fits; None if they don't."""
    name, kind = QFileDialog.getSaveFileName(parent, title, suggestion, kinds)
    if not name:
        return None
    return with_suffix(Path(name), kind)


def with_suffix(path: Path, kind: str) -> Path:
    """Return a path with the first suffix of a file kind, `PNG image (*.png)`, if it has none."""
    if path.suffix or "(*." not in kind:
        return path
    suffix = kind.split("(*", 1)[1].split(")")[0].split()[0]
    return path.with_name(path.name + suffix)
