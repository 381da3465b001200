"""A recording played back into a terminal emulator: what could be seen, when, and how cleanly it changed."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import pyte
from recording import SECOND, Recording

DIGIT = r"[0-9\u2580-\u259f]"  # as a character, or drawn of blocks
_MILLISECOND = 1_000_000
_BURST_GAP = 4 * _MILLISECOND  # chunks closer than this were one update
_FLASH = 100 * _MILLISECOND  # a blank shorter than this is seen as a flicker
_CELLS = 20  # a screen with fewer was hardly there
_LOST, _BACK = 0.4, 0.8  # of the cells that stood before
_SYNC = b"\x1b[?2026h"
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*[sr]")

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person could see of a run."""

    first: int | None  # when the first digit stood there
    changes: list[int]  # when the screen changed
    flashes: int  # screens that lost more than 60 % of their cells and had them back within 100 ms


@dataclass(slots=True)
class Burst:
    """Chunks that came so close together that they were one update."""

    begins: int
    ends: int
    content: bytes
    chunks: int = 1


def watch(recording: Recording, first: str = DIGIT) -> Seen:
    """Play *recording* back; *first* is what the first digit looks like."""
    screen = pyte.Screen(*recording.size)
    stream = pyte.ByteStream(screen)
    wanted = re.compile(first)
    shown = screen.display
    first_at = None
    filled: list[tuple[int, int]] = []
    for at, chunk in recording.chunks:
        stream.feed(_UNKNOWN_TO_PYTE.sub(b"", chunk))
        before, shown = shown, screen.display
        if shown != before:
            filled.append((at, sum(len(row) - row.count(" ") for row in shown)))
            if first_at is None and wanted.search("\n".join(shown)):
                first_at = at
    return Seen(first_at, [at for at, _ in filled], _flashes(filled))


def bursts(chunks: Iterable[tuple[int, bytes]]) -> list[Burst]:
    """Return *chunks* joined to updates."""
    joined: list[Burst] = []
    for at, chunk in chunks:
        if joined and at - joined[-1].ends < _BURST_GAP:
            last = joined[-1]
            last.ends, last.content, last.chunks = at, last.content + chunk, last.chunks + 1
        else:
            joined.append(Burst(at, at, chunk))
    return joined


def run_figures(recording: Recording, seen: Seen) -> Figures:
    """Return what is true of a whole run, by column."""
    everything = b"".join(chunk for _, chunk in recording.chunks)
    figures: Figures = {
        "status": recording.status,
        "ed2": everything.count(b"\x1b[2J"),
        "sync2026": everything.count(_SYNC),
        "blank_flashes": seen.flashes,
    }
    if seen.first is not None:
        figures["first_visible_ms"] = (seen.first - recording.started) / _MILLISECOND
    return figures


def window_figures(recording: Recording, seen: Seen, window: str) -> Figures:
    """Return the costs and the writes within one window, by column.

    A torn write is an update in more than one chunk that the terminal was not told to hold back.
    """
    begin, end = recording.windows[window]
    seconds = (end.at - begin.at) / SECOND
    inside = [each for each in bursts(recording.chunks) if begin.at <= each.begins < end.at]
    changed = sum(_changed_by(each, seen.changes) for each in inside)
    return {
        "cpu_s_per_min": (end.cpu - begin.cpu) / SECOND / seconds * 60,
        "nvcsw_per_s": (end.wakeups - begin.wakeups) / seconds,
        "nivcsw_per_s": (end.preemptions - begin.preemptions) / seconds,
        "bytes_per_s": sum(len(each.content) for each in inside) / seconds,
        "chunks_per_s": sum(each.chunks for each in inside) / seconds,
        "changed_per_s": changed / seconds,
        "useless_bursts_per_s": (len(inside) - changed) / seconds,
        "torn_writes": sum(each.chunks > 1 and _SYNC not in each.content for each in inside),
        "rss_kb": end.rss_kb,
    }


def key_latencies(recording: Recording, seen: Seen) -> list[float]:
    """Return for each key the milliseconds until the screen changed next, whatever made it change."""
    nexts = [(key, bisect_right(seen.changes, key)) for key in recording.keys]
    return [(seen.changes[index] - key) / _MILLISECOND for key, index in nexts if index < len(seen.changes)]


def _changed_by(burst: Burst, changes: list[int]) -> bool:
    return bisect_left(changes, burst.begins) < bisect_right(changes, burst.ends)


def _flashes(filled: list[tuple[int, int]]) -> int:
    """Count the blanks in *filled*, the number of cells in use after each change."""
    count = 0
    for index in range(1, len(filled) - 1):
        (_, before), (at, cells) = filled[index - 1], filled[index]
        if before > _CELLS and cells < _LOST * before:
            later = filled[index + 1 :]
            count += any(then - at <= _FLASH and back > _BACK * before for then, back in later)
    return count
