"""The sub-commands of the command line, a module each: its options and what it does.

What a command computes belongs to the core; nothing imports a command but `cli`.
"""
