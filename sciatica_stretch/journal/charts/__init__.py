"""History as pictures in the terminal: lines of styled text, pure, for any width from 40 columns on."""
