from __future__ import annotations

import pytest

from explorer.live.accuracy import Accuracy
from explorer.network.cells import number
from explorer.network.compare import compare
from explorer.network.switch import Measurement
from explorer.views.what_if import texts
from tests.views.drawn import drawn_trace
from tests.views.what_if.records import exchange, shift, without_winners


def test_an_exchange_is_told_by_changed_numbers_and_moved_winners() -> None:
    numbers, winners = texts.describe_change(exchange(), None, (0, 0))
    assert numbers == "7 of 66 numbers changed"  # two pooled, two flattened, three classes
    assert winners == "1 of 3 pooling winners moved"


def test_a_window_of_zeros_has_no_winner_that_could_move() -> None:
    assert texts.count_moved_winners(exchange()) == (1, 3)


def test_where_the_pooling_has_no_winners_the_line_says_so() -> None:
    assert texts.count_moved_winners(without_winners()) is None
    assert "no max pooling" in texts.describe_change(without_winners(), None, (0, 0))[1]


def test_a_shift_is_told_by_how_little_the_pooled_maps_changed() -> None:
    moved, changed = texts.describe_change(None, shift(), (1, 0))
    assert moved == "→ 1 px: 1 of 3 pooling winners moved"
    assert changed == "changed: pixels 0 %, pool1 23.6 %"


def test_both_at_once_have_a_line_each() -> None:
    first, second = texts.describe_change(exchange(), shift(), (0, -2))
    assert first == "exchange: 7 numbers changed"
    assert second == "↑ 2 px: 1 of 3 winners moved"


def test_nothing_to_compare_is_nothing_to_say() -> None:
    assert texts.describe_change(None, None, (1, 1)) == ("", "")
    assert texts.list_class_changes(None, None, 3) == []


@pytest.mark.parametrize(
    ("by", "text"),
    [((1, 0), "→ 1 px"), ((-2, 1), "← 2 ↓ 1 px"), ((0, -1), "↑ 1 px"), ((0, 0), "0 px")],
)
def test_a_shift_is_written_as_arrows(by: tuple[int, int], text: str) -> None:
    assert texts.format_shift(by) == text


def test_classes_go_from_the_original_to_what_is_shown() -> None:
    """With an exchange and a shift the first and the last probabilities count."""
    changes = texts.list_class_changes(exchange(), shift(), 2)
    assert [c.name for c in changes] == ["a", "b"]
    assert changes[0].text == "70.0 → 20.0 %"
    assert changes[1].text == "20.0 → 70.0 %"


def test_accuracy_is_written_as_far_as_it_is_known() -> None:
    before, after = Measurement(1000, 1000, 994), Measurement(250, 1000, 100)
    text = texts.format_accuracy
    assert text(Accuracy(), True) == ""
    assert text(Accuracy("running"), True) == "counting test digits…"
    assert text(Accuracy("running", before), True) == "accuracy 99.4 → … %"
    assert text(Accuracy("running", before, after), True) == "accuracy 99.4 → 40.0 %"
    assert text(Accuracy("done", before, before), False) == "accuracy 99.4 %"
    assert text(Accuracy("stopped", before), True) == "counting was stopped"
    assert text(Accuracy("failed", note="No digits."), True) == "No digits."


def test_an_auto_encoders_error_is_written_instead_of_an_accuracy() -> None:
    before, after = Measurement(9, 9, 0, 0.0123), Measurement(3, 9, 0, 0.5)
    text = texts.format_accuracy
    assert text(Accuracy("running", before), True) == "error on digits 0.0123 → …"
    assert text(Accuracy("done", before, after), True) == "error on digits 0.0123 → 0.500"
    assert text(Accuracy("done", before, before), False) == "error on digits 0.0123"


def test_an_auto_encoder_is_told_by_its_error() -> None:
    before, after = drawn_trace(seed=1), drawn_trace(seed=2)
    comparison = compare(before, after)
    _, error = texts.describe_change(comparison, None, (0, 0))
    assert error == f"mean squared error {number(before.error)} → {number(after.error)}"
    assert texts.list_class_changes(comparison, None, 3) == []
