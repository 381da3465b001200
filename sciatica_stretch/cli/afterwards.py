"""What is said of a session once it is over: `stretch rate`, `stretch note`, `stretch forget`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import PAIN
from sciatica_stretch.cli.sessions import SESSION
from sciatica_stretch.errors import StorageError, UnknownSessionError, UsageError

if TYPE_CHECKING:
    from datetime import datetime
    from enum import StrEnum
    from typing import TypeVar

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.corrections import What
    from sciatica_stretch.journal.rating import Rating
    from sciatica_stretch.journal.record import SessionRecord
    from sciatica_stretch.journal.scale import Legs, Reach, When

    E = TypeVar("E", bound=StrEnum)

_NIGHT_HOURS = 4  # at least; who rates a session sooner than that, though after midnight, has not slept on it
_KEPT = "Everything else in the log is as it was."


def rate(
    ctx: typer.Context,
    session: Annotated[str, SESSION] = "",
    *,
    when: Annotated[
        str,
        typer.Option(
            "--when",
            metavar="before|after|next-morning",
            help="The moment it is about. If left out: after, or next-morning a day later and 4 hours at least.",
        ),
    ] = "",
    pain: Annotated[int | None, PAIN] = None,
    reach: Annotated[
        str,
        typer.Option(
            "--reach", metavar="none|back|buttock|thigh|calf|foot", help="How far down the leg.", show_default=False
        ),
    ] = "",
    side: Annotated[
        str, typer.Option("--side", metavar="left|right|both", help="On which side.", show_default=False)
    ] = "",
) -> None:
    """Say how it hurts, after a session or the next morning. Enter skips a question.

    What was said before stays in the log; the newer answer counts. --reach or --side alone leave the pain as it was.
    """
    from sciatica_stretch.cli.asking import ask_rating
    from sciatica_stretch.cli.words import answers, moment_words
    from sciatica_stretch.journal.scale import Legs, Reach, When

    world: World = ctx.obj
    now = world.clock(1.0).wall
    given = _member("--when", when, When)
    said = (pain, _member("--reach", reach, Reach), _member("--side", side, Legs))
    asks = said == (None, None, None)
    if asks and not world.interactive:
        raise UsageError("Nobody can be asked here.", "Answer with --pain 0 to 10, --reach and --side.")
    record = _announced(world, session)
    moment = _moment(record, now())
    if given is When.NEXT_MORNING is not moment:
        raise UsageError("The morning after that session isn't here yet.", "Rate it then, or leave out --when.")
    moment = given or moment
    rating = ask_rating(world, moment, now) if asks else _given(record, moment, now(), said)
    if rating is None:
        world.say_wrapped("Nothing was noted.")
        return
    _correct(world, record, rating)
    world.say_wrapped(f"Noted, {moment_words(rating.when)}: {answers(rating)}.")


def note(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What to remember, in your own words.")],
    *,
    session: Annotated[
        str, typer.Option("--session", metavar="ID", help="Of which session; the newest if left out.")
    ] = "",
) -> None:
    """Add words of your own to a session."""
    from sciatica_stretch.journal.rating import Note

    world: World = ctx.obj
    text = " ".join(words).strip()
    if not text:
        raise UsageError("There are no words to note.", 'Write them behind it: stretch note "Slept badly."')
    record = _announced(world, session)
    _correct(world, record, Note(at=world.clock(1.0).wall(), text=text))
    world.say_wrapped("Noted.")


def forget(
    ctx: typer.Context,
    session: Annotated[str, typer.Argument(metavar="SESSION", help="The session's id, or as much of it as is needed.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Remove a session from the log for good, with its ratings and notes."""
    from uuid import uuid4

    from sciatica_stretch.cli.sessions import device_of, journal
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.journal.forgetting import forget as forget_in

    world: World = ctx.obj
    if not (yes or world.interactive):
        raise UsageError("Nobody can be asked here.", "Add --yes to forget it without being asked.")
    found = _known_or_hidden(world, session)
    if not yes and not _agreed(world):
        world.say_wrapped("Nothing was forgotten.")
        return
    try:
        elsewhere = forget_in(journal(world), found, correction_id=str(uuid4()), at=world.clock(1.0).wall())
    except OSError as error:
        raise _not_written(world, error, "Until then some of it may still be there.") from error
    world.say_wrapped(f"Forgotten. {_KEPT}")
    for path in elsewhere:
        world.say_wrapped(
            f"Its lines still stand in {visible(str(path))}, which only {device_of(path)} writes; they are hidden "
            f"on every device now. To remove them there, too, run on {device_of(path)}: stretch forget {visible(found)}"
        )


