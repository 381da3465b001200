"""All the ways in which a session begins: tone, words, plain lines and screen say the same, and what to do.

That each state of a session sounds like itself is for test_eyes_closed.py to show.
"""

from collections.abc import Sequence

import pytest
from fakes import Theatre
from plans import LEFT, RIGHT, hold, repeats, reps, routine, step

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.states import CutOff, Ready
from sciatica_stretch.core.timeline import Options, Timeline, unroll
from sciatica_stretch.player.keyboard import Signal
from sciatica_stretch.player.plain import sentences

ROUTINE = routine(
    step(
        "Fold",
        hold(40.0),
        transition=14.0,
        repeated=repeats(RIGHT, LEFT, sets=2),
        setup="Fold over the {side} leg.",
        switch_setup="Over the {side} one.",
    ),
    step("Wag", reps(3, sway=3.0, back=3.0), wait=True, setup="Come up."),
    step("Reach", hold(20.0), transition=0.0, setup="Arms up."),
)
AS_WRITTEN = unroll(ROUTINE)  # 14 s, right, 10 s rest, right, 8 s switch, left, 10 s rest, left, 10 s, wag, reach
AT_ONCE = unroll(routine(step("Reach", hold(20.0), transition=0.0, setup="Arms up.")))
WAITS_AT_ONCE = unroll(AT_ONCE.routine.waiting(True))
READY = Ready()
ASKED = "Press any key when you are ready."

BEGINNINGS: dict[str, tuple[Timeline, Ready | CutOff, Tone, str, Sequence[str], str]] = {
    "as written": (
        *(AS_WRITTEN, READY, Tone.GET_READY, "» GET READY · RIGHT SIDE · SET 1 OF 2"),
        ["Get ready: Fold, right leg.", "Fold over the right leg."],
        "Get ready: Fold, right side, set 1 of 2, in 14s. Fold over the right leg.",
    ),
    "the left side first": (
        *(unroll(ROUTINE, Options(first=LEFT)), READY, Tone.GET_READY, "» GET READY · LEFT SIDE · SET 1 OF 2"),
        ["Get ready: Fold, left leg.", "Fold over the left leg."],
        "Get ready: Fold, left side, set 1 of 2, in 14s. Fold over the left leg.",
    ),
    "from a later step": (
        *(unroll(ROUTINE, Options(from_step="wag")), READY, Tone.GET_READY, "» GET READY"),
        ["Get ready: Wag.", "Come up.", ASKED],
        "Get ready: Wag, in 10s. Come up.",
    ),
    "only one that nothing leads in to": (
        *(unroll(ROUTINE, Options(only=("reach",))), READY, Tone.GET_READY, "» GET READY"),
        ["Get ready: Reach.", "Arms up."],
        "Get ready: Reach, in 10s. Arms up.",
    ),
    "work at once": (AT_ONCE, READY, Tone.BEGIN, "■ HOLD", ["Reach."], "Hold, 20s."),
    "waiting at once": (
        *(WAITS_AT_ONCE, READY, Tone.WAIT, "▸ WAITING"),
        ["Get ready: Reach.", "Arms up.", ASKED],
        "Waiting, any key begins: Reach. Arms up.",
    ),
    "waiting after getting ready": (
        *(unroll(ROUTINE.waiting(True)), READY, Tone.GET_READY, "» GET READY · RIGHT SIDE · SET 1 OF 2"),
        ["Get ready: Fold, right leg.", "Fold over the right leg.", ASKED],
        "Get ready: Fold, right side, set 1 of 2, in 14s. Fold over the right leg.",
    ),
    "cut off in the way in": (
        *(AS_WRITTEN, CutOff(0), Tone.GET_READY, "» GET READY · RIGHT SIDE · SET 1 OF 2"),
        ["Get ready: Fold, right leg.", "Fold over the right leg."],
        "Get ready: Fold, right side, set 1 of 2, in 14s. Fold over the right leg.",
    ),
    "cut off in a hold": (
        *(AS_WRITTEN, CutOff(1), Tone.GET_READY, "» GET READY · RIGHT SIDE · SET 1 OF 2"),
        ["Get ready: Fold, right leg.", "Fold over the right leg."],
        "Get ready: Fold, right side, set 1 of 2, in 14s. Fold over the right leg.",
    ),
    "cut off in a rest": (
        *(AS_WRITTEN, CutOff(2), Tone.GET_READY, "» GET READY · RIGHT SIDE · SET 2 OF 2"),
        ["Get ready: Fold, right leg, set two of two.", "Fold over the right leg."],
        "Get ready: Fold, right side, set 2 of 2, in 14s. Fold over the right leg.",
    ),
    "cut off in a change of sides": (
        *(AS_WRITTEN, CutOff(4), Tone.GET_READY, "» GET READY · LEFT SIDE · SET 1 OF 2"),
        ["Get ready: Fold, left leg.", "Fold over the left leg."],
        "Get ready: Fold, left side, set 1 of 2, in 14s. Fold over the left leg.",
    ),
    "cut off on the way to a wait": (
        *(AS_WRITTEN, CutOff(8), Tone.GET_READY, "» GET READY"),
        ["Get ready: Wag.", "Come up.", ASKED],
        "Get ready: Wag, in 14s. Come up.",
    ),
    "cut off in a wait": (
        *(AS_WRITTEN, CutOff(9), Tone.GET_READY, "» GET READY"),
        ["Get ready: Wag.", "Come up.", ASKED],
        "Get ready: Wag, in 14s. Come up.",
    ),
    "cut off in a hold that nothing leads in to": (
        *(AS_WRITTEN, CutOff(10), Tone.WAIT, "❚❚ PAUSED"),
        ["Get ready: Reach.", "Arms up.", ASKED],
        "Hold, 20s. | Paused. Get into position, then press any key: Reach. Arms up.",
    ),
}


@pytest.mark.parametrize("name", BEGINNINGS)
def test_tone_words_lines_and_screen_say_the_same(name: str) -> None:
    plan, begin, tone, label, words, plain = BEGINNINGS[name]
    stage = Theatre(plan, [(30.0, Signal.TERMINATE)], voice=True)
    lines: list[str] = []
    stage.eyes.heed = lambda timeline, effects: lines.extend(sentences(timeline, effects))  # type: ignore[method-assign]

    stage.play(begin=begin)

    assert stage.ears.heard[0] == (0.0, tone)
    assert [text for _, text in stage.ears.said][: len(words)] == words
    assert " | ".join(lines).startswith(plain)
    assert stage.eyes.at(0.0).split("\n")[0].strip().startswith(f"{label}  ")


@pytest.mark.parametrize(("plan", "begin"), [(WAITS_AT_ONCE, READY), (AS_WRITTEN, CutOff(10))])
def test_without_a_keyboard_nothing_is_asked_of_anybody(plan: Timeline, begin: Ready | CutOff) -> None:
    stage = Theatre(plan, [(15.0, Signal.TERMINATE)], voice=True)

    stage.play(begin=begin, keys=False)

    assert [text for _, text in stage.ears.said] == ["Reach.", "Halfway.", "Stopped."]
    assert stage.ears.heard[:2] == [(0.0, Tone.BEGIN), (10.0, Tone.HALFWAY)]
