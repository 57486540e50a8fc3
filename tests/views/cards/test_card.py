from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.network.cells import Cell
from explorer.network.explain import difference, explain
from explorer.network.explanations import ConvolutionExplanation
from explorer.network.records import Trace
from explorer.views.blocks.blocks import Spot
from explorer.views.cards.card import ExplanationCard
from explorer.views.cards.faces.channels import ChannelLarge, ChannelRow
from explorer.views.style.theme import theme
from tests.gestures import move

CONV2 = Cell("conv2", (3, 4, 7))
CELLS = (
    Cell("input", (0, 10, 15)),
    Cell("conv1", (2, 0, 6)),
    CONV2,
    Cell("relu1", (3, 4, 7)),
    Cell("pool1", (3, 4, 7)),
    Cell("flatten", (77,)),
    Cell("dense1", (7,)),
    Cell("logits", (4,)),
    Cell("probabilities", (4,)),
)


def middle(spot: Spot) -> QPoint:
    return spot.rect.center().toPoint()


def press(qtbot: QtBot, card: ExplanationCard, spot: Spot) -> None:
    qtbot.mouseClick(card.sheet, Qt.MouseButton.LeftButton, pos=middle(spot))


def blocks(card: ExplanationCard, kind: type) -> list[object]:
    assert card.face is not None
    return [block for block in card.face.blocks if isinstance(block, kind)]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.stage)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_kind_of_card_is_painted_and_says_its_sum(
    card: ExplanationCard, trace: Trace, cell: Cell, name: str
) -> None:
    explanation = explain(trace, cell)
    card.set_theme(theme("light" if name == "light" else "dark"))
    card.show_explanation(explanation)
    assert card.face is not None
    assert card.face.foot.text in card.accessibleDescription()
    image = card.grab().toImage()
    assert not image.isNull()
    assert card.sheet.width() < card.width()


def test_showing_never_emits(card: ExplanationCard, trace: Trace, qtbot: QtBot) -> None:
    said: list[object] = []
    for signal in (card.cell_requested, card.term_hovered, card.temperature_changed):
        signal.connect(said.append)
    card.comparison_requested.connect(lambda a, b: said.append((a, b)))
    for cell in CELLS:
        card.show_explanation(explain(trace, cell, 2.0))
    card.show_explanation(difference(trace, 4, 9))
    assert said == []


def test_the_channel_that_contributes_most_stands_first(
    card: ExplanationCard, trace: Trace
) -> None:
    explanation = explain(trace, CONV2)
    assert isinstance(explanation, ConvolutionExplanation)
    card.show_explanation(explanation)
    rows = blocks(card, ChannelRow)
    shown = [row.channel.index for row in rows if isinstance(row, ChannelRow)]
    assert shown == explanation.order.tolist()


def test_a_click_enlarges_a_channel_and_another_folds_it(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, CONV2))
    assert len(blocks(card, ChannelRow)) == 6
    press(qtbot, card, card.sheet.spots()[1])
    assert len(blocks(card, ChannelRow)) == 5
    assert len(blocks(card, ChannelLarge)) == 1
    title = next(spot for spot in card.sheet.spots() if "folds" in spot.words)
    press(qtbot, card, title)
    assert len(blocks(card, ChannelRow)) == 6


def test_an_enlarged_channel_stays_open_in_the_same_stage(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, CONV2))
    press(qtbot, card, card.sheet.spots()[0])
    card.show_explanation(explain(trace, Cell("conv2", (3, 4, 6))))
    assert len(blocks(card, ChannelLarge)) == 1


def test_a_click_on_a_term_goes_to_its_cell(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, Cell("dense1", (7,))))
    spot = card.sheet.spots()[0]
    with qtbot.waitSignal(card.cell_requested) as said:
        press(qtbot, card, spot)
    assert said.args == [spot.cell]
    assert spot.cell is not None
    assert spot.cell.stage == "pool2"


def test_pointing_at_a_term_names_its_cell_and_leaving_lets_go(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, Cell("pool1", (3, 4, 7))))
    said: list[object] = []
    card.term_hovered.connect(said.append)
    spot = card.sheet.spots()[0]
    move(card.sheet, middle(spot))
    assert said == [Cell("relu1", (3, 8, 14))]
    QApplication.sendEvent(card.sheet, QEvent(QEvent.Type.Leave))
    assert said[-1] is None


