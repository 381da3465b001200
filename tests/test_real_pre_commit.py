"""The hook that pre-commit runs, in a repository of its own; pre-commit installs this one for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.real

ROOT = Path(__file__).parent.parent
STEPS = "steps:\n  - name: Child's pose\n    setup: Sit tall.\n"


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON", "STRETCH"))}
    env |= {"PRE_COMMIT_HOME": str(folder / "cache"), "PRE_COMMIT_COLOR": "never"}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for who in ("AUTHOR", "COMMITTER"):
        env |= {f"GIT_{who}_NAME": "a", f"GIT_{who}_EMAIL": "a@example.org"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=600)


@pytest.fixture
def pre_commit() -> str:
    beside = Path(sys.executable).with_name("pre-commit")
    found = str(beside) if beside.exists() else shutil.which("pre-commit")
    if not found or not shutil.which("git"):
        pytest.skip("pre-commit or git is not installed")
    return found


def test_the_hook_is_for_yaml_files_in_a_folder_of_routines() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))

    assert (hook["id"], hook["entry"], hook["language"]) == ("stretch-check", "stretch check --quiet", "python")
    assert (hook["types"], hook["files"]) == (["yaml"], "(^|/)routines/")


def test_pre_commit_stops_a_commit_of_a_broken_routine_and_no_other(pre_commit: str, tmp_path: Path) -> None:
    source = tmp_path / "stretch"  # only what is needed: the tree around may be no git repository, or hold changes
    for each in ("sciatica_stretch", "routines"):
        shutil.copytree(ROOT / each, source / each, ignore=shutil.ignore_patterns("__pycache__"))
    for each in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / each, source / each)
    mine = tmp_path / "mine"
    (mine / "routines").mkdir(parents=True)
    (mine / "routines" / "bad.yaml").write_text(f"title: T\n{STEPS}    hold: thirty\n")
    (mine / "routines" / "good.yaml").write_text(f"title: T\n{STEPS}    hold: 30s\n")
    (mine / "other.yaml").write_text("a: [")
    for folder in (source, mine):
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
            assert run("git", *command, folder=folder).returncode == 0

    whole = run(pre_commit, "try-repo", source, "stretch-check", "--all-files", folder=mine)
    good = run(pre_commit, "try-repo", source, "stretch-check", "--files", "routines/good.yaml", folder=mine)
    if "No matching distribution" in whole.stdout + whole.stderr:
        pytest.skip("the package index can't be reached, so pre-commit can't install the hook")

    assert whole.returncode == 1, whole.stdout + whole.stderr
    assert "routines/bad.yaml:5:11: hold: 'thirty' is not a duration" in whole.stdout
    assert "- exit code: 65" in whole.stdout
    assert "other.yaml" not in whole.stdout
    assert "good.yaml" not in whole.stdout
    assert good.returncode == 0, good.stdout + good.stderr
    assert "check stretch routines" in good.stdout
    assert "Passed" in good.stdout
