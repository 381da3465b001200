"""Lets `python -m sciatica_stretch` stand for `stretch`."""

from sciatica_stretch.cli.app import main

if __name__ == "__main__":
    main()
