"""From ink to network input, and the data sets of digits. Numpy, never Qt."""
