"""Figures of a layer worked out in words."""

from __future__ import annotations

from explorer.network.presets import preset
from explorer.network.spec import Convolution, Dense, Flatten, Spec, Unflatten, Upsampling
from explorer.views.sizes.costs import DenseComparison, describe_layer, formulas

LENET = preset("lenet")


def test_the_dense_figure_of_a_colour_photo_is_the_article_s() -> None:
    comparison = DenseComparison((3, 256, 256), 1000, Convolution(6, 5))
    assert comparison.dense_line == "256 × 256 × 3 = 196,608 inputs × 1,000 units"
    assert comparison.dense_weights == 196_608_000
    assert comparison.shared_weights == 450


def test_the_size_formula_carries_the_layer_s_numbers() -> None:
    side, parameters, work = formulas(LENET.stage("conv1"))
    assert side.numbers == "⌊(28 + 2·2 − (5 − 1) − 1) / 1⌋ + 1 = 28"
    assert parameters.numbers == "6·(5·5·1 + 1) = 156"
    assert work.numbers == "6 · 5·5·1 · 28·28 = 117,600"


def test_pooling_and_dense_layers_have_their_own_lines() -> None:
    assert formulas(LENET.stage("pool1"))[0].numbers == "⌊(28 − (2 − 1) − 1) / 2⌋ + 1 = 14"
    assert formulas(LENET.stage("dense1"))[0].numbers == "400 × 120 + 120 = 48,120"
    assert formulas(LENET.stage("flatten"))[0].numbers == "16 × 5 × 5 = 400"
    assert formulas(LENET.stage("relu1")) == ()


def test_a_map_that_is_not_square_gets_a_line_for_each_side() -> None:
    spec = Spec("oblong", (1, 8, 12), (Convolution(1, 3), Flatten(), Dense(10)))
    height, width, *_ = formulas(spec.stage("conv1"))
    assert height.numbers.endswith("= 6")
    assert width.numbers.endswith("= 10")


def test_a_layer_in_words_leaves_out_what_is_usual() -> None:
    assert describe_layer(Convolution(6, 5)) == "6 filters 5 × 5"
    assert (
        describe_layer(Convolution(1, 3, 2, 1, 2))
        == "1 filter 3 × 3, stride 2, padding 1, dilation 2"
    )
    assert describe_layer(Dense(1000)) == "1,000 units"


def test_the_layers_that_draw_have_words_and_lines() -> None:
    spec = preset("autoencoder")
    assert describe_layer(Unflatten(8, 7, 7)) == "a vector into 8 maps of 7 × 7"
    assert describe_layer(Upsampling(2)) == "every cell as 2 × 2 cells"
    assert formulas(spec.stage("unflatten"))[0].numbers == "8 × 7 × 7 = 392"
    assert [line.numbers for line in formulas(spec.stage("upsample1"))] == ["7 · 2 = 14"]
    oblong = Spec("oblong", (1, 8, 12), (Upsampling(3), Flatten(), Dense(10)))
    lines = formulas(oblong.stage("upsample1"))
    assert [(line.name, line.numbers) for line in lines] == [
        ("height", "8 · 3 = 24"),
        ("width", "12 · 3 = 36"),
    ]
