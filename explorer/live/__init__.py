"""The running program's state and its worker threads. QtCore only."""
