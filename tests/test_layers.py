"""The core runs on a server without Qt, and the window opens without torch."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

BLOCK_QT = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "pyqtgraph"):
            raise ImportError(f"{name} is not installed here")
sys.meta_path.insert(0, Block())
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=100
    )


def test_network_training_and_digits_import_without_qt() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in ("network", "training", "digits")
        for path in sorted((ROOT / "explorer" / package).rglob("*.py"))
    ]
    imports = "\n".join(f"import {module}" for module in modules)
    result = run(BLOCK_QT + imports)
    assert result.returncode == 0, result.stderr


def test_evaluating_and_classifying_images_work_without_qt(tmp_path: Path) -> None:
    """GPU servers have torch but no PySide6."""
    from PIL import Image

    image = tmp_path / "blank.png"
    Image.new("L", (40, 40), 255).save(image)
    code = f"""
from explorer.cli import main
assert main(["classify", {str(image)!r}, "--json"]) == 0
"""
    result = run(BLOCK_QT + code)
    assert result.returncode == 0, result.stderr
    assert '"results"' in result.stdout


def test_the_window_is_there_before_torch_and_pyqtgraph_are_imported() -> None:
    code = """
import sys
import explorer.cli, explorer.app
slow = {"torch", "pyqtgraph"} & set(sys.modules)
assert not slow, slow
"""
    result = run(code)
    assert result.returncode == 0, result.stderr
