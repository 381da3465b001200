"""The names of the figures there are: what `picture` of a step may say. The player draws them, `check` knows them."""

PICTURES = frozenset(
    {
        "band-flex-extend",
        "band-hold",
        "bridge",
        "cat-cow",
        "childs-pose",
        "cross-body-knee",
        "downdog-wag",
        "full-pigeon",
        "half-pigeon",
        "half-pigeon-top",
        "knee-rolls",
        "knee-to-chest",
        "legs-up-wall",
        "march",
        "pelvic-tilt",
        "ready",
        "rest-90-90",
        "seated-figure-four",
        "seated-slider",
        "standing-extension",
        "standing-figure-four",
        "standing-hamstring",
        "standing-hip-flexor",
        "supine-slider",
        "supine-twist",
    }
)
