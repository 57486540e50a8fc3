"""What a data set holds, against numpy."""

import numpy as np

from explorer.digits.datasets import DIGITS, Dataset, facts_of


def dataset(labels: list[int]) -> Dataset:
    """Return images of 2 x 2 whose pixels are ten times their place in the set."""
    values = np.arange(len(labels), dtype=np.uint8) * 10
    images = np.broadcast_to(values[:, None, None, None], (len(labels), 1, 2, 2))
    return Dataset("some", images, np.array(labels, np.int64), DIGITS)


def test_counts_and_averages_are_those_of_numpy() -> None:
    facts = facts_of(dataset([3, 0, 3, 7]))
    assert facts.counts.tolist() == [1, 0, 0, 2, 0, 0, 0, 1, 0, 0]
    assert facts.average.shape == (11, 1, 2, 2)
    assert np.all(facts.average[0] == 15)
    assert np.all(facts.average[1 + 3] == 10)


def test_a_class_without_images_has_an_empty_average() -> None:
    facts = facts_of(dataset([1, 1]))
    assert facts.counts[4] == 0
    assert facts.average[5].max() == 0


def test_what_is_said_cannot_be_changed() -> None:
    facts = facts_of(dataset([1, 2]))
    assert not facts.counts.flags.writeable
    assert not facts.average.flags.writeable
