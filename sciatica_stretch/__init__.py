"""A guided stretch-session timer for the terminal."""
