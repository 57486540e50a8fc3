"""The last line of a card: the sum, and a tick where it is the very number of the trace."""

from __future__ import annotations

from explorer.network.explanations import Explanation, agrees
from explorer.views.blocks.blocks import Sum

EQUAL = "equals the number that the network computed"


def foot_without_bias(parts: list[tuple[str, str]], bias: str, value: str, result: str) -> Sum:
    """Return the closing line of a sum whose bias was left out: it is not the network's number."""
    note = f"without the bias {bias}; with it {value}, as the network computes"
    return Sum((*parts, ("=", "word"), (result, "result")), None, note)


def foot(parts: list[tuple[str, str]], explanation: Explanation, result: str) -> Sum:
    """Return the closing line from its parts, (text, role), without "= result"."""
    same = agrees(explanation)
    note = EQUAL if same else "differs from what the network computed"
    return Sum((*parts, ("=", "word"), (result, "result")), same, note)
