"""The routines that come with the program, held to their figures."""

import re

import pytest

from sciatica_stretch.core.routine import Routine, Side
from sciatica_stretch.core.timeline import Interval, Kind, Timeline, unroll
from sciatica_stretch.library.shelf import Folder, bundled_folder, each, load

BUNDLED = {found.name: found for found in each([Folder(bundled_folder(), "bundled")])}

# Each stretch of sciatica-13: first second, last second, id, side.
SCIATICA_13 = [
    (20, 68, "band-flex-extend", Side.RIGHT),
    (74, 124, "band-hold", Side.RIGHT),
    (136, 184, "band-flex-extend", Side.LEFT),
    (190, 240, "band-hold", Side.LEFT),
    (254, 314, "half-pigeon", Side.RIGHT),
    (324, 384, "half-pigeon", Side.LEFT),
    (402, 450, "downdog-wag", None),
    (464, 554, "full-pigeon", Side.RIGHT),
    (570, 660, "full-pigeon", Side.LEFT),
    (672, 708, "downdog-wag-again", None),
    (720, 780, "childs-pose", None),
]
FLARE_8 = [
    (20, 80, "rest-90-90", None),
    (86, 122, "pelvic-tilt", None),
    (126, 174, "knee-rolls", None),
    (182, 222, "supine-slider", Side.RIGHT),
    (228, 268, "supine-slider", Side.LEFT),
    (272, 302, "constructive-rest", None),
    (308, 348, "supine-slider-again", Side.RIGHT),
    (354, 394, "supine-slider-again", Side.LEFT),
    (400, 480, "rest-90-90-again", None),
]


def routine(name: str) -> Routine:
    return load(BUNDLED[name])[0]


def timeline(name: str) -> Timeline:
    return unroll(routine(name))


def row(interval: Interval) -> tuple[float, float, str, Side | None]:
    return interval.start, interval.start + interval.seconds, interval.step.id, interval.side


def texts(routine: Routine) -> list[str]:
    found = [routine.title, routine.summary]
    for step in routine.each_step():
        found += [step.name, step.setup, step.switch_setup, step.easier, step.harder]
        found += [*step.targets, *step.skip_if, *step.stop_if, *(line.text for line in step.lines)]
    return found


def test_these_routines_come_with_the_program() -> None:
    assert sorted(BUNDLED) == ["flare-8", "sciatica-13"]


@pytest.mark.parametrize(("name", "seconds"), [("sciatica-13", 780.0), ("flare-8", 480.0)])
def test_a_routine_lasts_exactly_as_long_as_its_name_says(name: str, seconds: float) -> None:
    assert timeline(name).seconds == seconds


@pytest.mark.parametrize(("name", "rows"), [("sciatica-13", SCIATICA_13), ("flare-8", FLARE_8)])
def test_every_stretch_begins_and_ends_on_its_second(name: str, rows: list[object]) -> None:
    assert [row(interval) for interval in timeline(name).intervals if interval.is_work] == rows


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_left_and_right_get_the_same(name: str) -> None:
    held: dict[str, dict[Side, float]] = {}
    for interval in timeline(name).intervals:
        if interval.is_work and interval.side:
            sides = held.setdefault(interval.step.id, {Side.LEFT: 0.0, Side.RIGHT: 0.0})
            sides[interval.side] += interval.seconds

    assert held
    assert all(sides[Side.LEFT] == sides[Side.RIGHT] > 0 for sides in held.values())


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_every_lead_in_gives_time_and_tells_what_to_do(name: str) -> None:
    lead_ins = [interval for interval in timeline(name).intervals if not interval.is_work]

    assert all(interval.seconds >= 4 for interval in lead_ins)
    assert all(interval.setup for interval in lead_ins if interval.kind is not Kind.REST)


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_no_text_claims_to_be_medicine(name: str) -> None:
    claims = re.compile(r"\b(treat|cure|heal|reliev|relief|prevent|diagnos|remed)", re.IGNORECASE)

    assert [text for text in texts(routine(name)) if claims.search(text)] == []


def test_the_gentle_routine_has_no_pigeon_and_starts_with_time_to_lie_down() -> None:
    gentle = timeline("flare-8")

    assert "pigeon" not in " ".join(interval.step.id for interval in gentle.intervals)
    assert gentle.intervals[0].seconds == 20.0


def test_the_summary_folds_into_one_line() -> None:
    assert routine("flare-8").summary.endswith(
        "between small movements. No pigeon, no long holds, no end range. Start on the easier side."
    )


def test_the_other_side_hears_the_short_words() -> None:
    switch = next(interval for interval in timeline("flare-8").intervals if interval.kind is Kind.SWITCH)

    assert switch.setup == "Left leg."
