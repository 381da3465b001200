"""Smooth pictures of the figure, in terminals that speak sixel or kitty graphics; loaded behind the first picture."""
