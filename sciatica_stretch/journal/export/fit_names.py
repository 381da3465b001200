"""The bundled stretches in the words of the FIT profile: exercise category and the name's number in it.

From the public profile of the FIT SDK; a test holds them to its own names. What isn't here has no name there that fits.
"""

UNKNOWN = 65534  # the category of what the profile has no word for

_WARM_UP, _MOVE, _POSE = 31, 35, 36
_AGAIN = "-again"  # what a step's id ends in that comes a second time

NAMES = {
    "band-flex-extend": (_MOVE, 22),  # leg_stretch_with_band
    "band-hold": (_WARM_UP, 44),  # stretch_hamstring
    "half-pigeon": (_WARM_UP, 53),  # stretch_lying_piriformis: it is done on the back
    "half-pigeon-cr": (_WARM_UP, 53),
    "full-pigeon": (_WARM_UP, 59),  # stretch_pigeon_pose
    "downdog-wag": (_POSE, 21),  # downward_facing_dog
    "childs-pose": (_WARM_UP, 39),  # stretch_childs_pose
    "cat-cow": (_WARM_UP, 38),  # stretch_cat_cow
    "knee-to-chest": (_WARM_UP, 52),  # stretch_lying_knee_to_chest
    "cross-body-knee": (_WARM_UP, 60),  # stretch_piriformis
    "supine-twist": (_WARM_UP, 54),  # stretch_lying_spinal_twist
    "bridge": (_POSE, 8),  # bridge
    "standing-hamstring": (_WARM_UP, 33),  # standing_hamstring_stretch
    "standing-hip-flexor": (_WARM_UP, 49),  # stretch_lunging_hip_flexor
}


def name_of(step: str) -> tuple[int, int | None]:
    """Return the category of the step with that id, and its number in it if there is one."""
    return NAMES.get(step.removesuffix(_AGAIN), (UNKNOWN, None))
