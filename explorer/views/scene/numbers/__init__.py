"""Quick ways to write many numbers: whole grids of them at once, or digit by digit.

Which numbers are written, and where, is up to whoever paints them.
"""
