"""Child processes of a session: started, spoken to through pipes, and taken over from."""
