"""What is proposed to be said otherwise of goods on sale, and what becomes of it."""

from typing import Any

import pytest
from sqlalchemy import select

from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.outbox import OutboxMessage
from tests.factories.listings import CRAFT, VERMICELLI, a_listing
from tests.factories.people import an_administrator
from tests.statements import watch_statements
from vendors import shown
from vendors.listings import bulk, operations
from vendors.listings.errors import ChangeGone, NotReady, ReasonMissing
from vendors.listings.models import ChangeState, Listing, ListingChange
from vendors.listings.proposals import operations as proposals
from vendors.listings.proposals.differences import differences, words_apart
from vendors.listings.proposals.queries import latest_of

pytestmark = pytest.mark.usefixtures("app")


def proposed(listing: Listing, **values: Any) -> ListingChange:
    operations.change(listing, by=None, **values)
    change = latest_of(listing)
    assert change is not None
    return change


def states(listing: Listing) -> list[ChangeState]:
    query = select(ListingChange).where(ListingChange.listing_id == listing.id).order_by(ListingChange.id)
    return [change.state for change in db.session.scalars(query)]


def facts() -> list[str]:
    return [message.kind for message in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]


def test_what_is_accepted_is_shown():
    listing, moderator = a_listing(category_number=CRAFT), an_administrator()
    change = proposed(listing, title_vi="Khăn thêu tay", text_fr="Brodé main")
    shown.take_changes()

    proposals.accept(listing, change.id, by=moderator)

    assert (listing.title_vi, listing.title_fold, listing.text_fr) == ("Khăn thêu tay", "khan theu tay", "Brodé main")
    assert (change.state, change.decided_by_id) == (ChangeState.ACCEPTED, moderator.id)
    assert shown.take_changes()[0] == {listing.id}
    assert facts() == ["ListingChangeAccepted"]


def test_what_goes_back_changes_nothing_but_says_why():
    listing = a_listing()
    change = proposed(listing, title_vi="Miến chữa bệnh")

    with pytest.raises(ReasonMissing):
        proposals.send_back(listing, change.id, reason=" ", by=an_administrator())
    proposals.send_back(listing, change.id, reason="Không được nói chữa bệnh.", by=an_administrator())

    assert (listing.title_vi, change.state) == ("Miến dong Bình Liêu", ChangeState.RETURNED)
    assert facts() == ["ListingChangeReturned"]


def test_proposing_more_replaces_what_waits_and_holds_both():
    listing = a_listing()
    first = proposed(listing, title_vi="Miến mới")

    second = proposed(listing, text_en="Chewy")

    assert (first.state, second.after) == (ChangeState.REPLACED, {"title_vi": "Miến mới", "text_en": "Chewy"})
    with pytest.raises(ChangeGone, match="bản mới hơn"):
        proposals.accept(listing, first.id, by=an_administrator())


def test_proposing_what_buyers_see_takes_the_proposal_back():
    listing = a_listing()
    proposed(listing, title_vi="Miến mới")

    assert operations.change(listing, by=None, title_vi="Miến dong Bình Liêu") is False

    assert states(listing) == [ChangeState.WITHDRAWN]


def test_the_same_again_is_no_new_proposal():
    listing = a_listing()
    change = proposed(listing, title_vi="Miến mới")

    assert operations.change(listing, by=None, title_vi="Miến mới") is False

    assert latest_of(listing) is change


def test_a_vendor_takes_it_back_until_it_is_decided():
    listing = a_listing()
    proposals.withdraw(listing, proposed(listing, title_vi="Miến mới").id, by=None)
    decided = proposed(listing, title_vi="Miến mới nữa")
    proposals.send_back(listing, decided.id, reason="Sai.", by=an_administrator())

    with pytest.raises(ChangeGone, match="đã được trả lại"):
        proposals.withdraw(listing, decided.id, by=None)


def test_another_listings_proposal_is_not_found():
    change = proposed(a_listing(), title_vi="Miến mới")

    with pytest.raises(NotFound):
        proposals.accept(a_listing(), change.id, by=an_administrator())


def test_a_set_whose_facts_are_not_said_is_not_accepted():
    listing = a_listing(category_number=CRAFT)
    operations.change(listing, by=None, allergens=None)
    change = proposed(listing, category_number=VERMICELLI)

    with pytest.raises(NotReady, match="gây dị ứng"):
        proposals.accept(listing, change.id, by=an_administrator())


def test_what_is_put_away_waits_no_more():
    listing = a_listing()
    proposed(listing, title_vi="Miến mới")

    operations.archive(listing, by=None)

    assert states(listing) == [ChangeState.WITHDRAWN]
    assert listing.title_vi == "Miến dong Bình Liêu"


def test_many_are_proposed_in_as_many_statements_as_one():
    def statements(count: int) -> int:
        listings = [a_listing() for _ in range(count)]
        with watch_statements() as seen:
            changed = bulk.change_all([(each, {"title_vi": "Miến mới"}) for each in listings], by=None)
        assert changed == {each.id for each in listings}
        return len(seen)

    assert statements(1) == statements(6)


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("Miến dong Bình Liêu", "Miến dong Húc Động", [" Bình Liêu"], [" Húc Động"]),
        ("", "Mới", [], ["Mới"]),
        ("Như cũ", "Như cũ", [], []),
        ("Một\nhai", "Một\n\nhai", ["\nhai"], ["\n\nhai"]),
    ],
)
def test_the_words_that_differ_are_marked_and_none_is_lost(before: str, after: str, gone: list[str], new: list[str]):
    left, right = words_apart(before, after)

    assert ("".join(piece.text for piece in left), "".join(piece.text for piece in right)) == (before, after)
    assert [piece.text for piece in left if piece.differs] == gone
    assert [piece.text for piece in right if piece.differs] == new


def test_sets_and_certificates_are_named():
    change = proposed(a_listing(category_number=CRAFT), category_number=VERMICELLI, certificate_id=None)

    [difference] = differences(change)

    assert [piece.text for piece in difference.after if hasattr(piece, "text") and piece.differs] == ["Miến, bánh"]
