import numpy as np

from explorer.digits.thickness import thickened


def dot(size: int = 21) -> np.ndarray:
    ink = np.zeros((size, size), np.uint8)
    ink[size // 2, size // 2] = 200
    return ink


def test_a_dot_grows_into_a_disc_of_the_radius() -> None:
    rows, columns = np.indices((21, 21)) - 10
    disc = rows**2 + columns**2 <= 25
    assert np.array_equal(thickened(dot(), 5), disc * np.uint8(200))


def test_shrinking_a_grown_dot_gives_the_dot_back() -> None:
    assert np.array_equal(thickened(thickened(dot(), 4), -4), dot())


def test_radius_zero_changes_nothing_and_colours_are_kept_apart() -> None:
    ink = np.stack([dot(), dot() // 2, dot() * 0])
    assert thickened(ink, 0) is ink
    grown = thickened(ink, 2)
    assert [int(channel.max()) for channel in grown] == [200, 100, 0]


def test_a_radius_beyond_a_small_picture_is_harmless() -> None:
    assert (thickened(np.full((3, 3), 9, np.uint8), 11) == 9).all()
