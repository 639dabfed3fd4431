"""The bank account that a vendor is paid to."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import Invalid
from tests.factories.people import a_person, an_administrator
from tests.factories.vendors import a_vendor
from vendors.payouts import accounts
from vendors.payouts.models import PayoutAccount

VIETCOMBANK, AGRIBANK = "970436", "970405"


def test_it_is_written_as_banks_write_it(app: Flask) -> None:
    account = accounts.name_account(
        a_vendor(), bank_bin=VIETCOMBANK, number="1023 456-789", holder="Đặng Thị  Huệ", by=a_person()
    )
    assert (account.number, account.holder, account.verified_at) == ("1023456789", "DANG THI HUE", None)


@pytest.mark.parametrize(
    ("bank_bin", "number", "holder", "field"),
    [
        ("000000", "1023456789", "Mai", "bank_bin"),
        (VIETCOMBANK, "123", "Mai", "number"),
        (VIETCOMBANK, "12345678901234567890", "Mai", "number"),
        (VIETCOMBANK, "١٢٣٤٥٦", "Mai", "number"),
        (VIETCOMBANK, "10234567AB", "Mai", "number"),
        (VIETCOMBANK, "1023456789", "…", "holder"),
        (VIETCOMBANK, "1023456789", "M" * 51, "holder"),
    ],
)
def test_what_is_no_account_is_told_by_field(
    app: Flask, *, bank_bin: str, number: str, holder: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        accounts.name_account(a_vendor(), bank_bin=bank_bin, number=number, holder=holder, by=a_person())
    assert refused.value.field == field


def test_another_account_replaces_it_and_is_verified_anew(app: Flask) -> None:
    vendor, owner = a_vendor(), a_person()
    first = accounts.name_account(vendor, bank_bin=VIETCOMBANK, number="1023456789", holder="Mai", by=owner)
    accounts.verify_account(vendor, by=an_administrator())
    assert accounts.name_account(vendor, bank_bin=VIETCOMBANK, number="1023456789", holder="MAI", by=owner) is first
    second = accounts.name_account(vendor, bank_bin=AGRIBANK, number="8801234567", holder="Mai", by=owner)
    assert (accounts.current_account(vendor), second.verified_at) == (second, None)
    assert first.replaced_at
    assert db.session.scalar(select(func.count(PayoutAccount.id))) == 2


def test_the_trail_shows_the_last_four_digits_only(app: Flask) -> None:
    accounts.name_account(a_vendor(), bank_bin=VIETCOMBANK, number="1023456789", holder="Mai", by=a_person())
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "payout account named")).one()
    assert entry.detail["number"] == "••••••6789"


def test_nothing_can_be_verified_where_nothing_is(app: Flask) -> None:
    with pytest.raises(accounts.NoAccount):
        accounts.verify_account(a_vendor(), by=an_administrator())