def test_padding_leads_nowhere(card: ExplanationCard, trace: Trace) -> None:
    card.show_explanation(explain(trace, Cell("conv1", (2, 0, 6))))
    spots = card.sheet.spots()
    assert spots[0].cell is None
    assert spots[0].words.startswith("padding")
    assert any(spot.cell == Cell("input", (0, 0, 4)) for spot in spots)


def test_tab_goes_through_the_rows_and_enter_activates(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, Cell("dense1", (7,))))
    card.sheet.setFocus()
    qtbot.keyClick(card.sheet, Qt.Key.Key_Tab)
    wanted = card.sheet.spots()[1]
    assert card.sheet.accessibleDescription() == wanted.words
    with qtbot.waitSignal(card.cell_requested) as said:
        qtbot.keyClick(card.sheet, Qt.Key.Key_Return)
    assert said.args == [wanted.cell]


def test_tab_leaves_the_rows_at_their_end(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, Cell("logits", (4,))))
    card.sheet.setFocus()
    for _ in range(len(card.sheet.spots())):
        qtbot.keyClick(card.sheet, Qt.Key.Key_Tab)
    assert not card.sheet.hasFocus()
    assert card.focusWidget() is card.controls.rival.choice


def test_arrows_walk_through_an_enlarged_patch(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, Cell("conv1", (2, 10, 16))))
    card.sheet.setFocus()
    said: list[object] = []
    card.term_hovered.connect(said.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
        for _ in range(5):
            qtbot.keyClick(card.sheet, key)
    assert said[-1] == Cell("input", (0, 12, 18))


def test_a_cell_pointed_at_elsewhere_lights_up_its_term(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, CONV2))
    with qtbot.assertNotEmitted(card.term_hovered):
        card.show_hovered(Cell("pool1", (5, 6, 8)))
        assert card.sheet.lit == ("channel", 5)
        card.show_hovered(Cell("pool1", (5, 0, 0)))
        assert card.sheet.lit is None


def test_the_smaller_terms_of_a_unit_are_listed_and_folded_by_a_click(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, Cell("dense1", (7,))))
    before = len(card.sheet.spots())
    stops = sum(spot.stop for spot in card.sheet.spots())
    (others,) = (spot for spot in card.sheet.spots() if spot.enlarges is not None)
    press(qtbot, card, others)
    spots = card.sheet.spots()
    assert len(spots) == before + 390
    assert sum(spot.stop for spot in spots) == stops
    smallest = spots[-1]
    assert smallest.text.startswith("map ")
    QApplication.processEvents()
    card.sheet.spot_focused.emit(smallest.rect)
    shown = card.sheet.visibleRegion().boundingRect()
    assert shown.contains(smallest.rect.center().toPoint())
    image = card.sheet.grab(smallest.rect.toRect()).toImage()
    assert len({image.pixel(x, 9) for x in range(image.width())}) > 2
    with qtbot.waitSignal(card.cell_requested) as asked:
        card.sheet.spot_activated.emit(smallest)
    assert asked.args == [smallest.cell]
    press(qtbot, card, next(spot for spot in spots if spot.enlarges is not None))
    assert len(card.sheet.spots()) == before


def test_a_click_does_not_scroll_to_the_first_row(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, Cell("dense1", (7,))))
    with qtbot.assertNotEmitted(card.sheet.spot_focused):
        press(qtbot, card, card.sheet.spots()[5])


def test_escape_and_the_button_close(card: ExplanationCard, trace: Trace, qtbot: QtBot) -> None:
    card.show_explanation(explain(trace, CONV2))
    with qtbot.waitSignal(card.closed):
        qtbot.keyClick(card.sheet, Qt.Key.Key_Escape)
    with qtbot.waitSignal(card.closed):
        card.title.close_button.click()


def test_copy_code_and_save_are_asked_for(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, CONV2))
    with (
        qtbot.waitSignal(card.title.copy.triggered),
        qtbot.assertNotEmitted(card.title.save_requested),
    ):
        card.title.copy.trigger()
    with qtbot.waitSignal(card.title.code.clicked):
        card.title.code.click()
    with qtbot.waitSignal(card.title.save_requested) as said:
        card.title.menu.actions()[2].trigger()
    assert said.args == ["svg"]


