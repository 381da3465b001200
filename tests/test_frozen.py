from dataclasses import asdict, replace

import pytest

from sciatica_stretch.core.frozen import frozen


@frozen
class Point:
    """A place."""

    x: int
    y: int = 0


@frozen(kw_only=True)
class Named:
    """A place with a name."""

    name: str
    at: Point = Point(0)


@frozen
class Pixel:
    """A place on a screen."""

    x: int
    y: int = 0


def test_values_are_equal_when_their_fields_are_and_of_one_class() -> None:
    assert Point(1, 2) == Point(1, 2)
    assert Point(1, 2) != Point(2, 1)
    assert Point(1, 2) != Pixel(1, 2)  # type: ignore[comparison-overlap]
    assert Point(1, 2) != (1, 2)  # type: ignore[comparison-overlap]


def test_equal_values_are_one_key() -> None:
    assert {Named(name="a"): 1}[Named(name="a")] == 1
    assert len({Point(1), Point(1), Point(2)}) == 2


def test_a_value_is_shown_as_it_is_written() -> None:
    assert repr(Named(name="a", at=Point(1))) == "Named(name='a', at=Point(x=1, y=0))"


def test_what_dataclasses_do_with_their_own_works() -> None:
    assert replace(Point(1), y=3) == Point(1, 3)
    assert asdict(Named(name="a")) == {"name": "a", "at": {"x": 0, "y": 0}}
    match Point(4, 5):
        case Point(x, y):
            assert (x, y) == (4, 5)


def test_a_value_has_no_other_fields() -> None:
    with pytest.raises(AttributeError):
        Point(1).z = 3  # type: ignore[attr-defined]
