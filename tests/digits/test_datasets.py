from pathlib import Path

import numpy as np
import pytest

from explorer.digits import idx
from explorer.digits.datasets import Dataset, load, random_sample
from explorer.errors import UserError

RNG = np.random.default_rng(4)
IMAGES = RNG.integers(0, 256, (20, 9, 8), np.uint8)
LABELS = np.repeat([0, 1], 10)


def saved(path: Path, **arrays: object) -> Path:
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    return path


def test_the_bundled_digits_are_balanced_and_the_splits_apart() -> None:
    train, test = load("bundled", "train"), load("bundled", "test")
    assert train.images.shape == (4000, 1, 28, 28)
    assert np.bincount(train.labels).tolist() == [400] * 10
    assert np.bincount(test.labels).tolist() == [100] * 10
    assert train.classes == tuple("0123456789")
    seen = {image.tobytes() for image in train.images}
    assert not seen & {image.tobytes() for image in test.images}


def test_a_random_sample_shows_the_digit_and_repeats_with_the_seed() -> None:
    train = {i.tobytes(): n for i, n in zip(*_bundled(), strict=True)}
    for digit in range(10):
        picture = random_sample(digit, np.random.default_rng(digit))
        assert train[picture.ink.tobytes()] == digit
        again = random_sample(digit, np.random.default_rng(digit))
        assert np.array_equal(again.ink, picture.ink)


def _bundled() -> tuple[np.ndarray, np.ndarray]:
    parts = [load("bundled", split) for split in ("train", "test")]  # type: ignore[arg-type]
    return (
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32])
def test_an_npz_is_split_by_class_when_it_has_no_test_split(tmp_path: Path, dtype: type) -> None:
    path = saved(tmp_path / "mine.npz", images=IMAGES.astype(dtype), labels=LABELS)
    train, test = load(path, "train"), load(str(path), "test")
    assert train.name == "mine"
    assert np.bincount(train.labels).tolist() == [8, 8]
    assert np.array_equal(test.images[:, 0], IMAGES[[8, 9, 18, 19]])
    assert train.images.dtype == np.uint8


def test_an_npz_may_bring_its_own_test_split_and_class_names(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "a.npz",
        images=IMAGES,
        labels=LABELS,
        test_images=IMAGES[:3],
        test_labels=LABELS[:3],
        classes=np.array(["cat", "dog"]),
    )
    assert len(load(path, "train")) == 20
    test = load(path, "test")
    assert len(test) == 3
    assert test.classes == ("cat", "dog")


@pytest.mark.parametrize(
    ("numbers", "classes"),
    [
        ([0, 1], ("0", "1")),
        ([3, 7], ("3", "7")),
        ([200, 1000], ("200", "1000")),
        (range(10), tuple("0123456789")),
        ([0, 1, 2, 9, 11], ("0", "1", "2", "9", "11")),
    ],
)
@pytest.mark.parametrize("dtype", [np.uint16, np.int64])
def test_an_npz_without_names_has_as_many_classes_as_labels(
    tmp_path: Path, numbers: list[int], classes: tuple[str, ...], dtype: type
) -> None:
    labels = np.resize(np.array(numbers, dtype), 20)
    data = load(saved(tmp_path / "a.npz", images=IMAGES, labels=labels), "train")
    assert data.classes == classes
    assert set(data.labels.tolist()) == set(range(len(classes)))
    for image, label in zip(data.images[:, 0], data.labels, strict=True):
        place = next(i for i, given in enumerate(IMAGES) if np.array_equal(given, image))
        assert data.classes[label] == str(labels[place])


def test_labels_of_either_split_are_classes_of_both(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "a.npz",
        x_train=IMAGES,
        y_train=np.where(LABELS == 1, 7, 3),
        x_test=IMAGES[:2],
        y_test=np.array([[5], [7]]),
    )
    train, test = load(path, "train"), load(path, "test")
    assert train.classes == test.classes == ("3", "5", "7")
    assert set(train.labels.tolist()) == {0, 2}
    assert test.labels.tolist() == [1, 2]


def test_a_part_of_the_classes_is_found_by_name_among_more() -> None:
    data = Dataset("x", IMAGES[:2, None], np.array([0, 1]), ("3", "7"))
    among = data.labelled_as(tuple("0123456789"))
    assert among.labels.tolist() == [3, 7]
    assert among.classes == tuple("0123456789")
    assert among.images is data.images
    for others in (("3", "7"), ("cat", "dog", "7")):
        assert data.labelled_as(others) is data


