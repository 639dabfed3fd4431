"""What buyers and producers of the demo say to each other: answered, shown to everybody, and still waiting."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from orders.conversations import operations, publishing
from orders.conversations.models import Side
from orders.conversations.operations import Said
from orders.conversations.queries import conversation_with
from orders.models import Order, VendorOrder
from vendors.listings.models import Listing, ListingStatus
from vendors.models import Vendor
from workers.seed.agenda import Agenda
from workers.seed.people import BUYERS, owner_of, person_of

QUESTION: Final = "Hàng gửi ra Hà Nội có cần giữ lạnh không, mở gói rồi dùng được bao lâu ạ?"
ANSWER: Final = (
    "Dạ gói kín rồi, anh chị để nơi khô mát; mở ra thì buộc chặt miệng túi, dùng ngon nhất trong một tháng ạ."
)
SECOND: Final = "Nhà mình có gói quà sẵn cho mười người không ạ? Tôi cần trước thứ sáu tuần sau."
ON_ORDER: Final = "Nhà mình gửi giúp tôi vào buổi chiều nhé, sáng nhà tôi không có ai."
AGREED: Final = "Dạ được ạ, em ghi lại rồi, chiều em gửi."
READY: Final = ("Dạ còn hàng ạ.", "Dạ nhà em gửi trong ngày mai ạ.")
SOON_HOURS: Final = 2.5


@dataclass
class Talk:
    """Conversations of the two demo buyers with one producer."""

    agenda: Agenda
    vendor_id: int

    def ask(self) -> None:
        """A buyer asks about the first of the producer's goods; the answer is shown to everybody."""
        for words in READY:
            publishing.keep_ready(db.session.get_one(Vendor, self.vendor_id), words)
        message = operations.ask(self._listing(0), Said(QUESTION), by=person_of(BUYERS[0]), may_name=True)
        self.agenda.after(SOON_HOURS, partial(self._answer, message.conversation_id))

    def ask_again(self) -> None:
        """Another buyer asks, and waits."""
        operations.ask(self._listing(-1), Said(SECOND), by=person_of(BUYERS[1]))

    def speak_of_order(self) -> None:
        """A buyer speaks of the newest order that the producer has been given."""
        buyer = person_of(BUYERS[0])
        given = select(VendorOrder).join(Order, Order.id == VendorOrder.order_id).where(Order.buyer_id == buyer.id)
        mine = given.where(VendorOrder.vendor_id == self.vendor_id, VendorOrder.routed_at.is_not(None))
        part = db.session.scalar(mine.order_by(VendorOrder.id.desc()).limit(1))
        if part is not None:
            conversation = operations.about_part(part)
            operations.write(conversation, Said(ON_ORDER), side=Side.BUYER, by=buyer)
            self.agenda.after(1, partial(self._write, conversation.id, AGREED))

    def _answer(self, conversation_id: int) -> None:
        owner = self._write(conversation_id, ANSWER)
        asked = conversation_with(db.session.get_one(Vendor, self.vendor_id), conversation_id)
        publishing.publish(asked, question=QUESTION, answer=ANSWER, by=owner)

    def _write(self, conversation_id: int, words: str) -> User:
        owner = owner_of(self.vendor_id)
        asked = conversation_with(db.session.get_one(Vendor, self.vendor_id), conversation_id)
        operations.write(asked, Said(words), side=Side.VENDOR, by=owner)
        return owner

    def _listing(self, place: int) -> Listing:
        on_sale = select(Listing).where(Listing.vendor_id == self.vendor_id, Listing.status == ListingStatus.ON_SALE)
        return db.session.scalars(on_sale.order_by(Listing.id)).all()[place]
