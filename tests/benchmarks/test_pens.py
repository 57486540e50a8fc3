from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explorer.digits.strokes import read_strokes
from explorer.resources import resource
from tests.benchmarks.pens import VARIANTS, Variant, accuracy, read_trajectories, write_variant


@pytest.fixture(scope="module")
def trajectories(shared_data: Path) -> list[dict[str, Any]]:
    return read_trajectories(shared_data / "pen-strokes" / "pendigits-train.strokes.jsonl.gz")


@pytest.mark.parametrize(
    ("variant", "box"),
    [
        (Variant(0, share=0.6), (56, 224)),
        (Variant(0, share=1.0), (0, 280)),
        (Variant(0, share=0.25, pen=10, corner=True), (5, 75)),
    ],
)
def test_a_variant_puts_a_digit_where_it_says(
    tmp_path: Path, variant: Variant, box: tuple[float, float]
) -> None:
    path = tmp_path / "a.jsonl.gz"
    write_variant([{"strokes": [[100, 120, 130, 150]], "label": 1}], variant, path)
    (read,) = read_strokes(path)
    assert read.label == 1
    assert np.allclose(read.drawing.strokes[0].points, [[box[0]] * 2, [box[1]] * 2])


@pytest.mark.shared_data
@pytest.mark.parametrize("name", list(VARIANTS))
def test_strangers_digits_are_read_however_they_are_drawn(
    trajectories: list[dict[str, Any]], name: str
) -> None:
    """The figures of the model card, measured with the shipped weights."""
    try:
        resource("weights", "lenet.safetensors")
    except FileNotFoundError:
        pytest.skip("this checkout has no pretrained weights")
    assert accuracy(trajectories, VARIANTS[name]) >= VARIANTS[name].least
