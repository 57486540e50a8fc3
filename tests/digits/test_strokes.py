import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explorer.digits.drawing import PAD, Drawing, Picture, Stroke
from explorer.digits.strokes import FITTED_SIDE, is_stroke_file, read_strokes, write_strokes
from explorer.errors import UserError


def written(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "drawings.jsonl"


def test_a_pad_of_any_unit_is_brought_onto_ours(path: Path) -> None:
    written(path, {"strokes": [[0, 0, 50, 100], [25, 50]], "pad": [100, 100], "label": 7})
    (read,) = read_strokes(path)
    assert read.label == 7
    assert read.drawing.strokes[0].points.tolist() == [[0, 0], [140, 280]]
    assert read.drawing.strokes[1].points.tolist() == [[70, 140]]
    assert read.drawing.strokes[0].width == 22


def test_a_wide_pad_keeps_the_aspect_and_lies_in_the_middle(path: Path) -> None:
    written(path, {"strokes": [[0, 0, 200, 100]], "pad": [200, 100]})
    (read,) = read_strokes(path)
    assert read.drawing.strokes[0].points.tolist() == [[0, 70], [280, 210]]


def test_without_a_pad_the_drawing_is_fitted(path: Path) -> None:
    written(path, {"strokes": [[1000, 2000, 1000, 6000], [3000, 4000]]})
    (read,) = read_strokes(path)
    points = np.concatenate([stroke.points for stroke in read.drawing.strokes])
    assert np.ptp(points[:, 1]) == pytest.approx(FITTED_SIDE)
    assert (points.min(axis=0) + points.max(axis=0)).tolist() == pytest.approx([PAD, PAD])


def test_empty_drawings_dots_and_blank_lines_are_fine(path: Path) -> None:
    written(path, {"strokes": []}, "", {"strokes": [[]], "label": None}, {"strokes": [[5, 5]]})
    empty, also_empty, dot = read_strokes(path)
    assert empty.drawing.empty
    assert also_empty.drawing.empty
    assert dot.drawing.strokes[0].points.tolist() == [[140, 140]]


def test_gzip_is_recognised_by_its_content(tmp_path: Path) -> None:
    line = b'{"strokes": [[1, 2, 3, 4]]}\n'
    for name in ("a.jsonl.gz", "b.jsonl"):
        (tmp_path / name).write_bytes(gzip.compress(line * 3))
        assert len(read_strokes(tmp_path / name)) == 3


def test_the_pen_can_be_chosen(path: Path) -> None:
    written(path, {"strokes": [[0, 0, 1, 1]]})
    assert read_strokes(path, pen_width=9)[0].drawing.strokes[0].width == 9


@pytest.mark.parametrize("name", ["mine.jsonl", "mine.jsonl.gz"])
def test_what_is_written_is_read_back_with_its_pens(tmp_path: Path, name: str) -> None:
    points = np.array([[10.25, 20], [30, 270]])
    pressed = Stroke(points, 30, softness=0.5, pressures=np.array([0.25, 1]))
    drawing = Drawing((Stroke(points), pressed, Stroke(points, 15, eraser=True)))
    write_strokes(tmp_path / name, drawing, label=3)
    (read,) = read_strokes(tmp_path / name)
    assert read.label == 3
    for before, after in zip(drawing.strokes, read.drawing.strokes, strict=True):
        assert np.allclose(before.points, after.points)
        assert (before.width, before.softness, before.eraser) == (
            after.width,
            after.softness,
            after.eraser,
        )
    assert read.drawing.strokes[1].pressures.tolist() == [0.25, 1]  # type: ignore[union-attr]


def test_turn_shift_and_thicken_are_written_as_they_look(path: Path) -> None:
    stroke = Stroke(np.array([[140, 140], [150, 140]]), 10)
    write_strokes(path, Drawing((stroke,), None, (1, 0), 90, 2))
    after = read_strokes(path)[0].drawing.strokes[0]
    assert np.allclose(after.points, [[141, 140], [141, 150]])
    assert after.width == 20


def test_a_picture_has_no_strokes_to_write(path: Path) -> None:
    with pytest.raises(UserError, match="PNG"):
        write_strokes(path, Drawing(picture=Picture(np.zeros((2, 2), np.uint8))))
    assert not path.exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        ("[1, 2]", "strokes"),
        ("null", "strokes"),
        ("{}", "strokes"),
        ('{"strokes": 3}', "strokes"),
        ('{"strokes": [3]}', "stroke 0"),
        ('{"strokes": [[1, 2], [1, 2, 3]]}', "stroke 1 has an odd count"),
        ('{"strokes": [[1, "2"]]}', "finite numbers"),
        ('{"strokes": [[1, null]]}', "finite numbers"),
        ('{"strokes": [[1, true]]}', "finite numbers"),
        ('{"strokes": [[NaN, 1]]}', "finite numbers"),
        ('{"strokes": [[Infinity, 1]]}', "finite numbers"),
        ('{"strokes": [[1e300, 1]]}', "finite numbers"),
        ('{"strokes": [[[1, 2]]]}', "finite numbers"),
        ('{"strokes": [[' + "9" * 5000 + ", 1]]}", "JSON"),
        ('{"strokes": [], "pad": 5}', "pad"),
        ('{"strokes": [], "pad": [1, 0]}', "pad"),
        ('{"strokes": [], "pad": [1, NaN]}', "pad"),
        ('{"strokes": [], "label": [1]}', "label"),
        ('{"strokes": [], "label": 1.5}', "label"),
        ('{"strokes": [[1, 2]], "pens": [{}, {}]}', "pens"),
        ('{"strokes": [[1, 2]], "pens": [{"width": -3}]}', "pens"),
        ('{"strokes": [[1, 2]], "pens": [{"pressures": [1, 2]}]}', "pens"),
    ],
)
def test_a_hostile_line_is_one_sentence_with_file_and_line(
    path: Path, line: str, words: str
) -> None:
    written(path, {"strokes": []}, line)
    with pytest.raises(UserError, match=words) as caught:
        read_strokes(path)
    assert str(caught.value).startswith(f"{path}, line 2: ")
    assert "\n" not in str(caught.value)


