"""`make clean-data`: forgets every order, photo and account of the market on this machine."""

import shutil
import sys

from config import load_settings
from deploy.steps import ROOT, console
from marketplace import embedded


def main(arguments: list[str]) -> None:
    """Ask once, then remove the data directory; refuses while the market runs over it."""
    data = load_settings().data_dir
    if not data.exists():
        console.print(f"{data} is not there: nothing to forget")
        return
    if "--yes" not in arguments and input(f"Forget everything in {data}? Type yes: ").strip().lower() != "yes":
        sys.exit("Nothing was removed.")
    for root in (data, ROOT / "var" / "test"):
        if not embedded.forget(root):
            sys.exit(f"Somebody uses the servers in {root}; stop the market and its tests first.")
    shutil.rmtree(data)
    console.print(f"{data} is forgotten")


if __name__ == "__main__":
    main(sys.argv[1:])
