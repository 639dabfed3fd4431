"""A vendor's papers over the years: what is missing, renewed beside the old, answered, reminded of."""

import io
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.notices.models import Channel, Notice
from marketplace.web.signed_files import LIFE, file_address
from tests.factories.applications import an_approved_application
from tests.factories.listings import a_listing
from tests.factories.papers import A_PDF, a_picture
from tests.factories.people import a_person, an_administrator, an_officer, come_in
from tests.factories.vendors import BINH_LIEU, a_member, a_vendor
from vendors.certificates.models import Certificate
from vendors.certificates.operations import Award, register, verify
from vendors.certificates.renewal import CAUGHT_UP, REMIND_DAYS, reminder_due, window_of
from vendors.listings.models import Listing
from vendors.models import MemberRole, Vendor
from vendors.onboarding import papers as application_papers
from vendors.onboarding.models import PaperKind
from vendors.onboarding.operations import ReasonMissing
from vendors.papers import mail, operations
from vendors.papers.following import show_renewed
from vendors.papers.models import EditionState
from vendors.papers.operations import answer, renew
from vendors.papers.queries import Need, Overview, PaperRow, edition_for, find_paper, overview_of

FOOD = PaperKind.FOOD_SAFETY
TODAY = date(2026, 11, 23)
ANOTHER_PDF = A_PDF.replace(b"1 0 obj", b"7 0 obj")


@pytest.fixture
def owner(app: Flask) -> User:
    return a_person("Hoàng Thị Mai")


@pytest.fixture
def vendor(owner: User) -> Vendor:
    return an_approved_application("HTX Bình Liêu", owner=owner)


@pytest.fixture
def administrator(app: Flask) -> User:
    return an_administrator()


def food_row(overview: Overview) -> PaperRow:
    return next(row for row in overview.papers if row.kind is FOOD)


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def paper_that_ends(vendor: Vendor, days: int) -> None:
    paper = find_paper(vendor.id, FOOD)
    assert paper is not None
    paper.expires_on = in_days(days)
    db.session.flush()


def a_certificate(
    vendor: Vendor, number: str, by: User, *, left: int = 1000, renews: Certificate | None = None
) -> Certificate:
    award = Award(number, "Miến dong", 4, "UBND tỉnh", issued_on=in_days(-90), expires_on=in_days(left))
    certificate = register(vendor, award, by=by, renews=renews)
    verify(certificate, by=by)
    return certificate


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_each_reminder_is_due_for_a_week_and_only_one_at_a_time(ends: date, left: int) -> None:
    days = reminder_due(ends, ends - timedelta(days=left))
    assert days == next((each for each in REMIND_DAYS if each - CAUGHT_UP.days < left <= each), None)
    window = window_of(ends)
    assert (ends - window.first).days == 180
    assert window.is_open(ends - timedelta(days=left)) == (120 <= left <= 180)


def test_what_is_asked_of_the_kind_and_of_the_goods_is_missing(app: Flask) -> None:
    vendor = a_vendor()
    needs = {row.kind: row.need for row in overview_of(vendor).papers}
    assert set(needs.values()) == {Need.MISSING}
    assert PaperKind.CHARTER in needs


def test_food_on_sale_asks_for_its_declaration(vendor: Vendor) -> None:
    listing = a_listing(vendor)
    listing.self_declaration = ""
    assert [each.id for each in overview_of(vendor).undeclared] == [listing.id]
    listing.self_declaration = "01/TCB/2026"
    db.session.flush()
    assert overview_of(vendor).undeclared == []


@pytest.mark.parametrize(
    ("days", "need"), [(181, Need.NOTHING), (180, Need.RENEW), (0, Need.RENEW), (-1, Need.EXPIRED)]
)
def test_a_paper_is_to_be_renewed_half_a_year_before_its_end(vendor: Vendor, days: int, need: Need) -> None:
    paper_that_ends(vendor, days)
    assert food_row(overview_of(vendor)).need is need


def test_the_old_paper_counts_until_the_new_one_is_accepted(vendor: Vendor, owner: User, administrator: User) -> None:
    paper_that_ends(vendor, 30)
    edition = renew(vendor, FOOD, ANOTHER_PDF, by=owner, number="12/ATTP", expires_on=in_days(1000))
    row = food_row(overview_of(vendor))
    assert (row.need, row.paper and row.paper.expires_on) == (Need.WAITING, in_days(30))
    answer(edition_for(administrator, edition.id), EditionState.ACCEPTED, by=administrator)
    row = food_row(overview_of(vendor))
    assert (row.need, row.paper and row.paper.number) == (Need.NOTHING, "12/ATTP")
    former = [(each.state, each.expires_on) for each in row.history]
    assert former == [(EditionState.FORMER, in_days(30)), (EditionState.ACCEPTED, in_days(1000))]


def test_history_holds_each_edition_once(vendor: Vendor, owner: User, administrator: User) -> None:
    for content in (ANOTHER_PDF, a_picture()):
        edition = renew(vendor, FOOD, content, by=owner)
        answer(edition_for(administrator, edition.id), EditionState.ACCEPTED, by=administrator)
    states = [each.state for each in food_row(overview_of(vendor)).history]
    assert sorted(states) == [EditionState.ACCEPTED, EditionState.ACCEPTED, EditionState.FORMER]


