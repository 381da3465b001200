"""What is pinned over the picture for a while: a notice, a question, the help, the bell's light."""

from dataclasses import replace

from sciatica_stretch.player.moment import Desk


class Pinboard:
    """The desk of the coming pictures; some of what is pinned to it falls off by itself."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._until: dict[str, float] = {}

    def pin(self, *, until: float | None = None, **what: object) -> None:
        """Pin fields of the desk until the instant *until*, or until they are pinned anew."""
        self.desk = replace(self.desk, **what)  # type: ignore[arg-type] # dataclasses checks the names
        for name in what:
            self._until.pop(name, None)
            if until is not None:
                self._until[name] = until

    def unpin(self, name: str) -> None:
        """Take one thing off."""
        self.pin(**{name: getattr(Desk(), name)})

    def fallen(self, now: float) -> list[str]:
        """Take off what has hung long enough; return the names."""
        names = [name for name, until in self._until.items() if until <= now]
        for name in names:
            self.unpin(name)
        return names

    def next_fall_at(self) -> float | None:
        """Return the instant at which something next falls off by itself."""
        return min(self._until.values(), default=None)
