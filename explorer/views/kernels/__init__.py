"""The kernels of a convolution, large: a window of their own."""
