"""How a network learns: plans, steps, evaluation. Torch and numpy, never Qt."""
