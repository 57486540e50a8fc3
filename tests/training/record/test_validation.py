"""Judging a run: the same numbers as `evaluate`, and what has died."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from explorer.digits.datasets import Dataset
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.spec import Activation
from explorer.training.evaluate import evaluate
from explorer.training.record.validation import Judge


def test_all_images_give_what_evaluate_gives(tiny: Network, tiny_digits: Dataset) -> None:
    expected = evaluate(tiny, tiny_digits)
    result = Judge(tiny_digits, 10).measure(tiny, 5, "cross-entropy", fully=True)
    assert (result.step, result.count) == (5, 200)
    assert result.accuracy == expected.accuracy
    assert np.isclose(result.loss, expected.loss)
    assert np.array_equal(result.confusion, expected.confusion)


def test_the_surest_mistakes_come_first(tiny: Network, tiny_digits: Dataset) -> None:
    result = Judge(tiny_digits, 10).measure(tiny, 0, "cross-entropy", fully=True)
    probabilities = tiny.predict(tiny_digits.images)
    assert len(result.wrong) == 64
    confidences = [wrong.confidence for wrong in result.wrong]
    assert confidences == sorted(confidences, reverse=True)
    for wrong in result.wrong:
        assert wrong.label == tiny_digits.labels[wrong.image] != wrong.guess
        assert np.isclose(probabilities[wrong.image, wrong.guess], wrong.confidence)


def test_dead_units_are_counted_by_map_and_by_unit(tiny: Network, tiny_digits: Dataset) -> None:
    conv = tiny.module.get_submodule("conv1")
    with torch.no_grad():
        conv.weight[0], conv.bias[0] = 0.0, -1.0  # type: ignore[index, operator]
    tiny.invalidate()
    maps = tiny.spec.stage("conv1").shape[0]
    result = Judge(tiny_digits, 10).measure(tiny, 0, "cross-entropy", fully=True)
    assert result.dead["relu1"] >= 1 / maps
    alive = (tiny.trace(tiny_digits.images[0] / np.float32(255)).stage("relu1").values > 0).any()
    assert alive
    assert result.saturated == {}


def test_saturated_values_are_counted_for_tanh(tiny_digits: Dataset) -> None:
    spec = preset("tiny")
    layers = tuple(Activation("tanh") if isinstance(a, Activation) else a for a in spec.layers)
    network = Network.untrained(replace(spec, layers=layers), 3)
    with torch.no_grad():
        network.module.get_submodule("conv1").bias.fill_(50.0)  # type: ignore[operator]
    network.invalidate()
    result = Judge(tiny_digits, 10).measure(network, 0, "cross-entropy", fully=True)
    assert result.dead == {}
    assert np.isclose(result.saturated["tanh1"], 1)


def test_points_are_far_enough_apart_and_the_end_is_one(tiny_digits: Dataset) -> None:
    judge = Judge(tiny_digits, 10)
    assert [step for step in range(251) if judge.due(step, 250)] == [100, 200, 250]
    assert Judge(tiny_digits, 937).every == 234


def test_an_auto_encoder_is_judged_by_its_pictures(drawing: Network, tiny_digits: Dataset) -> None:
    judge = Judge(tiny_digits, 10)
    result = judge.measure(drawing, 5, "cross-entropy", fully=True)
    drawn = drawing.predict(tiny_digits.images).astype(np.float64)
    given = tiny_digits.images / 255
    assert result.error == pytest.approx(((drawn - given) ** 2).mean(), rel=1e-5)
    entropy = -given * np.log(drawn) - (1 - given) * np.log(1 - drawn)
    assert result.loss == pytest.approx(entropy.mean(), rel=1e-5)
    assert judge.measure(drawing, 5, "mse", fully=True).loss == result.error
    assert math.isnan(result.accuracy)
    assert (result.count, result.confusion.shape, result.wrong) == (200, (0, 0), ())
    assert result.dead.keys() == {"relu1", "relu2"}


def test_a_classifier_has_no_error_per_pixel(tiny: Network, tiny_digits: Dataset) -> None:
    assert math.isnan(Judge(tiny_digits, 10).measure(tiny, 5, "mse").error)


def test_asked_for_each_image_it_says_how_each_was_read(
    tiny: Network, tiny_digits: Dataset
) -> None:
    judge = Judge(tiny_digits, 10)
    result = judge.measure(tiny, 5, "cross-entropy", fully=True, each=True)
    counts = np.zeros_like(result.confusion)
    np.add.at(counts, (result.read["label"], result.read["guess"]), 1)
    assert np.array_equal(counts, result.confusion)
    assert sorted(result.read["image"].tolist()) == list(range(200))
    assert len(result.known((3, 3))) == counts[3, 3]
    assert result.known(None)[:64] == result.wrong
    assert result.wrong == judge.measure(tiny, 5, "cross-entropy", fully=True).wrong
    assert judge.measure(tiny, 5, "cross-entropy").read.size == 0
