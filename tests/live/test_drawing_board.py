"""What is drawn and taken back, without a network."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from explorer.digits.drawing import Drawing, Picture
from explorer.live.drawing_board import DrawingBoard
from explorer.live.facts import Pen


class Heard:
    """What a board said, in order."""

    def __init__(self, board: DrawingBoard) -> None:
        self.said: list[object] = []
        board.changed.connect(lambda: self.said.append("changed"))
        board.history_changed.connect(lambda *can: self.said.append(can))
        board.pen_changed.connect(self.said.append)
        board.message_reported.connect(self.said.append)


@pytest.fixture
def board(qapp: object) -> DrawingBoard:
    return DrawingBoard(seed=1)


def draw(board: DrawingBoard) -> None:
    board.begin_stroke(20, 30)
    board.extend_stroke(60, 90)
    board.end_stroke()


def test_every_move_of_the_pen_is_said_before_the_call_returns(board: DrawingBoard) -> None:
    """Nothing waits between pad and picture but the frame."""
    heard = Heard(board)
    board.begin_stroke(20, 30)
    assert heard.said == ["changed"]
    board.extend_stroke(60, 90)
    assert heard.said == ["changed"] * 2
    assert len(board.drawing.strokes[0].points) == 2


def test_a_stroke_under_way_is_no_step_yet(board: DrawingBoard) -> None:
    heard = Heard(board)
    board.begin_stroke(20, 30)
    assert not any(isinstance(said, tuple) for said in heard.said)
    board.end_stroke()
    assert heard.said[-2:] == [(True, False), "changed"]


def test_undo_drops_a_stroke_under_way_together_with_the_last_step(board: DrawingBoard) -> None:
    draw(board)
    board.begin_stroke(100, 100)
    board.undo()
    assert board.drawing.empty


def test_lifting_a_pen_that_was_not_down_changes_nothing(board: DrawingBoard) -> None:
    heard = Heard(board)
    board.end_stroke()
    assert heard.said == []


@pytest.mark.parametrize(
    "drag",
    [
        lambda board, to: board.set_turn(to),
        lambda board, to: board.set_thicken(1 + to / 10),
        lambda board, to: board.set_shift(to, -to),
    ],
)
def test_a_slider_that_is_dragged_is_one_step(
    board: DrawingBoard, drag: Callable[[DrawingBoard, float], None]
) -> None:
    draw(board)
    before = board.drawing
    for to in (1.0, 2.0, 3.0):
        drag(board, to)
    assert board.drawing is not before
    board.undo()
    assert board.drawing is before


def test_only_another_pen_is_said(board: DrawingBoard) -> None:
    heard = Heard(board)
    board.set_pen_width(board.pen.width)
    board.set_softness(0.5)
    board.set_eraser(False)
    assert heard.said == [Pen(softness=0.5)]


def test_a_picture_replaces_what_is_there_and_says_how_its_ink_was_read(
    board: DrawingBoard,
) -> None:
    draw(board)
    heard = Heard(board)
    board.place_picture(Picture(np.eye(28, dtype=np.uint8), "line.png", inverted=True))
    assert not board.drawing.strokes
    assert heard.said[-1].startswith("line.png: ink read as dark on light.")  # type: ignore[attr-defined]
    board.undo()
    assert len(board.drawing.strokes) == 1


def test_a_drawing_replaces_what_is_there_in_one_step(board: DrawingBoard) -> None:
    draw(board)
    placed = Drawing(turn=30.0)
    board.place_drawing(placed)
    assert board.drawing is placed
    board.undo()
    assert len(board.drawing.strokes) == 1


def test_a_drawing_outlives_the_program_with_its_last_steps(board: DrawingBoard) -> None:
    assert board.remembered == ""
    board.place_sample(4)
    draw(board)
    board.set_turn(30)
    again = DrawingBoard()
    again.recall(board.remembered)
    assert again.drawing.turn == 30
    assert np.array_equal(again.drawing.picture.ink, board.drawing.picture.ink)
    again.undo()
    again.undo()
    assert again.drawing.picture is not None
    assert not again.drawing.strokes


@pytest.mark.parametrize("text", ["", "nonsense", "eJwDAAAAAAE=", "W10="])
def test_what_cannot_be_recalled_leaves_an_empty_pad(board: DrawingBoard, text: str) -> None:
    board.recall(text)
    assert board.drawing.empty


def test_what_is_drawn_already_is_not_replaced_by_the_last_drawing(board: DrawingBoard) -> None:
    draw(board)
    remembered = board.remembered
    board.undo()
    draw(board)
    drawn = board.drawing
    board.recall(remembered)
    assert board.drawing is drawn


def test_turning_the_polarity_without_a_picture_is_no_step(board: DrawingBoard) -> None:
    draw(board)
    heard = Heard(board)
    board.flip_polarity()
    assert heard.said == []


def test_a_stroke_by_the_pen_s_other_end_erases_and_the_pen_is_back_after_it(
    qapp: object,
) -> None:
    board = DrawingBoard(seed=1)
    board.begin_stroke(20, 30, None, True)
    assert board.pen.eraser
    board.end_stroke()
    assert not board.pen.eraser
    assert board.drawing.strokes[0].eraser
