"""A few questions from which a routine comes: `stretch new NAME` on a terminal.

It asks in lines and reads whole lines: what is typed are words that filter the known stretches, or a number of the
list they leave, or a whole line as on paper. So it works in the smallest window, on a dumb terminal and with a screen
reader, where a list that redraws itself at every key would not; and the reader of sheets says what a line means.
"""

from collections.abc import Sequence
from dataclasses import replace
from textwrap import fill
from typing import TYPE_CHECKING

import typer

from sciatica_stretch.cli.new import usual_title
from sciatica_stretch.core.duration import clock
from sciatica_stretch.core.routine import Routine
from sciatica_stretch.core.text import one_line
from sciatica_stretch.core.timeline import unroll
from sciatica_stretch.library.drafting import Draft, draft
from sciatica_stretch.library.paper import Sheet, Written, read_line
from sciatica_stretch.library.said import Said, read_phrases
from sciatica_stretch.library.search import search, sure
from sciatica_stretch.library.telling import described, paper_line
from sciatica_stretch.problems import Problems

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.core.routine import Step

INTERRUPTED = 130  # 128 + SIGINT, as shells have it
_MOST_ROWS = 9
_HELP = (
    "Type words (pigeon), or a whole line as on paper (cat-cow 10 x 4s). all: every known stretch. "
    "undo: take back the last one. Enter alone: done. Ctrl-C: leave."
)


class _LeftError(Exception):
    """The person pressed Ctrl-C or Ctrl-D."""


def ask_for_routine(world: "World", name: str) -> tuple[str, list[Draft]]:
    """Return the title and the stretches that a person picks; raise typer.Exit (130) if they leave instead."""
    dialogue = _Dialogue(world)
    try:
        return dialogue.title(name), dialogue.stretches()
    except (KeyboardInterrupt, _LeftError):
        world.say_wrapped("\n\nNothing was written.")
        if dialogue.written:
            lines = "\n".join(paper_line(each.step) for each in dialogue.drafts())
            world.say(f"What you had so far, as a sheet of paper:\n\n{lines}\n")
            world.say_wrapped(f"In a file, it can be gone on from: stretch new {name} --from-text FILE")
        raise typer.Exit(INTERRUPTED) from None


