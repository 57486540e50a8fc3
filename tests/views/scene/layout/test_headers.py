from explorer.network.presets import preset
from explorer.network.switch import replaced_spec
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.headers import Column, elided, least_width, place, words
from explorer.views.scene.layout.layout import arrange
from tests.views.scene.samples import STYLE


def test_a_header_names_the_stage_its_shape_and_its_parameters() -> None:
    spec = preset("lenet")
    assert [v[0] for v in words(spec.stage("conv1"))] == [
        "conv1 5×5",
        "6 × 28 × 28",
        "156 parameters",
    ]
    assert [v[0] for v in words(spec.stage("pool1"))] == ["pool1 max 2×2", "6 × 14 × 14"]
    assert [v[0] for v in words(spec.stage("dense1"))] == ["dense1", "120", "48,120 parameters"]


def test_an_exchanged_activation_shows_what_it_is_beside_its_name() -> None:
    exchanged = replaced_spec(preset("lenet"), "relu1", "tanh")
    assert words(exchanged.stage("relu1"))[0] == ("relu1 tanh", "tanh")
    assert words(exchanged.stage("relu2"))[0] == ("relu2",)


def test_a_column_gets_the_longest_words_that_fit() -> None:
    stage = preset("lenet").stage("pool1")
    for slot, title in ((300, "pool1 max 2×2"), (75, "pool1 max"), (40, "pool1")):
        (header,) = place([Column(stage, Box(100, 50, 40, 40), slot)], 0, 400, STYLE)
        assert header.lines[0] == title


def test_narrow_neighbours_are_staggered_with_a_line_to_the_raised_one() -> None:
    spec = preset("lenet")
    columns = [
        Column(spec.stage(name), Box(x, 120, 12, 300), 20)
        for name, x in (("dense1", 100), ("relu3", 120))
    ]
    dense, relu = place(columns, 0, 400, STYLE)
    assert relu.box.y >= dense.box.bottom
    assert dense.tick is not None
    assert relu.tick is None


def test_shapes_of_the_presets_are_never_cut() -> None:
    for name in ("lenet", "harley", "article", "tiny"):
        for size in ((690, 580), (960, 800), (1280, 880)):
            for stage in arrange(preset(name), *size, STYLE).stages:
                assert not any("…" in line for line in stage.header.lines), (name, size)


def test_a_text_is_cut_with_an_ellipsis_only_where_it_is_too_wide() -> None:
    assert elided("logits", 100, 11, False, STYLE.measure) == "logits"
    cut = elided("probabilities", 40, 11, False, STYLE.measure)
    assert cut.endswith("…")
    assert STYLE.measure(cut, 11, False) <= 40
    assert elided("logits", 1, 11, False, STYLE.measure) == ""


def test_the_least_width_is_that_of_the_shortest_words() -> None:
    stage = preset("lenet").stage("conv1")
    assert least_width(stage, STYLE) == STYLE.measure("6×28×28", 11, False)
