"""The stacked picture: planes in space, seen from any side.

It shows the flat picture's state and colours; only where things stand in space belongs here.
"""
