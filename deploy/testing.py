"""`make test` and `make soak`: what the tests need, then the tests; their closing line is the last one."""

import os
import sys

from deploy import translations
from deploy.browser import ensure_chromium
from deploy.steps import console, run, step

PROCESSES = "2"


def main(arguments: list[str]) -> None:
    """Build the pages' parts, find the browser and become pytest; in CI a missing browser is a failure."""
    run("pages' styles and scripts", sys.executable, "assets/build.py", environment=os.environ)
    with step("translations"):
        translations.compile_catalogues()
    which = "soak or longer" if os.environ.get("SOAK") else "not soak"
    if not ensure_chromium():
        if os.environ.get("CI"):
            sys.exit("There is no Chromium here, and none could be installed: the tests in a browser cannot run.")
        console.print("[red]No Chromium here, and none could be installed: tests in a browser are LEFT OUT.[/]")
        which = f"({which}) and not browser"
    command = [sys.executable, "-m", "pytest", "-n", PROCESSES, "--dist", "worksteal", "-m", which, *arguments]
    os.execv(sys.executable, command)  # noqa: S606 - pytest takes this process over


if __name__ == "__main__":
    main(sys.argv[1:])
