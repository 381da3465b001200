"""Children that take over from one another: one at a time does the work, and the next one when it fails."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence

from sciatica_stretch.player.children.process import Child

Launch = Callable[[str], Child]


def usable(wanted: str, names: Sequence[str], why_not: Callable[[str], str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return which of *names* can be used here, and the others with the reason; "auto" wants all, a name itself."""
    reasons = {name: why_not(name) for name in (names if wanted == "auto" else (wanted,))}
    return [name for name in reasons if not reasons[name]], [each for each in reasons.items() if each[1]]


class Relay:
    """The first of *names* whose *child* could be started; *launch* starts it.

    `using` names it, and is "" when none is left, as before the first `start_next`. `tried` holds the others with the
    reason why not, beginning with those that the caller already knew to be of no use.
    """

    def __init__(self, names: Iterable[str], launch: Launch, tried: Iterable[tuple[str, str]] = ()) -> None:
        self.child: Child | None = None
        self.using = ""
        self.tried = list(tried)
        self._left = deque(names)
        self._launch = launch

    @property
    def has_next(self) -> bool:
        """Whether there is one left to be started."""
        return bool(self._left)

    def start_next(self) -> None:
        """Start the next one that can be."""
        while self._left:
            self.using = self._left.popleft()
            try:
                self.child = self._launch(self.using)
            except OSError as error:
                self.tried.append((self.using, error.strerror or str(error)))
            else:
                return
        self.child, self.using = None, ""

    def give_up(self, reason: str = "", *, all_of_them: bool = False) -> str:
        """Kill the one in use, and start the next unless *all_of_them* are of no use now.

        Return what to say of it, as in "aplay failed (no answer)"; without a *reason* it is how the child ended.
        """
        ended = self.child.kill() if self.child else ""
        self.tried.append((self.using, reason or ended))
        if all_of_them:
            self._left.clear()
        self.start_next()
        return "{} failed ({})".format(*self.tried[-1])

    def let_go(self) -> None:
        """Ask for nothing more of the one in use; it finishes what it has in hand, and ends."""
        if self.child:
            self.child.let_go()
        self.child = None
