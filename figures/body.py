"""The person in the pictures: a body of fixed bones in space, put into a pose by where its hands and feet are to be.

Units: a person is about 100 tall. x runs along the mat, y upwards, z towards whoever looks on; the floor is y = 0.
Elbows and knees follow from two bones of fixed length, so that no limb ever grows or shrinks between two keyframes.
"""

from math import cos, radians, sin, sqrt

Point = tuple[float, float, float]

TRUNK, NECK, THIGH, SHIN, FOOT, UPPER_ARM, FOREARM = 30.0, 11.5, 25.0, 24.0, 8.0, 16.7, 15.8
HIP_WIDTH, SHOULDER_WIDTH = 4.5, 8.0  # half of each
NOSE = 3.0  # beyond the head's edge
HEAD = 6.0
_FAR = 1.0  # a hand may be this far from where it was to be; more is a mistake in the pose
_UP, _LEFT = (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)


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


def posed(keyframe: dict[str, list[object]], other: dict[str, list[object]], t: float) -> dict[str, Point]:
    """Return where each joint is, *t* of the way from one keyframe to another."""

    def direction(key: str, default: Point) -> Point:
        return unit(mix(_vector(keyframe.get(key, default)), _vector(other.get(key, default)), t))

    joints: dict[str, Point] = {}

    def goal(key: str) -> Point:
        return mix(resolved(keyframe[key], joints), resolved(other[key], joints), t)

    joints["hip"] = goal("hip")
    upwards, left = direction("trunk", _UP), direction("left", _LEFT)
    bend = mix(_vector(keyframe.get("bend", (0, 0, 0))), _vector(other.get("bend", (0, 0, 0))), t)
    bend = add(bend, upwards, -dot(bend, upwards))
    chord = 2 * sqrt((TRUNK / 2) ** 2 - dot(bend, bend))
    joints["chest"] = add(joints["hip"], upwards, chord)
    joints["spine"] = add(mix(joints["hip"], joints["chest"], 0.5), bend)
    across = unit(mix(_vector(keyframe.get("shoulders", left)), _vector(other.get("shoulders", left)), t))
    headwards = direction("neck", upwards)
    joints["head"] = add(joints["chest"], headwards, NECK)
    joints["nose"] = add(joints["head"], direction("face", cross(across, headwards)), HEAD + NOSE)
    for side, sign in (("l", 1.0), ("r", -1.0)):
        joints[f"hip_{side}"] = add(joints["hip"], left, sign * HIP_WIDTH)
        joints[f"shoulder_{side}"] = add(joints["chest"], across, sign * SHOULDER_WIDTH)
    for side in "lr":
        bent = direction(f"knee_{side}", cross(left, upwards))
        limb = _limb(joints[f"hip_{side}"], goal(f"ankle_{side}"), bent, (THIGH, SHIN), f"ankle_{side}", check=not t)
        joints[f"knee_{side}"], joints[f"ankle_{side}"] = limb
        joints[f"toe_{side}"] = add(limb[1], direction(f"toe_{side}", (1.0, 0.0, 0.0)), FOOT)
    for side in "lr":
        bent = direction(f"elbow_{side}", (0.0, -1.0, 0.0))
        limb = _limb(
            joints[f"shoulder_{side}"], goal(f"hand_{side}"), bent, (UPPER_ARM, FOREARM), f"hand_{side}", check=not t
        )
        joints[f"elbow_{side}"], joints[f"hand_{side}"] = limb
    return joints


def resolved(written: list[object], joints: dict[str, Point]) -> Point:
    """Return the point that is written as x, y, z; or as a joint, or as two and how far between, and a distance."""
    match written:
        case [str(a), str(b), t, *offset]:
            return add(mix(joints[a], joints[b], float(t)), _vector(offset or (0, 0, 0)))  # type: ignore[arg-type]
        case [str(a), *offset]:
            return add(joints[a], _vector(offset or (0, 0, 0)))
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


def _limb(  # noqa: PLR0913 - a limb is that much
    root: Point, goal: Point, bent: Point, bones: tuple[float, float], name: str, *, check: bool
) -> tuple[Point, Point]:
    """Return the joint in the middle of a limb of two *bones* and its end; it bends towards *bent*."""
    first, second = bones
    way = add(goal, root, -1.0)
    wanted = sqrt(dot(way, way))
    reach = min(max(wanted, abs(first - second) + 0.01), first + second - 0.01)
    if check and abs(wanted - reach) > _FAR:
        raise OutOfReachError(f"{name}: {wanted:.1f} away, and the limb reaches {reach:.1f}")
    along = unit(way)
    aside = unit(add(bent, along, -dot(bent, along)))
    near = (first**2 - second**2 + reach**2) / (2 * reach)
    middle = add(add(root, along, near), aside, sqrt(max(0.0, first**2 - near**2)))
    return middle, add(root, along, reach)


def _vector(written: object) -> Point:
    x, y, z = written  # type: ignore[misc] # the compiler's own tests hold the file to it
    return (float(x), float(y), float(z))
