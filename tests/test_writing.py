"""What is written is read back as exactly what was meant."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.core.routine import Anchor, Dose, Hold, Line, PerSide, Phase, Repeats, Reps, Side, Step
from sciatica_stretch.core.text import one_line
from sciatica_stretch.library.parser import parse
from sciatica_stretch.library.writing import Entry, comment, scalar, write

TRICKY = ["yes", "No", "~", "null", "1:30", "- x", "a: b", "a #b", "#", "'", '"', "\\", "*x", "&x", "!t", "%", "@", "`"]
TRICKY += [
    "[a]",
    "a, b",
    "key:",
    "12",
    "1.5",
    "\u00e9t\u00e9",
    "\U0001f9d8",
    "\ufffe",
    "a\u2028b",
    "---",
    "...",
    "? x",
    "| x",
    "> x",
]
texts = (
    st.one_of(st.sampled_from(TRICKY), st.text(min_size=1, max_size=30))
    .map(lambda text: one_line(text.replace("{", "(").replace("}", ")")))
    .filter(bool)
)
some_texts = st.lists(texts, max_size=3).map(tuple)
lengths = st.integers(1, 3000).map(lambda tenths: tenths / 10)
lead_ins = st.integers(0, 300).map(float)
ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)


@st.composite
def doses(draw: st.DrawFn, sides: tuple[Side, ...]) -> Dose:
    each = len(sides) > 1 and draw(st.booleans())
    if draw(st.booleans()):
        seconds = draw(lengths)
        return Hold(PerSide(seconds, draw(lengths) if each else seconds))
    names = draw(st.lists(texts, min_size=1, max_size=3, unique=True))
    tempo = tuple(Phase(name, draw(st.integers(1, 600)) / 10) for name in names)
    count = draw(st.integers(1, 20))
    return Reps(PerSide(count, draw(st.integers(1, 20)) if each else count), tempo)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    sides = draw(st.sampled_from([(), (Side.LEFT,), (Side.RIGHT,), (Side.RIGHT, Side.LEFT), (Side.LEFT, Side.RIGHT)]))
    sets = draw(st.integers(1, 3))
    return Step(
        id=draw(ids),
        name=draw(texts),
        dose=draw(doses(sides)),
        transition=draw(lead_ins),
        repeats=Repeats(
            sides=sides,
            sets=sets,
            switch=draw(lead_ins) if len(sides) > 1 else 8.0,
            rest=draw(lead_ins) if sets > 1 else 10.0,
        ),
        setup=draw(st.one_of(st.just(""), texts)),
        switch_setup=draw(st.one_of(st.just(""), texts)),
        wait=draw(st.booleans()),
        lines=(Line(Anchor.START, 0.0, draw(texts)),) if draw(st.booleans()) else (),
        sanskrit=draw(st.one_of(st.just(""), texts)),
        also_known_as=draw(some_texts),
        targets=draw(some_texts),
        easier=draw(st.one_of(st.just(""), texts)),
        harder=draw(st.one_of(st.just(""), texts)),
        skip_if=draw(some_texts),
        stop_if=draw(some_texts),
    )


@given(
    st.lists(steps(), min_size=1, max_size=3, unique_by=lambda step: step.id), texts, some_texts, st.text(max_size=40)
)
def test_any_routine_is_read_back_as_it_was_meant(
    plan: list[Step], title: str, equipment: tuple[str, ...], remark: str
) -> None:
    entries = [Entry(step=step, above=(remark,), beside={"name": remark, "transition": remark}) for step in plan]

    text = write(title, entries, head=[remark], equipment=equipment)

    routine = parse(text.encode(), "mine.yaml", "mine")
    assert routine.steps == tuple(plan)
    assert (routine.title, routine.equipment) == (title, equipment)


def test_what_needs_no_quotes_has_none() -> None:
    assert scalar("Child's pose") == "Child's pose"
    assert scalar("Half pigeon, reclined") == "Half pigeon, reclined"
    assert scalar("Half pigeon, reclined", in_list=True) == '"Half pigeon, reclined"'
    assert [scalar(text) for text in ("no", "1:30", "{side} leg")] == ['"no"', '"1:30"', '"{side} leg"']


def test_a_title_with_braces_has_round_brackets() -> None:
    assert write("Hips {slow}", []).startswith("title: Hips (slow)\n")


def test_a_comment_stays_on_its_line_and_is_never_anything_else() -> None:
    assert comment("one\ntitle: two\u2028three\ufffe") == "# one title: two three\ufffd"


def test_a_side_of_its_own_dose_is_written_only_where_there_are_two() -> None:
    step = Step(
        id="a",
        name="A",
        dose=Hold(PerSide(60.0, 90.0)),
        transition=10.0,
        repeats=Repeats(sides=(Side.RIGHT, Side.LEFT), switch=8.0, rest=10.0),
    )
    one = replace(step, repeats=replace(step.repeats, sides=(Side.LEFT,)))

    assert "hold: {right: 1m30s, left: 1m}" in write("T", [Entry(step=step)])
    assert "hold: 1m\n" in write("T", [Entry(step=one)])
