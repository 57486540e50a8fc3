from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from explorer.network.cells import Cell
from explorer.network.checkpoint import save
from explorer.network.code import pytorch_code
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Floats
from explorer.network.spec import (
    Activation,
    Convolution,
    Dense,
    Flatten,
    Pooling,
    Spec,
    Unflatten,
    Upsampling,
)

EVERYTHING = Spec(
    'every "kind"',
    (3, 20, 20),
    (
        Convolution(4, 3, stride=2, padding=2, dilation=2, bias=False),
        Activation("tanh"),
        Pooling("max", 3, 1, 1),
        Activation("sigmoid"),
        Pooling("average", 2, 2, 1),
        Activation("relu"),
        Pooling("sum", 2, 1),
        Flatten(),
        Dense(7, bias=False),
        Dense(10),
    ),
    output="sigmoid",
    mean=(0.1, 0.2, 0.3),
    std=(0.5, 0.6, 0.7),
)
DRAWING = Spec(
    "drawing",
    (1, 6, 6),
    (Flatten(), Dense(18), Unflatten(2, 3, 3), Upsampling(2), Convolution(1, 1)),
    output="image",
)


def printed(code: str, folder: Path) -> float:
    """Run a script by itself, away from the program."""
    script = folder / "number.py"
    script.write_text(code, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-I", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return float(result.stdout)


@pytest.mark.parametrize("spec", [preset("lenet"), EVERYTHING, DRAWING], ids=lambda s: s.name)
def test_the_script_prints_the_number_of_the_last_stage(spec: Spec, tmp_path: Path) -> None:
    network = Network.untrained(spec, seed=6)
    save(network, tmp_path / "net.safetensors")
    pixels = np.random.default_rng(2).random(spec.input_shape).astype(np.float32)
    trace = network.trace(pixels)
    last = spec.stages[-1]
    index = tuple(min(3, n - 1) for n in last.shape)
    code = pytorch_code(trace, Cell(last.name, index), tmp_path / "net.safetensors")
    expected = float(trace.stages[-1].values[index])
    assert printed(code, tmp_path) == pytest.approx(expected, rel=1e-6)


def run_inside(code: str, capsys: pytest.CaptureFixture[str]) -> float:
    exec(compile(code, "number.py", "exec"), {})
    return float(capsys.readouterr().out)


@pytest.mark.parametrize("spec", [EVERYTHING, DRAWING], ids=lambda s: s.name)
def test_the_script_prints_the_number_of_any_stage(
    spec: Spec, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    network = Network.untrained(spec, seed=6)
    save(network, tmp_path / "net.safetensors")
    pixels = np.random.default_rng(2).random(spec.input_shape).astype(np.float32)
    trace = network.trace(pixels)
    for stage in trace.stages:
        index = tuple(n // 2 for n in stage.stage.shape)
        code = pytorch_code(trace, Cell(stage.stage.name, index), tmp_path / "net.safetensors")
        assert run_inside(code, capsys) == pytest.approx(float(stage.values[index]), rel=1e-6)


def test_the_script_stops_at_the_wanted_stage(lenet: Network, stroke: Floats) -> None:
    code = pytorch_code(lenet.trace(stroke), Cell("conv1", (2, 3, 4)), "net.safetensors")
    assert code.count("x = F.") == 1
    assert 'x = F.conv2d(x, weights["conv1.weight"], weights["conv1.bias"], padding=2)' in code
    assert code.endswith('print(f"{x[2, 3, 4].item():.9g}")\n')
    assert max(len(line) for line in code.splitlines()) <= 110


def test_names_from_a_file_cannot_become_code(lenet: Network, stroke: Floats) -> None:
    classes = ('"""\nraise SystemExit(3)\n"""', "\\N{no}", *"23456789")
    hostile = Spec.from_dict(lenet.spec.to_dict() | {"classes": classes, "name": "\\"})
    trace = Network(hostile, lenet.module).trace(stroke)
    for unit in (0, 1):
        code = pytorch_code(trace, Cell("logits", (unit,)), 'a"b\n.safetensors')
        tree = ast.parse(code)
        assert isinstance(tree.body[0], ast.Expr)
        assert all(not isinstance(node, ast.Raise) for node in ast.walk(tree))
