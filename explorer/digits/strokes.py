"""Stroke files: drawings as JSON lines, one a line, plain or gzipped.

A line is `{"strokes": [[x0, y0, x1, y1, ...], ...]}` with y growing downward, in any unit, and
optionally a `label` and `pad`, the [width, height] it was drawn on. Our own files also name the
`pens`, one for each stroke, where they differ from the usual one.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import IO, Any

import numpy as np

from explorer.digits.drawing import PAD, PEN_WIDTH, Drawing, Floats, Stroke
from explorer.errors import UserError
from explorer.files import absent, unreadable, write_atomically
from explorer.text import _

FITTED_SIDE = 200.0 - PEN_WIDTH
"""The longer side of a drawing without a pad, in pad pixels from point to point."""

_LONGEST_LINE = 8_000_000
_LARGEST_NUMBER = 1e9
_SMALLEST_EXTENT = 1e-30  # what is smaller is a point: no float32 enlarges it to the pad

Label = int | str | None


@dataclass(frozen=True, slots=True)
class LabelledDrawing:
    """A drawing of a stroke file with its label, a class's number or name, None if unknown."""

    drawing: Drawing
    label: Label = None


def is_stroke_file(path: Path) -> bool:
    """Return whether a file has the name of a stroke file."""
    return path.name.lower().endswith((".jsonl", ".jsonl.gz"))


def read_strokes(path: Path | str, pen_width: float | None = None) -> list[LabelledDrawing]:
    """Read all drawings of a stroke file, placed on the pad.

    With `pad` its extent becomes the pad, without it the drawing is fitted. `pen_width` in pad
    pixels replaces that of the file. Raises UserError naming file and line.
    """
    drawings = []
    for number, line in _lines(Path(path)):
        try:
            drawings.append(_drawing(line, pen_width))
        except UserError as error:
            raise UserError(
                _("{path}, line {number}: {error}"), path=path, number=number, error=error
            ) from error
    return drawings


