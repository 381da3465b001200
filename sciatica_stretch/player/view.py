"""What the screen shows at a moment of the session: pure, a moment and a size in, a frame out.

Layout, from the top: where we are; what kind of time this is and for which side; the stretch's name;
the digits, with the side as a huge letter on its own side; what to do; the bars; what comes next; the keys.
"""

from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.stop_rule import STOP_RULE
from sciatica_stretch.player import digits, key_words, wording
from sciatica_stretch.player.frame import Frame, Region, Span, both_ends, centred, fit, wrapped
from sciatica_stretch.player.moment import EPSILON, Moment

MIN_COLUMNS, MIN_ROWS = 40, 12  # smaller windows get the sparse screen
HEADED_ROWS, ROOMY_ROWS = 14, 20  # from here on there is room for the title, and for air
_NEXT_FROM_COLUMNS = 30  # below, nothing of the next stretch's name would be left
WIDEST_TEXT = 72  # longer lines are hard to read from afar


def render(moment: Moment, columns: int, rows: int) -> Frame:
    """Return the picture of *moment* on a screen of *columns* by *rows* cells."""
    if columns < MIN_COLUMNS or rows < MIN_ROWS:
        return _sparse(moment, columns, rows)
    roomy = rows >= ROOMY_ROWS
    text_rows = 3 if roomy else 2
    ruled = moment.desk.rule and len(wrapped(STOP_RULE, _text_width(columns))) > text_rows
    covered = moment.desk.help or ruled  # something stands where the digits were
    regions = _head(moment, columns, rows, with_seconds=covered)
    first = len(regions) + roomy
    last = rows - (5 if roomy else 3) - text_rows
    if moment.desk.help:
        regions += _help(moment, first, last + text_rows, columns)
    elif ruled:
        regions.append(_message(moment, first, last + text_rows - first, columns))
    else:
        regions += _digits(moment, first, last - first - roomy, columns)
        regions.append(_message(moment, last, text_rows, columns))
    regions += _bars(moment, rows - (4 if roomy else 3), columns, thin=roomy)
    following = both_ends(f" {wording.next_up(moment)}", f"{wording.session_left(moment)} ", columns)
    footer, style = wording.footer(moment, columns)
    regions += [_line(rows - 2, following, "next", columns), _line(rows - 1, centred(footer, columns), style, columns)]
    return Frame(columns, rows, tuple(regions))


def _line(top: int, text: str, style: str, columns: int) -> Region:
    return Region(top, 0, columns, (((fit(text, columns), style),),))


def _head(moment: Moment, columns: int, rows: int, *, with_seconds: bool) -> list[Region]:
    """Lay out where we are, what kind of time this is, and the stretch's name, in as many rows as there is room for."""
    label, style = wording.label(moment), wording.label_style(moment)
    if with_seconds:
        label = f"{wording.seconds_left(moment).strip()} {label}"
    where, rehearsal = wording.where(moment), wording.rehearsal(moment)
    name = (centred(wording.name(moment), columns), "name")
    if rows < HEADED_ROWS:
        lines = [(both_ends(f" {label}", "rehearsal " if rehearsal else f"{where} ", columns), style), name]
    else:
        title = " · ".join(filter(None, [rehearsal, moment.timeline.routine.title]))
        lines = [
            (both_ends(f" {title}", f"{where} ", columns), "quiet"),
            *([("", "quiet")] if rows >= ROOMY_ROWS else []),
            (centred(label, columns), style),
            name,
        ]
    return [_line(number, text, style, columns) for number, (text, style) in enumerate(lines)]


def _digits(moment: Moment, top: int, rows: int, columns: int) -> list[Region]:
    """Lay out the seconds left in the middle and the side's letter at its own edge."""
    text = wording.seconds_left(moment)
    side = moment.interval.side
    letter = side[0].upper() if side else ""
    margin = max(1, columns // 40)
    size = digits.largest(f"{text}  {letter}".rstrip(), columns - 2 * margin, rows)
    if not size:  # hours, in a narrow window
        return [_line(top + rows // 2, centred(text, columns), wording.label_style(moment), columns)]
    top += (rows - digits.rows_tall(size)) // 2
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
        regions.append(_block(top, column, shape, wording.label_style(moment)))
        column += len(shape[0]) + digits.gap(size)
    return regions


def _block(top: int, column: int, shape: tuple[str, ...], style: str) -> Region:
    return Region(top, column, len(shape[0]), tuple(((row, style),) for row in shape))


def _message(moment: Moment, top: int, rows: int, columns: int) -> Region:
    """Lay out what to do: the phase and rep of a move, then the newest line."""
    width = _text_width(columns)
    text, style = wording.message(moment, columns)
    lines = [(phase, "phase")] if (phase := wording.phase(moment)) and style == "line" else []
    lines += [(line, style) for line in _shortened(text, width, rows - len(lines))]
    lines += [("", style)] * (rows - len(lines))
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
    bar = _bar((length - moment.shown) / length if length else 1.0, width, wording.label_style(moment), "█", "░")
    regions = [Region(top, 1, width, (bar,))]
    if thin:
        whole = moment.timeline.seconds + moment.state.extended
        done = (whole - moment.session_left) / whole if whole else 1.0
        regions.append(Region(top + 1, 1, width, (_bar(done, width, "quiet", "━", "┄"),)))
    return regions


def _bar(done: float, width: int, style: str, full: str, empty: str) -> tuple[Span, ...]:
    cells = min(width, max(0, int(done * width + EPSILON)))
    return (full * cells, style), (empty * (width - cells), "quiet")


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
    text, style = wording.message(moment, 0 if moment.desk.notice else columns)
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
