"""A drawing as JSON and back, nothing lost: strokes with their pens, a picture with its pixels."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from explorer.digits.drawing import Drawing, Picture, Stroke
from explorer.errors import UserError
from explorer.text import _

_MOST_BYTES = 64 << 20  # of a picture's pixels: a few bytes could ask for any amount of memory


def drawing_to_json(drawing: Drawing) -> dict[str, Any]:
    """Return a drawing as JSON, for `drawing_from_json`."""
    return {
        "strokes": [_stroke_to_json(stroke) for stroke in drawing.strokes],
        "picture": None if drawing.picture is None else _picture_to_json(drawing.picture),
        "shift": list(drawing.shift),
        "turn": drawing.turn,
        "thicken": drawing.thicken,
    }


def drawing_from_json(data: Mapping[str, Any]) -> Drawing:
    """Return the drawing that `drawing_to_json` wrote; raises UserError for anything else."""
    try:
        picture = data.get("picture")
        right, down = data.get("shift", (0.0, 0.0))
        return Drawing(
            strokes=tuple(_stroke(entry) for entry in data.get("strokes", ())),
            picture=None if picture is None else _picture(picture),
            shift=(float(right), float(down)),
            turn=float(data.get("turn", 0.0)),
            thicken=float(data.get("thicken", 1.0)),
        )
    except (KeyError, TypeError, ValueError, AttributeError, zlib.error) as error:
        raise UserError(_("The drawing in this view cannot be read.")) from error


def _stroke_to_json(stroke: Stroke) -> dict[str, Any]:
    return {
        "points": stroke.points.ravel().tolist(),
        "width": stroke.width,
        "softness": stroke.softness,
        "eraser": stroke.eraser,
        "pressures": None if stroke.pressures is None else stroke.pressures.tolist(),
    }


def _stroke(entry: Mapping[str, Any]) -> Stroke:
    pressures = entry.get("pressures")
    return Stroke(
        np.array(entry["points"], np.float32).reshape(-1, 2),
        float(entry["width"]),
        float(entry["softness"]),
        bool(entry["eraser"]),
        None if pressures is None else np.array(pressures, np.float32),
    )


def _picture_to_json(picture: Picture) -> dict[str, Any]:
    return {
        "ink": base64.b64encode(zlib.compress(picture.ink.tobytes())).decode(),
        "shape": list(picture.ink.shape),
        "name": picture.name,
        "inverted": picture.inverted,
    }


def _picture(entry: Mapping[str, Any]) -> Picture:
    shape = tuple(int(size) for size in entry["shape"])
    packed = base64.b64decode(entry["ink"], validate=True)
    pixels = zlib.decompressobj().decompress(packed, _MOST_BYTES)
    ink = np.frombuffer(pixels, np.uint8).reshape(shape)
    return Picture(ink, str(entry["name"]), bool(entry["inverted"]))
