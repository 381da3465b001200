"""What is wrong with the settings, in words: a sentence for who wants to do something else, all of it for who asks."""

from collections.abc import Iterator
from pathlib import Path

from sciatica_stretch.core.text import visible
from sciatica_stretch.problems import shown
from sciatica_stretch.settings.force import InForce


def in_short(found: InForce, path: Path) -> str:
    """Return what is wrong, a sentence for the environment and one for the file, and what becomes of it."""
    said = [f"{error}. {error.hint}" for error in found.environment]
    if found.unreadable:
        said.append(f"{visible(str(path))} {found.unreadable}, so the defaults hold.")
    problems = found.contents.problems if found.contents else ()
    if problems:
        first = problems[0]
        more = _and_more(len(problems) - 1)
        where = f"{visible(str(path))}:{first.line}:{first.column}"
        said.append(f"{where}: {first.message}; that is passed over.{more} See: stretch settings")
    return "\n".join(f"Warning: {each}" for each in said)


def in_full(found: InForce, path: Path) -> Iterator[str]:
    """Yield each thing that is wrong, those in the file with their lines."""
    for error in found.environment:
        yield f"{error}\n{error.hint}"
    if found.unreadable:
        yield f"{visible(str(path))} {found.unreadable}"
    if found.contents and found.contents.problems:
        yield shown(found.contents.problems, str(path), found.contents.lines)


def unknown(found: InForce, path: Path) -> Iterator[str]:
    """Yield each name in the file that this version doesn't know, and that looks like no slip."""
    if found.contents and found.contents.unknown:
        yield shown(found.contents.unknown, str(path), found.contents.lines)


def _and_more(number: int) -> str:
    match number:
        case 0:
            return ""
        case 1:
            return " There is one more."
        case _:
            return f" There are {number} more."
