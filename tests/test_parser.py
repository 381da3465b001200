"""From a routine file to a Routine, and from each mistake to a sentence that helps."""

from textwrap import dedent

import pytest

from sciatica_stretch.core.routine import Anchor, Group, Hold, Line, PerSide, Phase, Reps, Routine, Side, Step
from sciatica_stretch.core.timeline import Kind, unroll
from sciatica_stretch.library.parser import parse
from sciatica_stretch.library.problems import RoutineError

SOURCE = "routines/mine.yaml"


def read(text: str) -> Routine:
    return parse(dedent(text).encode(), SOURCE, "mine")


def with_step(keys: str) -> str:
    """Return a routine of one step that has *keys* beside its name."""
    lines = "".join(f"    {line}\n" for line in dedent(keys).strip().splitlines())
    return f"title: T\nsteps:\n  - name: Child's pose\n{lines}"


def read_step(keys: str) -> Step:
    (step,) = parse(with_step(keys).encode(), SOURCE, "mine").each_step()
    return step


def complaints(text: str) -> list[str]:
    """Return "line:column message" of each problem."""
    with pytest.raises(RoutineError) as caught:
        read(text)
    return [f"{problem.line}:{problem.column} {problem.message}" for problem in caught.value.problems]


def complaint(text: str) -> tuple[str, str]:
    """Return the message and the hint of the only problem."""
    with pytest.raises(RoutineError) as caught:
        read(text)
    (problem,) = caught.value.problems
    return problem.message, problem.hint


# What the format means


def test_a_title_and_one_step_make_a_routine() -> None:
    routine = read("""
        title: Short
        steps:
          - name: Child's pose
            hold: 60s
    """)

    (step,) = routine.steps
    assert isinstance(step, Step)
    assert (routine.name, routine.title, step.id, step.name) == ("mine", "Short", "childs-pose", "Child's pose")
    assert step.dose == Hold(PerSide(60.0, 60.0))
    assert (step.transition, step.repeats.switch, step.repeats.rest) == (10.0, 8.0, 10.0)
    assert (step.repeats.sides, step.repeats.sets) == ((), 1)


def test_defaults_hold_where_a_step_says_nothing_else() -> None:
    routine = read("""
        title: T
        defaults: {transition: 0, switch: 5s, rest: 0s}
        steps:
          - {name: a, hold: 30s}
          - {name: b, hold: 30s, transition: 7s, switch: 9s, rest: 1:00}
    """)

    leads = [(step.transition, step.repeats.switch, step.repeats.rest) for step in routine.each_step()]
    assert leads == [(0.0, 5.0, 0.0), (7.0, 9.0, 60.0)]
    assert routine.transition == 0.0


def test_a_group_is_done_on_one_side_then_on_the_other() -> None:
    routine = read("""
        title: T
        steps:
          - sides: [left, right]
            switch: 12s
            steps:
              - {name: a, hold: 30s}
              - {name: b, hold: {left: 20s, right: 40s}, setup: "{side} up"}
    """)

    (group,) = routine.steps
    assert isinstance(group, Group)
    work = [(i.step.id, i.side, i.seconds) for i in unroll(routine).intervals if i.is_work]
    assert work == [
        ("a", Side.LEFT, 30.0),
        ("b", Side.LEFT, 20.0),
        ("a", Side.RIGHT, 30.0),
        ("b", Side.RIGHT, 40.0),
    ]


def test_a_group_inside_a_group_repeats_inside_its_repeat() -> None:
    routine = read("""
        title: T
        steps:
          - sets: 2
            steps:
              - sides: [right]
                sets: 3
                steps:
                  - {name: a, hold: 5s}
    """)

    assert unroll(routine).stretches == 6


def test_reps_have_a_tempo_of_named_phases() -> None:
    step = read_step("reps: {right: 8, left: 12}\ntempo: {extend: 3s, flex: 1.5}\nsides: [right, left]")

    assert step.dose == Reps(PerSide(left=12, right=8), (Phase("extend", 3.0), Phase("flex", 1.5)))


def test_a_step_on_one_side_needs_only_that_side_of_its_dose() -> None:
    step = read_step("sides: [right]\nhold: {right: 45s}")

    assert isinstance(step.dose, Hold)
    assert step.dose.seconds.right == 45.0


