"""One routine file checked: its problems, or else the advice on it, each to be shown at its place."""

from collections.abc import Sequence

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import StretchError
from sciatica_stretch.library import parser, shelf
from sciatica_stretch.library.advice import Advice, advise
from sciatica_stretch.library.problems import RoutineError, split_lines
from sciatica_stretch.library.shelf import Found
from sciatica_stretch.problems import Problem, render


@frozen
class Checked:
    """What was found in one file; a file with problems gets no advice, and *unread* says why there is neither."""

    found: Found
    lines: Sequence[str] = ()
    problems: tuple[Problem, ...] = ()
    advice: tuple[Advice, ...] = ()
    unread: StretchError | None = None

    def rendered(self) -> list[str]:
        """Return each finding as a person sees it."""
        source = visible(str(self.found.path))
        shown = [*self.problems, *(advice.shown() for advice in self.advice)]
        return [render(each, source, self.lines) for each in shown]


def check(found: Found, *, with_advice: bool = True) -> Checked:
    """Return what there is to say about the file *found*."""
    try:
        content = shelf.read(found.path)
    except StretchError as error:
        return Checked(found, unread=error)
    try:
        routine, root, text = parser.read(content, str(found.path), found.name)
    except RoutineError as error:
        return Checked(found, split_lines(error.text), error.problems)
    if not with_advice or not (advice := advise(routine, root)):
        return Checked(found)
    return Checked(found, split_lines(text), advice=tuple(advice))