def _announced(world: "World", beginning: str) -> "SessionRecord":
    """Return the session that is meant, after saying which one that is."""
    from sciatica_stretch.cli.sessions import find, outline

    record = find(world, beginning)
    world.say_wrapped(f"Session of {outline(record)}.")
    return record


def _known_or_hidden(world: "World", beginning: str) -> str:
    """Return the id of the session that is meant: one in the log, or one that is hidden and whose lines still stand."""
    from sciatica_stretch.cli.sessions import the_one
    from sciatica_stretch.journal.corrections import Correction, Forgotten
    from sciatica_stretch.journal.history import history

    try:
        return _announced(world, beginning).id
    except UnknownSessionError:
        found = history(world.folders.data, beginning, [])
        left = {
            session: "forgotten, and still in a file"
            for session, lines in found.items()
            if not all(isinstance(each, Correction) and isinstance(each.what, Forgotten) for each in lines)
        }
        if len(found) != 1 or not left:
            raise
        world.say_wrapped("That session is forgotten already; its lines still stand somewhere.")
        return the_one(beginning, left)


def _agreed(world: "World") -> bool:
    world.stdout.write("Forgetting it can't be undone. Forget it? Type yes and Enter: ")
    world.stdout.flush()
    answer = world.stdin.readline()
    if not answer.endswith("\n"):
        world.say()
    return answer.strip().lower() in {"y", "yes"}


def _moment(record: "SessionRecord", now: "datetime") -> "When":
    """Return what a rating given *now* is most likely about: the next morning is another day, and a night later."""
    from datetime import timedelta

    from sciatica_stretch.journal.scale import When

    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    slept = record.ended_at < midnight and now - record.ended_at >= timedelta(hours=_NIGHT_HOURS)
    return When.NEXT_MORNING if slept else When.AFTER


def _given(
    record: "SessionRecord", moment: "When", at: "datetime", said: "tuple[int | None, Reach | None, Legs | None]"
) -> "Rating":
    """Return the answers that options gave; those to the questions before the first of them stay as they were.

    Raise UsageError where the questions would not have come to one of them.
    """
    from sciatica_stretch.journal.rating import Rating
    from sciatica_stretch.journal.scale import Reach

    pain, reach, side = said
    earlier = next((rating for rating in record.ratings if rating.when is moment), None)
    if pain is None and earlier:
        pain = earlier.pain
        reach = reach or earlier.reach
    if pain == 0 and reach not in {None, Reach.NONE}:
        raise UsageError(f"With no pain there is none in the {reach}.", "Leave out --reach, or give another --pain.")
    if side and (pain == 0 or reach is Reach.NONE):
        raise UsageError("There is no side where there is no pain.", "Leave out --side, or say where it hurts.")
    return Rating(when=moment, at=at, pain=pain, reach=reach, side=side)


def _correct(world: "World", record: "SessionRecord", what: "What") -> None:
    from uuid import uuid4

    from sciatica_stretch.cli.sessions import journal
    from sciatica_stretch.journal.corrections import Correction

    desk = journal(world)
    try:
        desk.correct(Correction(id=str(uuid4()), session=record.id, device=desk.device, what=what))
    except OSError as error:
        raise _not_written(world, error, "Nothing was changed.") from error


def _not_written(world: "World", error: OSError, stands: str) -> StorageError:
    from sciatica_stretch.core.text import visible

    hint = f"See that {visible(str(world.folders.data))} can be written, then run it again. {stands}"
    return StorageError(f"The log can't be written: {error.strerror or error}.", hint)


def _member(option: str, word: str, kind: "type[E]") -> "E | None":
    """Return the member of *kind* that *word* is, None for an empty one. Raise UsageError for any other."""
    from sciatica_stretch.core.text import visible

    if not word:
        return None
    for each in kind:
        if each.value == word.lower():
            return each
    raise UsageError(f"{option}: '{visible(word[:40])}' is none of its words.", f"Write one of {', '.join(kind)}.")
