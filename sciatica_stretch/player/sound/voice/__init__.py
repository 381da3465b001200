"""Voices: programs and packages that read a line aloud into a WAV file, all of them offline."""
