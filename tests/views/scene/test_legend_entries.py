import pytest

from explorer.network.cells import Cell
from explorer.network.presets import preset
from explorer.views.scene.legend_entries import legend_entries
from explorer.views.scene.mosaic import Mosaic
from explorer.views.style.colormaps import LIGHT_MAPS
from tests.views.scene.samples import fake_trace
from tests.views.scene.test_mosaic import grids

LENET = preset("lenet")


@pytest.fixture
def mosaic() -> Mosaic:
    made = Mosaic(LENET, grids(LENET))
    made.set_colormaps(LIGHT_MAPS, 0)
    return made


def test_there_is_an_entry_for_each_quantity(mosaic: Mosaic) -> None:
    entries = legend_entries(mosaic, "layer", None, shown=False)
    assert [e.family.quantity for e in entries] == ["pre-activation", "activation", "pixels"]
    assert (entries[0].low, entries[0].middle, entries[0].high) == ("−max", "0", "max")


def test_the_numbers_are_those_of_the_layer_pointed_at(mosaic: Mosaic) -> None:
    trace = fake_trace(LENET)
    mosaic.show(trace, "layer")
    entry = legend_entries(mosaic, "layer", Cell("conv2", (3, 1, 1)), shown=True)[0]
    limit = abs(trace.stage("conv2").values).max()
    assert entry.extent == "conv2"
    assert float(entry.high) == pytest.approx(limit, rel=0.01)
    assert entry.low == f"−{entry.high}"


def test_pointing_at_an_activation_shows_the_sums_that_led_to_it(mosaic: Mosaic) -> None:
    mosaic.show(fake_trace(LENET), "layer")
    sums, activation, _ = legend_entries(mosaic, "layer", Cell("pool2", (3, 1, 1)), shown=True)
    assert (sums.extent, activation.extent) == ("conv2", "pool2")


def test_per_map_the_legend_says_so_until_a_map_is_pointed_at(mosaic: Mosaic) -> None:
    mosaic.show(fake_trace(LENET), "map")
    nothing = legend_entries(mosaic, "map", None, shown=True)[0]
    assert (nothing.extent, nothing.high) == ("each map its own", "max")
    here = legend_entries(mosaic, "map", Cell("conv1", (4, 0, 0)), shown=True)[0]
    assert here.extent == "conv1, map 4"
    assert float(here.high) == pytest.approx(mosaic.reach(1, 4), rel=0.01)


def test_per_network_one_range_holds_for_all_layers(mosaic: Mosaic) -> None:
    mosaic.show(fake_trace(LENET), "network")
    cells = [None, Cell("conv1", (0, 0, 0)), Cell("logits", (3,))]
    entries = {legend_entries(mosaic, "network", cell, shown=True)[0] for cell in cells}
    assert len(entries) == 1
    assert entries.pop().extent == "all layers"


def test_an_entry_can_be_read_aloud(mosaic: Mosaic) -> None:
    mosaic.show(fake_trace(LENET), "layer")
    pixels = legend_entries(mosaic, "layer", None, shown=True)[-1]
    assert pixels.sentence == "pixels (ink): 0 to 1"
