"""A vendor's own words kept ready, and answers that it shows to everyone."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.text import given_name
from orders.conversations.masking import masked
from orders.conversations.models import Conversation, PublicAnswer, QuickAnswer
from orders.conversations.queries import publication_of
from vendors.models import Vendor

LONGEST_QUICK = 200
MOST_QUICK = 20


class NotAQuestion(MoveNotAllowed):
    """Only what was asked about a listing can stand on its page."""

    sentence = _l("Chỉ câu hỏi về một món hàng mới đăng lên trang của món ấy được.")


def publish(conversation: Conversation, *, question: str, answer: str, by: User) -> PublicAnswer:
    """Show a question with its answer on the listing's page, in place of what was published of it before.

    Contacts are covered; the asker is named, by the given name, only if they agreed. Raises NotAQuestion, Invalid.
    """
    if conversation.listing_id is None:
        raise NotAQuestion
    said = {"question": masked(question.strip()), "answer": masked(answer.strip())}
    for field, words in said.items():
        if not words:
            raise Invalid(_l("Hãy điền mục này."), field=field)
    shown = publication_of(conversation) or PublicAnswer(
        conversation_id=conversation.id, listing_id=conversation.listing_id
    )
    shown.question, shown.answer = said["question"], said["answer"]
    shown.asker = given_name(conversation.buyer.full_name) if conversation.may_name and conversation.buyer else ""
    shown.published_at, shown.by_id, shown.withdrawn_at = clock.now(), by.id, None
    db.session.add(shown)
    db.session.flush()
    audit.record("answer published", shown, by=by, listing_id=shown.listing_id)
    return shown


def withdraw(shown: PublicAnswer, *, by: User) -> None:
    """Take an answer off the listing's page."""
    if shown.withdrawn_at is None:
        shown.withdrawn_at = clock.now()
        audit.record("answer withdrawn", shown, by=by, listing_id=shown.listing_id)


def keep_ready(vendor: Vendor, text: str) -> None:
    """Keep these words ready; the same words are kept once. Raises Invalid."""
    words = " ".join(text.replace("\x00", "").split())
    if not words or len(words) > LONGEST_QUICK:
        raise Invalid(_l("Hãy viết vài lời, không quá %(most)s chữ.", most=LONGEST_QUICK), field="text")
    kept = select(func.count()).select_from(QuickAnswer).where(QuickAnswer.vendor_id == vendor.id)
    if (db.session.scalar(kept) or 0) >= MOST_QUICK:
        raise Invalid(_l("Tối đa %(most)s câu soạn sẵn. Hãy bỏ bớt câu cũ.", most=MOST_QUICK), field="text")
    db.session.execute(insert(QuickAnswer).values(vendor_id=vendor.id, text=words).on_conflict_do_nothing())


def drop(quick: QuickAnswer) -> None:
    """Keep these words ready no more."""
    db.session.delete(quick)
