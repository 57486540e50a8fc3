import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.views.scene.paint.outputs import short_number, written_logit


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0314, "−0.031"),
        (0.0005, "0.001"),
        (3.7e-5, "4e−5"),
        (-2.6e-11, "−3e−11"),
        (12.345, "12.35"),
        (-123.456, "−123.5"),
        (12345.6, "12346"),
        (9.9996, "10.00"),
        (-0.0, "0"),
        (float("nan"), "nan"),
        (float("-inf"), "−inf"),
    ],
)
def test_a_number_is_written_as_short_as_it_can_be_told_apart(value: float, text: str) -> None:
    assert short_number(value) == text


@given(st.floats(-1e9, 1e9, width=32))
def test_no_number_is_wider_than_the_column_and_none_but_zero_reads_zero(value: float) -> None:
    text = short_number(value)
    assert len(text) <= 6 + (abs(value) < 1e-9)
    read = float(text.replace("−", "-"))
    assert (read == 0) == (value == 0)
    assert abs(read - value) <= max(0.0005, 0.5 * abs(value))


@given(st.floats(-1e9, 1e9, width=32))
def test_a_logit_has_two_decimals_unless_its_box_is_too_narrow(value: float) -> None:
    text = written_logit(value)
    assert len(text) <= 6
    assert text.endswith(f"{abs(value):.2f}") or abs(value) >= 99.99 or value == 0
