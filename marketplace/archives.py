"""ZIP files that people upload: listed and read entry by entry within limits, never unpacked onto a disk."""

import lzma
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.errors import Invalid

MOST_MEGABYTES = 25
MOST_ENTRIES = 5000
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ValueError,
    OverflowError,
    EOFError,
    OSError,
    RuntimeError,
)
"""The ways in which a spoiled file tells that it is one; a password or an unknown method is a RuntimeError."""


class UnreadableArchive(Invalid):
    """The file is no ZIP that we are willing to open."""

    sentence: ClassVar[LazyString | str] = _l("Tệp này không phải ZIP đọc được, hoặc có mật khẩu.")


class ArchiveTooLarge(UnreadableArchive):
    """The file is larger, or holds more, than we keep."""

    sentence: ClassVar[LazyString | str] = _l(
        "Tệp ZIP quá lớn: tối đa %(megabytes)s MB và %(entries)s ảnh.", megabytes=MOST_MEGABYTES, entries=MOST_ENTRIES
    )


class EntryTooLarge(UnreadableArchive):
    """What one entry unpacks to is larger than it may be."""

    sentence: ClassVar[LazyString | str] = _l("Ảnh trong tệp ZIP quá lớn khi mở ra.")


class Archive:
    """A ZIP file by the names of its entries without folders, in any case: "anh/Mien.JPG" is "mien.jpg"."""

    def __init__(self, raw: bytes) -> None:
        """Read the list of entries. Raises UnreadableArchive or ArchiveTooLarge."""
        if len(raw) > MOST_MEGABYTES * 1024 * 1024:
            raise ArchiveTooLarge
        try:
            self._packed = zipfile.ZipFile(BytesIO(raw))
        except _BROKEN as broken:
            raise UnreadableArchive from broken
        entries = [entry for entry in self._packed.infolist() if not entry.is_dir()]
        if len(entries) > MOST_ENTRIES:
            raise ArchiveTooLarge
        self._entries = {PurePosixPath(entry.filename).name.casefold(): entry for entry in entries}

    @property
    def names(self) -> frozenset[str]:
        """The names of what is inside."""
        return frozenset(self._entries)

    def read(self, name: str, *, most_bytes: int) -> bytes:
        """Give one entry; what says that it is larger is not opened, and what lies about it is not read on.

        Raises UnreadableArchive (also for a name that is not there) and EntryTooLarge.
        """
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise UnreadableArchive
        if entry.file_size > most_bytes:
            raise EntryTooLarge
        try:
            with self._packed.open(entry) as opened:
                return opened.read(most_bytes + 1)[:most_bytes]
        except _BROKEN as broken:
            raise UnreadableArchive from broken
