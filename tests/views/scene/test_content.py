"""What is shown is one thing, whichever picture shows it."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.network.cells import Cell
from explorer.network.explain import explain_dense
from explorer.network.fields import select
from explorer.network.presets import preset
from explorer.views.scene.content import Content
from explorer.views.scene.derived import Derived
from explorer.views.scene.layout.layout import arrange
from explorer.views.scene.state import SceneState
from explorer.views.style.theme import theme
from tests.views.scene.samples import STYLE, dense_trace

LENET = preset("lenet")
TRACE = dense_trace(LENET)
UNIT = Cell("dense1", (3,))


@pytest.fixture
def content(qapp: object) -> Content:
    return Content(SceneState(theme("light"), arrange(LENET, 900, 700, STYLE)))


def test_a_trace_colours_the_cells_and_none_clears_them(content: Content) -> None:
    content.show_numbers(None, {})
    calm = content.state.mosaic.words.copy()
    content.show_numbers(TRACE, {})
    assert not np.array_equal(content.state.mosaic.words, calm)
    content.show_numbers(None, {})
    assert np.array_equal(content.state.mosaic.words, calm)


def test_a_unit_has_edges_unless_one_asks_where_its_number_goes(content: Content) -> None:
    content.show_numbers(TRACE, {})
    content.show_selection(select(TRACE, UNIT), True)
    content.show_contributions(explain_dense(TRACE, UNIT))
    assert content.state.edges
    content.state.forward = True
    content.join()
    assert content.state.edges == ()


def test_the_selection_says_the_number_that_is_shown_and_then_its_value_again(
    content: Content,
) -> None:
    content.show_numbers(TRACE, {})
    given = select(TRACE, UNIT)
    content.show_selection(given, False)
    slopes = tuple(np.full_like(stage.values, 0.5) for stage in TRACE.stages)
    content.show_numbers(TRACE, {}, Derived("gradient", slopes, {}))
    assert content.state.selection is not None
    assert content.state.selection.value == 0.5
    content.show_numbers(TRACE, {})
    assert content.state.selection == given


def test_another_network_starts_without_numbers(content: Content) -> None:
    content.show_numbers(TRACE, {})
    content.show_selection(select(TRACE, UNIT), True)
    content.show_contributions(explain_dense(TRACE, UNIT))
    content.show_spec(preset("lenet"))
    state = content.state
    assert (state.trace, state.selection, content.contributions) == (None, None, None)
    assert state.empty
