"""The safety notice: shown before the first session, acknowledged once, there to be read again."""

from textwrap import fill
from typing import TYPE_CHECKING

import typer

from sciatica_stretch.core.stop_rule import STOP_RULE

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World

NOTICE_NUMBER = 1  # raised when the notice says something new, so that it is shown again

NOTICE = f"""\
BEFORE YOU START

stretch is a timer with prompts. It is not a medical device. It cannot examine you or tell what causes your pain.

Get emergency help now (999 / 112 / 911) and do not stretch if you have back or leg pain and any of these is new:
- numbness, tingling or changed feeling around the genitals, back passage or inner thighs
- trouble starting, stopping or feeling when you pass urine, or loss of bladder or bowel control
- weakness or numbness in both legs, or sciatica in both legs
- changed sexual function or sensation

Get medical advice first, urgently if new: weakness getting worse in one leg, a foot that drops; a fall or accident; \
fever, unexplained weight loss, past cancer, pain that never eases, even lying down.

Ask first too: recent back or hip surgery or hip replacement, osteoporosis, pregnancy, glaucoma, uncontrolled high \
blood pressure, or pain no better after a few weeks.

{STOP_RULE}
"""
_WIDEST = 78


def safety(ctx: typer.Context) -> None:
    """Read the safety notice."""
    world: World = ctx.obj
    world.say("\n\n".join(_paragraphs(world.size()[0])))


def acknowledge(world: "World") -> None:
    """Have the notice read once; raise typer.Exit if the person leaves instead.

    Where nobody can be asked it is only pointed to.
    """
    if _acknowledged(world):
        return
    if not world.interactive:
        world.warn("Please read the safety notice once: stretch safety")
        return
    columns, rows = world.size()
    *first, last = _pages(columns, rows - 3)
    for page in first:
        _ask(world, f"{page}\n\nEnter: read on. q and Enter: leave. ")
    _ask(world, f"{last}\n\nPress Enter when you have read it, or q and Enter to leave: ")
    _remember(world)


def _ask(world: "World", text: str) -> None:
    """Show *text* and wait for Enter; raise typer.Exit for an answer that means no, or none at all."""
    world.stdout.write(text)
    world.stdout.flush()
    answer = world.stdin.readline()
    if not answer.endswith("\n") or answer.strip().lower() in {"q", "quit", "n", "no"}:
        world.say("Nothing was started.")
        raise typer.Exit


def _paragraphs(columns: int) -> list[str]:
    width = max(20, min(columns - 1, _WIDEST))
    return [
        "\n".join(fill(line, width, subsequent_indent="  " * line.startswith("-")) for line in paragraph.split("\n"))
        for paragraph in NOTICE.strip().split("\n\n")
    ]


def _pages(columns: int, rows: int) -> list[str]:
    """Return the notice in pages that a window of *rows* can show, so that its first lines don't scroll away unread."""
    lines = "\n\n".join(_paragraphs(columns)).split("\n")
    rows = max(rows, 1)
    return ["\n".join(lines[start : start + rows]).strip("\n") for start in range(0, len(lines), rows)]


def _acknowledged(world: "World") -> bool:
    import json

    try:
        text = (world.folders.state / "safety.json").read_text(encoding="utf-8")
        return bool(json.loads(text)["notice"] >= NOTICE_NUMBER)
    except (OSError, ValueError, KeyError, TypeError):
        return False  # not there, or not ours: showing the notice once more does no harm


def _remember(world: "World") -> None:
    """Keep that the notice was read; where that can't be kept, it is shown again the next time."""
    import json

    from sciatica_stretch import disk
    from sciatica_stretch.core.text import visible

    path = world.folders.state / "safety.json"
    try:
        disk.replace(path, json.dumps({"notice": NOTICE_NUMBER}).encode() + b"\n")
    except OSError as error:
        world.warn(
            f"Warning: the notice will be shown again next time, for {visible(str(path))} can't be written: "
            f"{error.strerror or error}."
        )
