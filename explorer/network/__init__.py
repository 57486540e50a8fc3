"""A LeNet-style network: what it is, what it computes, and why; torch and numpy.

No Qt, no training, and nothing about how a number looks on the screen.
"""
