"""The hall that joins the rooms: one file for each family of commands."""
