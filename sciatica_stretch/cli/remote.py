"""`stretch remote`: a running session told something from another terminal, a phone's ssh or a desktop shortcut."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sciatica_stretch.core.duration import clock, format_duration
from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import NoSessionError
from sciatica_stretch.player.remote.calls import Command

if TYPE_CHECKING:
    from pathlib import Path

    from sciatica_stretch.cli.world import World

COMMAND = typer.Argument(metavar=f"[{'|'.join(Command)}]", help="What it is told; toggle pauses, or goes on.")
SESSION = typer.Option(
    "--session", metavar="ID", help="The session that is meant, where several run; else the one begun last."
)
AS_JSON = typer.Option("--json", help="Print how the session stands as JSON.")
_PATIENCE_SECONDS = 3.0  # for an answer; a session gives it at once, unless it was stopped by Ctrl-Z
_KINDS = {
    "transition": "getting into position",
    "switch": "changing sides",
    "rest": "resting",
    "hold": "holding",
    "move": "moving",
}
_DONE = {
    Command.RESUME: "Going on",
    Command.NEXT: "On to",
    Command.BACK: "Back to",
    Command.EXTEND: "More time",
    Command.HURTS: "Ended, for it hurts. On to",
    Command.STOP: "Stopped",
}


def remote(
    ctx: typer.Context,
    command: Annotated[Command, COMMAND],
    *,
    session: Annotated[str, SESSION] = "",
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """Tell a running session something: pause, resume, toggle, next, back, extend, hurts, stop; or ask for its status.

    Each is what the key of that name does, but stop: it ends the session at once, without a question.
    """
    world: World = ctx.obj
    name, answer = _asked(world, command, session)
    if command is Command.STATUS:
        answer.pop("done", None)
    if as_json:
        world.say(json.dumps({"session": name, **answer, "others": _others(world, name)}, ensure_ascii=False))
    else:
        world.say_wrapped(visible(_sentence(command, answer)))


def _asked(world: "World", command: Command, session: str) -> tuple[str, dict[str, Any]]:
    """Return the name of the session that took *command*, and its answer. Raise NoSessionError."""
    from sciatica_stretch.player.remote import place

    if not place.OFFERED:
        raise NoSessionError("stretch remote works on Linux and macOS only.", "Use the keys: ? shows them.")
    found = place.newest_first(world.folders.sockets)
    wanted = [path for path in found if session in {"", path.stem}]
    for path in wanted:
        if answer := _answer(path, command):
            return path.stem, answer
    if others := _others(world, session):
        raise NoSessionError(f"No session {visible(session)!r} is running.", f"There is: {', '.join(others)}.")
    raise NoSessionError("No session is running.", "Start one with: stretch start NAME")


def _others(world: "World", session: str) -> list[str]:
    """Return the names of the sessions that run beside *session*, the one begun last first."""
    from sciatica_stretch.player.remote import place

    found = place.newest_first(world.folders.sockets)
    return [path.stem for path in found if path.stem != session and _is_there(path)]


def _answer(path: "Path", command: Command) -> dict[str, Any] | None:
    """Return what the session at *path* answers, None where it is no more. Raise NoSessionError where it doesn't."""
    from sciatica_stretch.player.remote.caller import ask

    try:
        line = ask(path, command, _PATIENCE_SECONDS)
        return None if line is None else dict(json.loads(line))
    except TimeoutError:
        message, hint = "doesn't answer.", "Was it stopped with Ctrl-Z? Then type fg where it runs."
    except OSError as error:
        message, hint = f"can't be reached: {error.strerror or error}.", f"Its socket is {visible(str(path))}"
    except ValueError:
        message, hint = "gives an answer that makes no sense.", "Is it of another version of stretch?"
    raise NoSessionError(f"The session {visible(path.stem)} {message}", hint)


def _is_there(path: "Path") -> bool:
    try:
        return _answer(path, Command.STATUS) is not None
    except NoSessionError:
        return True  # stopped, perhaps, but there


def _sentence(command: Command, answer: dict[str, Any]) -> str:
    """Return what became of *command*, and how the session stands now."""
    if ended := answer.get("ended"):
        return "Stopped." if ended == "stopped" else "That was the last part: the session is done."
    where = _where(answer)
    if command is Command.STATUS:
        stands = "Paused. " * answer["paused"]
        return (
            f"{stands}{answer['routine']}, {answer['number']} of {answer['of']}: {where}. "
            f"{clock(answer['session_left'])} of the session left."
        )
    if not answer["done"]:
        return f"Nothing changed: {'paused, ' * answer['paused']}{where}."
    if answer["paused"] and command not in {Command.PAUSE, Command.TOGGLE}:
        return f"Still paused: {where}."
    if command in {Command.PAUSE, Command.TOGGLE}:
        return f"{'Paused' if answer['paused'] else 'Going on'}: {where}."
    return f"{_DONE[command]}: {where}."


def _where(answer: dict[str, Any]) -> str:
    """Return "holding, Half pigeon, right side, set 1 of 2, 42s left"."""
    doing = "waiting to begin" if answer["waiting"] else _KINDS[answer["kind"]]
    side = [f"{answer['side']} side"] if answer["side"] else []
    set_number = [f"set {answer['set']} of {answer['sets']}"] if answer["sets"] > 1 else []
    return ", ".join([doing, answer["stretch"], *side, *set_number, f"{format_duration(answer['seconds_left'])} left"])
