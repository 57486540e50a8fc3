"""Reads the numbers of blocks back, as a user would."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from explorer.views.blocks.blocks import Block
from explorer.views.blocks.table import NumberRow, TotalRow
from explorer.views.blocks.terms import TermRow, Verdict


def read(text: str) -> Decimal:
    """Return a printed number, `+ 2.28` and `− 0.13` too."""
    return Decimal(text.replace("−", "-").replace(" ", ""))


def term_rows(blocks: Sequence[Block]) -> dict[str, TermRow]:
    """Return the rows of terms by their names."""
    return {block.name: block for block in blocks if isinstance(block, TermRow)}


def column(blocks: Sequence[Block], at: int = -1) -> list[Decimal]:
    """Return a column of the table of classes."""
    return [read(b.numbers[at]) for b in blocks if isinstance(b, NumberRow)]


def totals(blocks: Sequence[Block]) -> list[Decimal]:
    """Return the sums under the tables."""
    return [read(block.numbers[-1]) for block in blocks if isinstance(block, TotalRow)]


def verdicts(blocks: Sequence[Block]) -> list[bool]:
    """Return whether the ticks are ticks."""
    return [block.good for block in blocks if isinstance(block, Verdict)]
