from explorer.network.cells import Cell
from explorer.network.fields import select
from explorer.network.presets import preset
from explorer.views.scene.layout.layout import arrange
from explorer.views.scene.layout.places import region_boxes
from explorer.views.scene.state import SceneState
from explorer.views.scene.trail import path_of
from explorer.views.style.theme import theme
from tests.views.scene.samples import STYLE, fake_trace

LENET = preset("lenet")


def state() -> SceneState:
    return SceneState(theme("light"), arrange(LENET, 960, 800, STYLE))


def test_a_selection_is_followed_from_the_input_to_the_cell(qapp: object) -> None:
    selection = select(fake_trace(LENET), Cell("pool2", (3, 2, 2)))
    scene = state()
    path = path_of(scene, selection)
    names = [region.stage for region in path]
    assert names == ["input", "conv1", "relu1", "pool1", "conv2", "relu2", "pool2"]
    assert [len(region_boxes(scene.layout, region)) for region in path] == [1, 6, 6, 6, 1, 1, 1]


def test_a_frozen_place_changes_with_the_cell_but_not_with_the_number(qapp: object) -> None:
    scene = state()
    cell = Cell("conv1", (0, 4, 4))
    scene.selection, scene.frozen = select(fake_trace(LENET, 1), cell), True
    before = scene.frozen_place()
    scene.selection = select(fake_trace(LENET, 2), cell)
    assert scene.frozen_place() == before
    scene.selection = select(fake_trace(LENET, 2), Cell("conv1", (0, 4, 5)))
    assert scene.frozen_place() != before
    scene.frozen = False
    assert scene.frozen_place() is None
