import re

import pytest

from explorer.digits.collections import COLLECTIONS, Collection


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=COLLECTIONS)
def test_each_collection_has_two_mirrors_and_four_hashed_files(collection: Collection) -> None:
    assert len(collection.mirrors) >= 2
    assert all(re.fullmatch(r"https?://\S+/", mirror) for mirror in collection.mirrors)
    assert len({file.sha256 for file in collection.files}) == 4
    assert all(re.fullmatch(r"[0-9a-f]{64}", file.sha256) for file in collection.files)


def test_a_split_is_its_images_and_its_labels() -> None:
    images, labels = COLLECTIONS["mnist"].split("test")
    assert images.name == "t10k-images-idx3-ubyte.gz"
    assert labels.name == "t10k-labels-idx1-ubyte.gz"
