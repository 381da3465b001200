"""The stretches that the program knows, read from stretches.yaml, with the words people use for them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sciatica_stretch.core.routine import Step

FILE = Path(__file__).with_name("stretches.yaml")

# What the routine format has no key for: a whole routine names its equipment, not each step.
_NEEDS = {
    "band-flex-extend": ("mat", "band or towel"),
    "band-hold": ("mat", "band or towel"),
    "rest-90-90": ("mat", "chair"),
    "legs-up-wall": ("mat", "wall"),
    "seated-figure-four": ("chair",),
    "seated-slider": ("chair",),
    "standing-extension": (),
    "march": (),
    "standing-hamstring": ("step",),
    "standing-figure-four": ("chair",),
    "standing-hip-flexor": (),
}

# Further names, as they stand on sheets of paper; the file has those that are worth showing.
_ALSO_WRITTEN = {
    "band-flex-extend": ("hamstring flex and extend", "dynamic hamstring with strap", "band flex and extend"),
    "band-hold": ("hamstring with strap", "hamstring on the back with strap", "straight leg raise with strap"),
    "half-pigeon": ("figure four", "pigeon on the back", "thread the needle on the back"),
    "downdog-wag": ("wag the tail", "downward dog wag", "walk the dog"),
    "full-pigeon": ("pigeon on the mat", "eka pada rajakapotasana", "ardha kapotasana"),
    "childs-pose": ("prayer stretch", "rest position"),
    "constructive-rest": ("semi supine", "hook lying"),
    "rest-90-90": ("90/90", "90-90 rest", "legs on a chair"),
    "pelvic-tilt": ("posterior pelvic tilt", "pelvic rock"),
    "knee-rolls": ("knee rocks", "lower trunk rotation", "windshield wipers", "knee roll side to side"),
    "knee-to-chest": ("knee to chest on the back", "knee hug"),
    "cross-body-knee": ("knee across body", "knee to other shoulder", "knee across to opposite shoulder"),
    "half-pigeon-cr": ("contract relax half pigeon", "contract relax figure four"),
    "supine-slider": ("sciatic nerve glide", "sciatic nerve floss", "sciatic slider on the back", "nerve slider"),
    "bridge": ("glute bridge", "hip bridge", "pelvic bridge", "bridging", "bridge pose"),
    "supine-twist": ("spinal twist on the back", "lying twist", "reclined twist", "supine spinal twist"),
    "cat-cow": ("cat camel", "cat and cow"),
    "seated-figure-four": ("figure four on a chair", "seated pigeon", "sitting figure four"),
    "seated-slider": ("sitting nerve glide", "seated nerve floss", "sitting slider", "slump slider"),
    "standing-extension": ("standing back extension", "back bend standing", "back extension in standing"),
    "march": ("marching", "marching on the spot", "march in place"),
    "standing-hamstring": ("standing hamstring", "hamstring with heel on step", "hamstring heel on step"),
    "standing-figure-four": ("figure four standing",),
    "standing-hip-flexor": ("hip flexor standing", "standing psoas"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A stretch of the catalogue: its step with a dose to begin with, what it needs, and what else it is called."""

    step: Step
    equipment: tuple[str, ...]
    also_written: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called, its own name first."""
        step = self.step
        also = (*step.also_known_as, *self.also_written)
        return (step.name, step.id, *filter(None, [step.sanskrit]), *also)


@cache
def known() -> tuple[Known, ...]:
    """Return all known stretches in the order of the file."""
    from sciatica_stretch.library.parser import parse  # noqa: PLC0415 - who only names a routine needs no YAML

    routine = parse(FILE.read_bytes(), str(FILE), FILE.stem)
    return tuple(
        Known(step, _NEEDS.get(step.id, ("mat",)), _ALSO_WRITTEN.get(step.id, ())) for step in routine.each_step()
    )
