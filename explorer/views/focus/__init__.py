"""One layer at reading size, in place of the network: what it reads, what it does, what it makes.

What a number consists of is worked out elsewhere and shown by the cards' blocks.
"""
