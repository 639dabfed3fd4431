"""Which column of the province's spreadsheet says what: heads in one or two rows, in any order, under usual names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l

from marketplace.tables import UnreadableTable
from marketplace.text import slug

HEADS_WITHIN: Final = 40
"""Rows from the top among which the heads are looked for."""

_SAID: Final[Mapping[str, str]] = {
    "code": "mã sản phẩm|mã số sản phẩm|mã ocop|mã sp|mã số ocop|mã sản phẩm ocop|mã số|mã|product code|code",
    "name": "tên sản phẩm|sản phẩm|tên sản phẩm ocop|sản phẩm ocop|tên sp|tên sản phẩm dịch vụ|product|product name",
    "producer": "chủ thể|tên chủ thể|chủ thể sản xuất|tên chủ thể sản xuất|chủ thể ocop|tên chủ thể ocop|cơ sở"
    "|cơ sở sản xuất|tên cơ sở|tên cơ sở sản xuất|đơn vị|tên đơn vị|đơn vị sản xuất|nhà sản xuất|tên nhà sản xuất"
    "|doanh nghiệp|chủ thể tham gia|tên chủ thể tham gia|tên cơ sở chủ thể|producer",
    "kind": "loại hình|loại hình chủ thể|chủ thể loại hình|loại chủ thể|loại hình tổ chức|loại hình sản xuất|kind",
    "tax_code": "mã số thuế|mst|mã số doanh nghiệp|mã số thuế cccd|mã số thuế chủ thể|chủ thể mã số thuế|tax code",
    "commune": "xã|xã phường|phường xã|xã phường đặc khu|xã phường thị trấn|tên xã|địa phương|địa bàn|tên xã phường"
    "|phường|nơi sản xuất|xã phường thị trấn cũ|commune",
    "district": "huyện|huyện thị xã thành phố|huyện cũ|huyện thị|huyện thành phố|thành phố|cấp huyện|huyện tx tp"
    "|huyện thị tp|district",
    "address": "địa chỉ|địa chỉ sản xuất|địa chỉ chủ thể|chủ thể địa chỉ|địa chỉ cơ sở|address",
    "category": "bộ sản phẩm|nhóm sản phẩm|nhóm|bộ|phân nhóm|nhóm hàng|ngành hàng|ngành nhóm|ngành|bộ nhóm sản phẩm"
    "|nhóm sản phẩm ocop|product set",
    "star": "hạng sao|số sao|sao|phân hạng|xếp hạng|hạng|kết quả phân hạng|kết quả|hạng sao ocop|phân hạng sao"
    "|sao ocop|xếp hạng sao|sản phẩm hạng sao|star|stars",
    "decision": "số quyết định|quyết định|quyết định số|số qđ|qđ số|số quyết định công nhận|quyết định công nhận"
    "|qđ công nhận|căn cứ|số giấy chứng nhận|decision",
    "issued_on": "ngày cấp|ngày quyết định|ngày ban hành|ngày ký|ngày công nhận|ngày tháng quyết định|ngày qđ"
    "|ngày cấp giấy chứng nhận|ngày cấp quyết định|quyết định ngày tháng|ngày tháng năm|ngày|thời gian công nhận"
    "|ngày tháng|issued|issued on",
    "expires_on": "ngày hết hạn|hết hạn|có giá trị đến|giá trị đến|hiệu lực đến|ngày hết hiệu lực|thời hạn|hạn"
    "|có hạn đến|thời hạn đến|hết hạn ngày|expires|expires on",
    "year": "năm|năm công nhận|năm đánh giá|năm phân hạng|năm cấp|năm quyết định|year",
    "registered_on": "ngày đăng ký|năm đăng ký|ngày tham gia|năm tham gia|đăng ký lần đầu|registered",
}
_BY_WORD: Final = {slug(word): key for key, words in _SAID.items() for word in words.split("|")}
_COUNTED: Final = frozenset({"tt", "stt", "so-tt", "so-thu-tu", "no", "ghi-chu", "note"})
"""Heads that are known to say nothing of a product."""
NEEDED: Final = frozenset({"name", "producer"})
SOME_OF: Final = frozenset({"star", "code", "commune", "tax_code", "district", "address"})


class NoHeads(UnreadableTable):
    """No row names the columns without which a register says nothing."""

    sentence = _l("Không thấy dòng tiêu đề có “Tên sản phẩm” và “Chủ thể”. Hãy kiểm tra lại tệp.")


@dataclass(frozen=True)
class Heads:
    """The place of each column, the first row of data (from 0), and the heads that mean nothing here."""

    places: Mapping[str, int]
    below: int
    unused: tuple[str, ...]


def find_heads(table: Sequence[Sequence[str]]) -> Heads:
    """Find the heads, whatever stands above them: in one row, or in two of which the upper spans columns.

    Raises NoHeads.
    """
    found = [heads for heads in _readings(table) if set(heads.places) >= NEEDED and SOME_OF & set(heads.places)]
    if not found:
        raise NoHeads
    return max(found, key=lambda heads: len(heads.places))


def _readings(table: Sequence[Sequence[str]]) -> Iterator[Heads]:
    """Each row alone, then each with the one below it: of equal readings the first is taken."""
    top = list(enumerate(table[:HEADS_WITHIN]))
    for at, row in top:
        yield _heads([(head,) for head in row], at + 1)
    for at, row in top:
        if at + 1 < len(table):
            yield _heads(_pairs(row, table[at + 1]), at + 2)


def _pairs(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, ...]]:
    """Each column's heads in both rows: an empty upper one belongs to what spans it from the left."""
    pairs: list[tuple[str, ...]] = []
    spanning = ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        spanning = above or spanning
        pairs.append((spanning, below) if below and below != above else (above,))
    return pairs


def _heads(columns: Sequence[tuple[str, ...]], below: int) -> Heads:
    places: dict[str, int] = {}
    unused = []
    for place, words in enumerate(columns):
        key = _meant(words)
        if key and key not in places:
            places[key] = place
        elif (head := " ".join(words).strip()) and slug(_bare(head)) not in _COUNTED:
            unused.append(head[:80])
    return Heads(places, below, tuple(unused))


def _meant(words: tuple[str, ...]) -> str | None:
    """Which column is meant by its head, or by two above each other, in either order."""
    said = [slug(_bare(word)) for word in words]
    tries = [said[-1]] if len(said) == 1 else ["-".join(said[::-1]), "-".join(said), said[-1]]
    return next((_BY_WORD[word] for word in tries if word in _BY_WORD), None)


def _bare(head: str) -> str:
    """The head without what stands in brackets: "Hạng (sao)", "Xã, phường (mới)"."""
    return re.sub(r"\([^)]*\)", " ", head)
