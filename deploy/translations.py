"""`make translations`: collects the sentences of the code into the catalogues, and compiles those."""

import csv
import re
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from deploy.steps import ROOT, console, step

CATALOGUES = ROOT / "marketplace" / "translations"
PENDING = CATALOGUES / "pending"
LANGUAGES = ("en", "fr")  # the code speaks Vietnamese
COLLECT = (
    *(
        "--mapping",
        "deploy/babel.ini",
        "--sort-by-file",
        "--add-location",
        "file",
        "--no-wrap",
        "--add-comments",
        "i18n:",
    ),
    *("--keywords", "_l lazy_gettext", "--project", "quang-ninh-marketplace", "--copyright-holder", "maintainers"),
)


def main() -> None:
    """Bring the catalogues up to date with the code and say how much of each language is there."""
    with step("collect the sentences"):
        template = _collect()
    for language in LANGUAGES:
        catalogue = _read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        _take_pending(catalogue, column=1 + LANGUAGES.index(language))
        _write(catalogue, language)
        missing = [message.id for message in catalogue if message.id and not message.string]
        console.print(f"  {language}: {len(catalogue) - len(missing)} of {len(catalogue)}")
        for sentence in missing[:20]:
            console.print(f"    missing: {sentence!r}", markup=False)
    compile_catalogues()


def compile_catalogues() -> None:
    """Write the form that the running market reads, where the readable one is newer."""
    for readable in CATALOGUES.glob("*/LC_MESSAGES/messages.po"):
        compiled = readable.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= readable.stat().st_mtime:
            continue
        with readable.open("rb") as source, compiled.open("wb") as target:
            write_mo(target, read_po(source))


def _collect() -> Catalog:
    template = ROOT / "var" / "messages.pot"
    template.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "babel.messages.frontend", "extract", *COLLECT, "--output-file", str(template)]
    subprocess.run([*command, "."], cwd=ROOT, check=True, capture_output=True)
    with template.open("rb") as source:
        return read_po(source)


def _path(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def _read(language: str) -> Catalog:
    if not _path(language).exists():
        return Catalog(locale=language)
    with _path(language).open("rb") as source:
        return read_po(source, locale=language)


def _write(catalogue: Catalog, language: str) -> None:
    _path(language).parent.mkdir(parents=True, exist_ok=True)
    with _path(language).open("wb") as target:
        write_po(target, catalogue, width=0, ignore_obsolete=True, sort_by_file=True)


def _take_pending(catalogue: Catalog, *, column: int) -> None:
    """Fill empty places from the tables that features bring along; what a translator wrote stays."""
    for table in sorted(PENDING.glob("*.tsv")):
        with table.open(encoding="utf-8", newline="") as source:
            for row in csv.reader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
                if len(row) > column:
                    _fill(catalogue, _unescaped(row[0]), _unescaped(row[column]))


def _fill(catalogue: Catalog, sentence: str, translation: str) -> None:
    message = catalogue.get(sentence)
    if message is not None and not message.string:
        message.string = translation


def _unescaped(text: str) -> str:
    return re.sub(r"\\n", "\n", text)


if __name__ == "__main__":
    main()
