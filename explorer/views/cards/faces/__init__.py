"""What the card of each kind of stage shows, put together from blocks.

Nothing here may compute a number of the network: an explanation has all of them.
"""