def test_files_that_are_no_text_or_damaged_are_named(tmp_path: Path, path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="UTF-8"):
        read_strokes(path)
    noise = np.random.default_rng(0).integers(0, 9, 20_000).tolist()
    path.write_bytes(gzip.compress(json.dumps({"strokes": [noise]}).encode())[:-20])
    with pytest.raises(UserError, match="gzip"):
        read_strokes(path)
    with pytest.raises(UserError, match="no file"):
        read_strokes(tmp_path / "absent.jsonl")
    with pytest.raises(UserError, match="folder"):
        read_strokes(tmp_path)


def test_an_endless_line_is_not_read_to_its_end(path: Path) -> None:
    path.write_bytes(gzip.compress(b"[" * 9_000_000))
    with pytest.raises(UserError, match="longer than any drawing"):
        read_strokes(path)


def test_stroke_files_are_known_by_name() -> None:
    assert is_stroke_file(Path("a.b.JSONL.gz"))
    assert is_stroke_file(Path("a.jsonl"))
    assert not is_stroke_file(Path("a.png"))


@given(st.lists(st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), max_size=5)))
@example([[(0.0, 0.0), (0.0, 1e-45)]])
def test_any_drawing_fits_the_pad(tmp_path_factory, lines: list) -> None:  # type: ignore[no-untyped-def,type-arg]
    path = tmp_path_factory.mktemp("strokes") / "any.jsonl"
    written(path, {"strokes": [[v for point in line for v in point] for line in lines]})
    (read,) = read_strokes(path)
    for stroke in read.drawing.strokes:
        assert stroke.points.min() >= -0.5
        assert stroke.points.max() <= PAD + 0.5
