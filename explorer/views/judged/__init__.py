"""How a network reads many images: what it confuses, its surest mistakes and its score.

Nothing in here knows a page, a run or what trains the network.
"""
