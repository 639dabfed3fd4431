"""Papers that people upload: PDF files that do nothing by themselves, or pictures of papers."""

import re
import zlib
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import LazyString, lazy_gettext

from marketplace.errors import Invalid
from marketplace.gateways.files import FileStore, content_key
from marketplace.pictures import UnreadablePicture, made_anew

MOST_MEGABYTES = 10

_PDF = b"%PDF-"
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTING = re.compile(rb"/(?:JavaScript|Launch|RichMedia|ImportData)\b")
_LOCKED = re.compile(rb"/Encrypt\b")
_PACKED = re.compile(rb"/ObjStm\b")
_PACKED_OBJECTS = re.compile(rb"/ObjStm\b[^\x00]{0,400}?stream\r?\n")
_MOST_UNPACKED = 20 * 1024 * 1024


class UnreadablePaper(Invalid):
    """The file is neither a PDF nor a picture that we can keep."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Hãy gửi giấy tờ dạng PDF hoặc ảnh JPEG, PNG, WebP.")


class PaperTooLarge(UnreadablePaper):
    """The file is larger than we keep."""

    sentence: ClassVar[LazyString | str] = lazy_gettext(
        "Tệp PDF quá lớn: tối đa %(megabytes)s MB.", megabytes=MOST_MEGABYTES
    )


class ActingPaper(UnreadablePaper):
    """The PDF holds programs or starts some, or is locked so that nobody can tell."""

    sentence: ClassVar[LazyString | str] = lazy_gettext(
        "Tệp PDF này có mật khẩu hoặc chứa lệnh chạy bên trong. Hãy in lại thành PDF thường hoặc chụp ảnh giấy."
    )


@dataclass(frozen=True)
class Paper:
    """A paper that can be kept and shown to whoever reviews it."""

    content: bytes
    content_type: str
    ending: str


def read_paper(raw: bytes) -> Paper:
    """The paper in an uploaded file: a PDF as it is, a picture made anew. Raises UnreadablePaper or its kinds."""
    if raw.startswith(_PDF):
        return _pdf(raw)
    try:
        return Paper(made_anew(raw), "image/webp", ".webp")
    except UnreadablePicture as refused:
        raise UnreadablePaper(None if type(refused) is UnreadablePicture else refused.words) from refused


def keep_paper(store: FileStore, raw: bytes, *, folder: str) -> str:
    """Keep the paper and return its key. Raises UnreadablePaper or one of its kinds."""
    paper = read_paper(raw)
    key = content_key(folder, paper.content, paper.ending)
    store.put(key, paper.content, paper.content_type)
    return key


def _pdf(raw: bytes) -> Paper:
    if len(raw) > MOST_MEGABYTES * 1024 * 1024:
        raise PaperTooLarge
    if b"%%EOF" not in raw:
        raise UnreadablePaper
    readable = _unescaped(raw) + b"\n" + _unescaped(_unpacked(raw))
    if _ACTING.search(readable) or _LOCKED.search(readable):
        raise ActingPaper
    return Paper(raw, "application/pdf", ".pdf")


def _unescaped(raw: bytes) -> bytes:
    """Names with their #xx written out, as a reader of PDF sees them (ISO 32000-1, 7.3.5)."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), raw)


def _unpacked(raw: bytes) -> bytes:
    """The objects that the file keeps compressed (ISO 32000-1, 7.5.7), where a name would not be seen.

    Raises ActingPaper when they cannot be looked into.
    """
    found: list[bytes] = []
    left = _MOST_UNPACKED
    starts = list(_PACKED_OBJECTS.finditer(raw))
    if len(starts) != len(_PACKED.findall(_unescaped(raw))):
        raise ActingPaper
    for start in starts:
        unpacker = zlib.decompressobj()
        try:
            found.append(unpacker.decompress(raw[start.end() :], left))
        except zlib.error as hidden:
            raise ActingPaper from hidden
        left -= len(found[-1])
        if left <= 0 or unpacker.unconsumed_tail:
            raise ActingPaper
    return b"\n".join(found)
