"""The moderator's desk."""

import pytest
from flask.testing import FlaskClient

from marketplace.database import db
from tests.factories.listings import CRAFT, a_listing
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.statements import watch_statements
from vendors.listings import operations, photos
from vendors.listings.models import Listing, ListingStatus, Storage


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

    answer = desk.post(f"/desk/listings/{listing.id}/publication", data={"seen_up_to": "0"})

    assert answer.location == "/desk/listings"
    assert status_of(listing) is ListingStatus.ON_SALE


def test_publishing_twice_is_told(desk: FlaskClient):
    listing = submitted()
    desk.post(f"/desk/listings/{listing.id}/publication")

    assert desk.post(f"/desk/listings/{listing.id}/publication").status_code == 409


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


def test_changes_stand_side_by_side_and_are_accepted(desk: FlaskClient):
    listing = a_listing(title="Miến cũ")
    operations.change(listing, by=a_person("Lò Văn Sơn"), title_vi="Miến mới", storage=Storage.CHILLED)
    operations.change(listing, by=None, category_number=CRAFT, text_en="Chewy")
    photos.attach(listing, ["public/listings/tan"], by=None)
    db.session.commit()

    page = desk.get(f"/desk/listings/{listing.id}").text
    for words in ("Miến cũ", "Miến mới", "Nhiệt độ thường", "Giữ mát", "Miến, bánh", "Chewy", "Đồng ý thay đổi"):
        assert words in page
    latest = max(change.id for change in db.session.scalars(db.select(operations.ListingChange)))
    answer = desk.post(f"/desk/listings/{listing.id}/changes", data={"seen_up_to": latest})
    assert answer.location == "/desk/listings?tab=changed"
    assert "Không có thay đổi nào" in desk.get("/desk/listings?tab=changed").text
    assert status_of(listing) is ListingStatus.ON_SALE


def test_what_was_changed_and_changed_back_is_no_difference(desk: FlaskClient):
    listing = a_listing(title="Miến")
    operations.change(listing, by=None, title_vi="Miến tạm")
    operations.change(listing, by=None, title_vi="Miến")
    db.session.commit()

    assert "Miến tạm" not in desk.get(f"/desk/listings/{listing.id}").text


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
