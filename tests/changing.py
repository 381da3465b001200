"""Changes of a routine called "evening", each made by a process of its own that strace may kill or hurt.

See test_workshop_crash.py, which runs this program. strace can hurt the n-th call of a kind, the same n in all
processes, so each process makes calls of that kind on nothing first, as many as put the one to be hurt in that place.
"""

# ruff: noqa: ARG005, PTH102, PTH104, PTH106, PTH108 - the system calls themselves are meant

import fcntl
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sciatica_stretch.cli.app import main
from sciatica_stretch.cli.world import World

OLD = b"title: Old\nsteps: [{name: a, hold: 30s}]\n"
NEW = b"title: New\nsteps: [{name: a, hold: 40s}]\n"
FIRST = b"title: First\nsteps: [{name: a, hold: 20s}]\n"
# More calls of a kind than any change makes, or this program before it; it opens many files when it imports.
HURT_AT = {"openat": 600}
HURT_OTHERS_AT = 100
WARM, UNHURT = "warm", "unhurt"
NOTHING = "/dev/null"
CALLS: dict[str, Callable[[int], object]] = {
    "openat": lambda fd: os.open(f"{NOTHING}/x", os.O_RDONLY),
    "write": lambda fd: os.write(fd, b"x"),
    "fsync": os.fsync,
    "flock": lambda fd: fcntl.flock(fd, fcntl.LOCK_UN),
    "mkdir": lambda fd: os.mkdir(NOTHING),
    "link": lambda fd: os.link(NOTHING, NOTHING),
    "rename": lambda fd: os.rename(NOTHING, f"{NOTHING}/x"),
    "unlink": lambda fd: os.unlink(f"{NOTHING}/x"),
    "rmdir": lambda fd: os.rmdir(NOTHING),
    "fchmod": lambda fd: os.fchmod(fd, 0o600),
}


def change(home: Path, words: list[str]) -> int:
    """Run a command in *home* and return its exit code."""
    env = os.environ | {"STRETCH_HOME": str(home), "VISUAL": str(home / "editor")}
    try:
        main(World(env=env), [word.format(home=home) for word in words])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def furnish(home: Path) -> None:
    """Make a home with a routine and an earlier version of it, a file to import, and an editor that types it."""
    folder = home / "routines"
    (folder / ".versions" / "evening").mkdir(parents=True)
    (folder / ".versions" / "evening" / "0001.yaml").write_bytes(FIRST)
    (folder / "evening.yaml").write_bytes(OLD)
    (home / "gift.yaml").write_bytes(NEW)
    editor = home / "editor"
    editor.write_text(f'#!/bin/sh\ncat "{home}/gift.yaml" > "$1" && : > "{home}/typed"\n', encoding="utf-8")
    editor.chmod(0o700)


def change_in_a_process(home: Path, words: list[str]) -> int:
    """Make the change in *home*, whose name says which call is to be hurt, and return how it ended."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.dup2(os.open(NOTHING, os.O_WRONLY), 1)
    os.dup2(os.open(home / "err", os.O_WRONLY | os.O_CREAT), 2)
    scratch = os.open(home / "scratch", os.O_RDWR | os.O_CREAT)
    call, _, turn = home.name.partition("-")
    for _ in range(HURT_AT.get(call, HURT_OTHERS_AT) - int(turn) if turn else 0):
        with suppress(OSError):
            CALLS[call](scratch)
    code = 1
    try:
        code = change(home, words)
    except Exception:  # noqa: BLE001 - for the test to read
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    root, *names = sys.argv[1:]
    words = sys.stdin.read().splitlines()
    change(Path(root, WARM), words)  # so that all is imported that will be
    codes = [f"{name} {change_in_a_process(Path(root, name), words)}" for name in names]
    sys.stdout.write("\n".join(["", *codes]))
