"""What layers cost and which sizes come out of them, worked out with numbers of one's own.

Nothing in here knows a page or a network that computes; it takes shapes and layers.
"""
