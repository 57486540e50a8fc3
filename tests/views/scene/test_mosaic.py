import numpy as np
import pytest

from explorer.network.presets import preset
from explorer.network.records import Weights
from explorer.views.scene.layout.tiles import KernelGrid
from explorer.views.scene.mosaic import Mosaic, kernel_words, marked_poolings, pooled_kinds
from explorer.views.scene.pixels import PixelStyle, plane_tables
from explorer.views.style.colormaps import DIMMED, LIGHT_MAPS
from tests.views.scene.samples import COLOUR, IN_A_ROW, fake_trace

BLANK = 0xFF123456
MAPS = LIGHT_MAPS
LENET = preset("lenet")
POOLS = pooled_kinds(LENET)


def grids(spec) -> list[tuple[int, int]]:
    return [s.shape[1:] if s.spatial else (s.shape[0], 1) for s in spec.stages]


@pytest.fixture
def mosaic() -> Mosaic:
    made = Mosaic(LENET, grids(LENET))
    made.set_colormaps(MAPS, BLANK)
    return made


def test_signed_values_are_coloured_symmetrically_about_zero(mosaic: Mosaic) -> None:
    trace = fake_trace(LENET)
    mosaic.show(trace, "layer")
    values = trace.stage("conv2").values
    limit = np.abs(values).max()
    expected = MAPS.signed[np.rint(values / limit * 127).astype(int).ravel() + 127]
    off = mosaic.stage_words(4) != expected
    assert off.mean() < 0.01  # rounding of exact halves
    assert mosaic.reach(4) == pytest.approx(limit)


def test_every_map_reaches_its_darkest_colour_per_map(mosaic: Mosaic) -> None:
    mosaic.show(fake_trace(LENET), "map")
    for words in mosaic.stage_words(2).reshape(6, -1):
        assert MAPS.ramp[254] in words


def test_pixels_are_shown_as_drawn_not_as_normalised(mosaic: Mosaic) -> None:
    trace = fake_trace(LENET)
    mosaic.show(trace, "map", POOLS)
    expected = MAPS.ink[np.floor(trace.pixels.ravel() * 254 + 0.5).astype(int)]
    assert (mosaic.stage_words(0) == expected).all()


def test_losers_of_a_pooling_fade_in_the_map_they_were_chosen_from(mosaic: Mosaic) -> None:
    trace = fake_trace(LENET)
    mosaic.show(trace, "layer", POOLS)
    dim = set(MAPS.ramp[DIMMED : DIMMED + 255].tolist()) - set(MAPS.ramp[:255].tolist())
    words = mosaic.stage_words(2).reshape(6, -1)
    pool = trace.stage("pool1")
    for m in range(6):
        won = pool.winners[m][pool.values[m] != 0]
        assert not dim & set(words[m][won].tolist())
        lost = np.setdiff1d(np.arange(784), won)
        positive = lost[trace.stage("relu1").values[m].ravel()[lost] > 0.3]
        assert set(words[m][positive].tolist()) <= set(MAPS.ramp[DIMMED : DIMMED + 255].tolist())
    assert not dim & set(mosaic.stage_words(3).tolist())


def test_only_maps_before_a_marked_pooling_fade(mosaic: Mosaic) -> None:
    trace = fake_trace(LENET)
    mosaic.show(trace, "layer")
    plain = mosaic.words.copy()
    mosaic.show(trace, "layer", ("pool2",))
    changed = [i for i in range(len(LENET.stages)) if stretch(mosaic, plain, i)]
    assert changed == [LENET.index("relu2")]


def stretch(mosaic: Mosaic, before: np.ndarray, index: int) -> bool:
    """Return whether a stage has other colours than before."""
    now = mosaic.stage_words(index)
    start = (now.ctypes.data - mosaic.words.ctypes.data) // 4
    return bool((before[start : start + len(now)] != now).any())


@pytest.mark.parametrize(
    ("always", "pointed", "chosen", "marked"),
    [
        (False, (), "", ()),
        (True, (), "", POOLS),
        (False, ("pool1",), "", ("pool1",)),
        (False, ("relu1", "conv1"), "", ()),
        (False, (), "relu2", ("pool2",)),
        (False, (), "pool1", ("pool1",)),
        (False, ("pool2",), "relu1", POOLS),
        (False, (), "conv2", ()),
    ],
)
def test_winners_are_marked_where_a_pooling_is_in_question(
    always: bool, pointed: tuple[str, ...], chosen: str, marked: tuple[str, ...]
) -> None:
    assert marked_poolings(LENET, always, pointed, chosen) == marked


def test_a_window_of_zeros_has_no_winner(mosaic: Mosaic) -> None:
    trace = fake_trace(LENET)
    for stage in trace.stages[2:4]:
        stage.values[:] = 0
    mosaic.show(trace, "layer", POOLS)
    assert len(set(mosaic.stage_words(2).tolist())) == 1


def test_without_numbers_every_map_is_calm(mosaic: Mosaic) -> None:
    mosaic.show(fake_trace(LENET), "layer", POOLS)
    mosaic.clear()
    for index, kind in enumerate(mosaic.kinds):
        (word,) = set(mosaic.stage_words(index).tolist())
        assert word == (MAPS.signed[127] if kind.signed else getattr(MAPS, kind.table)[0])


