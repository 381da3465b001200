"""What `stretch doctor` finds out about the figure: how a session draws it here, and why so."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.player.graphics.terminal import Answers

_PATIENCE_SECONDS = 2.0  # for the terminal's answers, over a slow line, too; a session waits for none


def figure(world: "World") -> str:
    """Return how the figure is drawn in a session, and why it isn't smooth where it isn't."""
    from sciatica_stretch.player import console_linux
    from sciatica_stretch.player.graphics import reasons
    from sciatica_stretch.player.look import Look

    if world.wants_plain_lines:
        return "none, for there are lines"
    if not world.settings.figure:
        return "none: figure is off"
    cells = "half blocks" if console_linux.is_it(world.env) else "braille"
    if reason := reasons.why_not(Look(smooth=world.settings.smooth), world.env):
        return f"{cells}; {reason}"
    if not (world.interactive and reasons.is_one_terminal(world.stdin, world.stdout)):
        return f"{cells}; the terminal can't be asked for more"
    answers = _asked(world)
    if not answers.complete:
        return f"{cells}; the terminal doesn't answer"
    if not answers.protocol:
        return f"{cells}; the terminal speaks neither sixel nor kitty graphics"
    cell = answers.cell or reasons.cell_by_system(world.stdout)
    if not cell:
        return f"{cells}; the terminal speaks {answers.protocol} graphics, but doesn't say how large a cell is"
    return f"smooth, by {answers.protocol} graphics; a cell has {cell.width} x {cell.height} pixels"


def _asked(world: "World") -> "Answers":
    """Ask the terminal as a session does, and wait for it a little."""
    from sciatica_stretch.player.graphics.terminal import QUESTION, Answers
    from sciatica_stretch.player.keyboard import Answer

    answers, clock = Answers(), world.clock(1.0)
    until = clock.now() + _PATIENCE_SECONDS
    with world.keyboard(True) as keyboard:
        world.stdout.write(QUESTION)
        world.stdout.flush()
        keyboard.expect_answers()
        while not answers.complete and clock.now() < until:
            for each in keyboard.wait(clock.seconds_until(until)):
                if isinstance(each, Answer):
                    answers.hear(each.text)
    return answers
