"""What a command from afar means to a session, what is shown of it, and what is answered: pure."""

from sciatica_stretch.core.events import Back, Extend, Skip, Stop, TogglePause
from sciatica_stretch.core.states import Over, Paused, Running, State, Waiting
from sciatica_stretch.player.moment import Moment
from sciatica_stretch.player.remote.calls import Command

HURTS = Command.HURTS
_NOTICES = {
    Command.NEXT: "On to the next, as told from afar.",
    Command.BACK: "Back, as told from afar.",
    Command.EXTEND: "More time, as told from afar.",
    Command.HURTS: "It hurts, as told from afar.",
}


def event_of(command: Command, state: State) -> type[TogglePause | Skip | Back | Extend | Stop] | None:
    """Return the event that *command* is in this *state*, or None where there is nothing to do."""
    match command:
        case Command.PAUSE:
            return TogglePause if isinstance(state, Running) else None
        case Command.RESUME:
            return TogglePause if isinstance(state, Paused) else None
        case Command.TOGGLE:
            return TogglePause
        case Command.NEXT:
            return Skip
        case Command.BACK:
            return Back
        case Command.EXTEND:
            return Extend
        case Command.STOP:
            return Stop
        case Command.STATUS | Command.HURTS:
            return None  # the latter is more than an event


def notice(command: Command, state: State) -> str:
    """Return what the screen says of a *command* that led to *state*."""
    going_on = "Paused from afar." if isinstance(state, Paused) else "Going on, as told from afar."
    return _NOTICES.get(command, going_on)


def answer(moment: Moment | None, state: State, *, done: bool) -> str:
    """Return the answer to a command, one line of JSON: whether it changed anything, and how the session stands now."""
    import json  # noqa: PLC0415 - only who is called answers

    if moment is None:
        return json.dumps({"done": done, "ended": state.outcome if isinstance(state, Over) else None})
    return json.dumps({"done": done, **status(moment)})


def status(moment: Moment) -> dict[str, object]:
    """Return how the session stands; times in whole seconds, as its screen shows them."""
    interval, state = moment.interval, moment.state
    return {
        "routine": moment.timeline.routine.name,
        "title": moment.timeline.routine.title,
        "kind": interval.kind,
        "step": interval.step.id,
        "stretch": interval.step.name,
        "side": interval.side,
        "set": interval.set_number,
        "sets": interval.sets,
        "number": moment.timeline.stretch_number(state.index),
        "of": moment.timeline.stretches,
        "seconds_left": moment.shown,
        "session_left": moment.session_left,
        "paused": isinstance(state, Paused) and not isinstance(state, Waiting),
        "waiting": isinstance(state, Waiting),
    }
