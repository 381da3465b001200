import json
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from plans import hold, repeats, reps, routine, step

from sciatica_stretch.core.events import (
    Back,
    Begin,
    Effect,
    Ended,
    Ending,
    Event,
    Extend,
    Halted,
    Held,
    Outcome,
    Reason,
    Resumed,
    Skip,
    Slept,
    Stop,
    Tick,
    TogglePause,
)
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.session import transition
from sciatica_stretch.core.states import Over, Ready, State
from sciatica_stretch.core.timeline import Kind, Options, unroll
from sciatica_stretch.journal.entries import Attempted, Begun, Closed, Entry, Later, Waited, from_line, to_line
from sciatica_stretch.journal.fold import OpenPause, fold, fold_interrupted, in_order, plan_of, remember
from sciatica_stretch.journal.rating import Note, Rating
from sciatica_stretch.journal.record import OptionsRecord, PauseRecord, SessionRecord, StretchRecord, from_json, to_json
from sciatica_stretch.journal.scale import WORST, Legs, Reach, When

ROUTINE = routine(
    step("Pigeon", hold(60.0, left=45.0), repeated=repeats(Side.LEFT, Side.RIGHT)),
    step("Cat", reps(4, arch=3.0), transition=5.0),
    title="Evening",
)
TIMELINE = unroll(ROUTINE)  # lead-in 10, left 45, switch 8, right 60, lead-in 5, move 12
LEFT, RIGHT, CAT = 1, 3, 5
SEVEN = datetime(2026, 3, 1, 7, 0, tzinfo=timezone(timedelta(hours=1)))
BEGUN = Begun(
    at=SEVEN,
    id="6f1c",
    device="desk-1a2b",
    routine="test",
    title="Evening",
    routine_hash="sha256:00",
    options=Options(first=Side.RIGHT, pace=1.5, only=("pigeon", "cat")),
    version="0.1.0",
    plan=plan_of(TIMELINE),
)


def after(seconds: float) -> datetime:
    return SEVEN + timedelta(seconds=seconds)


def attempt(index: int, seconds: float, ending: Ending = Ending.FINISHED, extended: float = 0.0) -> Attempted:
    return Attempted(at=after(100), index=index, seconds=seconds, extended=extended, ending=ending)


def folded(*entries: Attempted | Waited) -> SessionRecord:
    return fold(BEGUN, entries, Outcome.STOPPED, after(140))


# --- the fold


def test_each_work_interval_of_the_timeline_is_a_stretch_of_the_record_and_lead_ins_are_not() -> None:
    stretches = folded().stretches

    assert [(s.step, s.side, s.kind, s.planned) for s in stretches] == [
        ("pigeon", Side.LEFT, Kind.HOLD, 45.0),
        ("pigeon", Side.RIGHT, Kind.HOLD, 60.0),
        ("cat", None, Kind.MOVE, 12.0),
    ]


def test_a_stretch_that_was_never_reached_has_nothing_held_and_was_not_skipped() -> None:
    record = folded(attempt(LEFT, 45.0))

    assert (record.stretches[2].held, record.stretches[2].skipped) == (0.0, False)


def test_a_lead_in_that_was_waited_for_counts_for_no_stretch() -> None:
    assert folded(attempt(0, 10.0)).held == 0.0


def test_attempts_at_one_hold_add_up() -> None:
    record = folded(attempt(LEFT, 12.0, Ending.RESTARTED), attempt(LEFT, 20.5, Ending.STOPPED))

    assert record.stretches[0].held == 32.5


def test_attempts_at_one_hold_never_count_more_than_its_seconds() -> None:
    record = folded(attempt(LEFT, 40.0, Ending.RESTARTED), attempt(LEFT, 45.0))

    assert record.stretches[0].held == 45.0


def test_added_seconds_raise_what_a_hold_can_count_but_not_what_was_planned() -> None:
    record = folded(attempt(LEFT, 75.0, extended=30.0))

    assert record.stretches[0] == StretchRecord(
        step="pigeon",
        name="Pigeon",
        side=Side.LEFT,
        set_number=1,
        kind=Kind.HOLD,
        planned=45.0,
        held=75.0,
        extended=30.0,
        skipped=False,
    )


def test_of_seconds_added_in_several_attempts_the_most_in_one_counts() -> None:
    record = folded(attempt(LEFT, 50.0, Ending.RESTARTED, extended=15.0), attempt(LEFT, 45.0))

    assert (record.stretches[0].extended, record.stretches[0].held) == (15.0, 60.0)


