"""From the first words on a product to the listing on sale, and off it again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.outbox import OutboxMessage
from tests.factories.listings import CRAFT, VERMICELLI, a_food_paper, a_listing
from tests.factories.people import a_person, an_administrator
from tests.factories.vendors import a_vendor
from tests.statements import watch_statements
from vendors import shown
from vendors.listings import operations, variants
from vendors.listings.errors import ChangedMeanwhile, NotReady, NotYourCertificate, ReasonMissing, UnknownCategory
from vendors.listings.models import ChangeState, Listing, ListingChange, ListingStatus, Storage
from vendors.listings.readiness import Need, missing_of
from vendors.models import Vendor, VendorStatus

pytestmark = pytest.mark.usefixtures("app")


def a_draft(vendor: Vendor | None = None, *, category_number: int = CRAFT) -> Listing:
    """Everything is there; nobody has looked at it."""
    return a_listing(vendor, on_sale=False, category_number=category_number)


def facts() -> list[str]:
    return [message.kind for message in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]


def waiting(listing: Listing) -> list[ListingChange]:
    query = select(ListingChange).where(
        ListingChange.listing_id == listing.id, ListingChange.state == ChangeState.WAITING
    )
    return list(db.session.scalars(query))


def test_a_listing_begins_as_a_draft_of_its_vendor():
    vendor, writer = a_vendor(), a_person()

    listing = operations.create(vendor, by=writer, title_vi="  Miến  dong ", category_number=8, text_vi="Ngon.")

    assert (listing.status, listing.title_vi, listing.slug) == (ListingStatus.DRAFT, "Miến dong", "mien-dong")
    assert (listing.vendor_id, listing.commune_code) == (vendor.id, vendor.commune_code)
    assert listing.storage is Storage.FROZEN, "as its product set is kept"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "listing created")).one()
    assert (entry.subject_id, entry.actor_id) == (listing.id, writer.id)


def test_two_listings_of_one_name_have_addresses_of_their_own():
    vendor = a_vendor()

    slugs = [
        operations.create(vendor, by=None, title_vi=title, category_number=6).slug for title in ("Trà", "Tra", "茶")
    ]

    assert slugs == ["tra", "tra-2", "san-pham"]
    assert operations.create(a_vendor(), by=None, title_vi="Trà", category_number=6).slug == "tra"


@pytest.mark.parametrize("number", [0, -1, 27, 10**18])
def test_a_product_set_that_does_not_exist_is_refused(number):
    with pytest.raises(UnknownCategory) as refused:
        operations.create(a_vendor(), by=None, title_vi="Trà", category_number=number)
    assert refused.value.field == "category_number"


@pytest.mark.parametrize("title", ["", "   ", "\u200b", "a" * 151])
def test_a_title_is_needed_and_stays_short(title):
    with pytest.raises(Invalid) as refused:
        operations.create(a_vendor(), by=None, title_vi=title, category_number=6)
    assert refused.value.field == "title_vi"


def test_a_change_is_recorded_with_what_was_before():
    listing = a_draft()

    operations.change(listing, by=None, title_vi="Miến dong Húc Động", text_en="Chewy.")

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "listing changed")).one()
    assert entry.detail["before"] == {"title_vi": "Miến dong Bình Liêu", "text_en": ""}
    assert listing.title_fold == "mien dong huc dong"
    assert waiting(listing) == [], "nobody relies on a draft"


def test_saying_the_same_again_changes_nothing():
    listing = a_listing()
    shown.take_changes()

    operations.change(listing, by=None, title_vi=listing.title_vi)

    assert waiting(listing) == []
    assert shown.take_changes()[0] == set()


def test_a_change_on_sale_waits_and_the_old_one_sells_on():
    listing = a_listing()
    shown.take_changes()

    assert operations.change(listing, by=None, title_vi="Miến dong thượng hạng") is True

    [change] = waiting(listing)
    assert change.before == {"title_vi": "Miến dong Bình Liêu"}
    assert change.after == {"title_vi": "Miến dong thượng hạng"}
    assert (listing.status, listing.title_vi) == (ListingStatus.ON_SALE, "Miến dong Bình Liêu")
    assert shown.take_changes()[0] == set()


def test_what_buyers_must_know_at_once_does_not_wait():
    listing = a_listing()

    assert operations.change(listing, by=None, allergens=["fish"], dispatch_days=2, storage=Storage.CHILLED) is False

    assert (listing.allergens, listing.dispatch_days, listing.storage) == (["fish"], 2, Storage.CHILLED)
    assert waiting(listing) == []


def test_goods_on_sale_keep_their_words():
    with pytest.raises(Invalid) as refused:
        operations.change(a_listing(), by=None, text_vi=" ")
    assert refused.value.field == "text_vi"


def test_another_vendors_certificate_is_refused():
    with pytest.raises(NotYourCertificate):
        operations.change(a_draft(), by=None, certificate_id=4)


def test_a_whole_draft_can_be_submitted():
    listing = a_draft()

    operations.submit(listing, by=None)

    assert listing.status is ListingStatus.SUBMITTED
    assert listing.submitted_at is not None
    assert facts() == ["ListingSubmitted"]


def test_everything_that_is_missing_is_named_at_once():
    listing = operations.create(a_vendor(), by=None, title_vi="Miến dong", category_number=VERMICELLI)

    with pytest.raises(NotReady) as refused:
        operations.submit(listing, by=None)

    assert [each.need for each in missing_of(listing)] == [need for need in Need if need is not Need.VENDOR]
    assert "chưa có ảnh; chưa ghi thành phần; chưa nói có chất gây dị ứng hay không; chưa ghi hạn dùng" in str(
        refused.value
    )
    assert "thực phẩm cần giấy an toàn thực phẩm" in str(refused.value)
    assert listing.status is ListingStatus.DRAFT


def test_an_archived_variant_is_no_price():
    listing = a_draft()
    variants.archive_variant(listing.variants[0], by=None)

    assert [each.need for each in missing_of(listing)] == [Need.VARIANT]


def test_food_needs_its_paper_and_crafts_do_not():
    vendor = a_vendor()
    food, craft = a_draft(vendor, category_number=VERMICELLI), a_draft(vendor)

    assert [each.need for each in missing_of(food)] == [Need.FOOD_PAPER]
    assert missing_of(craft) == []
    a_food_paper(vendor)
    assert missing_of(food) == []


def test_an_expired_food_paper_is_none():
    vendor = a_vendor()
    a_food_paper(vendor, expires_on=clock.today() - timedelta(days=1))

    with pytest.raises(NotReady, match="an toàn thực phẩm"):
        operations.submit(a_draft(vendor, category_number=VERMICELLI), by=None)


def test_a_suspended_vendor_submits_nothing():
    with pytest.raises(NotReady, match="tạm ngưng"):
        operations.submit(a_draft(a_vendor(status=VendorStatus.SUSPENDED)), by=None)


def test_the_moderator_publishes_what_was_submitted():
    listing, moderator = a_draft(), an_administrator()
    operations.submit(listing, by=None)
    shown.take_changes()

    operations.publish(listing, by=moderator)

    assert listing.status is ListingStatus.ON_SALE
    assert listing.published_at is not None
    assert facts() == ["ListingSubmitted", "ListingPublished"]
    assert shown.take_changes()[0] == {listing.id}


def test_a_draft_cannot_be_published():
    with pytest.raises(MoveNotAllowed):
        operations.publish(a_draft(), by=an_administrator())


def test_what_changed_after_the_moderator_looked_is_not_let_on_sale():
    listing, moderator = a_draft(), an_administrator()
    operations.submit(listing, by=None)
    read = listing.revision
    operations.change(listing, by=None, text_vi="Sau khi xem.")

    with pytest.raises(ChangedMeanwhile):
        operations.publish(listing, by=moderator, revision=read)


@pytest.mark.parametrize("pausing", [False, True])
def test_a_listing_on_sale_can_be_returned_with_a_reason(pausing):
    listing = a_listing()
    operations.change(listing, by=None, title_vi="Miến chữa bách bệnh")
    if pausing:
        operations.pause(listing, by=None)
    shown.take_changes()

    operations.return_to_vendor(listing, reason=" Tên không được nói chữa bệnh. ", by=an_administrator())

    assert (listing.status, listing.note) == (ListingStatus.RETURNED, "Tên không được nói chữa bệnh.")
    assert listing.title_vi == "Miến chữa bách bệnh", "what was written is not lost"
    assert waiting(listing) == []
    assert shown.take_changes()[0] == {listing.id}
    assert facts() == ["ListingReturned"]


def test_a_return_needs_its_reason():
    listing = a_listing()

    with pytest.raises(ReasonMissing):
        operations.return_to_vendor(listing, reason=" \n ", by=an_administrator())

    assert listing.status is ListingStatus.ON_SALE


def test_a_returned_listing_is_mended_and_submitted_again():
    listing = a_draft()
    operations.submit(listing, by=None)
    operations.return_to_vendor(listing, reason="Ảnh mờ.", by=an_administrator())

    operations.submit(listing, by=None)

    assert (listing.status, listing.note) == (ListingStatus.SUBMITTED, "")


def test_what_was_submitted_can_be_taken_back():
    listing = a_draft()
    operations.submit(listing, by=None)

    operations.withdraw(listing, by=None)

    assert listing.status is ListingStatus.DRAFT


def test_a_listing_pauses_and_resumes():
    listing = a_listing(category_number=CRAFT)
    first_shown = listing.published_at
    shown.take_changes()

    operations.pause(listing, by=None)
    assert (listing.status, shown.take_changes()[0]) == (ListingStatus.PAUSED, {listing.id})
    operations.resume(listing, by=None)
    assert (listing.status, shown.take_changes()[0]) == (ListingStatus.ON_SALE, {listing.id})
    assert listing.published_at == first_shown


def test_food_whose_paper_has_ended_is_not_resumed():
    listing = a_listing(category_number=VERMICELLI)
    operations.pause(listing, by=None)

    with pytest.raises(NotReady):
        operations.resume(listing, by=None)


def test_what_is_archived_stays_archived():
    listing = a_listing()
    operations.archive(listing, by=None)

    for verb in (operations.pause, operations.resume, operations.submit, operations.archive):
        with pytest.raises((MoveNotAllowed, NotReady)):
            verb(listing, by=None)


def test_two_clicks_on_pause_are_told():
    listing = a_listing()
    operations.pause(listing, by=None)

    with pytest.raises(MoveNotAllowed):
        operations.pause(listing, by=None)


def test_asking_what_is_missing_is_one_statement():
    listing = a_draft()

    with watch_statements() as seen:
        missing_of(listing)

    assert len(seen) == 1


@pytest.mark.parametrize(
    ("category_number", "needs"),
    [
        (2, [Need.ALLERGENS, Need.SHELF_LIFE]),
        (4, [Need.ALLERGENS, Need.SHELF_LIFE, Need.DECLARATION]),
        (8, [Need.INGREDIENTS, Need.ALLERGENS, Need.SHELF_LIFE, Need.DECLARATION]),
        (CRAFT, []),
    ],
)
def test_each_product_set_is_asked_for_its_own_facts(category_number: int, needs: list[Need]):
    vendor = a_vendor()
    a_food_paper(vendor)
    listing = a_draft(vendor, category_number=category_number)
    silence = {"ingredients": "", "allergens": None, "shelf_life_days": None, "self_declaration": ""}

    operations.change(listing, by=None, **silence)

    assert [each.need for each in missing_of(listing)] == needs


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("allergens", ["fish", "<script>"]),
        ("self_declaration", "1" * 61),
        ("dispatch_days", 61),
        ("dispatch_days", -1),
        ("most_transit_days", 0),
        ("most_transit_days", 61),
    ],
)
def test_what_no_goods_can_say_is_refused(name: str, value: object):
    with pytest.raises(Invalid) as refused:
        operations.change(a_draft(), by=None, **{name: value})
    assert refused.value.field == name
