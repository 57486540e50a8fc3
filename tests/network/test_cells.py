import pytest

from explorer.network.cells import Cell, Region, format_apart_from_one, number


def test_a_region_knows_its_cells() -> None:
    region = Region("conv1", (0, 2, 3), (6, 7, 8))
    assert region.shape == (6, 5, 5)
    assert Cell("conv1", (5, 6, 7)) in region
    assert Cell("conv1", (5, 7, 7)) not in region
    assert Cell("pool1", (5, 6, 7)) not in region
    assert not region.empty
    assert Region("conv1", (0, 2, 3), (6, 2, 8)).empty


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.8234, "1.82"),
        (6.0, "6.00"),
        (-2.0, "−2.00"),
        (-0.04134, "−0.0413"),
        (0.5, "0.500"),
        (0.9999, "1.00"),
        (12.34, "12.34"),
        (99.999, "100.0"),
        (999.99, "1000"),
        (1234.4, "1234"),
        (2.5e7, "2.50e7"),
        (-1.2e-5, "−1.20e−5"),
        (float("nan"), "nan"),
        (float("-inf"), "−inf"),
    ],
)
def test_numbers_are_short_and_keep_their_digits(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("total", "text"),
    [(1.83, "1.83"), (1.0001, "1.0001"), (0.99996, "0.99996"), (1.0, "1.000000"), (0.999, "0.999")],
)
def test_a_sum_that_need_not_be_one_is_written_so_that_one_sees_it(total: float, text: str) -> None:
    assert format_apart_from_one(total) == text
