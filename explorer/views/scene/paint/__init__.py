"""The layers of the flat picture, from back to front, and what the stacked one paints alike.

They read the scene's state and change nothing in it; where things stand is not decided here.
"""