def test_a_hold_that_was_skipped_keeps_what_was_held_until_then() -> None:
    record = folded(attempt(RIGHT, 5.0, Ending.SKIPPED))

    assert (record.stretches[1].held, record.stretches[1].skipped) == (5.0, True)


def test_a_hold_that_was_skipped_first_and_done_later_was_not_skipped() -> None:
    record = folded(attempt(RIGHT, 5.0, Ending.SKIPPED), attempt(RIGHT, 60.0))

    assert not record.stretches[1].skipped


def test_a_session_stopped_in_the_middle_of_a_hold_keeps_the_part_that_was_held() -> None:
    record = folded(attempt(LEFT, 45.0), attempt(RIGHT, 30.0, Ending.STOPPED))

    assert (record.held, record.planned, record.outcome) == (75.0, 117.0, Outcome.STOPPED)
    assert record.adherence == pytest.approx(75 / 117)


def test_a_pause_belongs_to_the_stretch_that_it_interrupts_or_delays() -> None:
    in_the_switch = Waited(at=after(90), index=2, seconds=20.0, reason=Reason.KEY)
    in_the_hold = Waited(at=after(90), index=RIGHT, seconds=3.0, reason=Reason.GAP)

    assert folded(in_the_switch, in_the_hold).pauses == (
        PauseRecord(stretch=1, seconds=20.0, reason=Reason.KEY),
        PauseRecord(stretch=1, seconds=3.0, reason=Reason.GAP),
    )


def test_a_stretch_was_reached_if_anything_was_held_of_it() -> None:
    record = folded(attempt(0, 10.0), attempt(LEFT, 0.0, Ending.SKIPPED), attempt(RIGHT, 0.5, Ending.STOPPED))

    assert (record.reached, len(record.stretches), folded().reached) == (1, 3, 0)


def test_adherence_is_zero_where_nothing_was_planned() -> None:
    assert replace(folded(), stretches=()).adherence == 0.0


def test_an_interrupted_session_stopped_at_its_last_entry() -> None:
    record = fold_interrupted(BEGUN, [attempt(LEFT, 45.0)])

    assert (record.outcome, record.interrupted, record.ended_at) == (Outcome.STOPPED, True, after(100))


def test_a_session_interrupted_before_its_first_entry_ended_as_it_began() -> None:
    assert fold_interrupted(BEGUN, []).ended_at == SEVEN


def test_a_session_that_noted_its_end_ended_like_that_and_was_not_interrupted() -> None:
    entries: list[Later] = [attempt(LEFT, 45.0), Closed(at=after(140), outcome=Outcome.COMPLETED)]

    assert fold_interrupted(BEGUN, entries) == fold(BEGUN, entries, Outcome.COMPLETED, after(140))


def test_of_two_ends_that_were_noted_the_later_one_counts() -> None:
    first, second = (Closed(at=after(second), outcome=Outcome.STOPPED) for second in (140, 150))

    assert fold_interrupted(BEGUN, [first, second]).ended_at == after(150)


# --- effects made into entries


def test_a_pause_is_remembered_when_it_is_over_with_its_length_by_the_wall_clock() -> None:
    pause, nothing = remember(None, Halted(LEFT, Reason.KEY), after(20))
    over, entry = remember(pause, Resumed(LEFT), after(32.5))

    assert (pause, nothing) == (OpenPause(LEFT, Reason.KEY, after(20)), None)
    assert (over, entry) == (None, Waited(at=after(32.5), index=LEFT, seconds=12.5, reason=Reason.KEY))


def test_a_pause_that_the_session_ends_in_is_over_then() -> None:
    _, entry = remember(OpenPause(LEFT, Reason.KEY, after(20)), Ended(Outcome.STOPPED), after(25))

    assert entry == Waited(at=after(25), index=LEFT, seconds=5.0, reason=Reason.KEY)


def test_a_clock_set_back_during_a_pause_makes_it_no_shorter_than_nothing() -> None:
    _, entry = remember(OpenPause(LEFT, Reason.GAP, after(20)), Resumed(LEFT), after(-3600))

    assert isinstance(entry, Waited)
    assert entry.seconds == 0.0


def test_what_was_held_is_remembered_to_the_millisecond() -> None:
    _, entry = remember(None, Held(LEFT, 44.99951, 0.0, Ending.FINISHED), after(55))

    assert entry == Attempted(at=after(55), index=LEFT, seconds=45.0, extended=0.0, ending=Ending.FINISHED)


