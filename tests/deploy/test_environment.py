"""The environment is filled when the pins change, and left alone otherwise."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TO_RUN, TO_DEVELOP = "requirements.txt", "requirements-dev.txt"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project whose environment is real and whose lists name nothing to fetch."""
    project = tmp_path_factory.mktemp("project")
    (project / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "environment.py", project / "deploy")
    write_pins(project, TO_RUN, "# nothing")
    write_pins(project, TO_DEVELOP, "# nothing")
    assert "✓ packages" in set_up(project).stdout
    return project


@pytest.fixture
def project(made: Path) -> Path:
    """The same project as freshly set up to run."""
    write_pins(made, TO_RUN, "# nothing")
    write_pins(made, TO_DEVELOP, "# nothing")
    (made / ".venv" / "installed.json").unlink()
    set_up(made)
    return made


def write_pins(project: Path, name: str, text: str) -> None:
    (project / name).write_text(f"{text}\n")


def set_up(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "deploy/environment.py", *arguments]
    alone = {"PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": "/dev/null"}
    return subprocess.run(command, cwd=project, env=alone, capture_output=True, text=True, check=False)


def test_nothing_is_installed_twice(project: Path) -> None:
    assert set_up(project).stdout == ""


def test_changed_pins_are_installed(project: Path) -> None:
    write_pins(project, TO_RUN, "# something else")
    assert "✓ packages" in set_up(project).stdout


def test_what_develops_the_market_also_runs_it(project: Path) -> None:
    write_pins(project, TO_RUN, "# something else")
    assert "✓ packages" in set_up(project, "develop").stdout
    assert set_up(project).stdout == ""


def test_what_runs_the_market_does_not_develop_it(project: Path) -> None:
    assert "✓ packages" in set_up(project, "develop").stdout


def test_a_failed_installation_is_told_and_tried_again(project: Path) -> None:
    write_pins(project, TO_RUN, "no-such-package==1 --hash=sha256:" + 64 * "0")
    for _attempt in range(2):
        failed = set_up(project)
        assert failed.returncode == 1
        assert "no-such-package" in failed.stderr


@pytest.mark.parametrize("name", [TO_RUN, TO_DEVELOP])
def test_every_pin_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    pins = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert len(pins) > 10
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin or "==" not in pin] == []
    assert not re.search(r"https?://|file:|--index|--trusted", text)


def test_what_runs_is_what_is_developed_with() -> None:
    to_run, to_develop = (
        dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text(), flags=re.MULTILINE))
        for name in (TO_RUN, TO_DEVELOP)
    )
    assert to_run
    assert to_run.items() <= to_develop.items()


def test_every_need_has_its_pin() -> None:
    """What `pyproject.toml` asks for is in the compiled lists; `make pins` writes them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needs = {TO_RUN: project["dependencies"], TO_DEVELOP: project["optional-dependencies"]["dev"]}
    missing = [
        need
        for name, listed in needs.items()
        for need in listed
        if not re.search(rf"^{re.split(r'[^a-z0-9-]', need)[0]}==", (ROOT / name).read_text(), flags=re.MULTILINE)
    ]
    assert missing == []
