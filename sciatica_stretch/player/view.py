"""What the screen shows at a moment of the session: pure, a moment and a size in, a frame out.

Layout, from the top: where we are; what kind of time this is and for which side; the stretch's name;
the digits, with the side as a huge letter on its own side; what to do; the bars; what comes next; the keys.
"""

from dataclasses import dataclass
from math import ceil

from sciatica_stretch.core.cues import schedule
from sciatica_stretch.core.duration import clock, format_duration
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.session import Paused, Reason, Running, left
from sciatica_stretch.core.timeline import Interval, Kind, Timeline
from sciatica_stretch.player import digits
from sciatica_stretch.player.frame import Frame, Region, Span, both_ends, centred, fit, wrapped

MIN_COLUMNS, MIN_ROWS = 40, 12  # smaller windows get the sparse screen
HEADED_ROWS, ROOMY_ROWS = 14, 20  # from here on there is room for the title, and for air
WIDEST_TEXT = 72  # longer lines are hard to read from afar
_EPSILON = 1e-6  # an instant that float arithmetic puts a hair early has still come
_CLOCK_FROM_SECONDS = 100  # up to here two digits tell it, and two can be larger than four
_WAITED = "The computer slept or the program was stopped, so the session waited."

KEYS = (
    ("space", "pause, or go on"),
    ("n", "skip to the next part"),
    ("b", "back to its start; twice: the part before"),
    ("+", "15 seconds more (a move: whole reps)"),
    ("q", "stop (asks once)"),
    ("?", "close this help"),
)
_KEYS_LINE = "space pause · n skip · b back · + extend · q stop · ? help"
_KEYS_SHORT = "space pause · q stop · ? help"
_KEYS_PAUSED = "space go on · n skip · b back · q stop · ? help"
_KEYS_PAUSED_SHORT = "space go on · q stop · ? help"
_LABELS = {
    Kind.TRANSITION: "NEXT",
    Kind.SWITCH: "CHANGE SIDES",
    Kind.REST: "REST",
    Kind.HOLD: "HOLD",
    Kind.MOVE: "MOVE",
}
_MARKS = {Kind.TRANSITION: "»", Kind.SWITCH: "⇄", Kind.REST: "~", Kind.HOLD: "■", Kind.MOVE: "↕"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What the screen shows besides the session itself."""

    help: bool = False
    asking: bool = False  # "stop?" waits for its answer
    notice: str = ""
    reason: Reason = Reason.KEY  # of the pause
    flash: bool = False  # the bell's light
    rehearsal: float = 1.0


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant of a session, with all that the screen needs to know of it."""

    timeline: Timeline
    state: Running | Paused
    at: float
    desk: Desk = Desk()

    @property
    def interval(self) -> Interval:
        """The interval under way."""
        return self.timeline.intervals[self.state.index]

    @property
    def length(self) -> float:
        """The interval's seconds, with what was added."""
        return self.interval.seconds + self.state.extended

    @property
    def shown(self) -> int:
        """The whole seconds left, as the digits show them: never 0 while there is time left."""
        return ceil(left(self.state, self.at) - _EPSILON)

    @property
    def spent(self) -> float:
        """Seconds since the interval's start."""
        return self.length - left(self.state, self.at) + _EPSILON

    @property
    def line(self) -> str:
        """The newest line of the interval that has been said."""
        said = [cue.text for cue in schedule(self.interval, self.state.extended) if cue.at <= self.spent and cue.text]
        return said[-1] if said else ""

    @property
    def session_left(self) -> int:
        """The whole seconds to the end of the session."""
        return self.shown + round(sum(each.seconds for each in self.timeline.intervals[self.state.index + 1 :]))


def next_change_at(moment: Moment) -> float | None:
    """Return the instant at which the picture next changes by itself, or None while it stands still."""
    if isinstance(moment.state, Paused):
        return None
    return moment.state.ends_at - (moment.shown - 1)


def render(moment: Moment, columns: int, rows: int) -> Frame:
    """Return the picture of *moment* on a screen of *columns* by *rows* cells."""
    if columns < MIN_COLUMNS or rows < MIN_ROWS:
        return _sparse(moment, columns, rows)
    roomy = rows >= ROOMY_ROWS
    regions = _head(moment, columns, rows)
    first = len(regions) + roomy
    text_rows = 3 if roomy else 2
    last = rows - (5 if roomy else 3) - text_rows
    if moment.desk.help:
        regions += _help(first, last + text_rows, columns)
    else:
        regions += _digits(moment, first, last - first - roomy, columns)
        regions.append(_prompt(moment, last, text_rows, columns))
    regions += _bars(moment, rows - (4 if roomy else 3), columns, thin=roomy)
    regions += [
        _line(rows - 2, _next(moment, columns), "next", columns),
        _line(rows - 1, centred(_footer(moment, columns), columns), _footer_style(moment), columns),
    ]
    return Frame(columns, rows, tuple(regions))


def label(moment: Moment) -> str:
    """Return in capitals what kind of time this is and for which side: "■ HOLD · RIGHT SIDE"."""
    interval = moment.interval
    if isinstance(moment.state, Paused):
        words = "❚❚ PAUSED"
    elif interval.kind is Kind.TRANSITION and not interval.start:
        words = f"{_MARKS[interval.kind]} GET READY"
    else:
        words = f"{_MARKS[interval.kind]} {_LABELS[interval.kind]}"
    if interval.side:
        words += f" · {interval.side.upper()} SIDE"
    if interval.sets > 1:
        words += f" · SET {interval.set_number} OF {interval.sets}"
    return words


def dose(interval: Interval) -> str:
    """Return how much there is to do: "60s", or "8 reps"."""
    if interval.kind is Kind.MOVE:
        return f"{interval.reps} reps"
    return format_duration(interval.seconds)


def _line(top: int, text: str, style: str, columns: int) -> Region:
    return Region(top, 0, columns, (((fit(text, columns), style),),))


def _head(moment: Moment, columns: int, rows: int) -> list[Region]:
    """Lay out where we are, what kind of time this is, and the stretch's name, in as many rows as there is room for."""
    timeline = moment.timeline
    where = f"{min(timeline.stretch_number(moment.state.index), timeline.stretches)} of {timeline.stretches} "
    rehearsal = f"Rehearsal at {moment.desk.rehearsal:g}x, not logged · " if moment.desk.rehearsal != 1 else ""
    style = _label_style(moment)
    name = (centred(_name(moment.interval), columns), "name")
    if rows < HEADED_ROWS:
        lines = [(both_ends(f" {label(moment)}", (rehearsal and "rehearsal ") or where, columns), style), name]
    else:
        lines = [
            (both_ends(f" {rehearsal}{timeline.routine.title}", where, columns), "quiet"),
            *([("", "quiet")] if rows >= ROOMY_ROWS else []),
            (centred(label(moment), columns), style),
            name,
        ]
    return [_line(number, text, style, columns) for number, (text, style) in enumerate(lines)]


def _name(interval: Interval) -> str:
    if interval.kind is Kind.REST:
        return f"Then again: {interval.step.name}"
    return interval.step.name


def _label_style(moment: Moment) -> str:
    if moment.desk.flash:
        return "flash"
    return "paused" if isinstance(moment.state, Paused) else f"kind.{moment.interval.kind}"


def _digits(moment: Moment, top: int, rows: int, columns: int) -> list[Region]:
    """Lay out the seconds left in the middle and the side's letter at its own edge."""
    text = _clock_text(moment)
    side = moment.interval.side
    letter = side[0].upper() if side else ""
    margin = max(1, columns // 40)
    size = digits.largest(f"{text}  {letter}".rstrip(), columns - 2 * margin, rows) or digits.MIN_SIZE
    top += max(0, rows - digits.rows_tall(size)) // 2
    start, room = 0, columns
    regions = []
    if letter:
        shape = digits.glyph(letter, size)
        taken = margin + len(shape[0])
        room -= taken
        start = taken if side is Side.LEFT else 0
        regions.append(_block(top, margin if side is Side.LEFT else columns - taken, shape, f"side.{side}"))
    column = start + (room - digits.width(text, size)) // 2
    for character in text:
        shape = digits.glyph(character, size)
        regions.append(_block(top, column, shape, _label_style(moment)))
        column += len(shape[0]) + digits.gap(size)
    return regions


def _block(top: int, column: int, shape: tuple[str, ...], style: str) -> Region:
    return Region(top, column, len(shape[0]), tuple(((row, style),) for row in shape))


def _clock_text(moment: Moment) -> str:
    """Return the seconds left; as wide from an interval's first second to its last, so that nothing jumps."""
    longest = ceil(moment.length)
    if longest < _CLOCK_FROM_SECONDS:
        return f"{moment.shown:>{len(str(longest))}}"
    return f"{moment.shown // 60:>{len(str(longest // 60))}}:{moment.shown % 60:02}"


def _prompt(moment: Moment, top: int, rows: int, columns: int) -> Region:
    """Lay out what to do: the phase and rep of a move, then the newest line."""
    width = min(columns - 4, WIDEST_TEXT)
    lines: list[tuple[str, str]] = []
    if isinstance(moment.state, Paused) and moment.desk.reason is Reason.GAP:
        lines = [(text, "notice") for text in wrapped(_WAITED, width)]
    else:
        if moment.interval.tempo:
            lines.append((_phase(moment), "phase"))
        lines += [(text, "line") for text in _shortened(moment.line, width, rows - len(lines))]
    lines += [("", "line")] * (rows - len(lines))
    return Region(top, 0, columns, tuple(((centred(text, columns), style),) for text, style in lines[:rows]))


def _shortened(text: str, width: int, rows: int) -> tuple[str, ...]:
    """Return *text* on at most *rows* lines, the last one cut where there is more."""
    lines = wrapped(text, width)
    return lines if len(lines) <= rows else (*lines[: rows - 1], fit(" ".join(lines[rows - 1 :]), width))


def _phase(moment: Moment) -> str:
    """Return where in its reps a move is: "extend · rep 3 of 8"."""
    interval = moment.interval
    reps = interval.reps + round(moment.state.extended / interval.rep_seconds)
    rep, into = divmod(moment.spent, interval.rep_seconds)
    name = interval.tempo[-1].name
    for phase in reversed(interval.tempo):
        into_phase = sum(each.seconds for each in interval.tempo[: interval.tempo.index(phase)])
        if into >= into_phase:
            name = phase.name
            break
    return f"{name.upper()} · rep {min(int(rep) + 1, reps)} of {reps}"


def _bars(moment: Moment, top: int, columns: int, *, thin: bool) -> list[Region]:
    width = columns - 2
    length = moment.length
    bar = _bar((length - moment.shown) / length if length else 1.0, width, _label_style(moment), "█", "░")
    regions = [Region(top, 1, width, (bar,))]
    if thin:
        whole = moment.timeline.seconds + moment.state.extended
        done = (whole - moment.session_left) / whole if whole else 1.0
        regions.append(Region(top + 1, 1, width, (_bar(done, width, "quiet", "━", "┄"),)))
    return regions


def _bar(done: float, width: int, style: str, full: str, empty: str) -> tuple[Span, ...]:
    cells = min(width, max(0, int(done * width + _EPSILON)))
    return (full * cells, style), (empty * (width - cells), "quiet")


def _next(moment: Moment, columns: int) -> str:
    interval = moment.interval
    following = moment.timeline.next_work(moment.state.index + (not interval.is_work))
    if following is None:
        words = "Last stretch"
    else:
        side = f" · {following.side}" if following.side else ""
        words = f"Next: {following.step.name}{side} · {dose(following)}"
    return both_ends(f" {words}", f"{clock(moment.session_left)} left ", columns)


def _footer(moment: Moment, columns: int) -> str:
    if moment.desk.asking:
        return "Stop here? q: yes · any other key: go on"
    if moment.desk.notice:
        return moment.desk.notice
    paused = isinstance(moment.state, Paused)
    long, short = (_KEYS_PAUSED, _KEYS_PAUSED_SHORT) if paused else (_KEYS_LINE, _KEYS_SHORT)
    return long if columns >= len(long) + 2 else short


def _footer_style(moment: Moment) -> str:
    return "notice" if moment.desk.asking or moment.desk.notice else "quiet"


def _help(top: int, bottom: int, columns: int) -> list[Region]:
    """Lay out the keys in the middle of the rows from *top* to before *bottom*."""
    table = [f"{key:>5}  {meaning}" for key, meaning in KEYS][: bottom - top]
    indent = " " * max(0, (columns - max(map(len, table))) // 2)
    start = top + (bottom - top - len(table)) // 2
    return [_line(start + number, indent + row, "line", columns) for number, row in enumerate(table)]


def _sparse(moment: Moment, columns: int, rows: int) -> Frame:
    """Lay out a window too small for the picture: the words that matter most first, digits as plain text."""
    if moment.desk.asking:
        first = "Stop? q: yes"
    elif moment.desk.notice:
        first = moment.desk.notice
    else:
        first = label(moment)
    seconds = _clock_text(moment).strip()
    lines = [
        (f"{seconds}  {first}", _label_style(moment)),
        (moment.interval.step.name, "name"),
        *((text, "line") for text in wrapped(moment.line, columns)),
    ]
    kept = lines[: max(1, rows - 1)] if rows > 1 else lines[:1]
    regions = [_line(number, text, style, columns) for number, (text, style) in enumerate(kept)]
    if rows > len(kept):
        regions.append(_line(rows - 1, _next(moment, columns).strip(), "quiet", columns))
    return Frame(columns, rows, tuple(regions))
