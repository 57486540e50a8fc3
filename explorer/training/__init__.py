"""How a network learns: plans, steps, evaluation, and runs on the disk.

Torch and numpy, never Qt; what is asked for from the window comes in through `explorer.live`.
"""
