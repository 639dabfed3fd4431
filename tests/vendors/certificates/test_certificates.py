"""A certificate's life: registered, verified, valid for 36 months, withdrawn."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from tests.factories.papers import A_PDF
from tests.factories.people import a_person, an_administrator, an_officer
from tests.factories.vendors import BINH_LIEU, a_vendor
from vendors import shown
from vendors.certificates import operations, queries
from vendors.certificates.models import Certificate
from vendors.certificates.operations import Award, months_after
from vendors.certificates.queries import Standing, in_force, standing, valid_on
from vendors.models import Vendor

ISSUED = date(2024, 2, 29)
LAST = date(2027, 2, 28)


def an_award(number: str = "22-06838-1-4-2024", **changes: object) -> Award:
    known = {"product_name": "Miến dong Bình Liêu", "star": 4, "issuer": "UBND tỉnh Quảng Ninh", "issued_on": ISSUED}
    return Award(number=number, **(known | changes))  # type: ignore[arg-type]


@pytest.fixture
def administrator(app: Flask) -> User:
    return an_administrator()


@pytest.fixture
def certificate(app: Flask) -> Certificate:
    return operations.register(a_vendor(), an_award(), by=a_person(), scan=A_PDF)


def test_it_is_valid_for_36_months_once_verified(certificate: Certificate, administrator: User) -> None:
    assert certificate.expires_on == LAST
    assert not valid_on(certificate, date(2025, 1, 1))
    shown.take_changes()
    operations.verify(certificate, by=administrator)
    assert shown.take_changes() == (set(), {certificate.vendor_id})
    days = (date(2024, 2, 28), ISSUED, LAST, date(2027, 3, 1))
    assert [valid_on(certificate, day) for day in days] == [False, True, True, False]


def test_a_withdrawn_star_goes_at_once(certificate: Certificate, administrator: User) -> None:
    operations.verify(certificate, by=administrator)
    with pytest.raises(operations.WithdrawalNeedsReason):
        operations.withdraw(certificate, by=administrator, reason=" ")
    shown.take_changes()
    operations.withdraw(certificate, by=administrator, reason="Ngừng sản xuất")
    assert shown.take_changes() == (set(), {certificate.vendor_id})
    assert not valid_on(certificate, ISSUED)
    for act in (operations.verify, operations.withdraw):
        with pytest.raises(operations.CertificateWithdrawn):
            act(certificate, by=administrator, **({"reason": "again"} if act is operations.withdraw else {}))


def test_a_number_is_registered_once(certificate: Certificate) -> None:
    with pytest.raises(operations.NumberTaken) as refused:
        operations.register(a_vendor(), an_award(), by=a_person())
    assert refused.value.field == "number"
    assert db.session.scalars(select(Certificate)).one() is certificate


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"issued_on": date(2099, 1, 1)}, "issued_on"), ({"expires_on": ISSUED}, "expires_on")],
)
def test_its_days_have_an_order(app: Flask, changes: dict[str, date], field: str) -> None:
    with pytest.raises(operations.CertificateDates) as refused:
        operations.register(a_vendor(), an_award(**changes), by=a_person())
    assert refused.value.field == field


def test_a_scan_that_is_none_is_refused(app: Flask) -> None:
    with pytest.raises(operations.UnusableScan):
        operations.register(a_vendor(), an_award(), by=a_person(), scan=b"MZ a program")


def test_certificates_are_found_through_their_vendor(certificate: Certificate) -> None:
    vendor = db.session.get_one(Vendor, certificate.vendor_id)
    assert queries.certificate_of(vendor, certificate.id) is certificate
    with pytest.raises(NotFound):
        queries.certificate_of(a_vendor(), certificate.id)
    assert queries.certificate_for(an_officer(BINH_LIEU), certificate.id) is certificate
    with pytest.raises(NotFound):
        queries.certificate_for(an_officer("06841"), certificate.id)


DAYS = (date(2024, 2, 28), ISSUED, date(2026, 8, 31), date(2026, 9, 1), LAST, date(2027, 3, 1))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("withdrawn", [True, False])
def test_lists_and_pages_agree_on_the_standing(
    certificate: Certificate, administrator: User, day: date, *, verified: bool, withdrawn: bool
) -> None:
    if verified:
        operations.verify(certificate, by=administrator)
    if withdrawn:
        operations.withdraw(certificate, by=administrator, reason="Ngừng sản xuất")
    db.session.flush()
    with clock.at(datetime(day.year, day.month, day.day, 5, tzinfo=UTC)):
        found = {each for each in Standing if db.session.scalars(queries.certificates_for(administrator, each)).first()}
    before_its_issue = day < ISSUED and verified and not withdrawn
    assert found == (set() if before_its_issue else {standing(certificate, day)})
    counts = db.session.scalar(select(Certificate.id).where(in_force(day))) is not None
    assert counts == valid_on(certificate, day)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 120))
def test_months_later_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and months_after(later, 1).month != later.month)
