"""The explanation card: why a cell has its number, beside the cell in the scene.

A card shows explanations and knows neither how they are computed nor the page it floats over.
"""