# --- any session at all

EVENTS = st.lists(
    st.tuples(
        st.sampled_from([Tick, Tick, TogglePause, Skip, Back, Extend, Slept, Stop]),
        st.floats(0.0, 4.0) | st.floats(0.0, 80.0),
    ),
    max_size=60,
)


def walk(events: list[tuple[type[Event], float]]) -> list[tuple[Effect, datetime]]:
    """Return the effects of a session, each with a wall clock that agrees with the monotonic one."""
    state: State = Ready()
    now = 0.0
    effects: list[tuple[Effect, datetime]] = []
    for kind, wait in [(Begin, 0.0), *events]:
        now += wait
        state, new = transition(TIMELINE, state, kind(now), gap=60.0)
        effects += [(effect, after(now)) for effect in new]
    return effects


def fold_of(effects: list[tuple[Effect, datetime]]) -> SessionRecord:
    pause, entries = None, []
    for effect, at in effects:
        pause, entry = remember(pause, effect, at)
        entries += [entry] if entry else []
    return fold(BEGUN, entries, Outcome.STOPPED, effects[-1][1])


@given(EVENTS)
def test_no_stretch_ever_counts_more_than_was_planned_and_added(events: list[tuple[type[Event], float]]) -> None:
    record = fold_of(walk(events))

    assert [s.planned for s in record.stretches] == [45.0, 60.0, 12.0]
    for stretch in record.stretches:
        assert 0.0 <= stretch.held <= round(stretch.planned + stretch.extended, 3)


@given(EVENTS)
def test_no_session_holds_longer_than_it_lasts(events: list[tuple[type[Event], float]]) -> None:
    record = fold_of(walk(events))

    lasted = (record.ended_at - record.started_at).total_seconds()
    assert record.held + sum(pause.seconds for pause in record.pauses) <= lasted + 0.1


@given(EVENTS)
def test_any_session_comes_back_from_its_line_as_it_was(events: list[tuple[type[Event], float]]) -> None:
    record = fold_of(walk(events))

    read = from_json(to_json(record))

    assert read == record
    assert to_json(read) == to_json(record)


def test_a_session_played_to_its_end_was_held_to_the_second() -> None:
    effects = walk([(Tick, 30.0)] * 5)

    assert (fold_of(effects).held, effects[-1][0]) == (117.0, Ended(Outcome.COMPLETED))
    assert transition(TIMELINE, Over(Outcome.COMPLETED), Tick(999.0))[1] == []


# --- lines

ANY_TEXT = st.text(st.characters(codec=None), max_size=20)
MILLISECONDS = st.integers(0, 10**9).map(lambda ms: ms / 1000)
MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
STRETCHES = st.builds(
    StretchRecord,
    step=ANY_TEXT,
    name=ANY_TEXT,
    side=st.sampled_from([None, *Side]),
    set_number=st.integers(1, 9),
    kind=st.sampled_from([Kind.HOLD, Kind.MOVE]),
    planned=MILLISECONDS,
    held=MILLISECONDS,
    extended=MILLISECONDS,
    skipped=st.booleans(),
    hurt=st.booleans(),
)
RATINGS = st.builds(
    Rating,
    when=st.sampled_from(When),
    at=MOMENTS,
    pain=st.none() | st.integers(0, WORST),
    reach=st.sampled_from([None, *Reach]),
    side=st.sampled_from([None, *Legs]),
)
RECORDS = st.builds(
    SessionRecord,
    id=ANY_TEXT,
    device=ANY_TEXT,
    routine=ANY_TEXT,
    title=ANY_TEXT,
    routine_hash=ANY_TEXT,
    started_at=MOMENTS,
    ended_at=MOMENTS,
    outcome=st.sampled_from(Outcome),
    interrupted=st.booleans(),
    options=st.builds(
        OptionsRecord,
        first=st.sampled_from([None, *Side]),
        pace=MILLISECONDS,
        from_step=ANY_TEXT,
        only=st.lists(ANY_TEXT, max_size=2).map(tuple),
    ),
    stretches=st.lists(STRETCHES, max_size=3).map(tuple),
    pauses=st.lists(
        st.builds(PauseRecord, stretch=st.integers(0, 9), seconds=MILLISECONDS, reason=st.sampled_from(Reason)),
        max_size=2,
    ).map(tuple),
    ratings=st.lists(RATINGS, max_size=2).map(tuple),
    notes=st.lists(st.builds(Note, at=MOMENTS, text=ANY_TEXT), max_size=2).map(tuple),
    version=ANY_TEXT,
)