def test_what_is_sent_back_has_a_reason_and_changes_nothing(vendor: Vendor, owner: User, administrator: User) -> None:
    edition = renew(vendor, FOOD, ANOTHER_PDF, by=owner)
    seen = edition_for(administrator, edition.id)
    with pytest.raises(ReasonMissing):
        answer(seen, EditionState.RETURNED, by=administrator)
    answer(seen, EditionState.RETURNED, by=administrator, note="Ảnh mờ")
    row = food_row(overview_of(vendor))
    assert (row.need, row.returned and row.returned.note) == (Need.RETURNED, "Ảnh mờ")
    mail.tell_vendor_answered(edition.id)
    [told] = db.session.scalars(select(Notice).where(Notice.user_id == owner.id, Notice.channel == Channel.MAIL))
    assert "Ảnh mờ" in told.text
    with pytest.raises(operations.AnsweredAlready):
        answer(seen, EditionState.ACCEPTED, by=administrator)


def test_only_the_scan_that_was_looked_at_is_accepted(vendor: Vendor, owner: User, administrator: User) -> None:
    edition = renew(vendor, FOOD, A_PDF, by=owner)
    seen_key = edition.file_key
    assert renew(vendor, FOOD, ANOTHER_PDF, by=owner).id == edition.id
    with pytest.raises(operations.AnsweredAlready):
        answer(edition_for(administrator, edition.id), EditionState.ACCEPTED, by=administrator, seen_key=seen_key)


@pytest.mark.parametrize("raw", [b"", b"<svg onload=alert(1)>", b"<html>"])
def test_what_is_no_paper_is_not_kept(vendor: Vendor, owner: User, raw: bytes) -> None:
    with pytest.raises((application_papers.NoScan, application_papers.UnusableFile)):
        renew(vendor, FOOD, raw, by=owner)


def test_goods_show_the_renewed_certificate_once_it_is_verified(vendor: Vendor, administrator: User) -> None:
    old = a_certificate(vendor, "1/OCOP", administrator, left=30)
    listing = a_listing(vendor)
    listing.certificate_id = old.id
    new = a_certificate(vendor, "2/OCOP", administrator, renews=old)
    show_renewed(new.id)
    db.session.flush()
    assert db.session.get_one(Listing, listing.id).certificate_id == new.id
    overview = overview_of(vendor)
    assert [row.certificate.number for row in overview.certificates] == ["2/OCOP"]
    assert [row.certificate.number for row in overview.former] == ["1/OCOP"]


@pytest.mark.parametrize("days", REMIND_DAYS)
def test_owners_are_reminded_once_of_each_end(vendor: Vendor, administrator: User, owner: User, days: int) -> None:
    a_certificate(vendor, "1/OCOP", administrator, left=days)
    paper_that_ends(vendor, days)
    assert (mail.remind_of_papers(), mail.remind_of_papers()) == (2, 2)
    told = db.session.scalars(select(Notice.subject).where(Notice.user_id == owner.id, Notice.channel == Channel.APP))
    assert len([subject for subject in told if "có hạn đến" in subject]) == 2
    with clock.at(clock.now() + CAUGHT_UP):
        assert mail.remind_of_papers() == 0


def test_nobody_is_reminded_of_what_is_being_renewed(vendor: Vendor, administrator: User, owner: User) -> None:
    old = a_certificate(vendor, "1/OCOP", administrator, left=150)
    a_certificate(vendor, "2/OCOP", administrator, renews=old)
    paper_that_ends(vendor, 150)
    renew(vendor, FOOD, ANOTHER_PDF, by=owner)
    assert mail.remind_of_papers() == 0


def test_a_private_address_is_for_one_person_and_ends(client: FlaskClient, vendor: Vendor, owner: User) -> None:
    paper = find_paper(vendor.id, FOOD)
    assert paper is not None
    address = file_address(paper.file_key, reader_id=owner.id, name="paper")
    assert "/login" in client.get(address).location
    sent = come_in(client, owner).get(address)
    assert (sent.data, sent.headers["Cache-Control"]) == (A_PDF, "private, no-store")
    with clock.at(clock.now() + LIFE):
        assert client.get(address).status_code == 404
    assert client.get(address[:-2]).status_code == 404
    assert come_in(client, a_member(vendor)).get(address).status_code == 404


def test_a_manager_renews_and_the_desk_accepts(client: FlaskClient, vendor: Vendor, administrator: User) -> None:
    listing, old = a_listing(vendor), a_certificate(vendor, "1/OCOP", administrator, left=150)
    listing.self_declaration = ""
    a_certificate(vendor, "2/OCOP", administrator, renews=old)
    come_in(client, a_member(vendor, role=MemberRole.MANAGER))
    page = client.get("/seller/papers").text
    for words in ("Giấy an toàn thực phẩm", listing.title_vi, "1/OCOP", "2/OCOP", "Chứng nhận trước đây (1)"):
        assert words in page
    assert client.get("/seller/papers/identity").status_code == 404
    assert client.get("/seller/papers/nothing").status_code == 404
    assert client.post("/seller/papers/food_safety", data={}).status_code == 422
    sent = {"file": (io.BytesIO(ANOTHER_PDF), "giay.pdf"), "number": "12/ATTP"}
    assert client.post("/seller/papers/food_safety", data=sent).status_code == 302
    assert "/files/" in client.get("/seller/papers/food_safety").text
    come_in(client, an_officer(BINH_LIEU))
    edition = food_row(overview_of(vendor)).waiting
    assert edition is not None
    case = f"/desk/papers/{edition.id}"
    assert "HTX Bình Liêu" in client.get("/desk/papers").text
    assert client.post(f"{case}/answer", data={"state": "accepted"}).status_code == 403
    assert "12/ATTP" in come_in(client, administrator).get(case).text
    assert client.post(f"{case}/answer", data={"state": "accepted"}).location == "/desk/papers"
    assert food_row(overview_of(vendor)).need is Need.NOTHING
