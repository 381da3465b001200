"""Make the films that the program ships, sciatica_stretch/player/figure/poses/*.json, from poses.yaml.

A film is a row of frames: the postures between a pose's keyframes, in the order in which the body moves through them.
Frames are computed here and not while a session runs, for that would take longer than drawing them.

    python figures/make_films.py
"""

import json
from pathlib import Path
from typing import Any

import yaml
from body import OutOfReachError, Point, add, posed, resolved, seen_from

from sciatica_stretch.player.figure.film import FOLDER, JOINTS

SOURCE = Path(__file__).with_name("poses.yaml")
STEPS = 12  # between two keyframes, unless the pose says otherwise: more than a phase of three seconds shows
MARGIN = 2.0
_DECIMALS = 10  # a film counts in tenths


def films(source: str) -> dict[str, str]:
    """Return the text of each film by the pose's name."""
    poses = yaml.safe_load(source)["poses"]
    return {name: _film(name, pose) for name, pose in poses.items()}


def _film(name: str, pose: dict[str, Any]) -> str:
    azimuth, elevation = pose["camera"]
    keyframes = pose["keyframes"]
    at: dict[str, int] = {}
    frames: list[list[Point]] = []

    def see(points: list[Point]) -> list[Point]:
        return [seen_from(point, azimuth, elevation) for point in points]

    try:
        for number, keyframe in enumerate(keyframes):
            at[keyframe["id"]] = len(frames)
            following = keyframes[min(number + 1, len(keyframes) - 1)]
            steps = keyframe.get("steps", STEPS) if number + 1 < len(keyframes) else 1
            for step in range(steps):
                joints = posed(keyframe, following, step / steps)
                props = [resolved(each, joints) for prop in pose.get("props", []) for each in prop["path"]]
                frames.append(see([*(joints[joint] for joint in JOINTS), *props]))
    except OutOfReachError as error:
        raise OutOfReachError(f"{name}, {keyframe['id']}: {error}") from error
    return _written(name, pose, at, _moved_into_the_box(frames))


def _moved_into_the_box(frames: list[list[Point]]) -> tuple[list[list[Point]], list[float]]:
    """Return the frames with their lower left corner at 0, 0, and the size of the box that holds them all."""
    room = [5.0] * 4 + [6.5] + [2.0] * (len(JOINTS) - 5) + [0.0] * len(frames[0])  # flesh around the bones
    low = [min(p[axis] - r for f in frames for p, r in zip(f, room, strict=False)) - MARGIN for axis in (0, 1)]
    high = [max(p[axis] + r for f in frames for p, r in zip(f, room, strict=False)) + MARGIN for axis in (0, 1)]
    origin = (-low[0], -low[1], 0.0)
    return [[add(point, origin) for point in frame] for frame in frames], [high[0] - low[0], high[1] - low[1]]


def _written(name: str, pose: dict[str, Any], at: dict[str, int], boxed: tuple[list[list[Point]], list[float]]) -> str:
    frames, size = boxed
    first = pose["keyframes"][0]["id"]
    begin = pose.get("begin", first)
    held, inhaled = pose.get("hold", [begin, begin])
    phases = {phase: keyframe for keyframe, names in pose.get("phases", {}).items() for phase in names}
    film = {
        "name": name,
        "title": pose["title"],
        "words": pose["words"],
        "over": pose.get("over", ""),
        "size": [_tenths(side) for side in size],
        "keyframes": at,
        "setup": at[pose.get("setup", begin)],
        "begin": at[begin],
        "held": at[held],
        "inhaled": at[inhaled],
        "phases": {phase: at[keyframe] for phase, keyframe in phases.items()},
        "props": [[prop["kind"], len(prop["path"])] for prop in pose.get("props", [])],
        "frames": [[_tenths(value) for point in frame for value in point] for frame in frames],
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in film.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _tenths(value: float) -> int:
    return round(value * _DECIMALS)


if __name__ == "__main__":
    for pose_name, text in films(SOURCE.read_text(encoding="utf-8")).items():
        (FOLDER / f"{pose_name}.json").write_text(text, encoding="utf-8")
