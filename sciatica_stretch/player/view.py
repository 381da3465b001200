"""What the screen shows at a moment of the session: pure, a moment and a size in, a frame out.

Layout, from the top: what kind of time this is and for which side, and how far along the session is; the stretch's
name; what is seen at a glance (glance.py); what to do; the bars; what comes next; the keys.
"""

from sciatica_stretch.core.stop_rule import STOP_RULE
from sciatica_stretch.core.timeline import Kind
from sciatica_stretch.player import glance, key_words, wording
from sciatica_stretch.player.frame import Frame, Region, Span, both_ends, centred, fit, wrapped
from sciatica_stretch.player.glance import Drawing, Place
from sciatica_stretch.player.look import Look
from sciatica_stretch.player.moment import EPSILON, Moment

MIN_COLUMNS, MIN_ROWS = 40, 12  # smaller windows get the sparse screen
KEYED_ROWS, ROOMY_ROWS, TITLED_ROWS = 14, 20, 30  # from here on there is room for the keys, for air, for the title
_NEXT_FROM_COLUMNS = 30  # below, nothing of the next stretch's name would be left
WIDEST_TEXT = 72  # longer lines are hard to read from afar
PLAINLY = Look()
_FULL = {Kind.TRANSITION: "▶", Kind.SWITCH: "▞", Kind.REST: "▒", Kind.HOLD: "█", Kind.MOVE: "▚"}  # of the bar


def render(moment: Moment, columns: int, rows: int, look: Look = PLAINLY, drawing: Drawing | None = None) -> Frame:
    """Return the picture of *moment* on a screen of *columns* by *rows* cells; *drawing* makes the figure in it."""
    if columns < MIN_COLUMNS or rows < MIN_ROWS:
        return _sparse(moment, columns, rows)
    roomy = rows >= ROOMY_ROWS
    text_rows = 3 if roomy else 2
    ruled = moment.desk.rule and len(wrapped(STOP_RULE, _text_width(columns))) > text_rows
    covered = moment.desk.help or ruled  # something stands where the digits were
    moving = None
    regions = _head(moment, columns, rows, with_seconds=covered)
    first = len(regions)
    last = rows - _foot_rows(rows) - (2 if roomy else 1) - text_rows
    if moment.desk.help:
        regions += _help(moment, first, last + text_rows, columns)
    elif ruled:
        regions.append(_message(moment, first, last + text_rows - first, columns))
    else:
        room = Place(first, 0, columns, last - first)
        seen, has_figure = glance.regions(moment, room, look, drawing if look.figure else None)
        regions += seen
        moving = len(regions) - 1 if has_figure else None
        regions.append(_message(moment, last, text_rows, columns))
    regions += _bars(moment, last + text_rows, columns, thin=roomy)
    return Frame(columns, rows, (*regions, *_foot(moment, columns, rows)), moving)


def words(moment: Moment) -> tuple[object, ...]:
    """Return what all but the figure follows from: while it stays the same, so do they."""
    state = moment.state
    return type(state), state.index, state.extended, moment.shown, moment.desk, moment.line, wording.phase(moment)


def moved(frame: Frame, moment: Moment, look: Look, drawing: Drawing) -> Frame:
    """Return *frame* with the figure as it is at *moment*, and all else as it was."""
    if frame.moving is None:
        return frame
    before = frame.regions[frame.moving]
    drawn = drawing(moment, before.width, len(before.rows))
    after = Region(before.top, before.left, before.width, glance.upside_down(drawn) if look.flip else drawn)
    regions = (*frame.regions[: frame.moving], after, *frame.regions[frame.moving + 1 :])
    return Frame(frame.columns, frame.rows, regions, frame.moving)


def _line(top: int, text: str, style: str, columns: int) -> Region:
    return Region(top, 0, columns, (((fit(text, columns), style),),))


def _two_ended(top: int, start: str, style: str, end: str, columns: int) -> Region:
    """Lay out a line whose *end* matters less."""
    whole = both_ends(start, end, columns)
    kept = len(whole) - len(end) if whole.endswith(end) else len(whole)
    return Region(top, 0, columns, (((whole[:kept], style), (whole[kept:], "quiet")),))


def _head(moment: Moment, columns: int, rows: int, *, with_seconds: bool) -> list[Region]:
    """Lay out what kind of time this is, where we are, and the stretch's name; in a tall window also the title."""
    label, style = wording.label(moment), "flash" if moment.desk.flash else wording.label_style(moment)
    if with_seconds:
        label = f"{wording.seconds_left(moment).strip()} {label}"
    where, rehearsal = wording.where(moment), wording.rehearsal(moment)
    titled = rows >= TITLED_ROWS
    regions = [_line(0, f" {moment.timeline.routine.title}", "quiet", columns)] if titled else []
    regions.append(_two_ended(len(regions), f" {label}", style, f"{rehearsal or where} ", columns))
    regions.append(_line(len(regions), centred(wording.name(moment), columns), "name", columns))
    return regions + ([_line(len(regions), "", "quiet", columns)] if titled else [])


