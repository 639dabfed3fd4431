"""ZIP files that people upload, good ones and traps."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.archives import MOST_ENTRIES, Archive, ArchiveTooLarge, EntryTooLarge, UnreadableArchive

LITTLE = 1000


def a_zip(*entries: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return written.getvalue()


def test_entries_are_known_by_their_names_without_folders_in_any_case() -> None:
    archive = Archive(a_zip(("ảnh/Miến.JPG", b"m"), ("../../etc/passwd", b"p"), ("folder/", b"")))
    assert archive.names == {"miến.jpg", "passwd"}
    assert archive.read("MIẾN.jpg", most_bytes=LITTLE) == b"m"


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(EntryTooLarge):
        Archive(a_zip(("bomb.png", b"\0" * 10_000_000))).read("bomb.png", most_bytes=LITTLE)


def test_a_bomb_that_lies_about_its_size_is_not_read_on() -> None:
    raw = a_zip(("bomb.png", b"\0" * 10_000_000))
    lying = raw.replace((10_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != raw
    with pytest.raises(UnreadableArchive):
        Archive(lying).read("bomb.png", most_bytes=LITTLE)


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(ArchiveTooLarge):
        Archive(a_zip(*((f"{number}.png", b"") for number in range(MOST_ENTRIES + 1))))


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(UnreadableArchive):
        Archive(a_zip(("a.png", b"a"))).read("b.png", most_bytes=LITTLE)


@given(st.binary(max_size=300), st.integers(0, 200))
def test_a_spoiled_file_is_refused_or_read_and_never_breaks(noise: bytes, at: int) -> None:
    raw = a_zip(("a.png", b"hello" * 20))
    try:
        archive = Archive(raw[:at] + noise + raw[at + len(noise) :])
        for name in archive.names:
            assert len(archive.read(name, most_bytes=LITTLE)) <= LITTLE
    except UnreadableArchive:
        pass
