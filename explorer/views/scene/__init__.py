"""The network as one picture: columns of feature maps in data-flow order."""
