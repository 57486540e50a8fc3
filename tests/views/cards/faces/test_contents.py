"""What the cards of the single kinds say, read from their blocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from explorer.digits.drawing import Drawing, Stroke
from explorer.digits.options import ALL_STEPS
from explorer.network.cells import Cell, unflattened
from explorer.network.explain import difference, explain
from explorer.network.explanations import (
    ActivationExplanation,
    ConvolutionExplanation,
    DenseExplanation,
    PoolingExplanation,
)
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Trace
from explorer.network.spec import Convolution, Dense, Flatten, Spec
from explorer.pen import prepare_drawing
from explorer.views.blocks.bars import BarRow, BarRows
from explorer.views.blocks.blocks import Block, Code, Line, Share
from explorer.views.blocks.pictures import MapPicture, NumberWindow
from explorer.views.blocks.table import NumberRow, TotalRow
from explorer.views.cards.face import Context, Face, Rivals
from explorer.views.cards.faces.build import build_face
from explorer.views.cards.faces.channels import ChannelLarge
from explorer.views.cards.faces.compared import Compared
from explorer.views.cards.faces.convolution import PaddingKey
from explorer.views.cards.faces.dense import LISTED, OTHERS
from explorer.views.cards.faces.pixel import PadArea
from explorer.views.parts.brush import Look


def only(shown: Face, kind: type[Block]) -> list[Block]:
    return [block for block in shown.blocks if isinstance(block, kind)]


def lines(shown: Face) -> str:
    return "\n".join(block.text for block in shown.blocks if isinstance(block, Line))


def test_a_lone_channel_is_large_at_once_and_shows_its_padding(
    trace: Trace, context: Context
) -> None:
    shown = build_face(explain(trace, Cell("conv1", (2, 0, 6))), context)
    (large,) = only(shown, ChannelLarge)
    assert isinstance(large, ChannelLarge)
    assert not large.title
    assert large.channel.patch.padded is not None
    assert large.channel.patch.padded.sum() == 10
    assert only(shown, PaddingKey)


def test_a_sum_of_channels_ends_in_the_number(trace: Trace, context: Context) -> None:
    shown = build_face(explain(trace, Cell("conv2", (3, 4, 7))), context)
    assert shown.foot.text.startswith("6 channels ")
    assert " bias " in shown.foot.text
    assert shown.foot.text.endswith(f"= {shown.value}")


def test_a_wrong_sum_gets_no_tick(trace: Trace, context: Context) -> None:
    explanation = explain(trace, Cell("conv2", (3, 4, 7)))
    assert build_face(replace(explanation, value=9.0), context).foot.equal is False


@pytest.mark.parametrize(("before", "line"), [(1.5, 1), (-1.5, 2), (0.0, 2)])
def test_the_branch_that_relu_took_is_marked(
    trace: Trace, context: Context, before: float, line: int
) -> None:
    explanation = explain(trace, Cell("relu1", (3, 4, 7)))
    assert isinstance(explanation, ActivationExplanation)
    shown = build_face(replace(explanation, before=before, value=max(before, 0.0)), context)
    (code,) = only(shown, Code)
    assert isinstance(code, Code)
    assert code.taken == (line,)
    assert len(code.lines) == 3


def test_the_share_of_idle_cells_is_told_for_map_and_layer(trace: Trace, context: Context) -> None:
    shares = only(build_face(explain(trace, Cell("relu1", (3, 4, 7))), context), Share)
    assert [s.label for s in shares if isinstance(s, Share)] == [
        "zero in this map",
        "zero in this layer",
    ]
    assert len(only(build_face(explain(trace, Cell("relu3", (3,))), context), Share)) == 1


def test_pooling_says_how_many_values_remain(trace: Trace, context: Context) -> None:
    shown = build_face(explain(trace, Cell("pool1", (3, 4, 7))), context)
    assert "784 values in, 196 out: a quarter remains (−75.0 %)" in lines(shown)
    assert "0 parameters" in lines(shown)


def test_pooling_is_shown_before_and_after_in_all_kinds(trace: Trace, context: Context) -> None:
    shown = build_face(explain(trace, Cell("pool1", (3, 4, 7))), context)
    (compared,) = only(shown, Compared)
    assert isinstance(compared, Compared)
    titles = [(entry.name, entry.size) for entry in compared.entries]
    kinds = ("max", "average", "sum")
    assert titles == [("relu1", "28 × 28"), *((kind, "14 × 14") for kind in kinds)]
    assert [entry.own for entry in compared.entries] == [False, True, False, False]
    assert [entry.framed for entry in compared.entries] == [(8, 14, 10, 16)] + 3 * [(4, 7, 5, 8)]
    largest = [float(entry.tile.values.max()) for entry in compared.entries]
    for entry, most in zip(compared.entries, largest, strict=True):
        assert entry.low == "0"
        assert float(entry.high) == pytest.approx(most, rel=0.01)  # each its own legend
    assert "stride 2: 28 × 28 → 14 × 14, half per side" in lines(shown)
    assert shown.strides is not None
    assert (shown.bias, shown.rivals, shown.temperature) == (None, None, None)


def test_another_stride_says_what_happens_to_a_pooled_map(trace: Trace, context: Context) -> None:
    shown = build_face(explain(trace, Cell("pool1", (3, 4, 7)), stride=3), context)
    (compared,) = only(shown, Compared)
    assert isinstance(compared, Compared)
    assert (compared.entries[1].name, compared.entries[1].size) == ("max", "9 × 9")
    assert compared.entries[1].framed is None
    said = lines(shown)
    assert "stride 3: 28 × 28 → 9 × 9\n" in said
    assert "784 values in, 81 out" in said
    assert "a row and a column are never looked at. This window is skipped." in said


def test_another_stride_of_a_convolution_stands_beside_its_own(
    trace: Trace, context: Context
) -> None:
    cell = Cell("conv2", (3, 4, 6))
    assert not only(build_face(explain(trace, cell), context), Compared)
    shown = build_face(explain(trace, cell, stride=2), context)
    (compared,) = only(shown, Compared)
    assert isinstance(compared, Compared)
    assert all(entry.low == f"−{entry.high}" for entry in compared.entries)
    assert [entry.name for entry in compared.entries] == ["conv2", "stride 2"]
    assert [entry.size for entry in compared.entries] == ["10 × 10", "5 × 5"]
    assert [entry.framed for entry in compared.entries] == [(4, 6, 5, 7), (2, 3, 3, 4)]
    assert "5 × 5 values per map instead of 10 × 10" in lines(shown)
    assert "Neighbouring windows share 3 rows and columns." in lines(shown)


def test_without_its_bias_a_convolution_says_what_the_network_says(
    trace: Trace, context: Context
) -> None:
    explanation = explain(trace, Cell("conv1", (2, 9, 9)))
    assert isinstance(explanation, ConvolutionExplanation)
    shown = build_face(explanation, replace(context, biased=False))
    added = float(shown.value.replace("−", "-"))
    assert added == pytest.approx(explanation.added, abs=0.01)
    assert shown.foot.text.endswith(f"= {shown.value}")
    assert "bias" not in shown.foot.text
    assert shown.foot.equal is None
    assert "as the network computes" in shown.foot.note
    assert build_face(explanation, context).foot.equal


def test_a_convolution_without_a_bias_has_no_switch_for_it(look: Look) -> None:
    spec = Spec("bare", (1, 6, 6), (Convolution(2, 3, bias=False), Flatten(), Dense(10)))
    pixels = np.full((1, 6, 6), 0.5, np.float32)
    bare = Network.untrained(spec).trace(pixels)
    shown = build_face(explain(bare, Cell("conv1", (0, 1, 1))), Context(look.maps, bare))
    assert shown.strides is not None
    assert shown.bias is None


def test_the_winner_is_marked_and_found_on_the_input(trace: Trace, context: Context) -> None:
    pooled = trace.stage("pool2").values
    place = np.unravel_index(int(pooled.argmax()), pooled.shape)
    explanation = explain(trace, Cell("pool2", tuple(int(i) for i in place)))
    assert isinstance(explanation, PoolingExplanation)
    assert explanation.winner is not None
    shown = build_face(explanation, context)
    (window,), (picture,) = only(shown, NumberWindow), only(shown, MapPicture)
    assert isinstance(window, NumberWindow)
    assert isinstance(picture, MapPicture)
    assert window.winner is not None
    assert explanation.window[window.winner] == explanation.value
    assert picture.framed is not None


def test_a_window_of_zeros_has_no_winner(trace: Trace, context: Context) -> None:
    explanation = explain(trace, Cell("pool1", (3, 4, 7)))
    assert isinstance(explanation, PoolingExplanation)
    shown = build_face(
        replace(explanation, winner=None, window=np.zeros((2, 2)), value=0.0), context
    )
    (window,) = only(shown, NumberWindow)
    assert isinstance(window, NumberWindow)
    assert window.winner is None
    assert window.facts[0] == ("no winner", "strong")


def test_average_pooling_lists_all_terms_and_divides(trace: Trace, context: Context) -> None:
    explanation = explain(trace, Cell("pool1", (3, 4, 7)))
    assert isinstance(explanation, PoolingExplanation)
    window = np.array([[1.0, -2.0], [3.0, 4.0]])
    shown = build_face(
        replace(explanation, kind="average", divisor=4, winner=None, window=window, value=1.5),
        context,
    )
    assert shown.foot.text == "(1.00 + (−2.00) + 3.00 + 4.00) / 4 = 1.50"


def test_flatten_counts_map_row_and_column(trace: Trace, context: Context) -> None:
    shown = build_face(explain(trace, Cell("flatten", (89,))), context)
    assert "3 × 25 + 2 × 5 + 4 = 89" in lines(shown)
    (picture,) = only(shown, MapPicture)
    assert isinstance(picture, MapPicture)
    assert picture.cell == Cell("pool2", (3, 2, 4))


def test_dense_terms_are_ranked_and_the_rest_is_added(trace: Trace, context: Context) -> None:
    explanation = explain(trace, Cell("dense1", (7,)))
    assert isinstance(explanation, DenseExplanation)
    rows = [
        row for row in only(build_face(explanation, context), BarRow) if isinstance(row, BarRow)
    ]
    assert len(rows) == LISTED + 2
    sizes = [abs(row.value) for row in rows[:LISTED]]
    assert sizes == sorted(sizes, reverse=True)
    assert rows[LISTED].label == "+ 390 others"
    assert sum(row.value for row in rows) == pytest.approx(explanation.value, abs=1e-5)


def test_a_click_lists_every_term_of_a_dense_unit(trace: Trace, context: Context) -> None:
    explanation = explain(trace, Cell("dense1", (7,)))
    assert isinstance(explanation, DenseExplanation)
    weight = torch.from_numpy(trace.weights["dense1"].weight[7].copy()).double()
    products = weight * torch.from_numpy(trace.stage("flatten").values.copy()).double()
    order = products.abs().argsort(descending=True, stable=True)
    shown = build_face(explanation, replace(context, opened=OTHERS))
    (rows,) = only(shown, BarRows)
    assert isinstance(rows, BarRows)
    assert rows.count == 400 - LISTED
    listed = [rows.row(at) for at in range(rows.count)]
    assert [row.value for row in listed] == products[order[LISTED:]].tolist()
    assert {row.cell for row in listed} | {
        row.cell for row in only(shown, BarRow) if isinstance(row, BarRow) and row.cell
    } == {Cell("pool2", unflattened((16, 5, 5), at)) for at in range(400)}


def test_a_dense_layer_on_maps_is_told_as_a_convolution(trace: Trace, context: Context) -> None:
    assert "16 × 5 × 5 weights" in lines(build_face(explain(trace, Cell("dense1", (7,))), context))
    assert "convolution" not in lines(build_face(explain(trace, Cell("dense2", (7,))), context))


def test_a_rivalry_names_both_classes(trace: Trace, context: Context) -> None:
    shown = build_face(difference(trace, 4, 9), context)
    assert shown.title == "logits · class 4 rather than 9"
    assert shown.rivals == Rivals(trace.spec.classes, 4, 9)
    assert shown.strides is None


def test_softmax_prints_its_sum(trace: Trace, context: Context) -> None:
    shown = build_face(explain(trace, Cell("probabilities", (4,))), context)
    (total,) = only(shown, TotalRow)
    assert isinstance(total, TotalRow)
    assert total.numbers[-1] == "= 1.000"
    chosen = [r.name for r in only(shown, NumberRow) if isinstance(r, NumberRow) and r.marked]
    assert chosen == ["4"]


def test_a_sigmoid_says_that_its_sum_is_not_one(context: Context, trace: Trace) -> None:
    spec = Spec.from_dict(preset("lenet").to_dict() | {"output": "sigmoid"})
    other = Network.untrained(spec, 1).trace(trace.pixels)
    shown = build_face(explain(other, Cell("probabilities", (4,))), replace(context, trace=other))
    *_rounding, total = only(shown, TotalRow)
    assert isinstance(total, TotalRow)
    assert total.numbers[-1] != "= 1.000"
    assert "do not add up to 1" in lines(shown)


def test_another_temperature_says_what_the_network_says(trace: Trace, context: Context) -> None:
    shown = build_face(explain(trace, Cell("probabilities", (4,)), 2.0), context)
    assert shown.foot.equal is None
    assert shown.foot.note.startswith("at temperature 1 the network says 0.")


def test_a_pixel_is_told_as_byte_share_and_normalised(context: Context, trace: Trace) -> None:
    spec = Spec("n", (1, 28, 28), (Flatten(), Dense(10)), mean=(0.5,), std=(0.25,))
    other = Network.untrained(spec).trace(trace.pixels)
    shown = build_face(explain(other, Cell("input", (0, 10, 16))), replace(context, trace=other))
    (window,) = only(shown, NumberWindow)
    assert isinstance(window, NumberWindow)
    told = [text for text, _ in window.facts]
    assert told == ["pixel", "255 of 255", "1.000 of 1", "2.000 normalised"]
    assert shown.foot.text == "(1.000 − 0.500) / 0.250 = 2.000"


def test_a_pixel_names_its_area_on_the_pad(context: Context) -> None:
    stroke = Stroke(np.array([[60, 60], [200, 60], [120, 230]], np.float32))
    preparation = prepare_drawing(Drawing((stroke,)), ALL_STEPS, (1, 28, 28))
    trace = Network.untrained(preset("lenet"), 1).trace(preparation.pixels)
    around = replace(context, trace=trace, preparation=preparation)
    (area,) = only(build_face(explain(trace, Cell("input", (0, 10, 15))), around), PadArea)
    assert isinstance(area, PadArea)
    assert area.area == preparation.pad_area(10, 15)


def test_colour_channels_have_names(context: Context) -> None:
    spec = Spec("rgb", (3, 8, 8), (Flatten(), Dense(10)))
    trace = Network.untrained(spec).trace(np.random.default_rng(1).random((3, 8, 8)))
    shown = build_face(explain(trace, Cell("input", (2, 1, 1))), replace(context, trace=trace))
    assert shown.title == "input · blue · row 1, column 1"


def test_an_unflattened_cell_says_which_unit_it_was(drawn: Trace, look: Look) -> None:
    shown = build_face(explain(drawn, Cell("unflatten", (2, 3, 4))), Context(look.maps, drawn))
    assert "2 × 49 + 3 × 7 + 4 = 123" in lines(shown)
    assert shown.foot.text == f"dense2[123] = {shown.value}"
    (picture,) = only(shown, MapPicture)
    assert isinstance(picture, MapPicture)
    assert picture.cell == Cell("dense2", (123,))


def test_an_upsampled_cell_leads_to_the_one_that_it_repeats(drawn: Trace, look: Look) -> None:
    shown = build_face(explain(drawn, Cell("upsample2", (1, 9, 4))), Context(look.maps, drawn))
    assert "row ⌊9 / 2⌋ = 4, column ⌊4 / 2⌋ = 2" in lines(shown)
    (picture,) = only(shown, MapPicture)
    assert isinstance(picture, MapPicture)
    assert picture.cell == Cell("relu4", (1, 4, 2))
    assert picture.framed == (4, 2, 5, 3)


def test_a_drawn_pixel_stands_beside_the_one_that_was_given(drawn: Trace, look: Look) -> None:
    explanation = explain(drawn, Cell("reconstruction", (0, 10, 16)))
    shown = build_face(explanation, Context(look.maps, drawn))
    pictures = only(shown, MapPicture)
    assert [p.facts[0][0] for p in pictures if isinstance(p, MapPicture)] == ["input", "drawn"]
    given, made = drawn.pixels[0, 10, 16], drawn.reconstruction[0, 10, 16]
    assert f"squared error here: {(made - given) ** 2:.5f}" in lines(shown)
    assert f"mean over the whole picture: {drawn.error:.5f}" in lines(shown)
    assert shown.beside.startswith("sigmoid of ")
