"""The Train page is there without torch, which only the process that trains needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_no_part_of_the_page_imports_torch() -> None:
    parts = (ROOT / "explorer/views/train").rglob("*.py")
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in parts]
    assert "explorer.views.train.step.panel" in names
    lines = "\n".join(f"import {name.removesuffix('.__init__')}" for name in names)
    code = f"import sys\n{lines}\nprint('torch' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=100
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "False"
