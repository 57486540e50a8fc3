"""Play, pause and step through a training, and its time line.

It shows a state and emits what is asked for; the trainer and the page are not known here.
"""
