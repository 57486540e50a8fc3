"""Trying another choice: what can be exchanged, and what exchanging it did."""