def test_temperature_is_asked_for_and_shown(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, Cell("probabilities", (4,))))
    with qtbot.waitSignal(card.temperature_changed) as said:
        qtbot.keyClick(card.controls.temperature, Qt.Key.Key_Right)
    assert said.args == [pytest.approx(1.1)]
    card.show_explanation(explain(trace, Cell("probabilities", (4,)), 2.5))
    assert card.controls.temperature.shown == pytest.approx(2.5)
    with qtbot.waitSignal(card.temperature_changed) as said:
        qtbot.mouseDClick(card.controls.temperature, Qt.MouseButton.LeftButton)
    assert said.args == [pytest.approx(1.0)]


def test_another_stride_is_asked_for_and_shown(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    cell = Cell("pool1", (3, 4, 7))
    card.show_explanation(explain(trace, cell))
    chips = card.controls.stride.chips
    assert chips is not None
    buttons = chips.buttons
    assert [button.text() for button in buttons.values()] == ["1", "2", "3", "4"]
    assert chips.shown == "2"
    QApplication.processEvents()
    with qtbot.waitSignal(card.stride_chosen) as said:
        qtbot.mouseClick(buttons["3"], Qt.MouseButton.LeftButton)
    assert said.args == [3]
    card.show_explanation(explain(trace, cell, stride=3))
    assert card.controls.stride.chips is chips
    assert chips.shown == "3"
    assert "The network uses it." in buttons["2"].toolTip()


def test_the_bias_is_left_out_and_added_again(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, CONV2))
    with_bias = card.grab().toImage()
    chips = card.controls.bias.chips
    assert chips is not None
    qtbot.keyClick(chips.buttons["without"], Qt.Key.Key_Space)
    assert card.grab().toImage() != with_bias
    card.show_explanation(explain(trace, Cell("conv2", (4, 4, 7))))
    assert chips.shown == "without"  # it stays for the next cell of the layer
    card.show_explanation(explain(trace, Cell("conv1", (2, 0, 6))))
    assert chips.shown == "with"


def test_controls_appear_only_where_they_mean_something(
    card: ExplanationCard, trace: Trace
) -> None:
    controls = card.controls
    parts = (controls.bias, controls.stride, controls.temperature, controls.rival)
    for cell, shown in (
        (CONV2, (True, True, False, False)),
        (Cell("pool1", (3, 4, 7)), (False, True, False, False)),
        (Cell("probabilities", (4,)), (False, False, True, True)),
        (Cell("relu1", (3, 4, 7)), (False, False, False, False)),
    ):
        card.show_explanation(explain(trace, cell))
        assert tuple(not part.isHidden() for part in parts) == shown


def test_a_rival_is_asked_for_and_given_up(
    card: ExplanationCard, trace: Trace, qtbot: QtBot
) -> None:
    card.show_explanation(explain(trace, Cell("logits", (4,))))
    choice = card.controls.rival.choice
    at = choice.findData(9)
    with qtbot.waitSignal(card.comparison_requested) as said:
        choice.activated.emit(at)
    assert said.args == [4, 9]
    card.show_explanation(difference(trace, 4, 9))
    assert choice.currentIndex() == at
    with qtbot.waitSignal(card.comparison_requested) as said:
        choice.activated.emit(0)
    assert said.args == [4, -1]


def test_the_whole_card_can_be_painted_for_export(card: ExplanationCard, trace: Trace) -> None:
    card.show_explanation(explain(trace, CONV2))
    card.resize(300, 300)
    size = card.whole_size()
    assert size.height() > card.height()
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    card.paint_whole(painter)
    painter.end()
    words = np.frombuffer(image.constBits(), np.uint32).reshape(size.height(), -1)
    assert len(np.unique(words[-60:])) > 4, "the sum at the foot is missing"


def test_a_card_without_a_trace_still_shows_the_numbers(
    card: ExplanationCard, trace: Trace
) -> None:
    card.show_trace(None)
    for cell in CELLS:
        card.show_explanation(explain(trace, cell))
        assert not card.grab().isNull()