def write_strokes(path: Path | str, drawing: Drawing, label: Label = None) -> None:
    """Write one drawing as a stroke file, as it lies on the pad; `.gz` compresses it.

    Raises UserError for a drawing over a picture, which has no strokes, and for a place that
    cannot be written.
    """
    if drawing.picture is not None:
        raise UserError(_("A drawing over a picture cannot be saved as strokes; save it as PNG."))
    path = Path(path)
    data = (json.dumps(_entry(drawing, label)) + "\n").encode()
    write_atomically(path, gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


def _entry(drawing: Drawing, label: Label) -> dict[str, Any]:
    entry: dict[str, Any] = {"pad": [PAD, PAD]}
    if label is not None:
        entry["label"] = label
    lines = [np.round(drawing.to_pad(stroke.points), 2).ravel() for stroke in drawing.strokes]
    entry["strokes"] = [[round(float(v), 2) for v in line] for line in lines]
    pens = [_pen(stroke, drawing.thicken) for stroke in drawing.strokes]
    if any(pens):
        entry["pens"] = pens
    return entry


def _pen(stroke: Stroke, thicken: float) -> dict[str, Any]:
    pen: dict[str, Any] = {}
    if stroke.width * thicken != PEN_WIDTH:
        pen["width"] = round(stroke.width * thicken, 3)
    if stroke.softness:
        pen["softness"] = stroke.softness
    if stroke.eraser:
        pen["eraser"] = True
    if stroke.pressures is not None:
        pen["pressures"] = [round(float(p), 3) for p in stroke.pressures]
    return pen


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    if path.is_dir():
        raise UserError(_("{path} is a folder, not a stroke file."), path=path)
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            lines = gzip.GzipFile(fileobj=file) if packed else file
            yield from _decoded(lines, path)
    except FileNotFoundError as error:
        raise absent(path) from error
    except PermissionError as error:
        raise UserError(_("{path} may not be read: permission denied."), path=path) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UserError(
            _("{path} is damaged: its gzip data cannot be unpacked."), path=path
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _decoded(file: IO[bytes] | gzip.GzipFile, path: Path) -> Iterator[tuple[int, str]]:
    number = 0
    while line := file.readline(_LONGEST_LINE + 1):
        number += 1
        if len(line) > _LONGEST_LINE:
            raise UserError(
                _("{path}, line {number}: longer than any drawing."), path=path, number=number
            )
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError as error:
            raise UserError(
                _("{path}, line {number}: this is not UTF-8 text."), path=path, number=number
            ) from error
        if text:
            yield number, text


def _drawing(line: str, pen_width: float | None) -> LabelledDrawing:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UserError(_("this is not a JSON object.")) from error
    if not isinstance(entry, dict) or not isinstance(entry.get("strokes"), list):
        raise UserError(_('a drawing is a JSON object with a list "strokes".'))
    lines = [_points(values, index) for index, values in enumerate(entry["strokes"])]
    pens = _pens(entry.get("pens"), lines)
    scale, offset = _placement(entry.get("pad"), lines)
    strokes = []
    for points, pen in zip(lines, pens, strict=True):
        if len(points):
            width = pen_width or (pen["width"] * scale if "width" in pen else PEN_WIDTH)
            strokes.append(Stroke(points * scale + offset, **{**pen, "width": width}))
    return LabelledDrawing(Drawing(tuple(strokes)), _label(entry.get("label")))


def _points(values: Any, index: int) -> Floats:
    """Return a stroke's numbers as points (n, 2)."""
    if not isinstance(values, list) or not all(_is_number(value) for value in values):
        raise UserError(_("stroke {index} is not a list of finite numbers."), index=index)
    if len(values) % 2:
        raise UserError(_("stroke {index} has an odd count of numbers: x without y."), index=index)
    return np.array(values, np.float64).reshape(-1, 2).astype(np.float32)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= _LARGEST_NUMBER


def _placement(pad: Any, lines: list[Floats]) -> tuple[np.float32, Floats]:
    """Return scale and offset (2,) that bring the file's coordinates onto the pad."""
    if pad is not None:
        low, high, side = np.zeros(2), np.array(_pad(pad), np.float64), float(PAD)
    elif any(len(points) for points in lines):
        points = np.concatenate(lines).astype(np.float64)
        low, high, side = points.min(axis=0), points.max(axis=0), FITTED_SIDE
    else:
        return np.float32(1), np.zeros(2, np.float32)
    extent = float((high - low).max())
    scale = side / extent if extent > _SMALLEST_EXTENT else 1.0
    offset = PAD / 2 - scale * (low + high) / 2
    return np.float32(scale), offset.astype(np.float32)


def _pad(pad: Any) -> list[float]:
    if not isinstance(pad, list) or len(pad) != 2 or not all(_is_number(v) and v > 0 for v in pad):
        raise UserError(_('"pad" is not [width, height] with positive numbers.'))
    return [float(v) for v in pad]


def _pens(pens: Any, lines: list[Floats]) -> list[dict[str, Any]]:
    """Return a stroke's width, softness, eraser and pressures, as far as the file has them."""
    if pens is None:
        return [{}] * len(lines)
    if not isinstance(pens, list) or len(pens) != len(lines):
        raise UserError(_('"pens" needs one entry for each stroke.'))
    return [_checked_pen(pen, points) for pen, points in zip(pens, lines, strict=True)]


def _checked_pen(pen: Any, points: Floats) -> dict[str, Any]:
    sentence = _('an entry of "pens" makes no sense.')
    if not isinstance(pen, dict):
        raise UserError(sentence)
    known: dict[str, Any] = {name: pen[name] for name in ("width", "softness") if name in pen}
    if not all(_is_number(v) and v >= 0 and isfinite(v) for v in known.values()):
        raise UserError(sentence)
    known["eraser"] = pen.get("eraser") is True
    pressures = pen.get("pressures")
    if pressures is not None:
        if not isinstance(pressures, list) or len(pressures) != len(points):
            raise UserError(sentence)
        if not all(_is_number(v) for v in pressures):
            raise UserError(sentence)
        known["pressures"] = np.array(pressures, np.float32)
    return known


def _label(label: Any) -> Label:
    if label is None or type(label) is int or isinstance(label, str):
        return label
    raise UserError(_('"label" is neither a whole number nor a name.'))
