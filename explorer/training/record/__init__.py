"""A run that remembers itself: states, curves and validations, in memory or in a folder.

What is computed from a record belongs into `explorer.training.look`.
"""
