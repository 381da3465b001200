"""The keys of the routine format, in the order in which a routine is best written."""

AT_TOP = ("title", "summary", "tags", "equipment", "optional", "inspired_by", "defaults", "steps")
IN_DEFAULTS = ("transition", "switch", "rest")
IN_GROUP = ("sides", "sets", "switch", "rest", "steps")
IN_STEP = (
    *("name", "id", "sanskrit", "also_known_as", "picture", "sides", "sets", "transition", "wait", "switch"),
    *(
        "rest",
        "hold",
        "reps",
        "tempo",
        "setup",
        "switch_setup",
        "cues",
        "targets",
        "easier",
        "harder",
        "skip_if",
        "stop_if",
    ),
)
LISTS = frozenset({"tags", "equipment", "optional", "sides", "also_known_as", "targets", "skip_if", "stop_if"})
PER_SIDE = frozenset({"hold", "reps"})
BY_NAME = frozenset({"tempo", "cues"})  # whose keys their author makes up
