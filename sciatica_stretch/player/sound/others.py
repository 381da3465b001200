"""The other programs' sounds, as PulseAudio (or PipeWire in its place) has them: found, lowered and put back.

Everything here is found out and done by `pactl`, which comes with `paplay`. Where it is missing, older than 16, or
doesn't answer, nothing is lowered.
"""

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from sciatica_stretch.player import kept
from sciatica_stretch.player.sound.players import OURS

LOWERED_TO = 0.6  # of the volume's number, which is a loudness: 13 dB less
_PATIENCE_SECONDS = 2.0
_MOST_REMEMBERED = 50


class Stream(NamedTuple):
    """What one program plays: its number, who plays it, and the volume of each channel (65536 is full)."""

    number: int
    pid: int
    name: str
    volumes: tuple[int, ...]


class Lowered(NamedTuple):
    """A stream that was made quieter: whose it is, and its volumes before and since."""

    number: int
    name: str
    before: tuple[int, ...]
    since: tuple[int, ...]


def pactl(*arguments: str) -> str:
    """Return what pactl answers. Raise OSError if it fails or doesn't answer."""
    try:
        done = subprocess.run(  # noqa: S603 - one program, and words of this module
            ["pactl", *arguments],  # noqa: S607 - the one on the person's path
            capture_output=True,
            timeout=_PATIENCE_SECONDS,
            check=True,
            env={**os.environ, "LC_ALL": "C"},
        )
    except subprocess.SubprocessError as error:
        raise OSError(f"pactl: {error}") from None
    return done.stdout.decode(errors="replace")


def streams(listed: str) -> list[Stream]:
    """Return the streams in the JSON that pactl *listed*. Raise ValueError if it is none."""
    return [_stream(each) for each in json.loads(listed)]


def playing() -> list[Stream]:
    """Return what is played now. Raise OSError."""
    try:
        return streams(pactl("--format=json", "list", "sink-inputs"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OSError(f"pactl: {error}") from None


def lower(now: Iterable[Stream], session: int, known: Iterable[Lowered]) -> list[Lowered]:
    """Return what is to be lowered of *now*: not our own, which belong to *session*, nor what is *known* to be."""
    since = {(each.name, each.since) for each in known}
    return [
        Lowered(each.number, each.name, each.volumes, tuple(round(LOWERED_TO * volume) for volume in each.volumes))
        for each in now
        if any(each.volumes) and (each.name, each.volumes) not in since and not _is_ours(each, session)
    ]


def raise_again(now: Iterable[Stream], lowered: Iterable[Lowered]) -> tuple[list[Stream], list[Lowered]]:
    """Return the streams to be put back, with the volumes they get, and what of *lowered* isn't there to be put back.

    A stream that ended while it was lowered comes again as quiet as it went, under another number: PulseAudio keeps the
    volume of each program. So what counts is whose it is, and that it still is as loud as it was made. What the
    person has turned up or down meanwhile stays as it is.
    """
    now = list(now)
    back: list[Stream] = []
    left: list[Lowered] = []
    for each in lowered:
        same = [stream for stream in now if (stream.name, stream.volumes) == (each.name, each.since)]
        back += [stream._replace(volumes=each.before) for stream in same]
        if not same and all(stream.number != each.number for stream in now):
            left.append(each)
    return back, left[-_MOST_REMEMBERED:]


def set_volume(number: int, volumes: Iterable[int]) -> bool:
    """Give a stream its volumes; return whether it took them: it may have ended meanwhile."""
    try:
        pactl("set-sink-input-volume", str(number), *map(str, volumes))
    except OSError:
        return False
    return True


def remembered(path: Path) -> list[Lowered]:
    """Return what the file at *path* says was lowered; nothing where it isn't there, or makes no sense."""
    try:
        listed = json.loads(path.read_bytes())
        return [Lowered(int(number), str(name), tuple(before), tuple(since)) for number, name, before, since in listed]
    except (OSError, ValueError, TypeError):
        return []


def remember(path: Path, lowered: Iterable[Lowered]) -> None:
    """Write down what is lowered, before it is. Raise OSError."""
    kept.put(path, json.dumps(list(lowered)).encode(), synced=True)


def is_bluetooth() -> bool:
    """Return whether sound goes to Bluetooth headphones or loudspeakers. Raise OSError where that can't be said."""
    default = pactl("get-default-sink").strip()
    try:
        sinks = json.loads(pactl("--format=json", "list", "sinks"))
        properties: dict[str, object] = next((each["properties"] for each in sinks if each["name"] == default), {})
        said = [str(properties.get(key, "")) for key in ("device.bus", "device.api")]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OSError(f"pactl: {error}") from None
    return default.startswith("bluez") or "bluetooth" in said or any(each.startswith("bluez") for each in said)


def _stream(listed: dict[str, Any]) -> Stream:
    properties = listed["properties"]
    name = str(properties.get("application.name") or properties.get("application.process.binary") or "")
    volumes = tuple(int(each["value"]) for each in listed["volume"].values())
    return Stream(int(listed["index"]), int(properties.get("application.process.id") or 0), name, volumes)


def _is_ours(stream: Stream, session: int) -> bool:
    if stream.name == OURS:
        return True
    try:
        return stream.pid > 0 and os.getsid(stream.pid) == session
    except OSError:  # it is of another machine or another user's, or over
        return False
