"""A session led from afar: from another terminal, a phone's ssh or a desktop shortcut."""
