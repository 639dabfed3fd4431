"""Finds the Chromium that browser tests drive, or brings one to this machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> Path | None:
    """The installed browser: the machine's own, else the one that Playwright keeps; None if there is neither."""
    for name in NAMES:
        if (found := shutil.which(name)) and _starts(Path(found)):
            return Path(found)
    with sync_playwright() as playwright:
        kept = Path(playwright.chromium.executable_path)
    return kept if kept.exists() and _starts(kept) else None


def ensure_chromium() -> Path | None:
    """The installed browser, after an attempt to install one if there was none."""
    if found := find_chromium():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("• Chromium is not here yet: apt-get install chromium", flush=True)
        _try("apt-get", "update", "-q")
        _try("apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium")
        if found := find_chromium():
            return found
    print("• Chromium is not here yet: playwright install chromium", flush=True)
    _try(sys.executable, "-m", "playwright", "install", "chromium")
    return find_chromium()


def _try(*command: str) -> None:
    subprocess.run(command, check=False, stdin=subprocess.DEVNULL)


def _starts(program: Path) -> bool:
    """Whether it is a browser: some systems keep a script in its place that only says where to get one."""
    try:
        return subprocess.run([program, "--version"], check=False, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
