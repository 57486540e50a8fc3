"""Where everything in the flat picture stands, computed from tensor shapes and text widths alone.

Nothing here knows a widget, a number or a selection.
"""