def test_cues_are_counted_from_the_start_the_middle_or_the_end() -> None:
    step = read_step("""
        hold: 90s
        cues:
          0s: Begin.
          1:10: Late.
          half: Half.
          -5s: Five.
          -1:00: Thirty in.
    """)

    assert step.lines == (
        Line(Anchor.START, 0.0, "Begin."),
        Line(Anchor.START, 70.0, "Late."),
        Line(Anchor.HALF, 0.0, "Half."),
        Line(Anchor.END, 5.0, "Five."),
        Line(Anchor.END, 60.0, "Thirty in."),
    )


def test_a_cue_may_fit_only_the_longer_side() -> None:
    step = read_step("sides: [right, left]\nhold: {right: 30s, left: 60s}\ncues: {45s: Nearly.}")

    assert step.lines[0].seconds == 45.0


def test_half_may_meet_another_cue_on_one_side_because_it_gives_way() -> None:
    step = read_step("sides: [right, left]\nhold: {right: 30s, left: 60s}\ncues: {15s: Shoulders., half: Half.}")

    assert len(step.lines) == 2


@pytest.mark.parametrize("typed", ["no", "13", "1:30", "0x1F", "2024-01-01", "null", "~", "1e3"])
def test_a_text_is_what_was_typed(typed: str) -> None:
    assert read(f"title: {typed}\nsteps: [{{name: {typed}, hold: 30s}}]").title == typed


def test_a_clock_time_is_a_duration_and_not_a_number_in_base_sixty() -> None:
    assert read_step("hold: 1:30").dose == Hold(PerSide(90.0, 90.0))


def test_a_folded_text_is_one_line_and_control_characters_in_it_are_shown() -> None:
    routine = read("""
        title: "a\\e[2Jb"
        summary: >
          one
          two
        steps: [{name: a, hold: 30s}]
    """)

    assert (routine.title, routine.summary) == ("a␛[2Jb", "one two")


def test_every_key_arrives() -> None:
    routine = read("""
        title: T
        summary: S
        tags: [a]
        equipment: [b]
        optional: [c]
        inspired_by: d
        steps:
          - name: N
            id: n-1
            sanskrit: e
            also_known_as: [f]
            picture: half-pigeon
            targets: [g]
            easier: h
            harder: i
            skip_if: [j]
            stop_if: [k, l]
            setup: m
            switch_setup: o
            wait: true
            hold: 30s
    """)
    (step,) = routine.each_step()

    assert (routine.summary, routine.tags, routine.equipment) == ("S", ("a",), ("b",))
    assert (routine.optional, routine.inspired_by) == (("c",), "d")
    assert (step.id, step.sanskrit, step.also_known_as, step.picture) == ("n-1", "e", ("f",), "half-pigeon")
    assert (step.targets, step.easier, step.harder) == (("g",), "h", "i")
    assert (step.skip_if, step.stop_if, step.setup, step.switch_setup) == (("j",), ("k", "l"), "m", "o")
    assert step.wait


def test_steps_of_one_name_get_ids_of_their_own() -> None:
    names = ["Dog", "Dog", "Dog", "日本", "Élan vital"]
    steps = "".join(f"  - {{name: {name}, hold: 5s}}\n" for name in names)

    routine = read(f"title: T\nsteps:\n{steps}")

    assert [step.id for step in routine.each_step()] == ["dog", "dog-2", "dog-3", "step", "elan-vital"]


def test_an_id_that_is_written_further_down_is_not_given_away() -> None:
    routine = read("title: T\nsteps: [{name: Dog, hold: 5s}, {steps: [{name: Cat, id: dog, hold: 5s}]}]")

    assert [step.id for step in routine.each_step()] == ["dog-2", "dog"]


