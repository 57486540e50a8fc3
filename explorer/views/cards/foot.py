"""The last line of a card: the sum, and a tick where it is the very number of the trace."""

from __future__ import annotations

from explorer.network.explanations import Explanation, agrees
from explorer.views.cards.blocks import Sum

EQUAL = "equals the number that the network computed"


def foot(parts: list[tuple[str, str]], explanation: Explanation, result: str) -> Sum:
    """Return the closing line from its parts, (text, role), without "= result"."""
    same = agrees(explanation)
    note = EQUAL if same else "differs from what the network computed"
    return Sum((*parts, ("=", "word"), (result, "result")), same, note)
