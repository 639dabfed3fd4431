"""The moderator's desk."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.database import db
from tests.factories.listings import CRAFT, a_listing
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.statements import watch_statements
from vendors.listings import operations, photos
from vendors.listings.models import ChangeState, Listing, ListingChange, ListingStatus
from vendors.listings.proposals import operations as proposals


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    """A browser at which an administrator is signed in."""
    return come_in(client, an_administrator())


def submitted(title: str = "Khăn thêu") -> Listing:
    listing = a_listing(title=title, on_sale=False, category_number=CRAFT)
    operations.submit(listing, by=None)
    db.session.commit()
    return listing


def status_of(listing: Listing) -> ListingStatus:
    db.session.expire_all()
    return listing.status


def test_the_queue_shows_what_waits(desk: FlaskClient):
    assert "Không còn gì chờ duyệt" in desk.get("/desk/listings").text
    listing = submitted()

    assert f"/desk/listings/{listing.id}" in desk.get("/desk/listings").text
    assert "Đưa lên chợ" in desk.get(f"/desk/listings/{listing.id}").text


def test_a_listing_is_published(desk: FlaskClient):
    listing = submitted()

    answer = desk.post(f"/desk/listings/{listing.id}/publication", data={"revision": listing.revision})

    assert answer.location == "/desk/listings"
    assert status_of(listing) is ListingStatus.ON_SALE


def test_publishing_twice_is_told(desk: FlaskClient):
    listing = submitted()
    desk.post(f"/desk/listings/{listing.id}/publication")

    answer = desk.post(f"/desk/listings/{listing.id}/publication", follow_redirects=True)

    assert "Trạng thái đã thay đổi, hãy tải lại trang" in answer.text


def test_what_was_rewritten_since_it_was_read_is_not_published(desk: FlaskClient):
    listing = submitted()
    read = listing.revision
    operations.change(listing, by=None, text_vi="Chữa bách bệnh.")
    db.session.commit()

    answer = desk.post(f"/desk/listings/{listing.id}/publication", data={"revision": read}, follow_redirects=True)

    assert "Người bán vừa sửa mặt hàng này" in answer.text
    assert status_of(listing) is ListingStatus.SUBMITTED


def test_a_listing_goes_back_with_its_reason(desk: FlaskClient):
    listing = submitted()

    desk.post(f"/desk/listings/{listing.id}/return", data={"reason": "Ảnh bị mờ."})

    assert status_of(listing) is ListingStatus.RETURNED
    assert "Ảnh bị mờ." in desk.get(f"/desk/listings/{listing.id}").text


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_return_without_a_reason_is_told(desk: FlaskClient, reason: str):
    listing = submitted()

    answer = desk.post(f"/desk/listings/{listing.id}/return", data={"reason": reason})

    assert answer.status_code == 422
    assert "Hãy ghi lý do" in answer.text
    assert status_of(listing) is ListingStatus.SUBMITTED


def proposed(**values: str) -> tuple[Listing, ListingChange]:
    """Goods on sale of which something is to be said otherwise."""
    listing = a_listing(title="Miến cũ", category_number=CRAFT)
    operations.change(listing, by=a_person("Lò Văn Sơn"), **values)
    db.session.commit()
    return listing, db.session.scalars(select(ListingChange).where(ListingChange.listing_id == listing.id)).one()


def test_a_proposal_stands_beside_what_buyers_see_and_is_accepted(desk: FlaskClient):
    listing, change = proposed(title_vi="Miến mới", text_en="Chewy")
    photos.attach(listing, ["public/listings/tan"], by=None)
    db.session.commit()
    change = db.session.scalars(select(ListingChange).order_by(ListingChange.id.desc()).limit(1)).one()

    page = desk.get(f"/desk/listings/{listing.id}").text
    for words in ("Miến<del> cũ</del>", "Miến<ins> mới</ins>", "Chewy", "listings/tan", "Đồng ý thay đổi"):
        assert words in page
    answer = desk.post(f"/desk/listings/{listing.id}/changes/{change.id}/acceptance")
    assert answer.location == "/desk/listings?tab=changed"
    assert "Không có thay đổi nào" in desk.get("/desk/listings?tab=changed").text
    assert status_of(listing) is ListingStatus.ON_SALE
    assert (listing.title_vi, listing.text_en) == ("Miến mới", "Chewy")


def test_a_proposal_goes_back_and_the_old_one_sells_on(desk: FlaskClient):
    listing, change = proposed(title_vi="Miến chữa bệnh")
    address = f"/desk/listings/{listing.id}/changes/{change.id}/return"

    assert "Hãy ghi lý do" in desk.post(address, data={"reason": " "}).text
    desk.post(address, data={"reason": "Không được nói chữa bệnh."})

    assert status_of(listing) is ListingStatus.ON_SALE
    assert (listing.title_vi, change.state, change.reason) == (
        "Miến cũ",
        ChangeState.RETURNED,
        "Không được nói chữa bệnh.",
    )


@pytest.mark.parametrize(
    ("newer", "told"), [({}, "đã rút lại thay đổi này"), ({"title_vi": "Miến nữa"}, "đã gửi bản mới hơn")]
)
def test_what_waits_no_more_is_told_in_a_sentence(desk: FlaskClient, newer: dict[str, str], told: str):
    listing, change = proposed(title_vi="Miến mới")
    if newer:
        operations.change(listing, by=None, title_vi=newer["title_vi"])
    else:
        proposals.withdraw(listing, change.id, by=None)
    db.session.commit()

    for decision in ("acceptance", "return"):
        answer = desk.post(
            f"/desk/listings/{listing.id}/changes/{change.id}/{decision}",
            data={"reason": "Sai."},
            follow_redirects=True,
        )
        assert told in answer.text
    assert listing.title_vi == "Miến cũ"


def test_a_draft_is_not_there(desk: FlaskClient):
    listing = a_listing(on_sale=False)
    db.session.commit()

    assert desk.get(f"/desk/listings/{listing.id}").status_code == 404
    assert desk.post(f"/desk/listings/{listing.id}/publication").status_code == 404


def test_the_queue_takes_as_many_statements_for_one_as_for_many(desk: FlaskClient):
    def statements() -> int:
        db.session.commit()
        with watch_statements() as seen:
            assert desk.get("/desk/listings").status_code == 200
        return len(seen)

    submitted()
    statements()  # the first page of a session also counts the cart
    few = statements()
    for _ in range(9):
        submitted()
    assert statements() == few


@pytest.mark.parametrize("person", [a_person, an_officer])
def test_only_administrators_decide(client: FlaskClient, person):
    listing = submitted()
    come_in(client, person())

    assert client.get("/desk/listings").status_code == 403
    assert client.post(f"/desk/listings/{listing.id}/publication").status_code == 403
