"""The curves of a training, drawn by pyqtgraph, which only this folder imports for the Train page.

What a curve holds comes from a run's records; nothing here trains or knows the page.
"""
