import contextlib
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from explorer.digits.images import has_light_paper, read_picture, read_pixels
from explorer.digits.prepare import prepare_picture
from explorer.errors import UserError
from explorer.resources import resource


def seven(size: tuple[int, int] = (120, 160), ink: int = 0, paper: int = 255) -> Image.Image:
    image = Image.new("L", size, paper)
    w, h = size
    line = [(w * 0.2, h * 0.2), (w * 0.8, h * 0.2), (w * 0.4, h * 0.8)]
    ImageDraw.Draw(image).line(line, fill=ink, width=max(2, w // 12))
    return image


def packed(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


REFERENCE = prepare_picture(read_picture(packed(seven()))).pixels


def assert_same_digit(data: bytes, atol: float = 0.12) -> None:
    pixels = prepare_picture(read_picture(data)).pixels
    assert np.abs(pixels - REFERENCE).max() <= atol


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_mode_gives_the_same_digit(mode: str) -> None:
    image = seven()
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image, np.uint16) * 257)
    else:
        image = image.convert(mode)
    assert_same_digit(packed(image, "TIFF"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "PPM", "TIFF"])
def test_the_usual_formats_are_read(kind: str) -> None:
    assert_same_digit(packed(seven(), kind))


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (255, 0), (30, 200), (230, 25)])
def test_polarity_is_detected_and_grey_paper_taken_off(ink: int, paper: int) -> None:
    picture = read_picture(packed(seven(ink=ink, paper=paper)))
    assert picture.inverted == (paper > ink)
    assert_same_digit(packed(seven(ink=ink, paper=paper)))


def test_polarity_can_be_forced() -> None:
    data = packed(seven())
    assert not read_picture(data, inverted=False).inverted
    assert read_picture(data, inverted=False).ink[0, 0] == 255
    assert read_picture(data, inverted=True).ink[0, 0] == 0


def test_shaded_noisy_paper_of_a_photograph_disappears() -> None:
    image = np.asarray(seven((400, 400), ink=40, paper=200), np.float64)
    rows, columns = np.indices(image.shape)
    photo = image - rows * 0.1 - columns * 0.05 + np.random.default_rng(1).normal(0, 3, image.shape)
    ink = read_picture(packed(Image.fromarray(photo.clip(0, 255).astype(np.uint8)))).ink
    border = np.concatenate([ink[:8].ravel(), ink[-8:].ravel()])
    assert np.mean(border > 15) < 0.01
    assert ink.max() > 240


def test_blank_sheets_are_empty_whatever_their_shade() -> None:
    for shade in (0, 90, 200, 255):
        picture = read_picture(packed(Image.new("L", (50, 40), shade)))
        assert prepare_picture(picture).empty


def test_transparent_pictures_lie_on_the_paper_that_shows_them() -> None:
    for ink in (0, 255):
        clear = Image.new("RGBA", (120, 160), (ink, ink, ink, 0))
        clear.putalpha(seven(ink=255, paper=0))
        assert_same_digit(packed(clear))
    nothing = read_picture(packed(Image.new("RGBA", (9, 9), (0, 0, 0, 0))))
    assert prepare_picture(nothing).empty


def test_a_bundled_digit_survives_a_png_bit_for_bit() -> None:
    with np.load(resource("digits", "mnist-5k.npz")) as bundled:
        digits = bundled["images"][:50]
    for digit in digits:
        picture = read_picture(packed(Image.fromarray(digit)))
        assert np.array_equal(picture.ink, digit)
        assert not picture.inverted
        dark_on_light = read_picture(packed(Image.fromarray(255 - digit)))
        assert np.array_equal(dark_on_light.ink, digit)
        assert dark_on_light.inverted


def test_exif_orientation_is_followed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to see it upright
    lying = seven().transpose(Image.Transpose.ROTATE_90)
    assert_same_digit(packed(lying, "JPEG", exif=exif, quality=95))


def test_an_animation_gives_its_first_frame() -> None:
    blank = Image.new("L", (120, 160), 255)
    assert_same_digit(packed(seven(), "GIF", save_all=True, append_images=[blank]))


def test_colours_are_kept_and_a_tinge_is_not_a_colour() -> None:
    red = Image.new("RGB", (40, 40), (255, 255, 255))
    ImageDraw.Draw(red).rectangle((10, 10, 20, 30), fill=(200, 0, 0))
    picture = read_picture(packed(red), name="red.png")
    assert picture.ink.shape == (3, 40, 40)
    assert picture.ink[:, 20, 15].tolist() == [55, 255, 255]
    assert picture.name == "red.png"
    assert read_pixels(packed(red), "red")[:, 20, 15].tolist() == [200, 0, 0]
    yellowish = Image.merge("RGB", [seven(), seven(), seven().point(lambda v: v * 240 // 255)])
    assert read_picture(packed(yellowish)).ink.ndim == 2


def test_a_photograph_without_paper_is_not_turned_around() -> None:
    noise = np.random.default_rng(2).integers(0, 256, (3, 30, 30), np.uint8)
    noise[2] |= 128
    assert not has_light_paper(noise)


def test_a_large_image_is_reduced(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    seven((3000, 4000)).save(path)
    assert max(read_picture(path).ink.shape) == 1120
    assert_same_digit(path.read_bytes(), atol=0.2)


def test_tiny_images_do_no_harm() -> None:
    for size in ((1, 1), (1, 7), (300, 1)):
        prepare_picture(read_picture(packed(Image.new("L", size, 40))))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not an image"),
        (b"hello, I am text", "not an image"),
        (packed(seven())[:200], "damaged"),
        (packed(seven(), "JPEG")[:300], "damaged"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not an image"),
    ],
)
def test_a_file_that_is_no_image_gets_one_sentence(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(content)
    with pytest.raises(UserError, match=words) as caught:
        read_picture(path)
    assert "photo.png" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no file"):
        read_picture(tmp_path / "absent.png")
    with pytest.raises(UserError, match="is a folder"):
        read_picture(tmp_path)


def test_a_decompression_bomb_is_refused_before_it_unfolds() -> None:
    bomb = packed(Image.new("1", (20_000, 20_000)))
    assert len(bomb) < 100_000
    with pytest.raises(UserError, match="million pixels"):
        read_picture(bomb, name="bomb.png")
    with pytest.raises(UserError, match="million pixels"):
        read_picture(packed(Image.new("1", (9_000, 8_000))), name="large.png")


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP"]), st.data())
def test_damaged_bytes_never_escape_as_another_error(kind: str, data: st.DataObject) -> None:
    content = bytearray(packed(seven((20, 30)), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UserError):
        picture = read_picture(bytes(content))
        assert np.isfinite(prepare_picture(picture).pixels).all()