def test_an_alias_stands_for_what_its_anchor_names() -> None:
    routine = read("""
        title: T
        steps:
          - {name: a, hold: 5s, skip_if: &never [acute flare]}
          - {name: b, hold: 5s, skip_if: *never}
    """)

    assert [step.skip_if for step in routine.each_step()] == [("acute flare",), ("acute flare",)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_the_encodings_and_line_breaks_of_common_editors_work(encoding: str, line_break: str) -> None:
    text = "title: Équilibre\nsteps:\n- name: a\n  hold: 30s\n".replace("\n", line_break)

    assert parse(text.encode(encoding), SOURCE, "mine").title == "Équilibre"


def test_a_lead_in_of_nothing_leaves_no_interval() -> None:
    routine = read("title: T\ndefaults: {transition: 0}\nsteps: [{name: a, hold: 5s}]")

    assert [interval.kind for interval in unroll(routine).intervals] == [Kind.HOLD]


# How problems are shown


def test_a_problem_shows_its_place_its_line_and_what_to_write() -> None:
    text = "\n" * 11 + "title: T\nsteps: [{name: a,\n    hold: thirty}]\n"

    with pytest.raises(RoutineError) as caught:
        parse(text.encode(), SOURCE, "mine")

    assert f"Error: {caught.value.message}" == dedent("""\
        Error: routines/mine.yaml:14:11: hold: 'thirty' is not a duration
            14 |     hold: thirty}]
               |           ^^^^^^
        Write a duration as 30s, 1m30s, 1:30 or 90.""")
    assert (caught.value.exit_code, caught.value.source) == (65, SOURCE)


def test_all_problems_are_shown_from_the_top_of_the_file() -> None:
    found = complaints("""\
        titel: T
        steps:
          - name: a
            hold: thirty
            transitoin: 3s
          - hold: 30s
            setup: "{side} up"
        """)

    assert found == [
        "1:1 a routine needs a title",
        "1:1 unknown key 'titel'",
        "4:11 hold: 'thirty' is not a duration",
        "5:5 unknown key 'transitoin'",
        "6:5 a step needs a name",
        "7:12 setup: '{side}' in a step without sides",
    ]


def shown(text: str) -> list[str]:
    with pytest.raises(RoutineError) as caught:
        read(text)
    return caught.value.message.splitlines()


def test_the_caret_stands_under_wide_and_replaced_characters() -> None:
    _, line, caret, _ = shown("title: T\nsteps: [{name: 日本\u202e, hold: x}]")
    assert line == "     2 | steps: [{name: 日本\ufffd, hold: x}]"
    assert caret == "       | " + " " * 28 + "^"


def test_a_long_line_is_clipped_around_its_caret() -> None:
    _, line, caret, _ = shown(f"title: T\nsteps: [{{name: {'word ' * 80}, hold: thirty, easier: {'more ' * 80}}}]")

    assert len(line) <= 120
    assert line[caret.index("^") : caret.rindex("^") + 1] == "thirty"
    assert "…" in line[:12]
    assert line.endswith("…")


def test_a_path_can_not_move_the_cursor() -> None:
    with pytest.raises(RoutineError) as caught:
        parse(b"", "a\x1b[2J.yaml", "a")

    assert caught.value.message.startswith("a␛[2J.yaml:1:1: ")


def test_after_a_hundred_problems_reading_stops() -> None:
    with pytest.raises(RoutineError) as caught:
        read("title: T\nsteps:\n" + "  - {}\n" * 500)

    assert len(caught.value.problems) == 100
    assert caught.value.message.endswith("These are the first 100 problems; there may be more.")


# Each mistake


@pytest.mark.parametrize(
    ("keys", "message", "hint"),
    [
        ("hold: 0s", "hold: '0s' is no time at all", "Write a duration above zero, such as 30s."),
        ("hold: -3s", "hold: '-3s' is not a duration", "Write a duration as 30s, 1m30s, 1:30 or 90."),
        ("hold: 61m", "hold: '61m' is not between 0.1s and 1h", "Write one that is, such as hold: 30s"),
        ("hold: [30s]", "hold: there is a list where a duration belongs", "Write a duration such as hold: 30s"),
        ("hold:", "hold: there is nothing where a duration belongs", "Write a duration such as hold: 30s"),
        (
            "sanskrit: x",
            "a step needs hold or reps",
            "Write hold: 60s, or reps: 8 with tempo: {extend: 3s, flex: 3s}",
        ),
        ("hold: 5s\nreps: 3", "reps: this step has a hold already", "Keep one of the two."),
        (
            "reps: 3",
            "reps: these need a tempo",
            "Say how long each part of one takes: tempo: {up: 3s, down: 3s}",
        ),
        (
            "tempo: {up: 3s}",
            "tempo: this is for reps, and there are none",
            "Write reps: 8 beside it, or delete it.",
        ),
        ("hold: 5s\nwait: 5s", "wait: '5s' is neither true nor false", "Write wait: true, or delete it."),
        ("hold: 5s\nwait:", "wait: there is nothing where true or false belongs", "Write true or false"),
        (
            "steps: [{name: a, hold: 5s}]\nwait: true",
            "unknown key 'wait'",
            "'wait' belongs to a step; write it inside one of the group's.",
        ),
        ("reps: ten\ntempo: {a: 1s}", "reps: 'ten' is not a whole number", "Write digits only, such as reps: 3"),
        ("reps: 1001\ntempo: {a: 1s}", "reps: '1001' is not between 1 and 1,000", "Write a number from 1 to 1,000."),
        ("hold: 5s\nsets: 51", "sets: '51' is not between 1 and 50", "Write a number from 1 to 50."),
        ("hold: 5s\nsets: 0", "sets: '0' is not between 1 and 50", "Write a number from 1 to 50."),
        (
            "hold: 5s\nsides: both",
            "sides: 'both' is not one side",
            "Leave sides out for both at once, or write sides: [right, left] for one after the other.",
        ),
        (
            "hold: 5s\nsides: right",
            "sides: there is a text where a list belongs",
            "Write it as sides: [right]",
        ),
        ("hold: 5s\nsides: [rigth]", "sides: 'rigth' is not a side", "Did you mean 'right'?"),
        (
            "hold: 5s\nsides: [left, left]",
            "sides: 'left' is named twice",
            "Name each side once; to repeat both, write sets: 2",
        ),
        (
            "hold: 5s\nsides: []",
            "sides: this list is empty",
            "Write it as sides: [right, left], or delete it.",
        ),
        (
            "hold: {right: 5s, left: 6s}",
            "hold: one for each side, in a step without sides",
            "Add sides: [right, left], or write one value.",
        ),
        (
            "sides: [right, left]\nhold: {right: 5s}",
            "hold: there is nothing for the left",
            "Write one for each of the step's sides.",
        ),
        (
            "sides: [right]\nhold: {right: 5s, left: 5s}",
            "left: this step is done only on the right",
            "Delete it, or add it to sides.",
        ),
        (
            "sides: [right]\nhold: {right: 5s, leff: 5s}",
            "'leff' is not a side",
            "Did you mean 'left'?",
        ),
        ("hold: 5s\ntargets: hips", "targets: there is a text where a list belongs", "Write it as targets: [hips]"),
        (
            "hold: 5s\nsetup: [a]",
            "setup: there is a list where a text belongs",
            "Write a text such as setup: some words",
        ),
        ("hold: 5s\nsetup: ''", "setup: there is no text here", "Write setup: and some words."),
        (
            "hold: 5s\nid: Half Pigeon",
            "id: 'Half Pigeon' can't be used as a short name",
            "Use up to 60 of a to z, 0 to 9 and hyphens, such as half-pigeon.",
        ),
        ("hold: 5s\nhold: 6s", "'hold' is written twice; the first is on line 4", "Keep one of them."),
        ("hold: 5s\nsides: [left]\nsetup: '{sid}'", "setup: '{sid}' can't be filled in", "Did you mean 'side'?"),
        (
            "hold: 5s\nsides: [left]\neasier: '{side}'",
            "easier: '{side}' can't be filled in here",
            "Write {side} only in setup, switch_setup and cues.",
        ),
        (
            "hold: 5s\ncues: {5s: x}",
            "cues: '5s' is outside the work, which lasts 5s",
            "Write 15s or 1:10 from the start, half, or -5s before the end.",
        ),
        (
            "reps: 8\ntempo: {a: 6s, b: 4s}\ncues: {-81s: x}",
            "cues: '-81s' is outside the work, which lasts 1m20s",
            "Write 15s or 1:10 from the start, half, or -5s before the end.",
        ),
        ("hold: 60s\ncues: {haf: x}", "cues: 'haf' is not a moment", "Did you mean 'half'?"),
        (
            "hold: 60s\ncues: {15s: x, -45s: y}",
            "cues: '-45s' is the same moment as '15s'",
            "Join the two texts.",
        ),
        ("hold: 60s\ncues: {half: x, 0:30: y}", "cues: '0:30' is the same moment as 'half'", "Join the two texts."),
        (
            "hold: 60s\ncues: {0s: [x]}",
            "cues: there is a list where a text belongs",
            "Write a text such as cues: some words",
        ),
        (
            "hold: 60s\n<<: {a: b}",
            "'<<' (a merge key) means nothing here",
            "Write the keys out.",
        ),
        (
            "hold: !!python/object:os.system x",
            "'!!python/object:os.system' (a tag) means nothing here; every value is read as it is typed",
            "Delete the word that begins with '!'.",
        ),
    ],
)
def test_a_mistake_in_a_step_gets_its_sentence(keys: str, message: str, hint: str) -> None:
    found = [line for line in shown_problems(with_step(keys)) if line[0] == message]

    assert found == [(message, hint)]


def shown_problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(RoutineError) as caught:
        read(text)
    return [(problem.message, problem.hint) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "there is no routine in this file", "Begin with title: and steps:."),
        (
            "- a\n- b",
            "a file begins with keys",
            "Write title: and steps:, each at the beginning of a line.",
        ),
        (
            "title: T\nsteps: []",
            "steps: this list is empty",
            "Write it as steps: [{name: Child's pose, hold: 60s}], or delete it.",
        ),
        (
            "title: T\nsteps: [dog]",
            "steps: a step is written as keys",
            "Write - name: Child's pose, and under the name hold: 60s",
        ),
        (
            "title: T\ntransition: 5s\nsteps: [{name: a, hold: 5s}]",
            "unknown key 'transition'",
            "'transition' belongs to a step; write it inside one, under steps.",
        ),
        (
            "title: T\nsteps: [{transition: 5s, steps: [{name: a, hold: 5s}]}]",
            "unknown key 'transition'",
            "'transition' belongs to a step; write it inside one of the group's.",
        ),
        (
            "title: T\nsteps: [{sides: [left], steps: [{name: a, hold: 5s, sides: [left]}]}]",
            "sides: the group around this has sides already",
            "Keep the sides of one of the two.",
        ),
        (
            "title: T\ndefaults: {swich: 5s}\nsteps: [{name: a, hold: 5s}]",
            "unknown key 'swich'",
            "Did you mean 'switch'?",
        ),
        (
            "title: T\nsteps: [{name: a, id: x, hold: 5s}, {name: b, id: x, hold: 5s}]",
            "id: 'x' is the id of the step on line 2, too",
            "Give each step an id of its own, or leave it out.",
        ),
        (
            "title: T\nsteps: [{name: a, hold: 5s}]\n---\ntitle: U",
            "a second document begins here",
            "Write one routine a file, without '---' inside.",
        ),
        (
            "title: T\nsteps: *x",
            "there is no anchor for *x",
            "Write &x before the value that it stands for, further up.",
        ),
        ("title: T\nsteps:\n\t- a", "a tab can't indent; use spaces", "Replace each tab with two spaces."),
        ("title: T\nsteps", "there is no ': ' after 'steps'", "Write a key, a colon, a space and the value: hold: 30s"),
        (
            "title T\nsteps: x",
            "there is no ': ' after 'title T'",
            "Write a key, a colon, a space and the value: hold: 30s",
        ),
        ("title: a: b", "a ':' inside a text needs quotes around the text", 'Put the text in double quotes: "…".'),
        ("title: @home", "a text can't begin with '@'", 'Put the text in double quotes: "…".'),
        (
            "title: 'T\nsteps: x",
            "this quote is never closed",
            "Close it with the same mark, or write two for one inside.",
        ),
        ("title: [T\nsteps: x", "this '[' has no ']', or a comma is missing", "Write a list as [first, second]."),
    ],
)
def test_a_mistake_in_a_file_gets_its_sentence(text: str, message: str, hint: str) -> None:
    assert complaint(text) == (message, hint)


def test_a_text_may_have_500_characters() -> None:
    assert len(read(f"title: {'x' * 500}\nsteps: [{{name: a, hold: 5s}}]").title) == 500
    assert complaint(f"title: {'x' * 501}\nsteps: [{{name: a, hold: 5s}}]")[0] == (
        "title: this text is longer than 500 characters"
    )


def test_sides_and_sets_may_multiply_up_to_a_thousand_intervals() -> None:
    assert len(unroll(read(with_step("hold: 5s\nsets: 50\nsides: [left, right]"))).intervals) == 200

    message, _ = complaint("title: T\nsteps: [{sets: 50, steps: [{sets: 50, steps: [{name: a, hold: 5s, sets: 50}]}]}]")
    assert message == "steps: with all sides and sets there are more than 1,000 intervals"


def test_a_routine_lasts_a_day_at_most() -> None:
    message, _ = complaint(with_step("hold: 1h\nsets: 50"))

    assert message == "steps: with all sides and sets this takes longer than 24 hours"
