"""What is remembered of each session."""
