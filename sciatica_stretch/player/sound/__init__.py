"""Tones, and the programs that play them."""
