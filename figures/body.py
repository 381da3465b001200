"""The person in the pictures: a body of fixed bones in space, put into a pose by where its hands and feet are to be.

Units: a person is about 100 tall. x runs along the mat, y upwards, z towards whoever looks on; the floor is y = 0.
Elbows and knees follow from two bones of fixed length, so that no limb ever grows or shrinks between two keyframes.
"""

from math import cos, radians, sin, sqrt
from typing import Any

Point = tuple[float, float, float]
Keyframe = dict[str, Any]  # as the file has it

TRUNK, NECK, THIGH, SHIN, FOOT, UPPER_ARM, FOREARM = 30.0, 11.5, 25.0, 24.0, 8.0, 16.7, 15.8
HIP_WIDTH, SHOULDER_WIDTH = 4.5, 8.0  # half of each
NOSE = 3.0  # beyond the head's edge
HEAD = 6.0
_FAR = 1.0  # a hand may be this far from where it was to be; more is a mistake in the pose
_UP, _DOWN, _LEFT, _FORWARDS = (0.0, 1.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0)
_NOWHERE = (0.0, 0.0, 0.0)
_EPSILON = 0.01  # a limb is never quite straight: it has to know which way to bend


class OutOfReachError(Exception):
    """A hand or a foot is to be where no arm or leg reaches."""


def add(a: Point, b: Point, times: float = 1.0) -> Point:
    """Return *a* and *times* *b*."""
    return (a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times)


def mix(a: Point, b: Point, t: float) -> Point:
    """Return what lies *t* of the way from *a* to *b*."""
    return add(a, add(b, a, -1.0), t)


def dot(a: Point, b: Point) -> float:
    """Return the product of two vectors."""
    return sum(x * y for x, y in zip(a, b, strict=True))


def cross(a: Point, b: Point) -> Point:
    """Return the vector that is upright on both."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def unit(a: Point) -> Point:
    """Return the direction of *a*."""
    length = sqrt(dot(a, a))
    return (a[0] / length, a[1] / length, a[2] / length)


def posed(keyframe: Keyframe, following: Keyframe, t: float) -> dict[str, Point]:
    """Return where each joint is, *t* of the way from one keyframe to the one that follows."""
    body = _Body(keyframe, following, t)
    body.put_trunk()
    for side in "lr":
        body.put_leg(side)
    for side in "lr":  # after both legs: a hand may lie on one
        body.put_arm(side)
    return body.joints


class _Body:
    """A body on its way from one keyframe to another."""

    def __init__(self, keyframe: Keyframe, following: Keyframe, t: float) -> None:
        self._keyframes = (keyframe, following)
        self._t = t
        self.joints: dict[str, Point] = {}

    def put_trunk(self) -> None:
        """Put the trunk where it belongs, with the head and the roots of the limbs on it."""
        joints = self.joints
        joints["hip"] = self._goal("hip")
        upwards, left = self._direction("trunk", _UP), self._direction("left", _LEFT)
        before, after = (_vector(each.get("bend", _NOWHERE)) for each in self._keyframes)
        bend = mix(before, after, self._t)
        bend = add(bend, upwards, -dot(bend, upwards))
        joints["chest"] = add(joints["hip"], upwards, 2 * sqrt((TRUNK / 2) ** 2 - dot(bend, bend)))
        joints["spine"] = add(mix(joints["hip"], joints["chest"], 0.5), bend)
        before, after = (_vector(each.get("belly", _NOWHERE)) for each in self._keyframes)
        joints["belly"] = add(joints["spine"], mix(before, after, self._t))
        across, headwards = self._direction("shoulders", left), self._direction("neck", upwards)
        joints["head"] = add(joints["chest"], headwards, NECK)
        joints["nose"] = add(joints["head"], self._direction("face", cross(across, headwards)), HEAD + NOSE)
        for side, sign in (("l", 1.0), ("r", -1.0)):
            joints[f"hip_{side}"] = add(joints["hip"], left, sign * HIP_WIDTH)
            joints[f"shoulder_{side}"] = add(joints["chest"], across, sign * SHOULDER_WIDTH)

    def put_leg(self, side: str) -> None:
        """Put a foot where it is to be."""
        self._put_limb(f"hip_{side}", f"knee_{side}", f"ankle_{side}", (THIGH, SHIN))
        toe = self._direction(f"toe_{side}", _FORWARDS)
        self.joints[f"toe_{side}"] = add(self.joints[f"ankle_{side}"], toe, FOOT)

    def put_arm(self, side: str) -> None:
        """Put a hand where it is to be."""
        self._put_limb(f"shoulder_{side}", f"elbow_{side}", f"hand_{side}", (UPPER_ARM, FOREARM))

    def _put_limb(self, root: str, middle: str, end: str, bones: tuple[float, float]) -> None:
        """Put the end of a limb where it is to be; the joint in its middle points where the keyframe says."""
        first, second = bones
        way = add(self._goal(end), self.joints[root], -1.0)
        wanted = sqrt(dot(way, way))
        reach = min(max(wanted, abs(first - second) + _EPSILON), first + second - _EPSILON)
        if not self._t and abs(wanted - reach) > _FAR:
            raise OutOfReachError(f"{end}: {wanted:.1f} away, and the limb reaches {reach:.1f}")
        along, bent = unit(way), self._direction(middle, _DOWN)
        aside = unit(add(bent, along, -dot(bent, along)))
        near = (first**2 - second**2 + reach**2) / (2 * reach)
        bow = sqrt(max(0.0, first**2 - near**2))
        self.joints[middle] = add(add(self.joints[root], along, near), aside, bow)
        self.joints[end] = add(self.joints[root], along, reach)

    def _goal(self, key: str) -> Point:
        before, after = (resolved(each[key], self.joints) for each in self._keyframes)
        return mix(before, after, self._t)

    def _direction(self, key: str, default: Point) -> Point:
        before, after = (_vector(each.get(key, default)) for each in self._keyframes)
        return unit(mix(before, after, self._t))


def resolved(written: Any, joints: dict[str, Point]) -> Point:  # noqa: ANN401 - as a YAML file has it
    """Return the point that is written as x, y, z; or as a joint, or as two and how far between, and a distance."""
    match written:
        case [str(a), str(b), t, *offset]:
            return add(mix(joints[a], joints[b], float(t)), _vector(offset or _NOWHERE))
        case [str(a), *offset]:
            return add(joints[a], _vector(offset or _NOWHERE))
        case _:
            return _vector(written)


def seen_from(point: Point, azimuth: float, elevation: float) -> Point:
    """Return *point* as a camera sees it: to the right, upwards, and towards the camera.

    At 0, 0 it looks at the person's right side; *azimuth* moves it towards +x, *elevation* upwards, in degrees.
    """
    a, e = radians(azimuth), radians(elevation)
    x = point[0] * cos(a) - point[2] * sin(a)
    z = point[0] * sin(a) + point[2] * cos(a)
    return (x, point[1] * cos(e) - z * sin(e), point[1] * sin(e) + z * cos(e))


def _vector(written: Any) -> Point:  # noqa: ANN401 - three numbers, as a YAML file has them
    x, y, z = written
    return (float(x), float(y), float(z))
