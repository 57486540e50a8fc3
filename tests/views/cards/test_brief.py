"""The selected cell in short."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.network.cells import Cell, Region
from explorer.network.explain import explain
from explorer.network.fields import select
from explorer.network.records import Trace
from explorer.views.blocks.blocks import Line
from explorer.views.cards.brief import cell_blocks, extent, extents_of, pooling_lines
from explorer.views.cards.card import ExplanationCard
from explorer.views.cards.face import Context
from explorer.views.cards.faces.build import build_face
from tests.views.records import selection

POOLED = selection(Cell("pool1", (3, 4, 7)), winner=Cell("relu1", (3, 9, 14)))


@pytest.mark.parametrize("stage", ["input", "pool1", "flatten", "dense1", "probabilities"])
def test_a_cell_is_called_the_same_in_short_and_where_it_is_explained(
    trace: Trace, context: Context, stage: str
) -> None:
    cell = Cell(stage, tuple(size // 2 for size in trace.spec.stage(stage).shape))
    heading, *_ = cell_blocks(select(trace, cell), context.title)
    assert isinstance(heading, Line)
    assert heading.text == build_face(explain(trace, cell), context).title


def test_extents_are_said_in_words() -> None:
    assert extent(Region("relu1", (0, 0, 0), (6, 2, 3))) == "relu1 · 6 maps · 2 × 3"
    assert extent(Region("input", (0, 1, 1), (1, 6, 6))) == "input · 1 map · 5 × 5"
    assert extent(Region("flatten", (0,), (400,))) == "flatten · 400 units"
    assert extent(Region("input", (0, 2, 2), (1, 2, 6))) == "input · only padding"


def test_the_field_is_listed_from_the_nearest_stage_on_either_way() -> None:
    before = (Region("input", (0, 4, 4), (1, 12, 12)), Region("conv1", (3, 8, 14), (4, 10, 16)))
    assert extents_of(replace(POOLED, fields=before)) == (
        "computed from",
        "conv1 · 1 map · 2 × 2",
        "input · 1 map · 8 × 8",
    )
    after = (Region("conv2", (0, 0, 3), (16, 5, 8)), Region("dense1", (0,), (120,)))
    assert extents_of(replace(POOLED, fields=after, forward=True)) == (
        "goes to",
        "conv2 · 16 maps · 5 × 5",
        "dense1 · 120 units",
    )
    assert extents_of(replace(POOLED, fields=(), forward=True)) == ()


def test_a_screen_reader_gets_the_selection_s_sentence(card: ExplanationCard) -> None:
    card.show_selection(POOLED, frozen=False)
    assert card.accessibleDescription() == POOLED.sentence
    card.show_selection(None, frozen=False)
    assert "Point at any cell" in card.accessibleDescription()


def test_the_panel_says_how_to_keep_a_cell_and_offers_what_can_be_done_with_it(
    card: ExplanationCard,
) -> None:
    card.show_selection(POOLED, frozen=False)
    assert not card.title.hint.isHidden()
    assert card.title.close_button.isHidden()
    card.show_selection(POOLED, frozen=True)
    assert card.title.hint.isHidden()
    assert not card.title.close_button.isHidden()
    card.show_selection(None, False)
    assert card.title.hint.isHidden()
    assert card.title.close_button.isHidden()


def test_a_pooled_cell_lists_what_was_chosen_from(card: ExplanationCard, context: Context) -> None:
    chosen = replace(POOLED, window=(0.5, 1.824, 0, 2e-3))
    assert pooling_lines(chosen, context.title) == (
        "of 0.500, 1.82, 0, 0.00200",
        "won by relu1 · map 3 · row 9, column 14",
    )
    assert pooling_lines(replace(chosen, window=(), winner=None), context.title) == ()
    card.show_selection(selection(Cell("conv1", (3, 4, 7))), False)
    before = card.grab().toImage()
    card.show_selection(chosen, False)
    assert card.grab().toImage() != before


def test_a_window_of_many_values_is_not_listed(context: Context) -> None:
    chosen = replace(selection(Cell("pool1", (3, 4, 7))), window=(1.0,) * 16)
    assert pooling_lines(chosen, context.title) == ()
