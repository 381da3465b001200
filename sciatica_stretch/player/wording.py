"""The words and figures on the screen: each a function of the moment, at most as long as it needs to be."""

from math import ceil

from rich.cells import cell_len

from sciatica_stretch.core.duration import clock, format_duration
from sciatica_stretch.core.events import Reason
from sciatica_stretch.core.states import Paused, Waiting
from sciatica_stretch.core.stop_rule import STOP_RULE
from sciatica_stretch.core.timeline import Interval, Kind
from sciatica_stretch.player.key_words import keys_lines, question
from sciatica_stretch.player.moment import Moment

IT_HURTS = f"It hurts, so this is over. {STOP_RULE}"
WAITED = "The computer slept or the program was stopped, so the session waited."
WAITING = "Waiting, any key begins"
GET_READY = "Get into position, then press any key"
_LABELS = {
    Kind.TRANSITION: "» NEXT",
    Kind.SWITCH: "⇄ CHANGE SIDES",
    Kind.REST: "○ REST",
    Kind.HOLD: "■ HOLD",
    Kind.MOVE: "↕ MOVE",
}
_WORDS = {Kind.TRANSITION: "NEXT", Kind.SWITCH: "CHANGE", Kind.REST: "REST", Kind.HOLD: "HOLD", Kind.MOVE: "MOVE"}
_CLOCK_FROM_SECONDS = 100  # up to here two digits tell it, and two can be larger than four


def label(moment: Moment) -> str:
    """Return in capitals what kind of time this is and for which side: "■ HOLD · RIGHT SIDE"."""
    interval = moment.interval
    words = [_kind(moment)]
    if interval.side:
        words.append(f"{interval.side.upper()} SIDE")
    if interval.sets > 1:
        words.append(f"SET {interval.set_number} OF {interval.sets}")
    return " · ".join(words)


def kind(moment: Moment) -> tuple[str, str]:
    """Return the symbol of what the time is for, and one word for it: both are drawn large."""
    if isinstance(moment.state, Waiting):
        return "▸", "WAITING"
    if isinstance(moment.state, Paused):
        return "‖", "PAUSED"
    symbol = _LABELS[moment.interval.kind][0]
    return symbol, "READY" if _is_first(moment) else _WORDS[moment.interval.kind]


def short_label(moment: Moment) -> str:
    """Return the seconds, the side and the kind of time, what matters most first: "47 RIGHT ■ HOLD"."""
    side = (moment.interval.side or "").upper()
    return " ".join(filter(None, [seconds_left(moment).strip(), side, _kind(moment)]))


def label_style(moment: Moment) -> str:
    """Return the style of the label, the digits and the bar, by what the time is for."""
    return "paused" if isinstance(moment.state, Paused) else f"kind.{moment.interval.kind}"


def name(moment: Moment) -> str:
    """Return what the stretch is called; before it begins, also how much of it there is to do."""
    interval = moment.interval
    if interval.is_work:
        return interval.step.name
    again = "Again: " if interval.kind is Kind.REST else ""
    work = moment.timeline.intervals[moment.state.index + 1]
    return f"{again}{interval.step.name} · {_dose(work)}"


def where(moment: Moment) -> str:
    """Return how far along the session is: "5 of 11"."""
    return f"{moment.timeline.stretch_number(moment.state.index)} of {moment.timeline.stretches}"


def rehearsal(moment: Moment) -> str:
    """Return that this is a rehearsal, or an empty text."""
    return f"Rehearsal at {moment.desk.rehearsal:g}x, not logged" if moment.desk.rehearsal != 1 else ""


def seconds_left(moment: Moment) -> str:
    """Return the seconds left; as wide from an interval's first second to its last, so that nothing jumps."""
    longest = ceil(moment.length)
    if longest < _CLOCK_FROM_SECONDS:
        return f"{moment.shown:>{len(str(longest))}}"
    return f"{moment.shown // 60:>{len(str(longest // 60))}}:{moment.shown % 60:02}"


def phase(moment: Moment) -> str:
    """Return where in its reps a move is, "EXTEND · rep 3 of 8", or an empty text."""
    interval = moment.interval
    if not interval.tempo:
        return ""
    reps = interval.reps + round(moment.state.extended / interval.rep_seconds)
    rep, into = divmod(moment.spent, interval.rep_seconds)
    began, current = 0.0, interval.tempo[0]
    for each in interval.tempo:
        if into >= began:
            current = each
        began += each.seconds
    return f"{current.name.upper()} · rep {min(int(rep) + 1, reps)} of {reps}"


def message(moment: Moment, columns: int) -> tuple[str, str]:
    """Return what is to be read now, and its style: the rule, why it waits, a notice too wide for a row, or a line."""
    if moment.desk.rule:
        return STOP_RULE, "notice"
    if isinstance(moment.state, Waiting):
        return _standing(WAITING, moment), "notice"
    if isinstance(moment.state, Paused) and moment.desk.reason is Reason.GAP:
        return WAITED, "notice"
    if isinstance(moment.state, Paused) and moment.desk.reason is Reason.CUT_OFF:
        return _standing(GET_READY, moment), "notice"
    if cell_len(moment.desk.said) > columns:
        return moment.desk.said, "notice"
    return moment.line, "line"


def next_up(moment: Moment) -> str:
    """Return what comes after this stretch: "Next: Half pigeon · left · 1m"."""
    following = moment.timeline.next_work(moment.state.index + (not moment.interval.is_work))
    if following is None:
        return "Last stretch"
    side = f" · {following.side}" if following.side else ""
    return f"Next: {following.step.name}{side} · {_dose(following)}"


def session_left(moment: Moment) -> str:
    """Return how long the session still takes: "8:10 left"."""
    return f"{clock(moment.session_left)} left"


def footer(moment: Moment, columns: int) -> tuple[str, str]:
    """Return what the last row says, and its style: a question, a notice, or the keys."""
    if moment.desk.asking:
        return question(moment.desk.keymap), "notice"
    if moment.desk.said and cell_len(moment.desk.said) <= columns:
        return moment.desk.said, "notice"
    if not moment.desk.keys:
        return "There is no keyboard; Ctrl-C stops.", "quiet"
    lines = keys_lines(moment)
    return next((line for line in lines if cell_len(line) < columns), lines[-1]), "quiet"


def footer_matters(moment: Moment) -> bool:
    """Tell whether the last row is about now: a question, a notice, or the keys while somebody looks for them."""
    return bool(moment.desk.asking or moment.desk.said) or isinstance(moment.state, Paused) or _is_first(moment)


def _standing(words: str, moment: Moment) -> str:
    """Return the *words* to who waits, and how to get into position where no lead-in has said so."""
    lead_in = moment.timeline.untold(moment.state.index)
    return f"{words}. {lead_in.setup}".rstrip() if lead_in else f"{words}."


def _kind(moment: Moment) -> str:
    if isinstance(moment.state, Waiting):
        return "▸ WAITING"
    if isinstance(moment.state, Paused):
        return "❚❚ PAUSED"
    if _is_first(moment):
        return "» GET READY"
    return _LABELS[moment.interval.kind]


def _is_first(moment: Moment) -> bool:
    return moment.interval.kind is Kind.TRANSITION and moment.interval.is_first


def _dose(interval: Interval) -> str:
    return f"{interval.reps} reps" if interval.kind is Kind.MOVE else format_duration(interval.seconds)
