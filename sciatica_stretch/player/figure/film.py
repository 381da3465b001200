"""The poses as films: a row of frames, all the postures between a pose's keyframes, made by figures/make_films.py.

A posture is the number of a frame, and to move is to walk along the film: what a picture costs while a session runs is
the drawing alone. Only the pose that is needed is read. Lengths in the files are in tenths.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.pictures import PICTURES
from sciatica_stretch.core.side import Side

JOINTS = (
    *("hip", "spine", "belly", "chest", "head", "nose"),
    *(f"{name}_{side}" for side in "lr" for name in ("hip", "knee", "ankle", "toe", "shoulder", "elbow", "hand")),
)  # in the order of a frame's points
FOLDER = Path(__file__).with_name("poses")


@frozen
class Film:
    """One pose. *size* is that of the box that holds all its frames; *keyframes* and *phases* say where on it they are.

    Getting into the pose leads from *setup* to *begin*; a hold breathes from *held* to *inhaled* and back.
    """

    name: str
    title: str
    words: str
    over: str  # what is drawn over all the rest: "head" or nothing
    size: tuple[int, int]
    keyframes: Mapping[str, int]
    setup: int
    begin: int
    held: int
    inhaled: int
    phases: Mapping[str, int]
    props: Sequence[tuple[str, int]]  # the kind of each, and how many points it has
    frames: Sequence[Sequence[int]]  # of each the joints' x, y and nearness in order, then those of the props


@lru_cache(maxsize=32)
def load(name: str) -> Film | None:
    """Return the film of the pose called *name*; None if there is none, or none that this program can read.

    An upgrade may have put other films there, or none, while a session runs, which needs no figure to go on.
    """
    if name not in PICTURES:
        return None
    try:
        read: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        return Film(**read)
    except (OSError, ValueError, TypeError):
        return None


def describe(film: Film, side: Side | None = None) -> str:
    """Return in one line what the figure shows, for whoever doesn't see it; of a one-sided pose on *side*."""
    return f"{film.title}. {film.words.replace('{side}', side or Side.RIGHT)}"
