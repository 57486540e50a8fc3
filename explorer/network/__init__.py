"""A LeNet-style network: what it is, what it computes, and why. Torch and numpy, never Qt."""
