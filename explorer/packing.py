"""JSON as one line of text that is short, survives being pasted, and back."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

_MOST_BYTES = 64 << 20  # unpacked: a few bytes could ask for any amount of memory


def pack(data: object) -> str:
    """Return JSON data as letters, digits, `-` and `_`; what repeats takes hardly any room."""
    packed = zlib.compress(json.dumps(data, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def unpack(text: str) -> Any:
    """Return what `pack` packed; raises ValueError for a text that is incomplete or damaged."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return json.loads(zlib.decompressobj().decompress(packed, _MOST_BYTES))
    except zlib.error as error:
        raise ValueError("damaged") from error