def _message(moment: Moment, top: int, rows: int, columns: int) -> Region:
    """Lay out what to do: the phase and rep of a move, then the newest line."""
    width = _text_width(columns)
    text, style = wording.message(moment, columns)
    lines = [(phase, "phase")] if (phase := wording.phase(moment)) and style == "line" else []
    lines += [(line, style) for line in _shortened(text, width, rows - len(lines))]
    before = (rows - len(lines) + 1) // 2
    lines = [("", style)] * before + lines + [("", style)] * (rows - len(lines) - before)
    return Region(top, 0, columns, tuple(((centred(text, columns), style),) for text, style in lines))


def _text_width(columns: int) -> int:
    return min(columns - 4, WIDEST_TEXT)


def _shortened(text: str, width: int, rows: int) -> tuple[str, ...]:
    """Return *text* on at most *rows* lines, the last one cut where there is more."""
    lines = wrapped(text, width)
    return lines if len(lines) <= rows else (*lines[: rows - 1], fit(" ".join(lines[rows - 1 :]), width))


def _bars(moment: Moment, top: int, columns: int, *, thin: bool) -> list[Region]:
    width = columns - 2
    length = moment.length
    bar = _bar(
        (length - moment.shown) / length if length else 1.0,
        width,
        wording.label_style(moment),
        _FULL[moment.interval.kind],
        "░",
    )
    regions = [Region(top, 1, width, (bar,))]
    if thin:
        whole = moment.timeline.seconds + moment.state.extended
        done = (whole - moment.session_left) / whole if whole else 1.0
        regions.append(Region(top + 1, 1, width, (_bar(done, width, "quiet", "━", "┄"),)))
    return regions


def _bar(done: float, width: int, style: str, full: str, empty: str) -> tuple[Span, ...]:
    cells = min(width, max(0, int(done * width + EPSILON)))
    return (full * cells, style), (empty * (width - cells), "quiet")


def _foot(moment: Moment, columns: int, rows: int) -> list[Region]:
    """Lay out what comes next and the keys; in a low window, whichever matters more now."""
    following = both_ends(f" {wording.next_up(moment)}", f"{wording.session_left(moment)} ", columns)
    footer, style = wording.footer(moment, columns)
    lines = [(following, "next"), (centred(footer, columns), style)]
    if _foot_rows(rows) == 1:
        lines = lines[wording.footer_matters(moment) :][:1]
    top = rows - len(lines)
    return [_line(top + number, text, style, columns) for number, (text, style) in enumerate(lines)]


def _foot_rows(rows: int) -> int:
    return 2 if rows >= KEYED_ROWS else 1


def _help(moment: Moment, top: int, bottom: int, columns: int) -> list[Region]:
    """Lay out the keys in the middle of the rows from *top* to before *bottom*."""
    rows = key_words.key_rows(moment.desk.keymap)
    widest = max(len(key) for key, _ in rows)
    table = [f"{key:>{widest}}  {meaning}" for key, meaning in rows][: bottom - top]
    indent = " " * max(0, (columns - max(map(len, table))) // 2)
    start = top + (bottom - top - len(table)) // 2
    return [_line(start + number, indent + row, "line", columns) for number, row in enumerate(table)]


def _sparse(moment: Moment, columns: int, rows: int) -> Frame:
    """Lay out a window too small for the picture: the words that matter most first, digits as plain text."""
    text, style = wording.message(moment, 0 if moment.desk.said else columns)
    if moment.desk.rule:
        text, style = STOP_RULE, "notice"
    elif moment.desk.help:
        text = key_words.keys_sentence(moment.desk.keymap)
    elif moment.desk.asking:
        text, style = key_words.question(moment.desk.keymap), "notice"
    lines = [
        (wording.short_label(moment), wording.label_style(moment)),
        *([] if moment.desk.rule else [(wording.name(moment), "name")]),
        *([(wording.phase(moment), "phase")] if moment.interval.tempo and not moment.desk.rule else []),
        *((line, style) for line in wrapped(text, columns)),
    ][: max(1, rows - 1)]
    regions = [_line(number, text, style, columns) for number, (text, style) in enumerate(lines)]
    if rows > len(lines):
        start = wording.next_up(moment) if columns >= _NEXT_FROM_COLUMNS else wording.where(moment)
        regions.append(_line(rows - 1, both_ends(start, wording.session_left(moment), columns), "quiet", columns))
    return Frame(columns, rows, tuple(regions))