@given(RECORDS)
def test_any_record_is_one_line_and_comes_back_from_it(record: SessionRecord) -> None:
    line = to_json(record)

    assert "\n" not in line
    assert from_json(line) == record
    assert from_json(line).started_at.utcoffset() == record.started_at.utcoffset()


@given(RECORDS, st.data())
def test_no_part_of_a_line_is_taken_for_a_session(record: SessionRecord, data: st.DataObject) -> None:
    line = to_json(record)
    part = line[: data.draw(st.integers(0, len(line) - 1))]

    with pytest.raises(ValueError, match="JSON"):
        from_json(part)


def test_a_line_says_first_which_format_it_is_in() -> None:
    assert to_json(folded()).startswith('{"format":1,"id":"6f1c",')


def test_names_are_written_as_they_are_spelt() -> None:
    assert "Täubchen" in to_json(replace(folded(), title="Täubchen"))


def changed(**values: object) -> str:
    return json.dumps({**json.loads(to_json(folded())), **values})


def test_keys_that_a_later_version_added_are_passed_over() -> None:
    assert from_json(changed(mood="fine")) == folded()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (changed(format=2), "it is in format 2, and this version of stretch reads format 1"),
        (changed(format="1"), "it has no 'format' that is known here"),
        ("[1]", "this is not a JSON object"),
        ("[" * 100_000, "this is not a line of JSON"),
        (changed(id=7), "id: '7' is not a text"),
        (changed(started_at="yesterday"), "started_at: 'yesterday' is not a date and time"),
        (changed(started_at="2026-03-01T07:00:00"), "is not a date and time with its offset from UTC"),
        (changed(outcome="won"), "outcome: 'won' is not one of completed, stopped"),
        (changed(outcome=["won"]), "is not one of completed, stopped"),
        (changed(interrupted=0), "interrupted: '0' is not true or false"),
        (changed(stretches={}), "stretches: '{}' is not a list"),
        (changed(stretches=[3]), "this is not a JSON object"),
        (changed(stretches=[{"step": "pigeon"}]), "it has no 'name'"),
        (changed(options=None), "this is not a JSON object"),
        (changed(options={"first": None, "pace": float("nan")}), "pace: 'nan' is not a number from 0 up"),
        (changed(options={"first": None, "pace": True}), "pace: 'True' is not a number from 0 up"),
        (changed(options={"first": None, "pace": 1, "from_step": "", "only": [1]}), "is not a list of texts"),
        (changed(pauses=[{"stretch": -1}]), "stretch: '-1' is not a whole number from 0 up"),
    ],
)
def test_a_line_that_is_no_session_is_refused_with_the_reason(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        from_json(line)


@pytest.mark.parametrize(
    "entry",
    [
        BEGUN,
        attempt(LEFT, 45.0),
        Waited(at=SEVEN, index=LEFT, seconds=1.5, reason=Reason.GAP),
        Closed(at=SEVEN, outcome=Outcome.COMPLETED),
    ],
    ids=["begun", "attempted", "waited", "ended"],
)
def test_an_entry_and_its_number_come_back_from_their_line(entry: Entry) -> None:
    assert from_line(to_line(3, entry)) == (3, entry)


def test_an_entry_of_a_kind_that_a_later_version_added_is_passed_over() -> None:
    line = to_line(1, attempt(LEFT, 45.0)).replace("attempted", "rated")

    assert from_line(line) == (1, None)


def test_an_entry_that_was_written_twice_counts_once() -> None:
    first, second = attempt(LEFT, 10.0), attempt(LEFT, 20.0)

    assert in_order([(0, BEGUN), (2, second), (1, first), (2, second)]) == (BEGUN, [first, second])


def test_a_session_across_midnight_and_a_change_of_zone_keeps_both_offsets() -> None:
    record = replace(folded(), ended_at=datetime(2026, 3, 2, 0, 5, tzinfo=UTC))

    assert from_json(to_json(record)).ended_at.isoformat() == "2026-03-02T00:05:00+00:00"


def test_a_line_from_before_ratings_and_notes_were_kept_has_none() -> None:
    whole = json.loads(to_json(folded()))
    for key in ("ratings", "notes"):
        del whole[key]
    for stretch in whole["stretches"]:
        del stretch["hurt"]

    assert from_json(json.dumps(whole)) == folded()
