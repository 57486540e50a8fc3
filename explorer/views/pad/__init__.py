"""The pad that a digit is drawn on, its tools, and the picture that it keeps of the drawing.

It emits what the hand does and shows drawings; it computes nothing of the network's input.
"""
