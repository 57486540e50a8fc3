"""The words under the stacks never touch each other or a stack."""

from __future__ import annotations

from explorer.network.presets import preset
from explorer.views.scene.geometry import Box
from explorer.views.scene.stacked.labels import label_words, place
from tests.views.scene.samples import STYLE

LENET = preset("lenet")


def test_a_label_stands_under_its_stack() -> None:
    words = label_words(LENET.stages[1], STYLE)
    (label,) = place([words], [Box(100, 100, 80, 80)], [(140, 180)])
    assert label.box.centre[0] == 140
    assert 180 < label.box.y < 195
    assert words.lines == ("conv1 5×5", "6 × 28 × 28")


def test_labels_give_way_downward_to_each_other_and_to_stacks() -> None:
    words = [label_words(stage, STYLE) for stage in LENET.stages]
    boxes = [Box(20.0 * i, 100.0 + (i % 3) * 9, 15, 60) for i in range(len(words))]
    labels = place(words, boxes, [(box.centre[0], box.bottom) for box in boxes])
    for at, one in enumerate(labels):
        assert not any(one.box.overlaps(other.box) for other in labels[at + 1 :])
        others = [box for i, box in enumerate(boxes) if i != at]
        assert not any(one.box.overlaps(box) for box in others)
