"""Papers that people upload: what is kept, and what is refused for what it could do."""

import io
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from marketplace import papers
from marketplace.gateways.files import FileStore
from marketplace.papers import ActingPaper, PaperTooLarge, UnreadablePaper, keep_paper, read_paper


def pdf(*objects: bytes) -> bytes:
    """A small PDF file; readers rebuild the table that is missing."""
    numbered = (b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + b"".join(numbered) + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def packed(content: bytes) -> bytes:
    return b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >> stream\n%s\nendstream" % zlib.compress(content)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"


def photo() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(written, "PNG")
    return written.getvalue()


def test_a_plain_pdf_is_kept_as_it_is() -> None:
    raw = pdf(CATALOGUE, packed(b"3 0 << /Type /Page >>"))
    paper = read_paper(raw)
    assert (paper.content, paper.content_type, paper.ending) == (raw, "application/pdf", ".pdf")


def test_a_photo_of_a_paper_is_made_anew() -> None:
    paper = read_paper(photo())
    assert (paper.content_type, paper.ending) == ("image/webp", ".webp")
    assert Image.open(io.BytesIO(paper.content)).size == (60, 80)


@pytest.mark.parametrize(
    "acting",
    [
        b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"<< /S /J#61v#61Script /JS (app.alert\\(1\\)) >>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<< /Encrypt 5 0 R >>",
        packed(b"3 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        packed(b"3 0 << /S /L#61unch >>"),
        b"<< /Type /Obj#53tm /Filter /FlateDecode >> stream\n" + zlib.compress(b"/Launch") + b"\nendstream",
        b"<< /Type /ObjStm /Filter /ASCIIHexDecode >> stream\n2f4c61756e6368>\nendstream",
    ],
)
def test_a_pdf_that_acts_or_hides_is_refused(acting: bytes) -> None:
    with pytest.raises(ActingPaper):
        read_paper(pdf(CATALOGUE, acting))


def test_a_pdf_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(ActingPaper):
        read_paper(pdf(CATALOGUE, packed(bytes(papers._MOST_UNPACKED + 1))))


@pytest.mark.parametrize("raw", [b"", b"hello", b"<html><script>", b"%PDF-1.7 cut off", b"PK\x03\x04", photo()[:40]])
def test_anything_else_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadablePaper):
        read_paper(raw)


def test_a_large_pdf_is_refused() -> None:
    with pytest.raises(PaperTooLarge):
        read_paper(pdf(CATALOGUE, bytes(papers.MOST_MEGABYTES * 1024 * 1024)))


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(noise: bytes) -> None:
    with pytest.raises(UnreadablePaper):
        read_paper(b"%PDF-1.7 /ObjStm stream\n" + noise)


def test_a_paper_is_kept_under_its_content(tmp_path: Path) -> None:
    store = FileStore(tmp_path.as_uri())
    raw = pdf(CATALOGUE)
    key = keep_paper(store, raw, folder="private/papers")
    assert keep_paper(store, raw, folder="private/papers") == key
    assert store.get(key).content == raw
