"""The virtual environment: made once, and filled again when the pinned requirements change. Needs Python alone."""

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
INTERPRETER = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "installed.json"
TO_RUN = "requirements.txt"
TO_DEVELOP = "requirements-dev.txt"
QUIET_SECONDS = 10  # without a terminal, a word this often


def main(*, develop: bool) -> None:
    """Make the environment ready to run the market, or to develop it; exits with pip's words if that fails."""
    requirements = TO_DEVELOP if develop else TO_RUN
    if _works() and _installed().get(requirements) == _fingerprint(requirements):
        return
    if not _works():
        print("• virtual environment", flush=True)
        _make()
    _install(requirements)
    # What develops the market also runs it: both are compiled from one list, with the same pins.
    names = (TO_DEVELOP, TO_RUN) if develop else (TO_RUN,)
    STAMP.write_text(json.dumps(_installed() | {name: _fingerprint(name) for name in names}))


def _works() -> bool:
    """Whether it is there and its Python still is."""
    return INTERPRETER.exists() and subprocess.run([INTERPRETER, "-c", "import pip"], check=False).returncode == 0


def _installed() -> dict[str, str]:
    return dict(json.loads(STAMP.read_text())) if STAMP.exists() else {}


def _fingerprint(requirements: str) -> str:
    return hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()


def _make() -> None:
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=False)
    if made.returncode:
        sys.exit("Python could not make a virtual environment; on Debian and Ubuntu: apt install python3-venv")


def _install(requirements: str) -> None:
    began = time.monotonic()
    total = sum("==" in line for line in (ROOT / requirements).read_text().splitlines())
    progress = _Progress()
    said: list[str] = []
    for line in _pip_install(requirements, said):
        seen = sum(text.startswith(("Collecting ", "Requirement already satisfied: ")) for text in said)
        words = f"{min(seen, total)} of {total}"
        if line.startswith("Installing collected packages"):
            words = f"putting {total} in place"
        progress.tell(f"• packages: {words} ({time.monotonic() - began:.0f} s)")
    progress.end(f"✓ packages  {time.monotonic() - began:.1f} s")


def _pip_install(requirements: str, said: list[str]) -> Iterator[str]:
    command = [str(INTERPRETER), "-m", "pip", "install", "--require-hashes", "--progress-bar=off", "--no-input"]
    command += ["--disable-pip-version-check", "-r", requirements]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT) as pip:
        for line in pip.stdout or ():
            said.append(line)
            yield line
    if pip.returncode:
        sys.exit("\n" + "".join(said[-30:]) + "The packages could not be installed; pip says why above.")


class _Progress:
    """One line that changes on a terminal, and a line now and then elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stdout.isatty()
        self._told_at = time.monotonic()

    def tell(self, words: str) -> None:
        """Show how far it is."""
        if self._terminal:
            print(f"\r\033[K{words}", end="", flush=True)
        elif time.monotonic() - self._told_at >= QUIET_SECONDS:
            self._told_at = time.monotonic()
            print(words, flush=True)

    def end(self, words: str) -> None:
        """Say that it is done."""
        print(f"\r\033[K{words}" if self._terminal else words, flush=True)


if __name__ == "__main__":
    main(develop=sys.argv[1:] == ["develop"])
