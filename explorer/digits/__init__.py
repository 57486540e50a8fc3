"""From ink to network input, and the data sets of digits: numpy and Pillow.

No Qt and no torch, and nothing that knows what a network makes of a digit.
"""
