"""What buyers of the demo think of what they got, and what producers answer: by the operations of reviews."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Final

from marketplace.accounts.models import User
from orders.models import OrderLine, VendorOrder
from orders.reviews import operations as reviews
from orders.reviews.models import Review
from orders.reviews.operations import Opinion
from orders.steps import lines_of
from workers.seed.agenda import Agenda

OUTSPOKEN: Final = 0.4
"""How many of those who got their goods say what they think."""
STARS: Final = {5: 50, 4: 32, 3: 11, 2: 5, 1: 2}
CONTENT: Final = 4
"""From so many stars on a producer may answer or not; to fewer it always does."""
HOURS_TO_OPINION: Final = 20, 150
HOURS_TO_ANSWER: Final = 2, 40
OPINIONS: Final[dict[int, tuple[str, ...]]] = {
    5: (
        "Đúng như mô tả, gói cẩn thận. Nhà mình sẽ mua lại.",
        "Hàng ngon, đúng vị quê. Gửi biếu bố mẹ, ông bà khen mãi.",
        "Giao nhanh hơn hẹn, hàng mới, thùng không móp chút nào.",
        "Lần thứ ba mua ở đây, lần nào cũng yên tâm.",
        "Rất hài lòng. Quét mã trên gói thấy rõ nơi làm, ngày làm.",
        "Tuyệt vời, cả nhà đều thích!",
        "",
    ),
    4: (
        "Hàng tốt, giá hơi cao so với ngoài chợ nhưng yên tâm về nguồn gốc.",
        "Chất lượng ổn, giao chậm hơn một ngày so với hẹn.",
        "Ngon, chỉ tiếc là gói hơi nhỏ.",
        "Đóng gói kỹ, nhân viên gọi trước khi giao.",
        "",
    ),
    3: (
        "Tạm được, không đặc biệt như mình nghĩ.",
        "Hàng ổn nhưng hộp bị méo một góc.",
        "Giao trễ hai ngày, gọi mới biết.",
    ),
    2: ("Không giống ảnh lắm, mong nhà mình chụp lại cho sát.", "Nhận được thì hạn dùng còn ngắn quá."),
    1: ("Thùng bị ướt, phải bỏ một phần. Mong nhà mình xem lại cách gói.",),
}
THANKS: Final = (
    "Cảm ơn anh chị đã tin nhà em. Mong được phục vụ anh chị lần sau ạ.",
    "Cảm ơn chị nhiều ạ! Mẻ tới nhà em sẽ báo chị sớm.",
    "Dạ nhà em cảm ơn, chúc cả nhà ngon miệng ạ.",
)
APOLOGIES: Final = (
    "Nhà em xin lỗi anh chị. Từ tuần này nhà em đã đổi thùng dày hơn, mong anh chị cho nhà em cơ hội sửa.",
    "Cảm ơn anh chị đã nói thẳng. Anh chị nhắn cho nhà em trong mục đơn hàng, nhà em bù phần này ạ.",
)


@dataclass
class Opinions:
    """Lets buyers speak of what was delivered, and producers answer; `buyer_of` is nobody for a guest."""

    agenda: Agenda
    chance: Random
    buyer_of: Callable[[VendorOrder], User | None]
    owner_of: Callable[[VendorOrder], User]

    def delivered(self, part: VendorOrder) -> None:
        """The buyer has the goods, and perhaps says in some days what they are like."""
        if self.chance.random() < OUTSPOKEN:
            self.agenda.after(self.chance.uniform(*HOURS_TO_OPINION), partial(self._speak, part))

    def _speak(self, part: VendorOrder) -> None:
        liked = self.chance.choices(list(STARS), list(STARS.values()))[0]
        for line in [line for line in lines_of(part) if reviews.may_review(line, part)][:2]:
            self._review(line, part, liked)

    def _review(self, line: OrderLine, part: VendorOrder, stars: int) -> None:
        opinion = Opinion(stars, self.chance.choice(OPINIONS[stars]))
        written = reviews.review(line, part, opinion, by=self.buyer_of(part))
        if stars < CONTENT or (opinion.text and self.chance.random() < OUTSPOKEN):
            words = self.chance.choice(THANKS if stars >= CONTENT else APOLOGIES)
            owner = self.owner_of(part)
            self.agenda.after(self.chance.uniform(*HOURS_TO_ANSWER), partial(_answer, written, words, owner))


def _answer(written: Review, words: str, owner: User) -> None:
    reviews.answer(written, words, by=owner)
