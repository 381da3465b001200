"""fit, as Garmin's own decoder and another one read it."""

import importlib
import io
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import fitdecode
import pytest
from exports import DOG, EVENING, LEFT, NEVER, RIGHT, SESSION, later
from garmin_fit_sdk import Decoder, Profile, Stream
from hypothesis import given, settings
from msgspec.structs import replace
from test_record import RECORDS

from sciatica_stretch.errors import StretchError
from sciatica_stretch.journal.export.course import turns
from sciatica_stretch.journal.export.fit import LONGEST, Sport, activity
from sciatica_stretch.journal.export.fit_names import NAMES, UNKNOWN, name_of
from sciatica_stretch.journal.record import SessionRecord


def decoded(session: SessionRecord, sport: Sport = Sport.TRAINING) -> Any:
    """Return what Garmin's decoder makes of the file, which it finds nothing wrong with."""
    file = bytearray(activity(session, sport))
    assert Decoder(Stream.from_byte_array(file)).check_integrity()
    messages, errors = Decoder(Stream.from_byte_array(file)).read()
    assert errors == []
    return messages


def test_a_session_is_an_activity_of_flexibility_training() -> None:
    messages = decoded(SESSION)

    assert messages["file_id_mesgs"][0]["type"] == "activity"
    session = messages["session_mesgs"][0]
    assert (session["sport"], session["sub_sport"]) == ("training", "flexibility_training")
    assert (session["start_time"], session["timestamp"]) == (EVENING, later(200))
    assert (session["total_elapsed_time"], session["total_timer_time"]) == (200.0, 187.5)
    assert (session["num_laps"], len(messages["lap_mesgs"])) == (3, 3)


def test_it_can_be_called_mobility() -> None:
    assert decoded(SESSION, Sport.MOBILITY)["session_mesgs"][0]["sport"] == "mobility"


def test_each_stretch_that_was_reached_is_a_rest_and_an_active_set_with_its_name_in_the_profile() -> None:
    sets = decoded(SESSION)["set_mesgs"]

    assert [(each["set_type"], each["duration"]) for each in sets] == [
        ("rest", 21.633),
        ("active", 75.0),
        ("rest", 34.133),  # with the pause before it
        ("active", 41.5),
        ("rest", 21.633),
        ("active", 6.1),
    ]
    assert [(each.get("category"), each.get("category_subtype")) for each in sets[1::2]] == [
        ("warm_up", 53),
        ("warm_up", 53),
        ("pose", 21),
    ]


def test_the_side_and_the_pain_are_developer_fields_in_our_words() -> None:
    messages = decoded(SESSION)

    names = {each["key"]: each["field_name"] for each in messages["field_description_mesgs"]}
    assert [each["developer_fields"] for each in messages["lap_mesgs"]] == [{0: "right"}, {0: "left"}, {0: "both"}]
    assert names == {0: "side", 1: "pain_before", 2: "pain_after", 3: "pain_next_morning"}
    assert messages["session_mesgs"][0]["developer_fields"] == {1: 4, 2: 0}


def test_a_question_that_was_skipped_is_no_zero() -> None:
    assert "developer_fields" not in decoded(replace(SESSION, ratings=()))["session_mesgs"][0]


def test_of_two_ratings_of_one_moment_the_last_counts() -> None:
    before = SESSION.ratings[0]

    session = decoded(replace(SESSION, ratings=(before, replace(before, pain=7))))["session_mesgs"][0]

    assert session["developer_fields"] == {1: 7}


def test_there_is_a_record_every_five_seconds_from_the_start_to_the_end() -> None:
    times = [each["timestamp"] for each in decoded(SESSION)["record_mesgs"]]

    assert times == [later(seconds) for seconds in range(0, 201, 5)]


def test_a_second_decoder_reads_the_same() -> None:
    with fitdecode.FitReader(io.BytesIO(activity(SESSION))) as reader:
        frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]

    laps = [frame for frame in frames if frame.name == "lap"]
    session = next(frame for frame in frames if frame.name == "session")
    assert [lap.get_value("side") for lap in laps] == ["right", "left", "both"]
    assert (session.get_value("pain_before"), session.get_value("pain_after")) == (4, 0)


