"""One live session."""
