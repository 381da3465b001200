"""A guided stretch-session timer for the terminal."""

__version__ = "0.1.0"  # pyproject.toml reads it here; asking the installed metadata takes 38 ms
