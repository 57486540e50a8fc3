"""What the Train page asks for by a dialog: folders, arrays of images, names of checkpoints."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from explorer.views.parts import files

ARRAYS = "Arrays (*.npz)"


def ask_checkpoint(parent: QWidget, run: str, step: int) -> Path | None:
    """Let the user choose a file for the weights of a run's step; None if they don't."""
    name = f"{file_name(run)}-step-{step}.safetensors"
    return files.ask_save(parent, "Save checkpoint", files.CHECKPOINTS, name)


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Let the user choose a folder; None if they don't."""
    folder = QFileDialog.getExistingDirectory(parent, title)
    return Path(folder) if folder else None


def ask_images(parent: QWidget) -> Path | None:
    """Let the user choose a file of images; None if they don't."""
    return files.ask_open(parent, "Images to learn from", ARRAYS)


def file_name(name: str) -> str:
    """Return a run's name as part of a file's: `lenet-bundled-adamw-0.003`."""
    kept = "".join(c if c.isalnum() or c in "-." else "-" for c in name)
    return "-".join(part for part in kept.split("-") if part) or "run"
