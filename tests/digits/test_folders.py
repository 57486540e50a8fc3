from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.digits.datasets import load
from explorer.digits.images import read_picture
from explorer.digits.prepare import prepare_picture
from explorer.errors import UserError
from explorer.resources import resource

RNG = np.random.default_rng(8)


def filled(
    root: Path, classes: list[str], count: int = 5, size: tuple[int, ...] = (12, 12)
) -> Path:
    for shade, name in enumerate(classes):
        (root / name).mkdir(parents=True)
        for index in range(count):
            pixels = RNG.integers(0, 40, size, np.uint8)
            pixels[4:8, 4:8] = 200 + shade
            Image.fromarray(pixels).save(root / name / f"{index}.png")
    return root


def test_the_folders_are_the_classes_and_four_fifths_are_to_train(tmp_path: Path) -> None:
    root = filled(tmp_path / "pets", ["dog", "cat"])
    train, test = load(root, "train"), load(root, "test")
    assert train.name == "pets"
    assert train.classes == test.classes == ("cat", "dog")
    assert train.labels.tolist() == [0] * 4 + [1] * 4
    assert test.labels.tolist() == [0, 1]
    assert train.images.shape == (8, 1, 12, 12)
    assert (train.images[:, 0, 4, 4] - 200).tolist() == [1] * 4 + [0] * 4


def test_train_and_test_folders_are_the_splits(tmp_path: Path) -> None:
    filled(tmp_path / "train", ["a", "b", "c"])
    filled(tmp_path / "test", ["c"], count=2)
    train, test = load(tmp_path, "train"), load(tmp_path, "test")
    assert len(train) == 15
    assert test.classes == ("a", "b", "c")
    assert test.labels.tolist() == [2, 2]


def test_numbers_are_sorted_as_numbers_and_other_files_are_passed_over(tmp_path: Path) -> None:
    root = filled(tmp_path, ["10", "9", "x"])
    (root / "9" / "notes.txt").write_text("not an image")
    (root / "9" / ".hidden.png").write_text("neither")
    (root / "empty").mkdir()
    assert load(root, "train").classes == ("9", "10", "x")


def test_one_coloured_image_makes_the_set_rgb(tmp_path: Path) -> None:
    root = filled(tmp_path, ["a", "b"])
    Image.new("RGB", (12, 12), (255, 0, 0)).save(root / "a" / "0.png")
    data = load(root, "train")
    assert data.images.shape == (8, 3, 12, 12)
    assert data.images[0, :, 0, 0].tolist() == [255, 0, 0]
    assert np.array_equal(data.images[1, 0], data.images[1, 2])


def test_dark_ink_on_light_paper_is_turned_around_for_the_whole_set(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        for index in range(5):
            pixels = np.full((12, 16 + index), 255, np.uint8)
            pixels[4:8, 4:8] = 0
            Image.fromarray(pixels).save(tmp_path / name / f"{index}.png")
    data = load(tmp_path, "train")
    assert data.images.shape == (8, 1, 28, 28)
    assert not data.images[:, :, 0].any()
    assert data.images.max() == 255


def test_large_images_are_reduced(tmp_path: Path) -> None:
    assert load(filled(tmp_path, ["a", "b"], 2, (200, 150)), "train").images.shape[2:] == (28, 28)


def test_mnist_as_images_is_read_bit_for_bit(tmp_path: Path) -> None:
    with np.load(resource("digits", "mnist-5k.npz")) as file:
        images, labels = file["images"][:60], file["labels"][:60]
    for index, (image, label) in enumerate(zip(images, labels, strict=True)):
        (tmp_path / str(label)).mkdir(exist_ok=True)
        Image.fromarray(image).save(tmp_path / str(label) / f"{index:03}.png")
    parts = [load(tmp_path, split) for split in ("train", "test")]  # type: ignore[arg-type]
    read = {
        image.tobytes(): n
        for part in parts
        for image, n in zip(part.images, part.labels, strict=True)
    }
    assert read == {image.tobytes(): n for image, n in zip(images, labels, strict=True)}


def test_scanned_digits_take_the_way_of_a_drawing(tmp_path: Path) -> None:
    root = filled(tmp_path, ["3", "4"], size=(60, 40))
    expected = prepare_picture(read_picture(root / "3" / "0.png")).pixels
    read = load(root, "train").images[0] / np.float32(255)
    assert np.allclose(read, expected, atol=0.003)


def test_one_unreadable_image_among_many_is_named(tmp_path: Path) -> None:
    root = filled(tmp_path, ["a", "b"], count=20)
    (root / "b" / "12.png").write_bytes(b"\x89PNG but no more")
    with pytest.raises(UserError, match=r"b.12\.png"):
        load(root, "train")


def test_progress_hears_of_every_image(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    load(filled(tmp_path, ["a", "b"]), "train", lambda done, of: told.append((done, of)))
    assert told == [(n, 8) for n in range(1, 9)]


def test_folders_that_hold_no_classes_are_told_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no data set"):
        load(tmp_path)
    filled(tmp_path, ["only"])
    with pytest.raises(UserError, match="two or more folders"):
        load(tmp_path)
    single = filled(tmp_path / "sparse", ["a", "b"], count=1)
    with pytest.raises(UserError, match="no images for the test split"):
        load(single, "test")
