"""The running program's state and what it computes beside the window: threads, settings, undo.

Nothing here draws, and widgets belong into the views.
"""
