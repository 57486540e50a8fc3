"""The card that shows the arithmetic behind one number, painted from a frozen explanation."""
