"""Names and amounts stand in sentences as one would write them."""

from __future__ import annotations

import pytest

from explorer.views.parts.words import (
    article,
    format_size,
    format_steps,
)


def test_classes_have_their_article() -> None:
    assert [article(n) for n in ("7", "8", "11", "Bag")] == ["a 7", "an 8", "an 11", "Bag"]


@pytest.mark.parametrize(
    ("count", "words"),
    [(812 << 10, "812 KiB"), ((3 << 20) + (1 << 17), "3.1 MiB"), (5 << 28, "1.25 GiB")],
)
def test_sizes_have_the_unit_that_fits(count: int, words: str) -> None:
    assert format_size(count) == words


def test_one_step_is_one_step() -> None:
    assert [format_steps(n) for n in (1, 1875)] == ["1 step", "1,875 steps"]
