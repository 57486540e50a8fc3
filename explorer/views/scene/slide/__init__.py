"""A kernel or a window that slides over a map: its places, its motion in time, its controls.

What it covers is painted with the maps, not here.
"""
