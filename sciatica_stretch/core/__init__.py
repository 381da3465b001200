"""The plan and the machine that walks it: no clock, no files, no terminal."""
