"""The words under the stacks never touch each other or a stack."""

from __future__ import annotations

from explorer.network.presets import preset
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.layout import arrange as arrange_flat
from explorer.views.scene.stacked.planes import Stack, arrange, best_depth, fitted
from explorer.views.scene.stacked.space_state import SpaceState, hold, label_text, place
from explorer.views.scene.state import SceneState
from explorer.views.style.theme import theme
from tests.views.scene.samples import COLOUR, STYLE

LENET = preset("lenet")


def test_a_label_stands_under_its_stack() -> None:
    text = label_text(LENET.stages[1], STYLE)
    (label,) = place([text], [Box(100, 100, 80, 80)], [(140, 180)])
    assert label.box.centre[0] == 140
    assert 180 < label.box.y < 195
    assert text.lines == ("conv1 5×5", "6 × 28 × 28")


def test_labels_give_way_downward_to_each_other_and_to_stacks() -> None:
    texts = [label_text(stage, STYLE) for stage in LENET.stages]
    boxes = [Box(20.0 * i, 100.0 + (i % 3) * 9, 15, 60) for i in range(len(texts))]
    labels = place(texts, boxes, [(box.centre[0], box.bottom) for box in boxes])
    for at, one in enumerate(labels):
        assert not any(one.box.overlaps(other.box) for other in labels[at + 1 :])
        others = [box for i, box in enumerate(boxes) if i != at]
        assert not any(one.box.overlaps(box) for box in others)


def test_no_kernel_covers_the_label_of_the_stage_before_it(qapp: object) -> None:
    layout = arrange_flat(COLOUR, 1100, 640, STYLE)
    space = SpaceState(
        SceneState(theme("light"), layout), arrange(layout, best_depth(layout, 1048, 534))
    )
    space.show(space.arrangement, fitted(space.arrangement, space.view, 1048, 534))
    for label in space.labels:
        for kernel in space.arrangement.stacks[1].kernels:
            assert not label.box.overlaps(space.stack_box(Stack("maps", (kernel,))))


def test_the_label_of_a_stack_in_sight_is_held_in_sight(qapp: object) -> None:
    layout = arrange_flat(LENET, 1100, 640, STYLE)
    space = SpaceState(
        SceneState(theme("light"), layout), arrange(layout, best_depth(layout, 1048, 534))
    )
    whole = fitted(space.arrangement, space.view, 1048, 534)
    space.window = window = Box(0, 0, 1100, 640)
    space.show(space.arrangement, whole)
    assert not any(label.held for label in space.labels)
    for x, y in ((0, 0), (1100, 0), (300, 100), (550, 320)):
        space.show(space.arrangement, whole.zoomed(3.0, x, y))
        held = [label.box for label in space.labels if label.held]
        assert held
        for label, stack in zip(space.labels, space.arrangement.stacks, strict=True):
            if space.stack_box(stack).overlaps(window):
                box = label.box
                assert box.x >= 0
                assert box.right <= window.right
                assert box.bottom <= window.bottom
        assert not any(a.overlaps(b) for i, a in enumerate(held) for b in held[i + 1 :])


def test_labels_in_their_own_place_are_not_held() -> None:
    text = label_text(LENET.stages[1], STYLE)
    box, window = Box(100, 100, 80, 80), Box(0, 0, 900, 900)
    labels = place([text], [box], [(140, 180)])
    assert hold(labels, [box], window) == labels
