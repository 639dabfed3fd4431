"""Applications made by the real operations, for tests."""

from marketplace.accounts.models import User
from tests.factories.papers import A_PDF
from tests.factories.people import a_person, an_administrator
from tests.factories.vendors import BINH_LIEU
from vendors.models import Vendor, VendorKind
from vendors.onboarding.checklist import CHECKLIST
from vendors.onboarding.models import PaperState
from vendors.onboarding.operations import Profile, apply, approve, submit
from vendors.onboarding.papers import answer, hand_in
from vendors.payouts.accounts import name_account

VIETCOMBANK = "970436"


def a_profile(name: str = "HTX Đông Bắc", *, kind: VendorKind = VendorKind.COOPERATIVE) -> Profile:
    """Who a producer is."""
    return Profile(
        kind=kind,
        name=name,
        representative="Hoàng Thị Mai",
        phone="+84912345678",
        commune_code=BINH_LIEU,
        street="Thôn Pắc Liềng",
        tax_code="5701234567",
    )


def a_complete_application(name: str = "HTX Đông Bắc", *, owner: User | None = None) -> Vendor:
    """An application with all its papers and the bank account, not handed in yet."""
    owner = owner or a_person("Hoàng Thị Mai")
    vendor = apply(owner, a_profile(name))
    for kind in CHECKLIST[vendor.kind]:
        hand_in(vendor, kind, A_PDF, by=owner)
    name_account(vendor, bank_bin=VIETCOMBANK, number="1023456789", holder="Hoàng Thị Mai", by=owner)
    return vendor


def a_submitted_application(name: str = "HTX Đông Bắc", *, owner: User | None = None) -> Vendor:
    """An application that waits for a decision."""
    owner = owner or a_person("Hoàng Thị Mai")
    vendor = a_complete_application(name, owner=owner)
    submit(vendor, by=owner)
    return vendor


def accept_papers(vendor: Vendor, by: User) -> None:
    """Every paper is accepted."""
    for kind in CHECKLIST[vendor.kind]:
        answer(vendor, kind, PaperState.ACCEPTED, by=by)


def an_approved_application(name: str = "HTX Đông Bắc", *, owner: User | None = None) -> Vendor:
    """A vendor that came in by the front door."""
    administrator = an_administrator()
    vendor = a_submitted_application(name, owner=owner)
    accept_papers(vendor, administrator)
    approve(vendor, by=administrator)
    return vendor
