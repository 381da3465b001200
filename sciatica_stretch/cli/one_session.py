"""One session whole, and how its record came to be: `stretch log SESSION`, with and without `--history`."""

from typing import TYPE_CHECKING

from sciatica_stretch.cli import sessions
from sciatica_stretch.cli.delivery import say_json
from sciatica_stretch.cli.tables import Column, print_table
from sciatica_stretch.cli.words import answers, done, moment_words, outcome, pauses, summary
from sciatica_stretch.core.duration import clock, format_duration
from sciatica_stretch.core.text import one_line, visible

if TYPE_CHECKING:
    from datetime import datetime

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.history import Said
    from sciatica_stretch.journal.reading import LogProblem
    from sciatica_stretch.journal.record import SessionRecord, StretchRecord


def print_whole(world: "World", beginning: str, *, as_json: bool) -> None:
    """Write the one session that *beginning* means."""
    import json

    session = sessions.find(world, beginning)
    if as_json:
        say_json(world, json.dumps(row_of_json(session), indent=2, ensure_ascii=False))
        return
    world.say_wrapped(f"{moment(session.started_at)} to {session.ended_at:%H:%M}, {outcome(session)}")
    world.say_wrapped(summary(session))
    world.say()
    print_table(world, _STRETCHES, [_stretch_row(session, i) for i in range(len(session.stretches))])
    if session.ratings or session.notes:
        world.say()
    for rating in session.ratings:
        world.say_wrapped(f"Pain {moment_words(rating.when)}: {answers(rating)} ({moment(rating.at)})")
    for note in session.notes:
        world.say_wrapped(f"Note: {one_line(note.text)} ({moment(note.at)})")
    world.say_wrapped(f"\nRoutine {visible(session.routine)}, on {visible(session.device)}, id {visible(session.id)}")


def print_history(world: "World", beginning: str, *, as_json: bool) -> None:
    """Write every line of the log that says something of the one session that *beginning* means."""
    import json

    from sciatica_stretch.journal.corrections import Correction, to_line
    from sciatica_stretch.journal.history import history
    from sciatica_stretch.journal.record import to_json

    problems: list[LogProblem] = []
    found = history(world.folders.data, beginning, problems)
    sessions.warn(world, problems)
    said = found[sessions.the_one(beginning, {each: _outline(lines) for each, lines in found.items()})]
    if as_json:
        lines = [to_line(each) if isinstance(each, Correction) else to_json(each) for each in said]
        say_json(world, json.dumps([json.loads(line) for line in lines], indent=2, ensure_ascii=False))
    else:
        print_table(world, _HISTORY, [_history_row(each) for each in said])


def row_of_json(session: "SessionRecord") -> dict[str, object]:
    """Return the session as its line in the log has it, with the sums that a reader would otherwise make."""
    import json

    from sciatica_stretch.journal.record import to_json

    row: dict[str, object] = json.loads(to_json(session))
    return row | {"planned": round(session.planned, 3), "held": round(session.held, 3)}


def moment(at: "datetime") -> str:
    """Return the day and the minute, by the clock of the place where it was."""
    return f"{at:%Y-%m-%d %H:%M}"


_STRETCHES = [
    Column("Stretch"),
    Column("Side", whole=True),
    Column("Held", right=True, whole=True),
    Column("of", right=True, whole=True),
    Column("What came"),
]
_HISTORY = [Column("When", whole=True), Column("What", whole=True), Column("Said"), Column("By", spare=True)]


def _stretch_row(session: "SessionRecord", index: int) -> list[str]:
    stretch = session.stretches[index]
    sets = f", set {stretch.set_number}" if stretch.set_number > 1 else ""
    came = _came(stretch) + pauses(pause for pause in session.pauses if pause.stretch == index)
    return [
        f"{visible(stretch.name)}{sets}",
        str(stretch.side or ""),
        clock(stretch.held),
        clock(stretch.planned),
        ", ".join(came),
    ]


def _came(stretch: "StretchRecord") -> list[str]:
    said = {
        "not reached": not (stretch.held or stretch.skipped or stretch.hurt),
        "skipped": stretch.skipped,
        "it hurt": stretch.hurt,
        f"{format_duration(stretch.extended)} more": stretch.extended > 0,
    }
    return [words for words, true in said.items() if true]


def _outline(lines: "list[Said]") -> str:
    from sciatica_stretch.journal.history import said_at

    return f"{len(lines)} lines, the first of {moment(said_at(lines[0]))}"


def _history_row(said: "Said") -> list[str]:
    from sciatica_stretch.journal.corrections import Correction, Forgotten
    from sciatica_stretch.journal.history import said_at
    from sciatica_stretch.journal.rating import Note, Rating

    at, by = moment(said_at(said)), visible(said.device)
    if not isinstance(said, Correction):
        return [at, "session", f"{outcome(said)}, {done(said)}, {clock(said.held)} held", by]
    match said.what:
        case Rating() as rating:
            return [at, "rating", f"{moment_words(rating.when)}: {answers(rating)}", by]
        case Note() as note:
            return [at, "note", one_line(note.text), by]
        case Forgotten():
            return [at, "forgotten", "", by]
