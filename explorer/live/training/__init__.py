"""The training process seen from the window: commands go in, reports come out, signals show them.

How a network learns belongs into `explorer.training`, and what is drawn of it into the views.
"""
