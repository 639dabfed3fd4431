"""Conversations, reviews and reports for tests, by the operations that people use."""

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from orders.conversations import operations as conversations
from orders.conversations.models import Conversation, Message, QuickAnswer, Side
from orders.conversations.operations import Said
from orders.conversations.publishing import keep_ready
from orders.kinds import VendorOrderStatus
from orders.models import OrderLine, VendorOrder
from orders.moderation.models import Report, ReportReason
from orders.moderation.operations import report_message, report_review
from orders.muting.operations import Writer, mute, standing_mute
from orders.reviews.models import Review
from orders.reviews.operations import Opinion, review
from tests.factories.fulfilment import a_part
from tests.factories.people import a_person
from tests.factories.pictures import a_picture
from vendors.listings.models import Listing
from vendors.models import Vendor


def a_question(listing: Listing, text: str = "Miến này để được bao lâu?", *, by: User | None = None) -> Message:
    """A question about the listing, with its conversation."""
    message = conversations.ask(listing, Said(text), by=by or a_person("Trần Thu Hà"))
    db.session.refresh(message, ["conversation"])
    return message


def the_conversation(conversation_id: int) -> Conversation:
    """The conversation as the database has it now."""
    query = select(Conversation).where(Conversation.id == conversation_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def a_line(*listings: Listing, buyer: User | None = None) -> tuple[OrderLine, VendorOrder]:
    """A line that was delivered, with its part."""
    part = a_part(*listings, status=VendorOrderStatus.DELIVERED, buyer=buyer)
    return db.session.scalars(select(OrderLine).where(OrderLine.vendor_order_id == part.id)).first(), part


def a_review(listing: Listing, stars: int = 5, text: str = "Miến dai, thơm.", *, by: User | None = None) -> Review:
    """A review of the listing by somebody who got it."""
    buyer = by or a_person("Trần Thu Hà")
    line, part = a_line(listing, buyer=buyer)
    return review(line, part, Opinion(stars, text), by=buyer)


def a_report(written: Review, *, by: User | None = None) -> Report:
    """A report of a review."""
    report_review(written, by=by or a_person("Lê Văn Tám"), reason=ReportReason.FALSE, words="Không phải hàng này")
    return db.session.scalars(select(Report).where(Report.review_id == written.id)).one()


def a_message_report(message: Message) -> Report:
    """A report of a buyer's message by somebody of the vendor's."""
    report_message(message, side=Side.VENDOR, by=a_person("Vũ Văn Bán"), reason=ReportReason.SPAM, words="")
    return db.session.scalars(select(Report).where(Report.message_id == message.id)).one()


def all_said_by(person: User, listing: Listing, part_number: str) -> dict[str, int | str]:
    """A question about the listing and one about the order, each with a file; a review, a report, a silent writer.

    By what addresses call them.
    """
    asked = conversations.ask(listing, Said("Còn hàng không?", [a_picture()]), by=person)
    part = db.session.scalars(select(VendorOrder).where(VendorOrder.number == part_number)).one()
    talk = conversations.about_part(part)
    told = conversations.write(talk, Said("Dạ", [a_picture()]), side=Side.VENDOR, by=person)
    keep_ready(db.session.get_one(Vendor, listing.vendor_id), "Dạ còn ạ")
    guest = Writer(None, part.order_id)
    mute(guest, by=person, reason="Quảng cáo")
    ready = select(QuickAnswer.id).where(QuickAnswer.vendor_id == listing.vendor_id)
    line = select(OrderLine.id).where(OrderLine.vendor_order_id == part.id)
    return {
        "conversation_id": asked.conversation_id,
        "message_id": asked.id,
        "file_id": asked.files[0].id,
        "orders.message_id": told.id,
        "orders.file_id": told.files[0].id,
        "orders.order_line_id": db.session.scalars(line).one(),
        "quick_id": db.session.scalars(ready).one(),
        "review_id": a_review(listing).id,
        "report_id": a_message_report(asked).id,
        "muted_id": standing_mute(guest).id,
    }