@pytest.mark.parametrize("shape", [(20, 3, 9, 8), (20, 9, 8, 3), (20, 9, 8, 1), (20, 1, 9, 8)])
def test_channels_may_come_first_or_last(tmp_path: Path, shape: tuple[int, ...]) -> None:
    images = RNG.integers(0, 256, shape, np.uint8)
    data = load(saved(tmp_path / "a.npz", images=images, labels=LABELS), "train")
    assert data.images.shape[2:] == (9, 8)
    assert data.images.shape[1] in (1, 3)


def test_fractions_of_one_become_bytes(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.npz", images=IMAGES / 255, labels=LABELS[:, None])
    assert np.array_equal(load(path, "train").images[:8, 0], IMAGES[:8])


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"pictures": IMAGES}, "lacks the arrays"),
        ({"images": IMAGES, "labels": LABELS[:-1]}, "20 images, but 19 labels"),
        ({"images": IMAGES[0], "labels": LABELS}, "shape"),
        ({"images": IMAGES.reshape(20, 9, 4, 2), "labels": LABELS}, "channels"),
        ({"images": IMAGES - 300.0, "labels": LABELS}, "0 to 255"),
        ({"images": IMAGES * np.nan, "labels": LABELS}, "0 to 255"),
        ({"images": IMAGES.astype(complex), "labels": LABELS}, "type"),
        ({"images": IMAGES, "labels": LABELS + 0.5}, "whole numbers"),
        ({"images": IMAGES, "labels": LABELS - 1}, "label -1"),
        ({"images": IMAGES[:0], "labels": LABELS[:0]}, "empty"),
        ({"images": IMAGES, "labels": LABELS, "classes": np.array(["a"])}, "label 1"),
        ({"images": np.array([{}], object), "labels": LABELS}, "plain arrays"),
    ],
)
def test_a_wrong_npz_is_one_sentence_with_its_name(
    tmp_path: Path, arrays: dict[str, np.ndarray], words: str
) -> None:
    path = saved(tmp_path / "odd.npz", **arrays)
    with pytest.raises(UserError, match=words) as caught:
        load(path, "train")
    assert "odd.npz" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"\x80\x04pickle", b"text"])
def test_a_file_that_is_no_npz_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.npz"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"odd\.npz"):
        load(path, "train")


def test_a_cut_off_npz_is_named(tmp_path: Path) -> None:
    path = saved(tmp_path / "odd.npz", images=IMAGES, labels=LABELS)
    for size in (100, 1000, path.stat().st_size - 10):
        path.write_bytes(path.read_bytes()[:size])
        with pytest.raises(UserError, match=r"odd\.npz"):
            load(path, "train")


def test_names_that_do_not_exist_are_told_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="fashion-mnist"):
        load("mnits")
    text = tmp_path / "a.txt"
    text.write_text("x")
    with pytest.raises(UserError, match="npz file or a folder"):
        load(text)


def test_idx_folders_whose_counts_differ_are_refused(tmp_path: Path) -> None:
    labels = LABELS.astype(np.uint8)
    (tmp_path / idx.IMAGES["train"]).write_bytes(idx.idx_bytes(IMAGES))
    (tmp_path / idx.LABELS["train"]).write_bytes(idx.idx_bytes(labels))
    assert np.array_equal(load(tmp_path, "train").images[:, 0], IMAGES)
    (tmp_path / idx.LABELS["train"]).write_bytes(idx.idx_bytes(labels[:-1]))
    with pytest.raises(UserError, match="20 images, but 19 labels"):
        load(tmp_path, "train")


def dataset(shape: tuple[int, ...]) -> Dataset:
    images = RNG.integers(0, 256, shape, np.uint8)
    return Dataset("x", images, np.zeros(len(images), np.int64), ("a", "b"))


def test_fitting_pads_mnist_for_lenet_5_and_repeats_or_mixes_channels() -> None:
    data = dataset((5, 1, 28, 28))
    assert data.fitted((1, 28, 28)).images is data.images
    padded = data.fitted((1, 32, 32)).images
    assert np.array_equal(padded[:, :, 2:-2, 2:-2], data.images)
    assert not padded[:, :, :2].any()
    coloured = data.fitted((3, 28, 28))
    assert coloured.images.shape == (5, 3, 28, 28)
    assert np.array_equal(coloured.fitted((1, 28, 28)).images, data.images)
    assert dataset((1500, 1, 8, 8)).fitted((1, 12, 12)).images.shape == (1500, 1, 12, 12)
