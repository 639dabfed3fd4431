"""What is covered, and what is not."""

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from orders.conversations.masking import COVER, masked

SEPARATORS = st.sampled_from(["", " ", ".", "-", " . ", "  "])


@pytest.mark.parametrize(
    "contact",
    [
        "0912345678",
        "0912 345 678",
        "09.12.34.56.78",
        "+84 912 345 678",
        "84-912-345-678",
        "0912-345-67o",
        "０９１２３４５６７８",
        "0203 3825 678",
        "lan@example.vn",
        "lan.tran @ gmail . com",
        "lan[at]gmail[dot]com",
        "lan a còng gmail chấm com",
        "https://zalo.me/0912345678",
        "http ://vi.du/a",
        "www.mien-dong.vn/mua?x=1",
        "facebook.com/miendong",
        "zalo.me/g/abc",
        "bit.ly/xyz",
        "091\u200b2345\u200b678",
    ],
)
def test_contacts_are_covered(contact: str) -> None:
    said = masked(f"Gọi em {contact} nhé")
    assert COVER in said
    assert said.startswith("Gọi em")
    assert said.endswith("nhé")
    assert not any(word in said for word in ("345", "678", "@", "gmail", ".com", ".me", ".vn", ".ly", "vi.du"))


@pytest.mark.parametrize(
    "words",
    [
        "Giá 1.250.000 đ một thùng, 12 gói.",
        "Hạn dùng 30/11/2026, ngày 5.12 có hàng mới.",
        "Nặng 0,5 kg, giao 08:30 sáng.",
        "Lấy 3 túi 500 g và 2 hộp 250 g nhé.",
        "Đơn QN-261123-0042 gửi chưa?",
        "Tôi hỏi v.v... cảm ơn.Chị nhé",
    ],
)
def test_other_numbers_stay(words: str) -> None:
    assert masked(words) == words


@effort(max_examples=60)
@given(digits=st.text("0123456789", min_size=8, max_size=8), gaps=st.lists(SEPARATORS, min_size=9, max_size=9))
def test_no_way_of_writing_a_mobile_gets_through(digits: str, gaps: list[str]) -> None:
    number = "".join(digit + gap for digit, gap in zip("09" + digits, [*gaps, ""], strict=True))
    assert masked(f"số {number.strip()} ạ") == f"số {COVER} ạ"


@effort(max_examples=100)
@given(st.text(max_size=200))
def test_covering_twice_changes_nothing_more(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
