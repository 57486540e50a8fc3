"""The names of the stages while one looks closer."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from explorer.network.presets import PRESETS, preset
from explorer.network.spec import Spec
from explorer.views.scene.layout.layout import arrange
from explorer.views.scene.paint.headings import Headings, name_in
from explorer.views.scene.state import SceneState, scene_type
from explorer.views.scene.zoom import fitted
from explorer.views.style.theme import SMALL, load_fonts, theme
from tests.views.scene.samples import ODD

WINDOW = QRectF(0, 0, 760, 620)


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("spec", [*map(preset, PRESETS), *ODD], ids=lambda spec: spec.name)
def test_every_stage_in_sight_has_its_name_in_sight(qapp: object, spec: Spec, scale: float) -> None:
    load_fonts()
    look = theme("light", scale)
    state = SceneState(look, arrange(spec, 760, 620, scene_type(look)))
    names = Headings(state, 4)
    names.set_area(WINDOW)
    whole = fitted(state.layout.width, state.layout.height, 760, 620)
    state.camera = whole
    assert not names.headings()
    font = look.font(SMALL, QFont.Weight.DemiBold)
    seen = 0
    for factor in (1.5, 3.0, 9.0):
        for x in (0, 300, 700):
            state.camera = whole.zoomed(factor, x, 560)
            found = names.headings()
            seen += len(found)
            named = [stage.stage.name for _room, _middle, stage in found]
            for stage in state.layout.stages:
                box, head = state.on_window(stage.box), state.on_window(stage.header.box)
                if box.intersects(WINDOW.adjusted(9, 40, -9, 0)) and head.top() < 0:
                    assert stage.stage.name in named
            assert all(a.right() < b.left() for (a, *_), (b, *_) in pairwise(found))
            for room, middle, stage in found:
                assert WINDOW.contains(room)
                assert room.left() <= middle <= room.right()
                width = QFontMetricsF(font).horizontalAdvance(name_in(stage, room, font))
                assert width <= room.width()
    assert seen


def test_a_name_has_its_shape_where_there_is_room(qapp: object) -> None:
    load_fonts()
    look = theme("light")
    stage = arrange(preset("lenet"), 760, 620, scene_type(look)).stage("conv2")
    font = look.font(SMALL, QFont.Weight.DemiBold)
    wide, medium, narrow = (QRectF(0, 0, room, 20) for room in (300, 70, 30))
    assert name_in(stage, wide, font) == "conv2 5×5 · 16 × 10 × 10"
    assert name_in(stage, medium, font) == "conv2 5×5"
    assert name_in(stage, narrow, font).endswith("…")
