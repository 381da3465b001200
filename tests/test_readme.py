"""The README's pictures and commands are held to the code. UPDATE_README=1 puts the pictures in."""

import io
import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from fakes import Theatre
from test_cli import Desk, desk  # noqa: F401 - a fixture

from sciatica_stretch.cli.app import app
from sciatica_stretch.core.states import Paused, Running
from sciatica_stretch.core.timeline import Timeline, unroll
from sciatica_stretch.library import parser, shelf
from sciatica_stretch.library.problems import RoutineError
from sciatica_stretch.player import figure
from sciatica_stretch.player.key_words import key_rows
from sciatica_stretch.player.keymap import DEFAULT_KEYMAP
from sciatica_stretch.player.look import Look
from sciatica_stretch.player.moment import Moment
from sciatica_stretch.player.plain import PlainLines
from sciatica_stretch.player.view import render

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")
_PICTURE = re.compile(r"(?P<routine>\S+) at (?P<at>\d+) s, (?P<columns>\d+)x(?P<rows>\d+)(?P<paused>, paused)?")
_PLAIN = re.compile(r"(?P<routine>\S+) from (?P<since>\d+) s to (?P<until>\d+) s")


def bundled(name: str) -> Timeline:
    return unroll(shelf.load(shelf.find(name, [shelf.Folder(shelf.bundled_folder(), "bundled")]))[0])


def picture(words: str) -> str:
    match = _PICTURE.fullmatch(words)
    assert match, words
    timeline, at = bundled(match["routine"]), float(match["at"])
    index = max(i for i, interval in enumerate(timeline.intervals) if interval.start <= at)
    ends_at = timeline.intervals[index].start + timeline.intervals[index].seconds
    state = Paused(index, left=ends_at - at) if match["paused"] else Running(index, ends_at, seen_at=at)
    return render(
        Moment(timeline, state, at), int(match["columns"]), int(match["rows"]), Look(), figure.picture
    ).as_text()


def plain(words: str) -> str:
    match = _PLAIN.fullmatch(words)
    assert match, words
    since, until = float(match["since"]), float(match["until"])
    theatre = Theatre(bundled(match["routine"]))

    class Excerpt(io.StringIO):
        def write(self, text: str) -> int:
            return super().write(text) if since <= theatre.clock.time < until else 0

    excerpt = Excerpt()
    theatre.play(face=PlainLines(excerpt, bell=False))
    return excerpt.getvalue()


def sections(kind: str) -> Iterator[tuple[str, str]]:
    """Yield the words after the marker of each such block, and the block."""
    yield from re.findall(rf"<!-- {kind}: (.*?) -->\n```text\n(.*?)```", TEXT, re.DOTALL)


def held_to(kind: str, words: str, block: str, made: str) -> None:
    if "UPDATE_README" in os.environ:
        marker = f"<!-- {kind}: {words} -->\n```text\n"
        text = README.read_text(encoding="utf-8")
        README.write_text(text.replace(f"{marker}{block}```", f"{marker}{made}```"), encoding="utf-8")
    else:
        assert block == made


@pytest.mark.parametrize(("kind", "make"), [("picture", picture), ("plain", plain)], ids=["picture", "plain"])
def test_the_pictures_are_what_the_program_shows(kind: str, make: Callable[[str], str]) -> None:
    found = list(sections(kind))

    assert found
    for words, block in found:
        held_to(kind, words, block, make(words))


def test_the_output_of_commands_is_what_they_print(desk: Desk) -> None:  # noqa: F811 - the fixture
    for words, block in sections("output"):
        held_to("output", words, block, desk.type(*shlex.split(words)[1:]).out)


def test_each_command_of_the_table_exists_with_its_options() -> None:
    commands = dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined] # a group has them
    rows = re.findall(r"^\| `(stretch [^`]+)` \|", TEXT, re.MULTILINE)

    for words in map(shlex.split, rows):
        options = {option for word in commands.values() for parameter in word.params for option in parameter.opts}
        assert words[1] in commands or words[1] == "--install-completion"
        assert all(word in options for word in words[2:] if word.startswith("--"))
    assert {words.split()[1] for words in rows} >= set(commands)


def test_the_table_of_keys_is_the_help_on_the_screen() -> None:
    rows = re.findall(r"^\| (\S+) \| (.*?) \|$", TEXT.split("<!-- keys -->")[1].split("\n\n")[0], re.MULTILINE)

    assert rows[1:-1] == list(key_rows(DEFAULT_KEYMAP)[:-1])


def test_the_example_routine_is_one() -> None:
    (routine,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)

    assert unroll(parser.parse(routine.encode(), "after-the-run.yaml", "after-the-run")).stretches == 3


def test_the_example_of_a_mistake_is_what_is_said() -> None:
    (routine,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    (block,) = re.findall(r"<!-- problem -->\n```text\n(.*?)```", TEXT, re.DOTALL)

    mistakes = {"transition": "transitoin", "right: 45s": "right: 45 sec", "reps: 6": "reps: six"}
    for right, wrong in mistakes.items():
        routine = routine.replace(right, wrong)

    with pytest.raises(RoutineError) as caught:
        parser.parse(routine.encode(), "after-the-run.yaml", "after-the-run")

    assert block == f"Error: {caught.value.message}\n"
