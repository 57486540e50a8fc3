from __future__ import annotations

import re
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from explorer.network.cells import Cell
from explorer.network.explain import explain
from explorer.network.network import Network
from explorer.network.records import Floats, Trace
from explorer.network.spec import StageKind
from explorer.views.cards.face import Context, Face
from explorer.views.cards.faces.build import build_face
from explorer.views.parts.brush import Look
from explorer.views.parts.number_text import MINUS
from tests.network.strategies import asked

WIDTH = 224  # pixels of the panel at its narrowest


def paint(shown: Face, look: Look) -> None:
    """Paint all blocks of a face and ask for all their spots."""
    image = QImage(WIDTH, 2000, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for block in [*shown.blocks, shown.foot]:
        block.paint(painter, look, WIDTH, None)
        assert block.height(look, WIDTH) > 0
        for spot in block.spots(look, WIDTH):
            assert spot.words
            assert spot.rect.right() <= WIDTH + 1
    painter.end()


def test_every_kind_of_stage_has_a_face(trace: Trace, drawn: Trace, look: Look) -> None:
    kinds = set()
    for traced in (trace, drawn):
        for stage in traced.spec.stages:
            cell = Cell(stage.name, tuple(n // 2 for n in stage.shape))
            shown = build_face(explain(traced, cell), Context(look.maps, traced))
            assert shown.title.startswith(stage.name)
            assert shown.foot.equal
            paint(shown, look)
            kinds.add(stage.kind)
    assert kinds == set(get_args(StageKind))


def test_nothing_in_an_explanation_is_smaller_than_eleven_pixels(
    trace: Trace, drawn: Trace, look: Look
) -> None:
    for traced in (trace, drawn):
        for stage in traced.spec.stages:
            cell = Cell(stage.name, tuple(n // 2 for n in stage.shape))
            shown = build_face(explain(traced, cell), Context(look.maps, traced, opened=0))
            generator, buffer = QSvgGenerator(), QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            generator.setOutputDevice(buffer)
            painter = QPainter(generator)
            for block in [*shown.blocks, shown.foot]:
                block.paint(painter, look, WIDTH, None)
            painter.end()
            sizes = re.findall(r'font-size="(\d+)"[^>]*>(?=[^<\s])', buffer.data().data().decode())
            assert sizes
            assert min(map(int, sizes)) >= 11


@given(asked(), st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_cell_of_any_network_is_explained_and_agrees(
    look: Look, case: tuple[Network, Floats], data: st.DataObject
) -> None:
    """Whatever its stride, padding, dilation, channels and activation."""
    trace = case[0].trace(case[1])
    stage = data.draw(st.sampled_from(trace.spec.stages))
    cell = Cell(stage.name, tuple(data.draw(st.integers(0, n - 1)) for n in stage.shape))
    opened = data.draw(st.sampled_from((None, 0)))
    shown = build_face(explain(trace, cell), Context(look.maps, trace, opened=opened))
    assert shown.foot.equal
    assert "-" not in shown.value, f"a hyphen instead of {MINUS}"
    paint(shown, look)
