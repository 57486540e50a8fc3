"""The data sets that can be downloaded: their files, their mirrors and what the files must hold.

The hashes are those of the unpacked bytes, because mirrors pack the same digits differently.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.digits.idx import IMAGES, LABELS


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A gzipped file: its name, its usual size in bytes and the SHA-256 of what is inside."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A data set to download: the addresses of its mirrors, each ending in a slash."""

    name: str
    title: str
    mirrors: tuple[str, ...]
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """What all files together usually take, in bytes."""
        return sum(file.size for file in self.files)

    def split(self, split: str) -> tuple[RemoteFile, RemoteFile]:
        """Return the files with images and labels of `train` or `test`."""
        files = {file.name: file for file in self.files}
        return files[f"{IMAGES[split]}.gz"], files[f"{LABELS[split]}.gz"]


def _files(*known: tuple[int, str]) -> tuple[RemoteFile, ...]:
    """Return the official files, images before labels, by their sizes and hashes."""
    names = (f"{names[split]}.gz" for split in ("train", "test") for names in (IMAGES, LABELS))
    return tuple(RemoteFile(name, *each) for name, each in zip(names, known, strict=True))


MNIST = Collection(
    "mnist",
    "MNIST",
    (
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    _files(
        (9912422, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        (28881, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        (1648877, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        (4542, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ),
)

FASHION_MNIST = Collection(
    "fashion-mnist",
    "Fashion-MNIST",
    (
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    ),
    _files(
        (26421880, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
        (29515, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
        (4422102, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
        (5148, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
    ),
)

COLLECTIONS = {collection.name: collection for collection in (MNIST, FASHION_MNIST)}
