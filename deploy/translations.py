"""`make translations`: collects the sentences of the code into the catalogues, and compiles those."""

import csv
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from deploy.steps import ROOT, console

CATALOGUES = ROOT / "marketplace" / "translations"
PENDING = CATALOGUES / "pending"
PROJECT = "quang-ninh-marketplace"
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
    *("--keywords", "_l lazy_gettext", "--project", PROJECT, "--copyright-holder", "maintainers"),
)


def main(*, check: bool) -> None:
    """Bring the catalogues up to date with the code; or only check them, and exit with 1 if words are missing."""
    template = _collect()
    catalogues = [_updated(language, template, keep=not check) for language in LANGUAGES]
    problems = [problem for catalogue in catalogues for problem in _problems(catalogue)]
    problems += _still_in_the_other_language(*catalogues)
    for problem in problems:
        console.print(problem, markup=False)
    if check and problems:
        sys.exit(1)
    compile_catalogues()


def _updated(language: str, template: Catalog, *, keep: bool) -> Catalog:
    """The language's catalogue with the sentences of today's code, kept in its file if wanted."""
    catalogue = _read(language)
    begun = catalogue.creation_date
    catalogue.update(deepcopy(template), no_fuzzy_matching=True)  # new sentences are taken over as they are, not copied
    catalogue.creation_date = begun  # otherwise every run would change the file
    if keep:
        _take_pending(catalogue, PENDING, column=1 + LANGUAGES.index(language))
        _write(catalogue, language)
    return catalogue


def _problems(catalogue: Catalog) -> Iterator[str]:
    """Sentences without a translation, and translations that would break where a value is put in."""
    for message in catalogue:
        if message.id and not _is_translated(message):
            yield f"{catalogue.locale}: no words for {message.id!r}"
        elif message.id and _places(message.id) != _places(message.string):
            yield f"{catalogue.locale}: other places for values in {message.string!r} than in {message.id!r}"


def _still_in_the_other_language(english: Catalog, french: Catalog) -> Iterator[str]:
    """Sentences that read the same in both: one of them was copied and forgotten."""
    for message in french:
        other = english.get(message.id) if message.id else None
        if other is not None and other.string == message.string and _is_sentence(message.string):
            yield f"fr: the same words as in English for {message.id!r}"


def _is_sentence(words: str | Sequence[str] | None) -> bool:
    """Three words or more: shorter ones (Photos, Commission) may well be the same in both languages."""
    if not isinstance(words, str):
        return False
    return re.search(r"(?:[^\W\d_]{2,}\W+){2}[^\W\d_]{2,}", re.sub(r"%\(\w+\)[sd]", "", words)) is not None


def _places(words: str | Sequence[str] | None) -> set[str]:
    texts = [words] if isinstance(words, str) else words or []
    return {place for text in texts for place in re.findall(r"%\(\w+\)[sd]|(?<!%)\{\w*\}", text)}


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
        return Catalog(locale=language, header_comment=f"# {PROJECT}: {language}", project=PROJECT, fuzzy=False)
    with _path(language).open("rb") as source:
        return read_po(source, locale=language)


def _write(catalogue: Catalog, language: str) -> None:
    _path(language).parent.mkdir(parents=True, exist_ok=True)
    with _path(language).open("wb") as target:
        write_po(target, catalogue, width=0, ignore_obsolete=True, sort_by_file=True)


def _take_pending(catalogue: Catalog, tables: Path, *, column: int) -> None:
    """Fill empty places from the tables that features bring along; what a translator wrote stays."""
    for table in sorted(tables.glob("*.tsv")):
        with table.open(encoding="utf-8", newline="") as source:
            for row in csv.reader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
                if len(row) > column:
                    _fill(catalogue, _unescaped(row[0]), _unescaped(row[column]))


def _fill(catalogue: Catalog, sentence: str, translation: str) -> None:
    message = catalogue.get(sentence)
    if message is not None and not _is_translated(message):
        message.string = tuple(translation.split("|")) if message.pluralizable else translation


def _is_translated(message: Message) -> bool:
    """Whether there are words for it, in every number that the language has."""
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _unescaped(text: str) -> str:
    return re.sub(r"\\n", "\n", text)


if __name__ == "__main__":
    main(check=sys.argv[1:] == ["check"])
