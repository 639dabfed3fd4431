"""Applying: who a producer is, its papers, its bank account, handing in."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.operations import UnknownCommune
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.gateways.wiring import gateways
from tests.factories.applications import a_complete_application, a_profile, a_submitted_application
from tests.factories.papers import A_PDF, a_picture
from tests.factories.people import a_person
from vendors.models import Member, MemberRole, Vendor, VendorKind, VendorStatus
from vendors.onboarding import operations, papers
from vendors.onboarding.checklist import CHECKLIST
from vendors.onboarding.models import PaperKind, PaperState
from vendors.onboarding.queries import checklist_of, history_of, paper_of, papers_of

REGISTRATION = PaperKind.BUSINESS_REGISTRATION


@pytest.mark.parametrize("kind", list(VendorKind))
def test_an_application_asks_for_the_papers_of_its_kind(app: Flask, kind: VendorKind) -> None:
    vendor = operations.apply(a_person(), a_profile(kind=kind))
    assert [paper.kind for paper in papers_of(vendor)] == list(CHECKLIST[kind])
    assert {paper.state for paper in papers_of(vendor)} == {PaperState.OPEN}


def test_who_applies_owns_the_vendor(app: Flask) -> None:
    person = a_person()
    vendor = operations.apply(person, a_profile("HTX  Miến dong   Bình Liêu"))
    assert (vendor.name, vendor.slug) == ("HTX Miến dong Bình Liêu", "htx-mien-dong-binh-lieu")
    member = db.session.scalars(select(Member).where(Member.vendor_id == vendor.id)).one()
    assert (member.user_id, member.role) == (person.id, MemberRole.OWNER)


def test_two_vendors_of_one_name_have_two_addresses(app: Flask) -> None:
    slugs = {operations.apply(a_person(), a_profile("!!!")).slug for _ in range(3)}
    assert len(slugs) == 3


def test_a_person_has_one_open_application(app: Flask) -> None:
    person = a_person()
    operations.apply(person, a_profile())
    with pytest.raises(operations.OpenApplication):
        operations.apply(person, a_profile("Another"))
    assert db.session.scalar(select(func.count(Vendor.id))) == 1


@pytest.mark.parametrize("commune", ["00004", "no such"])
def test_a_producer_is_at_home_in_the_province(app: Flask, commune: str) -> None:
    profile = operations.Profile(**vars(a_profile()) | {"commune_code": commune})
    with pytest.raises(UnknownCommune):
        operations.apply(a_person(), profile)


def test_another_kind_asks_for_other_papers_and_keeps_what_fits(app: Flask) -> None:
    person = a_person()
    vendor = operations.apply(person, a_profile(kind=VendorKind.COOPERATIVE))
    papers.hand_in(vendor, REGISTRATION, A_PDF, by=person)
    operations.change_profile(vendor, a_profile(kind=VendorKind.HOUSEHOLD), by=person)
    assert [(paper.kind, paper.state) for paper in papers_of(vendor)] == [
        (REGISTRATION, PaperState.SUBMITTED),
        (PaperKind.IDENTITY, PaperState.OPEN),
        (PaperKind.FOOD_SAFETY, PaperState.OPEN),
    ]


def test_progress_says_what_is_missing(app: Flask) -> None:
    person = a_person()
    vendor = operations.apply(person, a_profile())
    papers.hand_in(vendor, REGISTRATION, A_PDF, by=person)
    checklist = checklist_of(vendor)
    assert (checklist.done, checklist.whole) == (1, 4)
    assert checklist.missing == ["Điều lệ", "Giấy an toàn thực phẩm", "Tài khoản ngân hàng"]
    with pytest.raises(operations.Incomplete):
        operations.submit(vendor, by=person)
    assert vendor.status is VendorStatus.APPLYING


def test_a_paper_is_kept_in_private_and_can_be_replaced(app: Flask) -> None:
    person = a_person()
    vendor = operations.apply(person, a_profile())
    first = papers.hand_in(vendor, REGISTRATION, A_PDF, by=person, number=" 22A8001234 ").file_key
    paper = papers.hand_in(vendor, REGISTRATION, a_picture(), by=person)
    assert (paper.file_kind, paper.number) == ("image/webp", "")
    assert first
    assert gateways().files.get(first).content == A_PDF
    assert paper.file_key
    assert paper.file_key != first
    assert paper.file_key.startswith("private/")
    assert gateways().files.exists(paper.file_key)


def test_the_scan_stays_when_only_the_dates_change(app: Flask) -> None:
    person = a_person()
    vendor = operations.apply(person, a_profile())
    with pytest.raises(papers.NoScan):
        papers.hand_in(vendor, REGISTRATION, b"", by=person)
    kept = papers.hand_in(vendor, REGISTRATION, A_PDF, by=person).file_key
    paper = papers.hand_in(vendor, REGISTRATION, b"", by=person, issued_on=clock.today())
    assert (paper.file_key, paper.issued_on) == (kept, clock.today())


@pytest.mark.parametrize("raw", [b"MZ\x90 a program", b"%PDF-1.4 /OpenAction << /S /JavaScript >> %%EOF", b"%PDF-1.4"])
def test_what_is_no_paper_is_refused_beside_its_field(app: Flask, raw: bytes) -> None:
    person = a_person()
    vendor = operations.apply(person, a_profile())
    with pytest.raises(papers.UnusableFile) as refused:
        papers.hand_in(vendor, REGISTRATION, raw, by=person)
    assert refused.value.field == "file"
    assert paper_of(vendor, REGISTRATION).state is PaperState.OPEN


@pytest.mark.parametrize(
    ("issued", "expires", "field"), [(1, 30, "issued_on"), (-30, -1, "expires_on"), (-3, -3, "expires_on")]
)
def test_dates_of_a_paper_fit_today(app: Flask, issued: int, expires: int, field: str) -> None:
    person = a_person()
    vendor = operations.apply(person, a_profile())
    today = clock.today()
    with pytest.raises(papers.PaperDates) as refused:
        papers.hand_in(
            vendor,
            REGISTRATION,
            A_PDF,
            by=person,
            issued_on=today + timedelta(issued),
            expires_on=today + timedelta(expires),
        )
    assert refused.value.field == field


def test_a_row_that_is_not_on_the_checklist_is_not_found(app: Flask) -> None:
    vendor = operations.apply(a_person(), a_profile())
    for kind in ("identity", "no such"):
        with pytest.raises(NotFound):
            paper_of(vendor, kind)


def test_handing_in_is_a_step_of_its_history(app: Flask) -> None:
    person = a_person()
    vendor = a_complete_application(owner=person)
    operations.submit(vendor, by=person)
    (step,) = history_of(vendor)
    assert (step.from_status, step.to_status, step.by) == (VendorStatus.APPLYING, VendorStatus.SUBMITTED, person)
    assert vendor.submitted_at


def test_nothing_changes_while_the_market_decides(app: Flask) -> None:
    person = a_person()
    vendor = a_submitted_application(owner=person)
    with pytest.raises(operations.NotForWriting):
        papers.hand_in(vendor, REGISTRATION, A_PDF, by=person)
    with pytest.raises(operations.NotForWriting):
        operations.change_profile(vendor, a_profile("Another"), by=person)


def test_the_trail_tells_which_papers_came(app: Flask) -> None:
    vendor = a_complete_application()
    acts = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == vendor.id))
    papers = sorted(act.detail["paper"] for act in acts if act.action == "paper handed in")
    assert papers == sorted(CHECKLIST[vendor.kind])
