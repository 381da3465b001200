"""Where routines come from."""
