from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from explorer.views.cards.placing import overlap, place_card

VIEW = QRectF(0, 0, 1000, 700)


def _inside(place: QPointF, card: QSizeF) -> bool:
    return VIEW.contains(QRectF(place, card))


def test_card_stands_on_the_side_with_room() -> None:
    card = QSizeF(360, 500)
    assert place_card(QRectF(100, 300, 10, 10), [], card, VIEW).x() > 110
    assert place_card(QRectF(900, 300, 10, 10), [], card, VIEW).x() + 360 < 900


def test_card_moves_to_the_side_that_hides_less() -> None:
    anchor, avoid = QRectF(450, 300, 10, 10), [QRectF(480, 0, 520, 700)]
    assert place_card(anchor, avoid, QSizeF(360, 500), VIEW).x() + 360 < 450


def test_card_slides_along_its_side_past_what_it_should_not_hide() -> None:
    field, card = QRectF(140, 320, 60, 60), QSizeF(360, 300)
    place = place_card(QRectF(100, 340, 10, 10), [field], card, VIEW)
    assert overlap(QRectF(place, card), field) == 0


def test_card_goes_below_where_both_sides_are_too_narrow() -> None:
    place = place_card(QRectF(440, 60, 100, 20), [], QSizeF(600, 300), VIEW)
    assert place.y() >= 80


def test_a_viewport_smaller_than_the_card_keeps_the_upper_left_corner_in_sight() -> None:
    place = place_card(QRectF(10, 10, 5, 5), [], QSizeF(2000, 2000), VIEW)
    assert place == QPointF(0, 0)


@given(st.floats(0, 990), st.floats(0, 690), st.floats(120, 380), st.floats(60, 520), st.data())
def test_card_never_covers_its_cell_and_stays_inside(
    x: float, y: float, wide: float, high: float, data: st.DataObject
) -> None:
    """A card of at most 380 x 520 always finds a place beside a cell in 1000 x 700."""
    anchor, card = QRectF(x, y, 10, 10), QSizeF(wide, high)
    boxes = st.tuples(st.floats(0, 900), st.floats(0, 600), st.floats(1, 300), st.floats(1, 300))
    avoid = [QRectF(*box) for box in data.draw(st.lists(boxes, max_size=3))]
    place = place_card(anchor, avoid, card, VIEW)
    assert overlap(QRectF(place, card), anchor) == 0
    assert _inside(place, card)
