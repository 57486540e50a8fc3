"""The network as the classic picture of a CNN: each stage a stack of planes in space."""
