"""The forms of a training: its data, its network, layer by layer, and its plan.

They show and check what is entered; they start nothing and read no file.
"""
