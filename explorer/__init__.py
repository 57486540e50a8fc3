"""Draw a digit and see every number a LeNet-style network computes from it."""

__version__ = "0.1.0"
