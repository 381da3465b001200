"""Plain lines to whoever reads them, slowly, later or never: nothing is waited for, and no line is torn or lost."""

import os
import select
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import pytest
from test_view import moment

from sciatica_stretch.player import plain
from sciatica_stretch.player.backlog import MOST_LINES
from sciatica_stretch.player.outlet import deliver
from sciatica_stretch.player.plain import PlainLines

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a write may wait")
LINES = [f"Line {number}, halfway through a long hold." for number in range(3000)]
FEW = LINES[: MOST_LINES // 2]


@dataclass
class Pipe:
    """A pipe that is read when a test says so."""

    reading: int
    stream: TextIO

    def read(self, until: Callable[[], bool]) -> str:
        """Read until *until* says so, and then what is left."""
        read = b""
        while not until() or select.select([self.reading], [], [], 0)[0]:
            if select.select([self.reading], [], [], 0.01)[0]:
                read += os.read(self.reading, 1000)
        return read.decode()


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        yield Pipe(reading, stream)
    os.close(reading)


def in_time(act: Callable[[], object]) -> None:
    """Do it beside this test, which fails where that never ends."""
    acting = threading.Thread(target=act, daemon=True)
    acting.start()
    acting.join(60)
    assert not acting.is_alive(), "it waits for somebody who has stopped reading"


def say(face: PlainLines, lines: list[str]) -> None:
    for line in lines:
        face.tell(line)


def written(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_lines_that_nobody_reads_hold_nothing_up_and_come_whole_once_somebody_does(pipe: Pipe) -> None:
    face = PlainLines(pipe.stream, bell=False)
    many = FEW * (1 + 80_000 // len(written(FEW)))

    in_time(lambda: say(face, many))

    assert face.owes
    assert os.get_blocking(pipe.stream.fileno())

    def shown() -> bool:
        face.show(moment(1, 0))
        return not face.owes

    assert pipe.read(shown) == written(many)


def test_of_more_lines_than_are_kept_the_oldest_are_dropped_and_none_is_torn(pipe: Pipe) -> None:
    face = PlainLines(pipe.stream, bell=False)

    in_time(lambda: say(face, LINES))

    def shown() -> bool:
        face.show(moment(1, 0))
        return not face.owes

    read = pipe.read(shown).splitlines()
    kept = len(read) - MOST_LINES
    assert LINES[:kept] == read[:kept]
    assert read[-MOST_LINES:] == LINES[-MOST_LINES:]
    assert kept < len(LINES) - MOST_LINES


def test_at_the_end_a_slow_reader_gets_every_line(pipe: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "LEAVE_SECONDS", 60.0)
    face = PlainLines(pipe.stream, bell=False)
    many = [*LINES[:2000], *FEW]
    in_time(lambda: say(face, many))
    leaving = threading.Thread(target=face.leave, daemon=True)

    leaving.start()

    assert pipe.read(lambda: not leaving.is_alive()) == written(many)


def test_a_reader_that_stays_stuck_is_waited_for_only_a_while(pipe: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "LEAVE_SECONDS", 0.2)
    face = PlainLines(pipe.stream, bell=False)
    in_time(lambda: say(face, LINES))

    in_time(face.leave)

    assert not face.gone
    assert face.owes  # after Ctrl-Z it may be read yet


def test_the_bell_is_not_rung_for_somebody_who_would_hear_it_later(pipe: Pipe) -> None:
    face = PlainLines(pipe.stream, bell=True)
    face.ring()
    in_time(lambda: say(face, LINES))
    face.ring()

    def shown() -> bool:
        face.show(moment(1, 0))
        return not face.owes

    assert pipe.read(shown).count("\a") == 1


def test_a_pipe_that_nobody_can_read_any_more_is_noticed(pipe: Pipe) -> None:
    face = PlainLines(pipe.stream, bell=False)
    os.close(pipe.reading)
    pipe.reading = os.open(os.devnull, os.O_RDONLY)

    face.tell("Hold, 2s.")

    assert face.gone
    assert not face.owes


def test_a_file_gets_every_line_behind_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_text("before\n", encoding="utf-8")
    with path.open("a", encoding="utf-8") as stream:
        stream.write("buffered\n")
        face = PlainLines(stream, bell=False)
        say(face, LINES)
        face.leave()
        stream.write("after\n")

    assert path.read_text(encoding="utf-8") == f"before\nbuffered\n{written(LINES)}after\n"


def test_last_words_for_somebody_who_has_stopped_reading_are_waited_for_only_a_while(pipe: Pipe) -> None:
    in_time(lambda: say(PlainLines(pipe.stream, bell=False), LINES))
    delivered: list[bool] = []

    in_time(lambda: delivered.append(deliver(pipe.stream, written(LINES[:200]), 0.1)))

    assert delivered == [False]
