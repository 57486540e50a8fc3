import pytest

from explorer.network.presets import PRESETS, preset
from explorer.views.scene.describe import describe, kernel_tip
from tests.views.scene.samples import ODD

LENET = preset("lenet")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("input", "input: The pixels that enter the network. Shape 1 × 28 × 28. 784 values."),
        (
            "conv1",
            "conv1: 6 kernels of 5 × 5 slide over all maps, with 2 zeros around each map. "
            "Shape 6 × 28 × 28. 784 values in, 4,704 out. Learned: 150 weights and 6 biases.",
        ),
        (
            "relu1",
            "relu1: Negative sums become 0, positive ones stay. "
            "Shape 6 × 28 × 28. 4,704 values in, 4,704 out. Nothing to learn here.",
        ),
        (
            "pool1",
            "pool1: The largest number of each 2 × 2 window, every 2. "
            "Shape 6 × 14 × 14. 4,704 values in, 1,176 out. "
            "Each map: 784 values in, 196 out, −75 % of values. Nothing to learn here.",
        ),
        (
            "dense1",
            "dense1: Fully connected (FC): 120 sums, each over all 400 numbers before it. "
            "Shape 120. 400 values in, 120 out. Learned: 48,000 weights and 120 biases.",
        ),
    ],
)
def test_a_stage_is_explained_in_words_and_numbers(name: str, sentence: str) -> None:
    assert describe(LENET, LENET.stage(name)) == sentence


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("unflatten", "The numbers before it written into 8 maps of 7 × 7"),
        ("upsample1", "Every number is repeated in a square of 2 × 2"),
        ("reconstruction", "The picture drawn again: the sigmoid of every number before it"),
    ],
)
def test_the_stages_of_an_auto_encoder_are_explained(name: str, deed: str) -> None:
    spec = preset("autoencoder")
    assert describe(spec, spec.stage(name)).startswith(f"{name}: {deed}. Shape ")


@pytest.mark.parametrize("spec", [*map(preset, PRESETS), *ODD], ids=lambda spec: spec.name)
def test_every_stage_has_an_explanation(spec) -> None:
    for stage in spec.stages:
        assert describe(spec, stage).startswith(f"{stage.name}: ")


def test_a_kernel_says_what_it_looks_at() -> None:
    assert kernel_tip(LENET.stage("conv1"), 0) == (
        "conv1, kernel 0: 5 × 5 weights; it looks at the map before it and makes map 0. "
        "A click shows all kernels large."
    )
    assert "6 slices of 5 × 5 weights" in kernel_tip(LENET.stage("conv2"), 9)
