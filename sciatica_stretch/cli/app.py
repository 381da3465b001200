"""The typer app and the one error boundary."""


def main() -> None:
    """Run the command line."""