def test_the_same_session_is_the_same_file() -> None:
    assert activity(SESSION) == activity(SESSION)


def test_the_laps_follow_each_other_without_a_gap_from_the_start_to_the_end() -> None:
    course = turns(SESSION)

    assert course[0].starts_at == EVENING
    assert [turn.ends_at for turn in course[:-1]] == [turn.starts_at for turn in course[1:]]
    assert abs(course[-1].ends_at - SESSION.ended_at) < timedelta(milliseconds=1)
    assert [turn.stretch for turn in course] == [RIGHT, LEFT, DOG]


def test_where_the_clock_was_set_back_the_session_lasts_as_long_as_its_holds_and_pauses() -> None:
    session = decoded(replace(SESSION, ended_at=EVENING))["session_mesgs"][0]

    assert session["total_elapsed_time"] == 135.1


@pytest.mark.parametrize("stretches", [(), (NEVER,)])
def test_a_session_of_which_nothing_was_held_is_still_an_activity(stretches: tuple[Any, ...]) -> None:
    messages = decoded(replace(SESSION, stretches=stretches))

    assert messages["session_mesgs"][0]["num_laps"] == 0


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"started_at": datetime(1970, 1, 1, tzinfo=UTC)}, "FIT's time is from 1989"),
        ({"started_at": datetime.max.replace(tzinfo=UTC)}, "FIT's time is from 1989 to 2126"),
        ({"stretches": (replace(RIGHT, held=1e9),)}, "it took more than 24 hours"),
        ({"ended_at": EVENING + LONGEST + timedelta(seconds=1)}, "it took more than 24 hours"),
    ],
)
def test_what_fit_has_no_room_for_is_refused_with_the_reason(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        activity(replace(SESSION, **changes))


@settings(max_examples=20)
@given(RECORDS)
def test_any_session_is_a_file_that_decodes(session: SessionRecord) -> None:
    small = tuple(replace(stretch, held=stretch.held % 600) for stretch in session.stretches)
    session = replace(
        session,
        started_at=EVENING,
        stretches=small,
        pauses=(),
        ended_at=EVENING + (session.ended_at - EVENING) % timedelta(hours=1),
    )

    messages = decoded(session)

    assert messages["session_mesgs"][0]["num_laps"] == session.reached


def test_the_names_are_those_of_garmins_profile() -> None:
    types = Profile["types"]

    found = {
        step: types[f"{types['exercise_category'][category]}_exercise_name"][number]
        for step, (category, number) in NAMES.items()
    }

    assert found == {
        "band-flex-extend": "leg_stretch_with_band",
        "band-hold": "stretch_hamstring",
        "half-pigeon": "stretch_lying_piriformis",
        "half-pigeon-cr": "stretch_lying_piriformis",
        "full-pigeon": "stretch_pigeon_pose",
        "downdog-wag": "downward_facing_dog",
        "childs-pose": "stretch_childs_pose",
        "cat-cow": "stretch_cat_cow",
        "knee-to-chest": "stretch_lying_knee_to_chest",
        "cross-body-knee": "stretch_piriformis",
        "supine-twist": "stretch_lying_spinal_twist",
        "bridge": "bridge",
        "standing-hamstring": "standing_hamstring_stretch",
        "standing-hip-flexor": "stretch_lunging_hip_flexor",
    }


def test_a_step_that_comes_again_has_the_same_name_and_an_unknown_one_has_none() -> None:
    assert name_of("downdog-wag-again") == name_of("downdog-wag")
    assert name_of("my-own") == (UNKNOWN, None)


def test_without_fit_tool_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "fit_tool"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fit_tool", None)
    importlib.invalidate_caches()

    with pytest.raises(StretchError, match="fit-tool, which is not installed") as caught:
        activity(SESSION)

    assert caught.value.hint == f'Install it with: {sys.executable} -m pip install "sciatica-stretch[fit]"'
