"""What is installed is all that is needed."""

from pathlib import Path
from zipfile import ZipFile

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent


def test_the_wheel_carries_the_known_stretches_and_every_bundled_routine(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])

    with ZipFile(wheel) as archive:
        carried = set(archive.namelist())
        stretches = archive.read("sciatica_stretch/library/stretches.yaml")
    assert stretches == (ROOT / "sciatica_stretch" / "library" / "stretches.yaml").read_bytes()
    assert {f"sciatica_stretch/routines/{path.name}" for path in (ROOT / "routines").glob("*.yaml")} <= carried
