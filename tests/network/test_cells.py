from explorer.network.cells import Cell, Region, number


def test_a_region_knows_its_cells() -> None:
    region = Region("conv1", (0, 2, 3), (6, 7, 8))
    assert region.shape == (6, 5, 5)
    assert Cell("conv1", (5, 6, 7)) in region
    assert Cell("conv1", (5, 7, 7)) not in region
    assert Cell("pool1", (5, 6, 7)) not in region
    assert not region.empty
    assert Region("conv1", (0, 2, 3), (6, 2, 8)).empty


def test_numbers_are_short() -> None:
    assert [number(v) for v in (0.0, 1.8234, -0.04134, 1234.4, 12.34, 2.5e7)] == [
        "0",
        "1.82",
        "-0.0413",
        "1234",
        "12.3",
        "2.5e+07",
    ]
