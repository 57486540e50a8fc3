"""Scores on a data set, against scikit-free arithmetic."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from explorer.digits.datasets import Dataset
from explorer.errors import UserError
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.training.evaluate import evaluate


def test_scores_follow_from_the_probabilities(tiny: Network, tiny_digits: Dataset) -> None:
    result = evaluate(tiny, tiny_digits)
    p = tiny.predict(tiny_digits.images)
    guesses = p.argmax(1)
    places = np.arange(len(guesses))
    assert result.count == 200
    assert result.accuracy == pytest.approx((guesses == tiny_digits.labels).mean())
    assert result.loss == pytest.approx(-np.log(p[places, tiny_digits.labels]).mean(), rel=1e-5)
    for true in range(10):
        for guess in range(10):
            both = (tiny_digits.labels == true) & (guesses == guess)
            assert result.confusion[true, guess] == both.sum()


def test_images_are_fitted_to_the_network(tiny: Network, digits: Dataset) -> None:
    fitted = evaluate(tiny, digits.fitted((1, 12, 12)))
    assert np.array_equal(evaluate(tiny, digits).confusion, fitted.confusion)


def test_progress_ends_with_everything(tiny: Network, tiny_digits: Dataset) -> None:
    heard: list[tuple[int, int]] = []
    evaluate(tiny, tiny_digits, progress=lambda done, of: heard.append((done, of)))
    assert heard[-1] == (200, 200)


def test_the_confusion_cannot_be_changed(tiny: Network, tiny_digits: Dataset) -> None:
    with pytest.raises(ValueError, match="read-only"):
        evaluate(tiny, tiny_digits).confusion[0, 0] = 1


def test_more_classes_than_the_network_has_are_refused(tiny: Network, tiny_digits: Dataset) -> None:
    letters = replace(tiny_digits, classes=tuple("abcdefghijkl"))
    with pytest.raises(UserError, match="has 12 classes, the network tiny 10"):
        evaluate(tiny, letters)


def test_a_part_of_the_digits_is_read_by_a_network_that_knows_all(
    tiny: Network, tiny_digits: Dataset
) -> None:
    among = np.isin(tiny_digits.labels, [3, 7])
    images, labels = tiny_digits.images[among], tiny_digits.labels[among]
    part = Dataset("part", images, (labels == 7).astype(np.int64), ("3", "7"))
    whole = evaluate(tiny, Dataset("part", images, labels, tiny_digits.classes))
    assert np.array_equal(evaluate(tiny, part).confusion, whole.confusion)


def test_no_image_is_refused(tiny_digits: Dataset) -> None:
    none = replace(tiny_digits, images=tiny_digits.images[:0], labels=tiny_digits.labels[:0])
    with pytest.raises(UserError, match="holds no image"):
        evaluate(Network.untrained(preset("tiny")), none)


def test_an_auto_encoder_is_measured_by_its_error(drawing: Network, digits: Dataset) -> None:
    heard: list[tuple[int, int]] = []
    letters = replace(digits, classes=tuple("abcdefghijkl"))
    result = evaluate(drawing, letters, progress=lambda done, of: heard.append((done, of)))
    images = digits.fitted((1, 12, 12)).images
    drawn = drawing.predict(images).astype(np.float64)
    assert result.error == pytest.approx(((drawn - images / 255) ** 2).mean(), rel=1e-5)
    assert evaluate(drawing, digits, "mse").loss == result.error
    assert math.isnan(result.accuracy)
    assert (result.count, result.confusion.shape) == (200, (0, 0))
    assert heard[-1] == (200, 200)
    assert math.isnan(evaluate(Network.untrained(preset("tiny")), digits).error)
