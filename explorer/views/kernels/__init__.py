"""The kernels of a convolution, large: a window of their own with every weight as a number.

What made the weights, or which page asked for them, may not be known here.
"""
