"""The rule of the safety notice by which a stretch ends; said again, word for word, when it hurts."""

STOP_RULE = (
    "Stop a stretch if pain is sharp or electric, if pain or tingling starts or moves further down the leg, if the leg "
    "gives way, or if you feel dizzy. A mild pull in the muscle is enough."
)
