"""Vendors for tests."""

import secrets
from datetime import date

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.text import slug, sort_key
from tests.factories.people import a_person
from vendors.holidays.models import Holiday
from vendors.models import Member, MemberRole, Vendor, VendorKind, VendorStatus

BINH_LIEU = "06838"
"""A commune of Quang Ninh."""
WITHOUT_APPROVAL = {VendorStatus.APPLYING, VendorStatus.SUBMITTED, VendorStatus.RETURNED, VendorStatus.REJECTED}


def a_vendor(
    name: str = "HTX Miến dong Bình Liêu",
    *,
    status: VendorStatus = VendorStatus.APPROVED,
    kind: VendorKind = VendorKind.COOPERATIVE,
    owner: User | None = None,
    commune_code: str = BINH_LIEU,
) -> Vendor:
    """A vendor in that state, with an owner; without papers, bank account and delivery rates."""
    now = clock.now()
    vendor = Vendor(
        slug=f"{slug(name)}-{secrets.token_hex(4)}",
        name=name,
        name_sort_key=sort_key(name),
        kind=kind,
        status=status,
        representative="Hoàng Thị Mai",
        phone="+84912345678",
        commune_code=commune_code,
        street="Thôn Pắc Liềng",
        minimum_order_dong=0,
        applied_at=now,
        submitted_at=None if status is VendorStatus.APPLYING else now,
        approved_at=None if status in WITHOUT_APPROVAL else now,
        suspended_at=now if status is VendorStatus.SUSPENDED else None,
    )
    db.session.add(vendor)
    db.session.flush()
    a_member(vendor, owner or a_person(vendor.representative))
    return vendor


def a_holiday(vendor: Vendor, first: date | None = None, last: date | None = None) -> Holiday:
    """A holiday of the vendor: today, unless said otherwise."""
    first_day = first or clock.today()
    holiday = Holiday(vendor_id=vendor.id, first_day=first_day, last_day=last or first_day, planned_at=clock.now())
    db.session.add(holiday)
    db.session.flush()
    return holiday


def a_member(vendor: Vendor, person: User | None = None, *, role: MemberRole = MemberRole.OWNER) -> User:
    """A person who acts for the vendor."""
    person = person or a_person("Hoàng Thị Mai")
    db.session.add(Member(vendor_id=vendor.id, user_id=person.id, role=role, since=clock.now()))
    db.session.flush()
    return person
