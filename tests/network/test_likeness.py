"""How near pictures come to known ones: against torch by brute force, and what it tells apart."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812, the name torch's own documentation uses

from explorer.digits.datasets import load
from explorer.digits.drawing import PAD, Drawing, Picture, Stroke
from explorer.digits.prepare import prepare_picture
from explorer.digits.strokes import read_strokes
from explorer.network.checkpoint import pretrained
from explorer.network.likeness import KnownPictures, learn
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import UNLIKE, Bytes, Floats
from explorer.network.spec import Convolution, Dense, Flatten, Spec
from explorer.pen import prepare_drawing


def known_by(network: Network) -> KnownPictures:
    shape = network.spec.input_shape
    train, test = load("bundled", "train").fitted(shape), load("bundled", "test").fitted(shape)
    known = learn(network, train.images, train.labels, test.images)
    assert known is not None
    return known


@pytest.fixture(scope="module")
def lenet_known() -> tuple[Network, KnownPictures]:
    network = pretrained("lenet")
    return network, known_by(network)


def features(network: Network, images: Bytes | Floats) -> torch.Tensor:
    """Return what enters the dense layers, by torch's own modules."""
    modules = list(network.module.children())
    convolving = next(i for i, module in enumerate(modules) if isinstance(module, torch.nn.Flatten))
    with torch.inference_mode():
        pixels = torch.from_numpy(images) / (255 if images.dtype == np.uint8 else 1)
        result: torch.Tensor = network.module[: convolving + 1](pixels)
    return result


def unlike_share(network: Network, known: KnownPictures, pictures: Bytes | list[Floats]) -> float:
    """Return the share of pictures (channels, height, width) that look like no digit."""
    rows = features(network, np.stack(pictures)).numpy()
    found = [known.likeness(row).unlike for row in rows]
    return sum(found) / len(found)


def test_the_nearest_picture_and_its_angle_are_those_of_brute_force() -> None:
    network = pretrained("tiny")
    known = known_by(network)
    train = load("bundled", "train").fitted(network.spec.input_shape)
    test = load("bundled", "test").fitted(network.spec.input_shape)
    right = network.predict(train.images).argmax(1) == train.labels
    ours = features(network, train.images[right])
    theirs = features(network, test.images)
    cosines = torch.stack([F.cosine_similarity(ours, row[None]) for row in theirs])
    nearest, places = cosines.max(1)
    distances = (1 - nearest).numpy()
    np.testing.assert_allclose(known.distances, np.sort(distances), atol=1e-5)
    for index in range(0, 1000, 50):
        found = known.likeness(theirs[index].numpy())
        assert np.cos(np.deg2rad(found.angle)) == pytest.approx(nearest[index].item(), abs=1e-5)
        np.testing.assert_array_equal(found.nearest, train.images[right][places[index]])
        assert found.label == train.labels[right][places[index]]
        nearer = float((distances < distances[index] - 1e-6).mean())
        assert found.nearer == pytest.approx(nearer, abs=0.003)


def test_a_known_digit_lies_on_itself(lenet_known: tuple[Network, KnownPictures]) -> None:
    _network, known = lenet_known
    found = known.likeness(7 * known.features[12])
    assert (found.angle, found.nearer) == (pytest.approx(0, abs=0.1), 0)
    assert not found.unlike


def test_a_picture_without_features_is_like_nothing(
    lenet_known: tuple[Network, KnownPictures],
) -> None:
    found = lenet_known[1].likeness(np.zeros(400, np.float32))
    assert (found.angle, found.nearer, found.unlike) == (pytest.approx(90), 1, True)


def test_one_held_out_digit_in_two_hundred_is_beyond_the_limit(
    lenet_known: tuple[Network, KnownPictures],
) -> None:
    network, known = lenet_known
    digits = load("bundled", "test").images
    assert unlike_share(network, known, digits) == pytest.approx(1 - UNLIKE, abs=0.0011)


def test_noise_and_zigzags_look_like_no_digit(lenet_known: tuple[Network, KnownPictures]) -> None:
    network, known = lenet_known
    random = np.random.default_rng(2)
    noise = [
        prepare_picture(Picture(random.integers(0, 256, (PAD, PAD)).astype(np.uint8))).pixels
        for _ in range(20)
    ]
    assert unlike_share(network, known, noise) == 1
    zigzags = []
    for turns in range(6, 14):
        across = np.linspace(40, 240, turns)
        down = np.where(np.arange(turns) % 2, 60, 220)
        for points in (np.stack([across, down], 1), np.stack([down, across], 1)):
            drawing = Drawing((Stroke(points.astype(np.float32)),))
            zigzags.append(prepare_drawing(drawing).pixels)
    assert unlike_share(network, known, zigzags) >= 0.9


def test_few_real_digits_look_like_none(
    lenet_known: tuple[Network, KnownPictures], shared_data: Path
) -> None:
    """MNIST's test set and strangers' pens: the network has seen neither."""
    network, known = lenet_known
    with gzip.open(shared_data / "mnist" / "t10k-images-idx3-ubyte.gz") as file:
        images = np.frombuffer(file.read()[16:], np.uint8).reshape(-1, 1, 28, 28)[::5]
    assert unlike_share(network, known, images) <= 0.012
    path = shared_data / "pen-strokes" / "pendigits-train.strokes.jsonl.gz"
    pens = [prepare_drawing(entry.drawing).pixels for entry in read_strokes(path)[::15]]
    assert unlike_share(network, known, pens) <= 0.012


def test_a_network_that_never_reads_a_class_rightly_knows_nothing() -> None:
    train = load("bundled", "train")
    network = Network.untrained(preset("lenet"), seed=1)
    assert learn(network, train.images, train.labels, train.images[:10]) is None


def test_learning_can_be_given_up() -> None:
    train, asked = load("bundled", "train"), []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 3

    network = pretrained("lenet")
    assert learn(network, train.images, train.labels, train.images, cancelled) is None
    assert len(asked) <= 6


def test_a_wide_network_knows_fewer_pictures() -> None:
    """All features are passed through at every pen move: they must stay in the processor."""
    spec = Spec("wide", (1, 28, 28), (Convolution(8, 3), Flatten(), Dense(10)))
    network, random = Network.untrained(spec, seed=0), np.random.default_rng(0)
    images = random.integers(0, 256, (4000, 1, 28, 28)).astype(np.uint8)
    answers = network.predict(images).argmax(1)
    answers[:20] = np.arange(20) % 10
    known = learn(network, images, answers, images[:9])
    assert known is None or known.features.size <= 2**20


@pytest.mark.parametrize(("name", "reads"), [("lenet", True), ("autoencoder", False)])
def test_only_classifiers_of_digits_read_digits(name: str, reads: bool) -> None:
    assert preset(name).reads_digits is reads
    others = Spec("others", (1, 28, 28), (Flatten(), Dense(2)), ("cat", "dog"))
    assert not others.reads_digits
