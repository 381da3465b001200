"""What a person has settled once and for all: the settings there are, what is in force, and the file they stand in."""
