"""What is imported before the first painted window, each time in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

PAINTED = """
import sys
import explorer.cli
from explorer.app import Explorer, application
from explorer.live.settings import Settings
from pathlib import Path
app = application()
explorer = Explorer(settings=Settings(Path(sys.argv[1]) / "settings.ini"), device="cpu")

def painted():
    names = ("numpy._core", "torch", "pyqtgraph", "explorer.digits.prepare")
    print([name for name in names if name in sys.modules], flush=True)
    import os
    os._exit(0)

explorer.first_paint.painted.connect(painted)
explorer.window.show()
app.exec()
"""


def _output(script: str, *arguments: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_first_window_is_painted_before_numpy_torch_and_pyqtgraph(tmp_path: Path) -> None:
    assert _output(PAINTED, str(tmp_path)) == "[]"


@pytest.mark.parametrize(
    "use",
    [
        "import numpy as np; print(int(np.arange(4).sum()))",
        "from numpy.typing import NDArray; import numpy as np; print(int(np.full(2, 3).sum()))",
        "import numpy.linalg; print(int(numpy.linalg.norm([6.0, 0.0])))",
        "import PySide6.QtCore; import numpy as np; print(int(np.ones(6).sum()))",
        "import torch; print(int(torch.ones(6).numpy().sum()))",
    ],
)
def test_numpy_that_was_put_off_is_numpy_when_it_is_used(use: str) -> None:
    assert _output(f"import explorer.first; {use}") == "6"


def test_a_module_that_is_there_is_left_alone() -> None:
    import numpy

    from explorer.first import put_off

    put_off("numpy")
    assert sys.modules["numpy"] is numpy


def test_a_module_that_does_not_exist_is_not_put_off() -> None:
    from explorer.first import put_off

    put_off("no_such_module")
    assert "no_such_module" not in sys.modules
