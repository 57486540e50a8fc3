"""The pieces that explanations are painted from: lines, sums, tables, bars, grids of numbers.

What a card, a step of training or a page is may not be known here: a piece shows what it is given.
"""
