"""Changes of the settings' file: a change alters the line of its setting, and every other byte stays.

What is believed is what reads back: a change that doesn't read as the file before with just that value changed, as in a
file of a shape that nobody foresaw, is refused.
"""

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill

from sciatica_stretch import disk
from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import StorageError, UnreadableError, UsageError
from sciatica_stretch.settings.force import MOST_BYTES
from sciatica_stretch.settings.kinds import Choice, Value, Whole, spelt
from sciatica_stretch.settings.reading import read
from sciatica_stretch.settings.statements import Span, statements
from sciatica_stretch.settings.table import BY_NAME, TABLE

_HEAD = """\
# The settings of stretch. Each stands here with the value it has if you say nothing: to change one, take its # away.
# What is in force, and where from: stretch settings. An option, and the environment, count more than this file.
"""
_WIDTH = 100
_MODE = 0o600
_BOM = "\ufeff"
_BY_HAND = "Change it by hand: stretch settings --edit"


def template() -> str:
    """Return the file in which every setting is explained, and none is set."""
    parts, table = [_HEAD], ""
    for setting in TABLE:
        before, _, key = setting.name.rpartition(".")
        if before != table:
            table = before
            parts.append(f"[{table}]\n")
        does = fill(setting.does, _WIDTH, initial_indent="# ", subsequent_indent="# ")
        choices = f"  # {setting.kind.metavar}" if isinstance(setting.kind, Whole | Choice) else ""
        parts.append(f"{does}\n# {key} = {spelt(setting.default)}{choices}\n")
    return "\n".join(parts)


def change(text: str, name: str, value: Value | None) -> str:
    """Return *text* with the setting *name* at *value*, as `change_all` has it."""
    return change_all(text, {name: value})


def change_all(text: str, wanted: Mapping[str, Value | None]) -> str:
    """Return *text* with each setting at the value *wanted*; None takes it out, and leaves its default as a remark.

    Raise UsageError where a value makes no sense beside the others, or where the file is of no known shape. What they
    make together is what counts: two actions can change their keys for each other's.
    """
    before = read(text.encode())
    changed = text
    for name, value in wanted.items():
        changed = _changed(changed, name, value)
    after = read(changed.encode())
    expected = {**{entry.name: entry.value for entry in before.entries.values()}, **wanted}
    found = {entry.name: entry.value for entry in after.entries.values()}
    if found != {name: value for name, value in expected.items() if value is not None}:
        known = {problem.message for problem in before.problems}
        for problem in after.problems:
            if problem.message not in known:
                raise UsageError(f"{problem.message}.", problem.hint)
        name = next((each for each, value in wanted.items() if found.get(each) != value), next(iter(wanted)))
        raise UsageError(f"The line of {name} in the file can't be changed from here.", _BY_HAND)
    return changed


def write(path: Path, edit: Callable[[str], str]) -> None:
    """Put what *edit* makes of the file at *path* in its place, whole or not at all; a new one begins as the template.

    Where *path* is a link, what it leads to is changed.
    """
    path = path.resolve()
    with _told(path), _locked(path.parent):
        content, mode = _content(path)
        if content is None:
            disk.put_new(path, edit(template()).encode())
            return
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            raise UnreadableError(f"{visible(str(path))} is not UTF-8, and so can't be changed.", _BY_HAND) from error
        changed = text[: len(_BOM)] * text.startswith(_BOM) + edit(text.removeprefix(_BOM))
        if changed != text:
            disk.replace(path, changed.encode(), mode)


def _content(path: Path) -> tuple[bytes | None, int]:
    """Return what is in the file at *path*, and who may read it; None where there is no file."""
    try:
        with disk.opened(path) as fd:
            content = os.read(fd, MOST_BYTES + 1)
            mode = stat.S_IMODE(os.fstat(fd).st_mode)
    except FileNotFoundError:
        return None, _MODE
    if len(content) > MOST_BYTES:
        raise UnreadableError(f"{visible(str(path))} is larger than {MOST_BYTES >> 10} KiB.", _BY_HAND)
    return content, mode


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other writers out for as long as the block lasts."""
    disk.make_folder(folder)
    with disk.opened(folder / ".settings.lock", disk.TO_APPEND | os.O_CREAT) as fd:
        disk.lock(fd)
        yield


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise StorageError(f"{visible(str(path))} can't be written: {reason}.", "Nothing was changed.") from error


def _changed(text: str, name: str, value: Value | None) -> str:
    table, _, key = name.rpartition(".")
    line = f"# {key} = {spelt(BY_NAME[name].default)}" if value is None else f"{key} = {spelt(value)}"
    there, section = _places(text, name)
    if there is None and value is None:
        return text
    if there is not None:
        return text[: there.start] + line + text[there.end :]
    newline = "\r\n" if "\r\n" in text else "\n"
    if section is None:
        gap = "" if not text else newline if text.endswith("\n") else 2 * newline
        return f"{text}{gap}[{table}]{newline}{line}{newline}"
    remark = re.compile(rf"^#[ \t]?{key}[ \t]*=[ \t]*[^#\r\n]*?(?=[ \t]*(?:#|\r?$))", re.MULTILINE)
    if found := remark.search(text, section.start, section.end):
        return text[: found.start()] + line + text[found.end() :]
    head = text[: section.end].rstrip("\r\n")
    behind = text[len(head) :]
    return f"{head}{newline if head else ''}{line}{behind if head and behind else newline + behind}"


def _places(text: str, name: str) -> tuple[Span | None, Span | None]:
    """Return where the statement of *name* stands, and where the table that it belongs to does; None for what isn't."""
    table, _, key = name.rpartition(".")
    here, began, section, there = "", 0, None, None
    for statement in statements(text):
        if statement.is_header:
            if here == table:
                section = section or Span(began, text.rfind("\n", 0, statement.whole.start) + 1)
            here, began = text[statement.whole.start + 1 : statement.whole.end - 1].strip(), statement.whole.end
        elif here == table and statement.key(text) == key:
            there = there or statement.whole
    if here == table:
        section = section or Span(began, len(text))
    return there, section
