"""What is said when: the wishes of each interval, and how they are fitted to the time there is."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import (
    LEFT,
    PIGEON,
    RIGHT,
    WAG,
    at_half,
    at_start,
    before_end,
    hold,
    repeats,
    reps,
    step,
    timeline,
)

from sciatica_stretch.core import speech
from sciatica_stretch.core.cues import COUNT_IN_FROM_SECONDS, Tone
from sciatica_stretch.core.fitting import BREATH_SECONDS, Rank, Spoken, Way, Wish, fitted
from sciatica_stretch.core.routine import Line, Step
from sciatica_stretch.core.speakable import speakable
from sciatica_stretch.core.speech import texts, texts_of, wishes
from sciatica_stretch.core.timeline import Interval, Kind, Timeline, unroll
from sciatica_stretch.library.parser import parse
from sciatica_stretch.player.sound import tones

ROUTINES = sorted((Path(__file__).parents[1] / "routines").glob("*.yaml"))
SECONDS_A_WORD = 0.35


def spoken_in(plan: Timeline, index: int, *, word: float = SECONDS_A_WORD, free_from: float = 0.0) -> list[Spoken]:
    return list(fitted(wishes(plan, index), lengths_of(plan, word), free_from))


def lengths_of(plan: Timeline, word: float = SECONDS_A_WORD) -> dict[str, float]:
    return {text: word * len(text.split()) for text in texts(plan)}


def said(plan: Timeline, index: int, *, word: float = SECONDS_A_WORD, free_from: float = 0.0) -> list[str]:
    return [each.text for each in spoken_in(plan, index, word=word, free_from=free_from)]


# --- what there is to say


def test_a_lead_in_says_the_name_the_side_and_how_to_get_into_it() -> None:
    assert said(timeline(PIGEON), 0) == ["Get ready: Half pigeon, right leg.", "Cross the right ankle."]


def test_after_the_first_it_says_that_it_is_the_next() -> None:
    assert said(timeline(PIGEON, WAG), 4) == ["Next: Wag the tail.", "Come up."]


def test_a_switch_says_which_side_and_not_the_name_that_is_known() -> None:
    assert said(timeline(PIGEON), 2) == ["Change sides: left leg.", "Left ankle over."]


def test_within_a_set_of_several_steps_the_next_one_is_named_as_ever() -> None:
    group = (
        "title: T\nsteps:\n  - sets: 2\n    steps:\n      - {name: Fold, hold: 30s}\n      - {name: Twist, hold: 30s}\n"
    )
    plan = unroll(parse(group.encode(), "t.yaml", "t"))

    assert [said(plan, index)[0] for index in (0, 2, 4, 6)] == [
        "Get ready: Fold.",
        "Next: Twist.",
        "Rest. Then Fold, set two of two.",
        "Next: Twist.",
    ]


def test_a_rest_says_what_comes_after_it() -> None:
    plan = timeline(step("Twist", hold(30), repeated=repeats(LEFT, sets=2)))

    assert said(plan, 2) == ["Rest. Then Twist, left side, set two of two."]


def test_of_a_name_with_a_comma_what_stands_before_it_is_said() -> None:
    assert said(timeline(step("Twist, on the back", hold(30))), 0) == ["Get ready: Twist."]


@pytest.mark.parametrize(
    ("setup", "part"),
    [
        ("{side} foot over the knee.", "left leg"),
        ("Reach with the {side} hand.", "left arm"),
        ("Lean to the {side}.", "left side"),
        ("Your {side} side, then the {side} knee.", "left leg"),
        ("", "left side"),
    ],
)
def test_the_side_is_the_part_of_the_body_that_the_setup_speaks_of(setup: str, part: str) -> None:
    plan = timeline(step("Twist", hold(30), repeated=repeats(LEFT), setup=setup))

    assert said(plan, 0)[0] == f"Get ready: Twist, {part}."


def test_a_hold_has_its_lines_the_half_and_the_last_five_seconds() -> None:
    plan = timeline(step("Twist", hold(40), lines=(at_start(0, "Long spine."), at_start(30, "Soft jaw."))))

    assert [(each.text, each.at) for each in spoken_in(plan, 1)] == [
        ("Long spine.", speech.LEADS[Tone.BEGIN]),
        ("Halfway.", 20 + speech.LEADS[Tone.HALFWAY]),
        ("Soft jaw.", 30 + speech.LEADS[Tone.PROMPT]),
        ("Five seconds.", 35.0),
    ]


def test_a_line_of_the_authors_takes_the_place_of_what_would_be_said_there() -> None:
    own = (at_half("Wait for it."), before_end(5, "Nearly there."))

    assert said(timeline(step("Twist", hold(40), lines=own)), 1) == ["Wait for it.", "Nearly there."]


def test_a_short_hold_has_no_half_and_no_last_five_seconds() -> None:
    assert said(timeline(step("Twist", hold(18))), 1) == []


def test_the_phases_of_the_first_two_reps_are_named() -> None:
    plan = timeline(step("Wag", reps(5, sway=3.0, back=3.0)))

    assert [(each.text, each.at) for each in spoken_in(plan, 1) if each.wish.rank is Rank.PHASE] == [
        ("Sway.", speech.LEADS[Tone.BEGIN]),
        ("Back.", 3 + speech.LEADS[Tone.PHASE]),
        ("Sway.", 6 + speech.LEADS[Tone.PHASE]),
        ("Back.", 9 + speech.LEADS[Tone.PHASE]),
    ]


def test_a_stretch_that_nothing_leads_in_to_is_named_as_it_begins() -> None:
    plan = timeline(step("Twist", hold(30), transition=0, repeated=repeats(LEFT), lines=(at_start(0, "Long spine."),)))

    assert said(plan, 0)[:2] == ["Twist, left side.", "Long spine."]


def test_a_name_that_can_not_be_spoken_is_left_out() -> None:
    plan = timeline(step("\u2026", hold(30), transition=0), step("\u2192", hold(30), setup="\u2022"))

    assert said(plan, 0) == ["Halfway.", "Five seconds."]
    assert said(plan, 1) == ["Next."]


# --- what is recorded first


def test_what_is_needed_soonest_is_asked_for_first_and_the_past_last() -> None:
    plan = timeline(PIGEON, WAG, step("Reach", hold(20), transition=0.0))
    wanted = texts(plan, 2)

    order = [
        "Change sides: left leg.",
        "Left ankle over.",
        "Paused.",
        "Foot flexed.",
        "Next: Wag the tail.",
        "Reach.",
        "Get ready: Half pigeon, right leg.",
    ]
    assert sorted(order, key=wanted.index) == order
    assert len(set(wanted)) == len(wanted)
    assert set(wanted) == set(texts(plan))


def test_who_waits_where_nothing_leads_in_is_told_what_for() -> None:
    plan = timeline(WAG, step("Twist", hold(20), transition=0.0, repeated=repeats(LEFT), setup="{side} knee over."))

    assert speech.standing(plan, 2) == ("Next: Twist, left leg.", "Left knee over.")
    assert speech.standing(plan, 1) == ()  # its lead-in has said it
    assert set(speech.standing(plan, 2)) <= set(texts(plan))


# --- a session that goes on


@pytest.mark.parametrize("index", [2, 3])
def test_who_comes_back_at_a_change_of_sides_hears_all_of_it_as_at_a_beginning(index: int) -> None:
    assert said(timeline(PIGEON).going_on_at(index), 2) == [
        "Get ready: Half pigeon, left leg.",
        "Cross the left ankle.",
    ]


def test_who_comes_back_in_a_rest_hears_which_set_it_is() -> None:
    plan = timeline(step("Twist", hold(30), repeated=repeats(LEFT, sets=2), setup="Lie down.")).going_on_at(2)

    assert said(plan, 2) == ["Get ready: Twist, left side, set two of two.", "Lie down."]


def test_who_comes_back_knows_no_side_of_before() -> None:
    group = unroll(parse(BAND_GROUP.encode(), "band.yaml", "band"))

    setup = "Leave the right leg up and let it become still."
    assert said(group.going_on_at(2), 2, word=0.3) == ["Right leg.", setup]


# --- what gives way


def test_with_less_room_next_is_left_out_then_the_name_then_sentences_of_the_setup() -> None:
    def lead_in(seconds: float) -> list[str]:
        setup = "Cross the {side} ankle above the other knee. Hold behind that thigh. Breathe."
        twist = step("Figure four", hold(30), transition=seconds, repeated=repeats(LEFT), setup=setup)
        return said(timeline(twist), 0)

    setup = ["Cross the left ankle above the other knee.", "Hold behind that thigh.", "Breathe."]
    assert lead_in(20) == ["Get ready: Figure four, left leg.", *setup]
    assert lead_in(11) == ["Figure four, left leg.", *setup]
    assert lead_in(9) == ["Get ready: Figure four, left leg.", *setup]  # over the ticks, as it has to be
    assert lead_in(8) == ["Figure four, left leg.", *setup]
    assert lead_in(7.3) == ["Left leg.", *setup]
    assert lead_in(6.7) == setup
    assert lead_in(6.2) == ["Figure four, left leg.", *setup[:1]]
    assert lead_in(3) == ["Figure four, left leg."]
    assert lead_in(2.2) == ["Left leg."]
    assert lead_in(1.5) == []


def test_a_setup_that_has_the_side_in_another_word_does_not_name_it() -> None:
    sides = repeats(LEFT, RIGHT, switch=3.0)
    twist = step("Twist", hold(30), repeated=sides, setup="Sit down.", switch_setup="Sit upright with bright eyes.")

    assert said(timeline(twist), 2) == ["Right side."]


def test_the_side_is_left_out_before_the_setup_is_where_it_is_the_same_as_before() -> None:
    group = unroll(parse(BAND_GROUP.encode(), "band.yaml", "band"))

    assert said(group, 2, word=0.3) == ["Band hold.", "Leave the right leg up and let it become still."]


BAND_GROUP = """\
title: Band
steps:
  - sides: [right, left]
    steps:
      - {name: Band flex, hold: 30s, setup: "Loop the band round the {side} foot."}
      - {name: Band hold, transition: 5.2s, hold: 30s, setup: "Leave the {side} leg up and let it become still."}
