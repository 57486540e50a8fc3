import pytest

from explorer.network.presets import preset
from explorer.views.scene.flow import flow
from explorer.views.scene.layout.layout import arrange
from tests.views.scene.samples import MANY_FILTERS, ODD, STYLE

LENET = arrange(preset("lenet"), 960, 800, STYLE)


def test_maps_made_from_one_map_are_joined_by_a_band() -> None:
    bands, _ = flow(LENET)
    relu, pool = LENET.stage("relu1").tiles[2], LENET.stage("pool1").tiles[2]
    assert any(b.start == (relu.right, relu.y) and b.end == (pool.x, pool.y) for b in bands)


def test_a_convolution_is_joined_to_every_map_before_it() -> None:
    _, fans = flow(LENET)
    pool, conv = LENET.stage("pool1"), LENET.stage("conv2")
    ends = {(s.start, s.end) for fan in fans for s in fan}
    for tile in pool.tiles:
        for kernel in conv.kernels:
            assert ((tile.right, tile.centre[1]), (kernel.x, kernel.centre[1])) in ends


def test_flatten_is_joined_to_the_rows_that_a_map_becomes() -> None:
    bands, _ = flow(LENET)
    strip, tile = LENET.stage("flatten").tiles[0], LENET.stage("pool2").tiles[1]
    band = next(b for b in bands if b.start == (tile.right, tile.y))
    assert band.end[1] == pytest.approx(strip.y + strip.height * 5 / 80)


def test_a_vector_is_joined_to_the_maps_that_it_becomes() -> None:
    layout = arrange(preset("autoencoder"), 1400, 800, STYLE)
    bands, _ = flow(layout)
    strip, tile = layout.stage("dense2").tiles[0], layout.stage("unflatten").tiles[4]
    band = next(b for b in bands if b.end == (tile.x, tile.y))
    assert band.start[0] == strip.right
    assert band.start[1] == pytest.approx(strip.y + strip.height / 2, abs=strip.height / 40)


@pytest.mark.parametrize(
    "spec", [*ODD, *map(preset, ("harley", "tiny", "autoencoder"))], ids=lambda s: s.name
)
def test_every_two_neighbours_are_joined_and_no_fan_is_too_dense(spec) -> None:
    layout = arrange(spec, 960, 800, STYLE)
    bands, fans = flow(layout)
    assert all(1 <= len(fan) <= 160 for fan in fans)
    left = {round(b.end[0], 3) for b in bands} | {round(s.end[0], 3) for f in fans for s in f}
    assert all(round(stage.box.x, 3) in left for stage in layout.stages[1:])


def test_a_thinned_fan_keeps_its_outermost_lines() -> None:
    layout = arrange(MANY_FILTERS, 1280, 880, STYLE)
    _, fans = flow(layout)
    kernels = layout.stage("conv2").kernels
    ends = [s.end[1] for fan in fans for s in fan if s.end[0] == kernels[0].x]
    assert min(ends) == kernels[0].centre[1]
    assert max(ends) >= kernels[-1].centre[1] - 40
