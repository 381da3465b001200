"""Homes and routines that several tests need."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a machine may be busy
settings.load_profile("patient")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes thirteen minutes, unless it is asked for."""
    if "whole" not in config.getoption("markexpr"):
        whole = [item for item in items if item.get_closest_marker("whole")]
        items[:] = [item for item in items if item not in whole]
        config.hook.pytest_deselected(items=whole)


SHORT_ROUTINE = """\
title: Three short holds
defaults: {transition: 1s, switch: 1s}
steps:
  - name: Reach
    hold: 2s
    setup: Sit tall.
    cues: {0s: Lift the chest.}
  - name: Fold
    sides: [right, left]
    hold: 2s
    setup: "{side} leg long."
"""


@pytest.fixture
def short_routine(tmp_path: Path) -> Path:
    """A routine file of 9 seconds: 1 + 2, 1 + 2, 1 + 2."""
    path = tmp_path / "short.yaml"
    path.write_text(SHORT_ROUTINE, encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A person's home in which the safety notice has been read."""
    state = tmp_path / "stretch" / "state"
    state.mkdir(parents=True)
    (state / "safety.json").write_text('{"notice": 1}\n', encoding="utf-8")
    return tmp_path
