from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explorer.views.cards.placing import Rect, overlap, place_card

VIEW: Rect = (0, 0, 1000, 700)


def _inside(place: tuple[float, float], card: tuple[float, float]) -> bool:
    return (
        place[0] >= 0
        and place[1] >= 0
        and place[0] + card[0] <= VIEW[2]
        and place[1] + card[1] <= VIEW[3]
    )


def test_card_stands_on_the_side_with_room() -> None:
    x, _ = place_card((100, 300, 10, 10), [], (360, 500), VIEW)
    assert x > 110
    x, _ = place_card((900, 300, 10, 10), [], (360, 500), VIEW)
    assert x + 360 < 900


def test_card_moves_to_the_side_that_hides_less() -> None:
    x, _ = place_card((450, 300, 10, 10), [(480, 0, 520, 700)], (360, 500), VIEW)
    assert x + 360 < 450


def test_card_slides_along_its_side_past_what_it_should_not_hide() -> None:
    field: Rect = (140, 320, 60, 60)
    card = (360.0, 300.0)
    place = place_card((100, 340, 10, 10), [field], card, VIEW)
    assert overlap((*place, *card), field) == 0


def test_card_goes_below_where_both_sides_are_too_narrow() -> None:
    place = place_card((440, 60, 100, 20), [], (600, 300), VIEW)
    assert place[1] >= 80


def test_a_viewport_smaller_than_the_card_keeps_the_upper_left_corner_in_sight() -> None:
    assert place_card((10, 10, 5, 5), [], (2000, 2000), VIEW) == (0, 0)


@given(st.floats(0, 990), st.floats(0, 690), st.floats(120, 380), st.floats(60, 520), st.data())
def test_card_never_covers_its_cell_and_stays_inside(
    x: float, y: float, wide: float, high: float, data: st.DataObject
) -> None:
    """A card of at most 380 x 520 always finds a place beside a cell in 1000 x 700."""
    anchor: Rect = (x, y, 10, 10)
    boxes = st.tuples(st.floats(0, 900), st.floats(0, 600), st.floats(1, 300), st.floats(1, 300))
    avoid = data.draw(st.lists(boxes, max_size=3))
    place = place_card(anchor, avoid, (wide, high), VIEW)
    assert overlap((*place, wide, high), anchor) == 0
    assert _inside(place, (wide, high))
