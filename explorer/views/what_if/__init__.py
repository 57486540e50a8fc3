"""Trying another choice: what can be exchanged in a network, and what exchanging it did.

Nothing here may exchange anything or compute a difference: it asks, and shows what was found.
"""
