"""The Train page's parts don't slow the start: no torch, and pyqtgraph only with the curves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PYQTGRAPH = ("curve_plot", "curves")


def imported(modules: list[str]) -> set[str]:
    lines = "\n".join(f"import explorer.views.train.{name}" for name in modules)
    code = f"import sys\n{lines}\nprint(*({{'torch', 'pyqtgraph'}} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=100
    )
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


def test_only_the_curves_import_pyqtgraph_and_nothing_torch() -> None:
    names = [path.stem for path in (ROOT / "explorer/views/train").glob("*.py")]
    light = [name for name in names if name not in (*PYQTGRAPH, "__init__")]
    assert imported(light) == set()
    assert imported(list(PYQTGRAPH)) == {"pyqtgraph"}