class _Dialogue:
    """One conversation; holds what was picked."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.written: list[Written] = []

    def title(self, name: str) -> str:
        """Ask what the routine is called."""
        usual = usual_title(name)
        return one_line(self._ask(f"Title (Enter: {usual}): ")) or usual

    def stretches(self) -> list[Draft]:
        """Ask for one stretch after the other."""
        self._say(f"\n{_HELP}")
        while True:
            typed = self._ask(f"\nStretch {len(self.written) + 1}: ")
            match typed.lower():
                case "" | "done" if self.written:
                    return self.drafts()
                case "":
                    self._say("Type a stretch, such as bridge.")
                case "undo" | "u":
                    self._undo()
                case "?" | "help":
                    self._say(_HELP)
                case _:
                    self._pick(typed)

    def drafts(self) -> list[Draft]:
        """Return what was picked as steps; what was accepted with Enter needs no remark in the file."""
        drafts = draft(Sheet(stretches=tuple(self.written)), Problems())
        return [
            replace(
                each,
                entry=replace(
                    each.entry,
                    above=tuple(line for line in each.entry.above if not line.startswith("On the sheet")),
                    beside={key: words for key, words in each.entry.beside.items() if key in {"transition", "tempo"}},
                ),
            )
            for each in drafts
        ]

    def _pick(self, typed: str) -> None:
        """Take a line as a stretch, ask what it leaves open, and show the list."""
        written = self._read("" if typed.lower() == "all" else typed)
        if written and (picked := self._identify(written)):
            picked = self._dose(picked)
            picked = self._sides(picked)
            self.written.append(replace(picked, text=picked.name))
            self._show()

    def _read(self, typed: str) -> Written | None:
        problems = Problems()
        written = read_line(typed or "any", problems)
        for problem in problems.in_order():
            self._say(f"{problem.message[:1].upper()}{problem.message[1:]}. {problem.hint}")
        if len(problems):
            return None
        if written is None:
            self._say("That says how much, but not of what. Begin with the stretch's name.")
        return replace(written, name=typed and written.name) if written else None

    def _identify(self, written: Written) -> Written | None:
        """Return the stretch under the name that it is known by, if it is; None for none after all."""
        while not (each := sure(written.name)):
            found = [match.known.step.name for match in search(written.name)]
            if not found:
                return written if self._is_own(written.name) else None
            typed = self._choose(found, written.name)
            if typed in {"", "="}:
                return written if typed and written.name else None
            if typed.isdigit() and 1 <= int(typed) <= len(found):
                written = replace(written, name=found[int(typed) - 1])
            elif typed.isdigit():
                self._say(f"There is no {typed} in the list.")
            elif other := self._read(typed):
                written = other if other.said.amounts else replace(written, name=other.name)
        return replace(written, name=each.step.name)

    def _choose(self, found: Sequence[str], name: str) -> str:
        """Show the stretches that were *found*, as many as fit at a time, and return what is typed then."""
        rows = max(3, min(_MOST_ROWS, self._world.size()[1] - 4))
        own = f", = for {name!r} as it is" if name else ""
        for begin in range(0, len(found), rows):
            for number, each in enumerate(found[begin : begin + rows], begin + 1):
                self._say(f"{number:>3}  {each}", indent="     ")
            last = begin + rows >= len(found)
            typed = self._ask(f"Number, other words{own}, Enter: {'back' if last else 'more'}: ")
            if typed or last:
                return typed
        return ""

    def _is_own(self, name: str) -> bool:
        self._say(f"No known stretch is called {name!r}.")
        return self._ask("Take it as your own (y), or Enter for other words: ").lower() in {"y", "yes"}

    def _dose(self, written: Written) -> Written:
        """Ask how much, where the line didn't say."""
        each = sure(written.name)
        while not written.said.amounts:
            usual = _dose_words(each.step) if each else "30s"
            typed = self._ask(f"{written.name}\nHow long or how often (Enter: {usual}): ")
            said, _ = read_phrases(typed or usual)
            if not said.amounts:
                self._say("Write 45s, 1m30s, x 10, 2 x 30s or 3 sets of 10.")
            elif self._makes_sense(replace(written, said=written.said | said)):
                written = replace(written, said=written.said | said)
        return written if self._makes_sense(written) else self._dose(replace(written, said=Said()))

    def _makes_sense(self, written: Written) -> bool:
        problems = Problems()
        draft(Sheet(stretches=(written,)), problems)
        for problem in problems.in_order():
            self._say(f"{problem.message[:1].upper()}{problem.message[1:]}. {problem.hint}")
        return not len(problems)

    def _sides(self, written: Written) -> Written:
        """Ask which sides, where that is a question."""
        each = sure(written.name)
        if written.said.sides or written.said.each or (each and not each.step.repeats.sides):
            return written
        usual = "right, then left" if each else "both at once"
        while True:
            typed = self._ask(f"Sides: r, l, or b for each in turn (Enter: {usual}): ").lower()
            if not typed:
                return replace(written, said=replace(written.said, each=bool(each)))
            said = Said(each=True) if typed in {"b", "both", "each"} else read_phrases(typed)[0]
            if said.sides or said.each:
                return replace(written, said=written.said | said)
            self._say("Write r, l, r then l, or b.")

    def _undo(self) -> None:
        if self.written:
            self._say(f"Taken back: {self.written.pop().name}.")
            self._show()
        else:
            self._say("There is nothing to take back.")

    def _show(self) -> None:
        """Show the list as it has grown, its last lines in a small window, and how long it all takes."""
        drafts = self.drafts()
        if not drafts:
            return
        steps = tuple(each.step for each in drafts)
        room = max(2, self._world.size()[1] - 6)
        if len(steps) > room:
            self._say(f"     ({len(steps) - room} before these)")
        for number, step in list(enumerate(steps, 1))[-room:]:
            self._say(f"{number:>3}. {step.name}: {described(step)}", indent="     ")
        seconds = unroll(Routine(name="", title="", steps=steps, transition=0.0)).seconds
        self._say(f"     {clock(seconds)} so far. Enter: done.")

    def _say(self, text: str, indent: str = "") -> None:
        self._world.say_wrapped(text, indent)

    def _ask(self, question: str) -> str:
        """Return what is typed, on one line. Raise _LeftError where the input ends."""
        *above, prompt = question.split("\n")
        for line in above:
            self._say(line)
        width = max(20, self._world.size()[0] - 1)
        self._world.stdout.write(fill(prompt, width, drop_whitespace=False) if len(prompt) > width else prompt)
        self._world.stdout.flush()
        answer = self._world.stdin.readline()
        if not answer:
            raise _LeftError
        return answer.strip()


def _dose_words(step: "Step") -> str:
    """Return a dose without the name and the sides, as the reader of sheets understands it."""
    alone = replace(step, name="", repeats=replace(step.repeats, sides=()))
    return paper_line(alone).strip()
