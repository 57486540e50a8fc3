"""How well strangers' handwriting is read, however it is drawn: the pen digits through `classify`.

The trajectories are drawn in other places, sizes, pens and angles, written as stroke files and
classified by the program's own command. Run as a module it prints a table:
`python -m tests.benchmarks.pens STROKES.jsonl.gz [CHECKPOINT]`.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
PAD = 280.0


@dataclass(frozen=True, slots=True)
class Variant:
    """How the digits are drawn: the share of the pad their longer side takes, where, which pen.

    `corner` puts them into the upper left corner instead of the middle, `turn` is in degrees.
    `least` is the accuracy that the shipped weights have to reach.
    """

    least: float
    share: float = 0.6
    pen: float = 22.0
    corner: bool = False
    turn: float = 0.0

    def place(self, strokes: list[list[float]]) -> list[np.ndarray]:
        """Return a trajectory's strokes [[x0, y0, x1, y1, ...], ...] as points on the pad."""
        lines = [np.reshape(np.array(stroke, float), (-1, 2)) for stroke in strokes]
        angle = np.deg2rad(self.turn)
        turned = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        points = np.concatenate(lines)
        low, high = points.min(axis=0), points.max(axis=0)
        size = self.share * PAD
        scale = size / max(float((high - low).max()), 1.0)
        middle = (size + self.pen) / 2 if self.corner else PAD / 2
        return [(line - (low + high) / 2) * scale @ turned + middle for line in lines]


VARIANTS = {
    "natural": Variant(0.97),
    "pen half as wide": Variant(0.965, pen=11),
    "pen 1.6 times as wide": Variant(0.965, pen=35.2),
    "a quarter of the pad in a corner": Variant(0.965, share=0.25, corner=True),
    "filling the pad": Variant(0.965, share=1.0),
    "turned by 15 degrees": Variant(0.95, turn=15),
    "turned by -15 degrees": Variant(0.95, turn=-15),
}


def read_trajectories(path: Path) -> list[dict[str, Any]]:
    """Return the drawings of a gzipped stroke file as they stand there."""
    with gzip.open(path, "rt") as file:
        return [json.loads(line) for line in file]


def write_variant(trajectories: list[dict[str, Any]], variant: Variant, path: Path) -> None:
    """Write all drawings as a stroke file on our pad."""
    with gzip.open(path, "wt", compresslevel=1) as file:
        for drawing in trajectories:
            placed = variant.place(drawing["strokes"])
            strokes = [np.round(line, 2).ravel().tolist() for line in placed]
            entry = {"strokes": strokes, "pad": [PAD, PAD], "label": drawing["label"]}
            file.write(json.dumps(entry) + "\n")


def accuracy(
    trajectories: list[dict[str, Any]], variant: Variant, checkpoint: Path | None = None
) -> float:
    """Return the share of right answers of `classify` on all drawings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pens.jsonl.gz"
        write_variant(trajectories, variant, path)
        command = [sys.executable, "-m", "explorer", "classify", str(path), "--json"]
        command.append(f"--pen-width={variant.pen}")
        if checkpoint is not None:
            command.append(f"--checkpoint={checkpoint.resolve()}")
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout)["accuracy"])


def main(path: str, checkpoint: str | None = None) -> None:
    """Print the accuracy of every variant."""
    trajectories = read_trajectories(Path(path))
    for name, variant in VARIANTS.items():
        share = accuracy(trajectories, variant, Path(checkpoint) if checkpoint else None)
        print(f"{name:36} {share:7.2%}   (at least {variant.least:.1%})")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
