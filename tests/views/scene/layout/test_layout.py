import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.network.presets import PRESETS, preset
from explorer.network.spec import Activation, Convolution, Dense, Flatten, Pooling, Spec
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.headers import Type
from explorer.views.scene.layout.layout import SceneLayout, arrange
from tests.views.scene.samples import COLOUR, MANY_FILTERS, ODD, STYLE

SPECS = [*(preset(name) for name in PRESETS), *ODD]
SIZES = [(690, 580), (960, 800), (1280, 880)]


@pytest.fixture(params=SPECS, ids=lambda spec: spec.name)
def spec(request: pytest.FixtureRequest) -> Spec:
    return request.param


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def layout(spec: Spec, request: pytest.FixtureRequest) -> SceneLayout:
    return arrange(spec, *request.param, STYLE)


def inside(inner: Box, outer: Box) -> bool:
    slack = outer.grown(0.01)
    return (
        inner.x >= slack.x
        and inner.y >= slack.y
        and inner.right <= slack.right
        and inner.bottom <= slack.bottom
    )


def test_stages_follow_each_other_from_left_to_right(layout: SceneLayout) -> None:
    for before, after in zip(layout.stages, layout.stages[1:], strict=False):
        assert before.box.right < after.box.x


def test_everything_stays_inside_the_scene(layout: SceneLayout) -> None:
    page = Box(0, 0, layout.width, layout.height)
    for stage in layout.stages:
        for box in (*stage.tiles, *stage.kernels, *stage.tracks, stage.header.box):
            assert inside(box, page), stage.stage.name


def test_every_map_has_a_tile_and_every_filter_a_kernel(layout: SceneLayout) -> None:
    for stage in layout.stages:
        shape = stage.stage.shape
        wanted = shape[0] if stage.form != "strip" else 1
        assert len(stage.tiles) == wanted
        if stage.form == "maps":
            assert (stage.rows, stage.columns) == shape[1:]
        if stage.form == "strip":
            assert stage.rows * stage.columns >= shape[0] > (stage.rows - 1) * stage.columns
        if stage.stage.kind == "convolution":
            assert len(stage.kernels) == shape[0]


def test_nothing_overlaps(layout: SceneLayout) -> None:
    boxes = [b for s in layout.stages for b in (*s.tiles, *s.kernels)]
    for at, box in enumerate(boxes):
        assert not any(box.grown(-0.01).overlaps(other) for other in boxes[at + 1 :])


def test_headers_touch_neither_each_other_nor_the_maps(layout: SceneLayout) -> None:
    headers = [s.header.box for s in layout.stages]
    for at, box in enumerate(headers):
        assert not any(box.grown(-0.3).overlaps(other) for other in headers[at + 1 :])
    lowest = max(box.bottom for box in headers)
    assert lowest <= min(tile.y for s in layout.stages for tile in s.tiles)


def test_presets_fit_without_zooming() -> None:
    for name in PRESETS:
        for width, height in SIZES:
            layout = arrange(preset(name), width, height, STYLE)
            assert (layout.width, layout.height) == (width, height), name


def test_large_text_in_a_small_window_is_set_smaller_instead_of_cut() -> None:
    large = Type(18, 16, STYLE.measure)
    layout = arrange(preset("lenet"), 770, 640, large)
    assert layout.type == large
    assert layout.heads.small < 16
    assert not any("…" in line for s in layout.stages for line in s.header.lines)


def test_a_larger_window_never_shrinks_the_smallest_map() -> None:
    sides = []
    for size in SIZES:
        stages = arrange(preset("lenet"), *size, STYLE).stages
        sides.append(min(s.tiles[0].width for s in stages if s.stage.spatial))
    assert sides == sorted(sides)


def test_maps_use_the_whole_height_or_the_whole_width() -> None:
    layout = arrange(preset("lenet"), 1280, 880, STYLE)
    conv2 = layout.stage("conv2")
    assert conv2.box.height > 0.97 * layout.body.height
    assert layout.stages[-1].box.right - layout.stages[0].box.x > 0.95 * layout.body.width


def test_a_convolution_shares_its_rows_with_its_activation_and_pooling() -> None:
    layout = arrange(MANY_FILTERS, 960, 800, STYLE)
    middles = [
        [tile.centre[1] for tile in layout.stage(name).tiles]
        for name in ("conv1", "relu1", "pool1")
    ]
    assert layout.stage("conv1").sub_columns > 1
    for middle in middles[1:]:
        assert middle == pytest.approx(middles[0], abs=1)


def test_cells_are_whole_device_pixels_or_half_ones_while_tiny() -> None:
    for ratio in (1.0, 2.0):
        for stage in arrange(preset("lenet"), 960, 800, STYLE, ratio).stages:
            if stage.stage.spatial:
                side = stage.tiles[0].width / stage.columns * ratio
                assert (2 * side).is_integer()
                assert side.is_integer() or side < 4


def test_cells_of_vectors_can_be_pointed_at() -> None:
    for size in SIZES:
        for name in ("flatten", "dense1", "relu3", "dense2"):
            stage = arrange(preset("lenet"), *size, STYLE).stage(name)
            assert stage.tiles[0].height / stage.rows >= 5
            assert stage.tiles[0].width / stage.columns >= 5


def test_planes_of_a_colour_picture_stand_above_each_other() -> None:
    tiles = arrange(COLOUR, 960, 800, STYLE).stages[0].tiles
    assert len({tile.x for tile in tiles}) == 1
    assert tiles[0].bottom < tiles[1].y
    assert tiles[1].bottom < tiles[2].y


@settings(max_examples=30, deadline=None)
@given(
    filters=st.lists(st.integers(1, 70), min_size=1, max_size=3),
    kernel=st.sampled_from([1, 3, 5]),
    units=st.integers(1, 700),
    channels=st.sampled_from([1, 3]),
    size=st.tuples(st.integers(330, 2600), st.integers(250, 1500)),
    ratio=st.sampled_from([1.0, 1.25, 2.0]),
)
def test_any_network_gets_a_picture_without_overlaps(
    filters: list[int],
    kernel: int,
    units: int,
    channels: int,
    size: tuple[int, int],
    ratio: float,
) -> None:
    layers: list = []
    for count in filters:
        layers += [Convolution(count, kernel, padding=kernel // 2), Activation(), Pooling()]
    spec = Spec("any", (channels, 28, 28), (*layers, Flatten(), Dense(units), Dense(10)))
    layout = arrange(spec, *size, STYLE, ratio)
    for before, after in zip(layout.stages, layout.stages[1:], strict=False):
        assert before.box.right < after.box.x
    for stage in layout.stages:
        for box in (*stage.tiles, *stage.kernels):
            assert box.width > 0
            assert box.height > 0
