"""Start-up: the first painted window against a bare one, the first answer against the imports."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import Measurement, spread

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 7

BARE_WINDOW = """
import time
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        print(time.time(), flush=True)
        import os; os._exit(0)
app = QApplication([])
window = Window()
window.resize(1600, 1000)
window.show()
app.exec()
"""

OUR_WINDOW = """
import gc; gc.disable()  # as the command line does before it opens the window
import os, sys, time
sys.argv = ["main.py"]
import explorer.cli
from pathlib import Path
from explorer.app import Explorer, application
from explorer.live.settings import Settings
from PySide6.QtCore import QTimer
app = application()
explorer = Explorer(settings=Settings(Path(os.environ["FOLDER"]) / "settings.ini"), device="cpu")
explorer.window.resize(1600, 1000)
def painted():
    print(time.time(), flush=True)
    import os; os._exit(0)
"""

FIRST_PAINT = (
    OUR_WINDOW
    + """
explorer.first_paint.painted.connect(painted)
explorer.window.show()
app.exec()
"""
)

FIRST_ANSWER = (
    OUR_WINDOW
    + """
explorer.session.begin_stroke(100.0, 60.0, None)
for i in range(60):
    explorer.session.extend_stroke(100.0 + i, 60.0 + 3 * (i % 40), None)
def traced(frame):
    if frame.trace is not None:
        explorer.window.repaint()
        painted()
explorer.session.frame_changed.connect(traced)
explorer.window.show()
app.exec()
"""
)

BARE_IMPORTS = """
import PySide6.QtWidgets, pyqtgraph, torch
import time
print(time.time(), flush=True)
import os; os._exit(0)
"""


def measure() -> Measurement:
    """Start fresh processes by turns and compare their times."""
    scripts = {
        "bare_window": BARE_WINDOW,
        "first_paint": FIRST_PAINT,
        "bare_imports": BARE_IMPORTS,
        "first_answer": FIRST_ANSWER,
    }
    samples: dict[str, list[float]] = {name: [] for name in scripts}
    for script in scripts.values():
        _start(script)  # warms the disk
    for _ in range(ROUNDS):
        for name, script in scripts.items():
            samples[name].append(_start(script))
    times = {name: spread(values) for name, values in samples.items()}
    return Measurement(
        {
            "first_paint_over_bare": times["first_paint"][0] / times["bare_window"][0],
            "first_answer_over_imports": times["first_answer"][0] / times["bare_imports"][0],
        },
        times,
    )


def _start(script: str) -> float:
    """Return the milliseconds from starting a process to the moment that its script prints."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # installed programs are compiled once
    with tempfile.TemporaryDirectory() as folder:
        began = time.time()
        output = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**environment, "FOLDER": folder},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
    return (float(output.split()[-1]) - began) * 1000