"""


def test_the_name_wins_over_the_authors_line_and_that_over_half_way() -> None:
    name = Wish(Rank.NAME, 0.0, 5.0, (Way(("A name.",), 10.0),))
    line = Wish(Rank.LINE, 0.0, 2.0, (Way(("A line.",), 10.0),))
    half = Wish(Rank.HALFWAY, 1.0, 2.0, (Way(("Halfway.",), 10.0),))
    lengths = {"A name.": 1.5, "A line.": 1.0, "Halfway.": 0.5}

    found = fitted([half, line, name], lengths)

    assert [(each.text, each.at) for each in found] == [("A name.", 0.0), ("A line.", 1.5 + BREATH_SECONDS)]


def test_a_line_whose_length_is_not_known_is_not_said() -> None:
    wish = Wish(Rank.LINE, 0.0, 2.0, (Way(("Unknown.",), 10.0), Way(("Known.",), 10.0)))

    assert [each.text for each in fitted([wish], {"Known.": 1.0})] == ["Known."]


def test_what_was_said_is_not_said_again_and_the_rest_follows() -> None:
    wish = wishes(timeline(PIGEON), 0)[0]
    plan_lengths = lengths_of(timeline(PIGEON))
    begun = {(wish.rank, wish.at): ("Get ready: Half pigeon, right leg.",)}

    rest = fitted([wish], plan_lengths, 5.0, begun)

    assert [(each.text, each.at) for each in rest] == [("Cross the right ankle.", 5.0)]


def test_who_starts_late_hears_less_of_the_lead_in() -> None:
    assert said(timeline(PIGEON), 0, free_from=11.5) == ["Cross the right ankle."]


# --- properties


def _line(text: str) -> st.SearchStrategy[Line]:
    moments = st.floats(0, 60).map(lambda at: round(at, 1))
    return st.builds(lambda make, at: make(at, text), st.sampled_from([at_start, before_end]), moments)


SENTENCES = st.lists(
    st.sampled_from(["Sit tall.", "Band to the {side} foot.", "Lie down, knees bent.", "Breathe out slowly and wait."]),
    max_size=4,
).map(" ".join)
DOSES = st.one_of(st.integers(1, 120).map(hold), st.builds(reps, st.integers(1, 9)))
SIDES = st.sampled_from([(), (LEFT,), (RIGHT, LEFT), (LEFT, RIGHT)])


@st.composite
def steps(draw: st.DrawFn) -> Step:
    times = st.integers(0, 40).map(lambda halves: halves / 2)
    repeated = repeats(*draw(SIDES), sets=draw(st.integers(1, 3)), switch=draw(times), rest=draw(times))
    lines = draw(st.lists(_line("Let the back widen. Then wait."), max_size=4))
    return step(
        draw(st.sampled_from(["Twist", "Supine band hamstring hold, slowly"])),
        draw(DOSES),
        transition=draw(times),
        repeated=repeated,
        setup=draw(SENTENCES),
        switch_setup=draw(SENTENCES),
        lines=tuple({line.at(60): line for line in lines}.values()),
    )


@st.composite
def fits(draw: st.DrawFn) -> tuple[Timeline, int, float, tuple[Spoken, ...], dict[str, float], float]:
    plan = timeline(*draw(st.lists(steps(), min_size=1, max_size=3)))
    index = draw(st.integers(0, len(plan.intervals) - 1))
    extended = draw(st.sampled_from([0.0, 0.0, 15.0, 30.0]))
    wanted = wishes(plan, index, extended)
    every = sorted(set(texts_of(wanted)))
    lasts = draw(st.lists(st.floats(0.1, 12), min_size=len(every), max_size=len(every)))
    lengths = dict(zip(every, lasts, strict=True))
    free_from = draw(st.sampled_from([0.0, 0.0, 2.5, 7.0]))
    return plan, index, extended, fitted(wanted, lengths, free_from), lengths, free_from


Fit = tuple[Timeline, int, float, tuple[Spoken, ...], dict[str, float], float]


@given(fits())
def test_no_two_lines_overlap(fit: Fit) -> None:
    for before, after in pairwise(fit[3]):
        assert before.until + BREATH_SECONDS <= after.at + 1e-9


@given(fits())
def test_no_line_is_heard_in_the_next_interval(fit: Fit) -> None:
    plan, index, extended, found, _, free_from = fit
    for each in found:
        assert each.until <= plan.intervals[index].seconds + extended - speech.END_SECONDS + 1e-9
        assert each.latest + each.seconds <= plan.intervals[index].seconds + extended - speech.END_SECONDS + 1e-9
        assert each.at >= max(free_from, each.wish.at)
        assert each.latest >= each.at - 1e-9


@given(fits())
def test_the_side_is_said_at_each_switch_if_anything_fits(fit: Fit) -> None:
    plan, index, extended, found, lengths, free_from = fit
    interval = plan.intervals[index]
    if interval.kind is not Kind.SWITCH:
        return

    shortest = min(lengths[way.texts[0]] for wish in wishes(plan, index) for way in wish.ways if len(way.texts) == 1)
    start = max(free_from, speech.LEADS[Tone.CHANGE_SIDE])
    if start + shortest <= interval.seconds + extended - speech.END_SECONDS:
        assert str(interval.side) in " ".join(each.text for each in found).lower()


@given(fits())
def test_what_ranks_lower_takes_nothing_from_what_ranks_higher(fit: Fit) -> None:
    plan, index, extended, found, lengths, free_from = fit
    wanted = wishes(plan, index, extended)
    for rank in Rank:
        higher = [wish for wish in wanted if wish.rank <= rank]

        alone = fitted(higher, lengths, free_from)

        assert [(each.at, each.text) for each in alone] == [
            (each.at, each.text) for each in found if each.wish.rank <= rank
        ]


@given(fits())
def test_lines_keep_clear_of_the_last_three_ticks_where_as_many_words_fit_before_them(fit: Fit) -> None:
    plan, index, extended, found, lengths, free_from = fit
    length = plan.intervals[index].seconds + extended
    ticks = length - 3 if length >= COUNT_IN_FROM_SECONDS else length
    for each in found:
        if each.until > ticks and each.wish.rank in {Rank.HALFWAY, Rank.COUNT}:
            pytest.fail(f"{each.text} is said over the ticks")
    only = wishes(plan, index, extended)
    if len(only) == 1 and found and found[-1].until > ticks:
        used = [each.text for each in found]
        clear = [way for way in only[0].ways if list(way.texts) == used and way.by <= ticks]
        assert all(max(only[0].at, free_from) + _whole(way, lengths) > way.by for way in clear)


def _whole(way: Way, lengths: dict[str, float]) -> float:
    return sum(lengths[text] for text in way.texts) + BREATH_SECONDS * (len(way.texts) - 1)


@given(fits())
def test_all_that_is_said_was_recorded_before(fit: Fit) -> None:
    plan, _, extended, found, _, _ = fit
    if extended:  # what only fits into a longer hold is asked for when it is
        return

    assert {each.text for each in found} <= set(texts(plan))


# --- the routines that come with it


@pytest.mark.parametrize("path", ROUTINES, ids=lambda path: path.stem)
def test_every_word_of_a_bundled_routine_can_be_spoken(path: Path) -> None:
    for text in texts(unroll(parse(path.read_bytes(), str(path), path.stem))):
        assert text == speakable(text)
        assert not set(text) - set(" ,.:!?'-") - {each for each in text if each.isalpha()}, text
        assert text[-1] in ".!?", text


@pytest.mark.parametrize("path", ROUTINES, ids=lambda path: path.stem)
def test_every_lead_in_of_a_bundled_routine_is_said_whole(path: Path) -> None:
    plan = unroll(parse(path.read_bytes(), str(path), path.stem))

    for index, interval in enumerate(plan.intervals):
        if interval.kind in {Kind.TRANSITION, Kind.SWITCH}:
            heard = " ".join(said(plan, index, word=1 / speech.WORDS_A_SECOND))
            assert _setup_of(interval) in heard, (interval.kind, interval.seconds, heard)


def _setup_of(interval: Interval) -> str:
    return speakable(interval.setup)


# --- beside the tones


@pytest.mark.parametrize("tone", Tone)
def test_a_line_begins_after_the_last_strike_of_a_tone_and_before_its_end(tone: Tone) -> None:
    last = max(strike.at for strike in tones.SCORES[tone].strikes)

    assert last <= speech.LEADS[tone] - 0.09
    assert speech.LEADS[tone] <= tones.seconds(tone) + 0.05