def test_cells_behind_the_end_of_a_vector_show_the_background() -> None:
    sizes = grids(LENET)
    sizes[LENET.index("dense1")] = (41, 3)
    mosaic = Mosaic(LENET, sizes)
    mosaic.set_colormaps(MAPS, BLANK)
    mosaic.show(fake_trace(LENET), "layer", POOLS)
    words = mosaic.stage_words(LENET.index("dense1"))
    assert words[120:].tolist() == [BLANK] * 3
    assert BLANK not in words[:120]


def test_numbers_that_are_not_finite_do_not_break_the_picture(mosaic: Mosaic) -> None:
    trace = fake_trace(LENET)
    trace.stage("conv1").values[0, 0, 0] = np.nan
    trace.stage("dense1").values[3] = np.inf
    mosaic.show(trace, "network", POOLS)
    assert set((mosaic.words >> 24).tolist()) == {0xFF}


def test_average_pooling_has_no_winners() -> None:
    assert pooled_kinds(IN_A_ROW) == ()
    assert pooled_kinds(LENET) == ("pool1", "pool2")
    mosaic = Mosaic(IN_A_ROW, grids(IN_A_ROW))
    mosaic.set_colormaps(MAPS, BLANK)
    mosaic.show(fake_trace(IN_A_ROW), "layer", ("pool1",))


def test_kernels_of_a_layer_share_one_scale_and_keep_a_gap() -> None:
    weight = np.zeros((2, 3, 2, 2), np.float32)
    weight[0, 0, 0, 0], weight[1, 2, 1, 1] = 1, -4
    words = kernel_words(Weights(weight, None), KernelGrid(2, 2, 2, 3.0), MAPS, BLANK)
    assert words.shape == (2, 5, 5)
    assert words[0, 0, 0] == MAPS.signed[127 + 32]
    assert words[1, 4, 1] == MAPS.signed[0]
    assert (words[:, 2, :] == BLANK).all()
    assert (words[:, :, 2] == BLANK).all()
    assert (words[:, 3:, 3:] == BLANK).all()


def test_gradients_of_every_stage_are_signed_and_each_layer_reaches_its_strongest_colour(
    mosaic: Mosaic,
) -> None:
    trace = fake_trace(LENET)
    draw = np.random.default_rng(0)
    stages = [
        (10.0 ** (-2 * i) * draw.normal(size=s.stage.shape)).astype(np.float32)
        for i, s in enumerate(trace.stages)
    ]
    mosaic.show_derived("gradient", [*stages[:-1], None], "layer")
    for index, values in enumerate(stages[:-1]):
        limit = np.abs(values).max()
        assert mosaic.reach(index) == pytest.approx(limit)
        expected = MAPS.signed[np.rint(values / limit * 127).astype(int).ravel() + 127]
        assert (mosaic.stage_words(index) != expected).mean() < 0.01
    assert set(mosaic.stage_words(len(stages) - 1).tolist()) == {int(MAPS.signed[127])}
    mosaic.show_derived("gradient", [*stages[:-1], None], "network")
    assert {mosaic.reach(i) for i in range(len(stages))} == {mosaic.reach(0)}
    mosaic.show(trace, "layer")
    assert mosaic.kinds[2].quantity == "activation"


def test_the_smallest_gradients_and_broken_ones_are_coloured_without_a_warning(
    mosaic: Mosaic,
) -> None:
    for size in (1e-30, 1e-40, np.nan, np.inf):
        stages = [np.full(s.shape, size, np.float32) for s in LENET.stages]
        mosaic.show_derived("gradient", stages, "layer")
        assert set(mosaic.stage_words(3).tolist()) <= {int(MAPS.signed[127]), int(MAPS.signed[254])}


def test_faded_values_are_all_dimmed(mosaic: Mosaic) -> None:
    mosaic.show_faded(fake_trace(LENET), "layer")
    dimmed = set(MAPS.ramp[DIMMED : DIMMED + 255].tolist())
    assert set(mosaic.stage_words(2).tolist()) <= dimmed


def test_the_planes_of_a_colour_picture_are_red_green_and_blue() -> None:
    mosaic = Mosaic(COLOUR, grids(COLOUR))
    tables = plane_tables(PixelStyle(), MAPS.ink)
    mosaic.set_colormaps(MAPS, BLANK, None, tables)
    trace = fake_trace(COLOUR)
    mosaic.show(trace, "layer")
    planes = mosaic.stage_words(0).reshape(3, -1)
    for table, words, pixels in zip(tables, planes, trace.pixels, strict=True):
        assert (words == table[np.floor(pixels.ravel() * 254 + 0.5).astype(int)]).all()


def test_each_kernel_can_have_a_scale_of_its_own() -> None:
    weight = (
        np.ones((2, 1, 3, 3), np.float32) * np.array([1, 0.01], np.float32)[:, None, None, None]
    )
    grid = KernelGrid(1, 1, 3, 2.0)
    words = kernel_words(Weights(weight, None), grid, MAPS, BLANK, np.array([1, 0.01], np.float32))
    assert set(words.ravel().tolist()) == {int(MAPS.signed[254])}


def test_infinite_weights_are_coloured_without_a_warning() -> None:
    weight = np.ones((2, 1, 2, 2), np.float32)
    weight[0, 0, 0, 0] = np.inf
    grid = KernelGrid(1, 1, 2, 3.0)
    for reaches in (np.array([1, 1], np.float32), np.array([0, 1], np.float32)):
        words = kernel_words(Weights(weight, None), grid, MAPS, BLANK, reaches)
        assert words[1, 1, 1] == MAPS.signed[254]
