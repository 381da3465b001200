"""The log in the formats of other programs: sessions in, chunks of text or bytes out, no files and no clock."""
