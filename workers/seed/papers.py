"""The papers of the demo's producers: one page each that says what it stands for and that it is made up."""

from marketplace.text import capitals_without_marks
from vendors.onboarding.models import PaperKind

TITLES = {
    PaperKind.BUSINESS_REGISTRATION: "Giấy đăng ký kinh doanh",
    PaperKind.IDENTITY: "Căn cước công dân",
    PaperKind.FOOD_SAFETY: "Giấy an toàn thực phẩm",
    PaperKind.COOPERATION_CONTRACT: "Hợp đồng hợp tác",
    PaperKind.FARM_CONFIRMATION: "Giấy xác nhận trang trại",
    PaperKind.CHARTER: "Điều lệ",
}


FONT = b"<< /Font << /F1 5 0 R >> >>"


def paper_for(kind: PaperKind, holder: str) -> bytes:
    """A paper of one page as PDF, in capitals without marks: no font travels along."""
    return pdf([TITLES[kind], holder, "Bản minh họa, không có giá trị"])


def pdf(lines: list[str]) -> bytes:
    """One A4 page with these lines (PDF 1.4, one of the fonts that every reader has)."""
    shown = " ".join(f"({capitals_without_marks(line)}) Tj 0 -36 Td" for line in lines)
    drawn = f"BT /F1 16 Tf 60 740 Td {shown} ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>" % FONT,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    """The objects with their table, as a reader finds them (ISO 32000-1, 7.5)."""
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    ending = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return written + ending % (size, table, size, len(written))
