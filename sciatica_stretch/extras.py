"""What can be installed beside the program, each an extra of its package: how to get it, where it runs."""

import sys


def get(extra: str) -> str:
    """Return the command that installs *extra* for the Python that runs this, to be pasted into a shell.

    Its name alone is enough: the program that is installed already is the one that is meant.
    """
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return f'{python} -m pip install "sciatica-stretch[{extra}]"'
