"""Players and voices that exist on one system only."""

_SYSTEMS = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}


def only_on(home: str | None, platform: str) -> str:
    """Return "only on macOS" where *home* is that and *platform* is not, "" for what is at home here or everywhere."""
    return "" if home in {None, platform} else f"only on {_SYSTEMS[home]}"
