"""Producers of the demo: each applies, hands its papers in, is approved and says who it is, by the real operations."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from marketplace.accounts.models import User
from marketplace.gateways.twins.payouts import UNDECIDED_ACCOUNT, UNKNOWN_ACCOUNT
from vendors.certificates.operations import months_after
from vendors.delivery.models import DeliveryKind, DeliveryZone
from vendors.delivery.operations import Terms, set_rate
from vendors.models import MemberRole, Vendor
from vendors.onboarding.checklist import CHECKLIST
from vendors.onboarding.models import PaperKind, PaperState
from vendors.onboarding.operations import Profile, apply, approve, submit
from vendors.onboarding.papers import answer, hand_in
from vendors.payouts.accounts import name_account
from vendors.shop.operations import SaleTerms, Story, set_sale_terms, tell_story
from vendors.team.invitations import accept, invite
from workers.seed.moments import on
from workers.seed.papers import paper_for
from workers.seed.people import DemoAccount, person_of
from workers.seed.plan import VendorPlan

RETURN_TERMS: Final = "Hàng lỗi hoặc giao nhầm: báo trong 24 giờ kèm ảnh, chúng tôi gửi lại hoặc hoàn tiền."
FOOD_PAPER_MONTHS: Final = 36
OWN_DELIVERY: Final = Terms(15_000, base_grams=3000, step_dong=2_000, free_from_dong=300_000, days_least=0, days_most=1)
FREE_FROM_DONG: Final = 800_000


@dataclass(frozen=True)
class Opening:
    """A producer to be with the person who owns it, its number in the demo, and perhaps somebody who helps it."""

    plan: VendorPlan
    owner: User
    number: int
    helper: DemoAccount | None = None

    @property
    def phone(self) -> str:
        """A number that nobody has."""
        return f"+8490{self.number:07}"

    @property
    def account_number(self) -> str:
        """An account that the bank's twin pays out to; here and there one that it does not know, or thinks about."""
        ending = {7: UNKNOWN_ACCOUNT, 11: UNDECIDED_ACCOUNT}.get(self.number % 50, "7788")
        return f"19{self.number:08}{ending}"


def apply_with_papers(opening: Opening, *, on_day: date) -> Vendor:
    """Write an application that is complete and hand it in, all on this day."""
    plan, owner = opening.plan, opening.owner
    with on(on_day, 9):
        vendor = apply(owner, _profile(opening))
        vendor.is_demo = plan.is_demo
        for kind in CHECKLIST[plan.kind]:
            _hand_in(vendor, kind, opening, on_day=on_day)
        holder = owner.full_name
        name_account(vendor, bank_bin=plan.bank_bin, number=opening.account_number, holder=holder, by=owner)
    with on(on_day, 17, 30):
        submit(vendor, by=owner)
    return vendor


def open_shop(opening: Opening, *, administrator: User) -> Vendor:
    """Bring the producer from its application to a shop that may sell, in the week before its day of approval."""
    approved_on = opening.plan.approved_on
    vendor = apply_with_papers(opening, on_day=approved_on - timedelta(days=3 + opening.number % 4))
    with on(approved_on, 10, opening.number % 60):
        for kind in CHECKLIST[vendor.kind]:
            answer(vendor, kind, PaperState.ACCEPTED, by=administrator)
        approve(vendor, by=administrator, reason="Hồ sơ đầy đủ.")
    with on(approved_on, 20):
        _furnish(vendor, opening)
    return vendor


def _profile(opening: Opening) -> Profile:
    plan = opening.plan
    return Profile(
        kind=plan.kind,
        name=plan.naming.name,
        representative=opening.owner.full_name,
        phone=opening.phone,
        commune_code=plan.commune_code,
        street=plan.street,
        tax_code=f"00{opening.number:08}" if plan.is_demo else None,
        email=opening.owner.email,
    )


def _hand_in(vendor: Vendor, kind: PaperKind, opening: Opening, *, on_day: date) -> None:
    issued_on = on_day - timedelta(days=30 + opening.number * 7 % 240)
    hand_in(
        vendor,
        kind,
        paper_for(kind, vendor.name),
        by=opening.owner,
        number=f"DEMO-{opening.number:04}",
        issued_on=issued_on,
        expires_on=months_after(issued_on, FOOD_PAPER_MONTHS) if kind is PaperKind.FOOD_SAFETY else None,
    )


def _furnish(vendor: Vendor, opening: Opening) -> None:
    """Story, terms and here and there a rate of its own."""
    plan, owner = opening.plan, opening.owner
    story = Story(plan.story.vi, plan.story.en, plan.story.fr, phone=opening.phone, email=owner.email)
    tell_story(vendor, story, by=owner)
    if opening.helper:
        accept(invite(vendor, opening.helper.login, MemberRole.MANAGER, by=owner), by=person_of(opening.helper))
    set_sale_terms(vendor, SaleTerms(opening.number % 5 // 4 * 50_000, RETURN_TERMS), by=owner)
    if opening.number % 3 == 0:
        set_rate(vendor, (DeliveryKind.OWN, DeliveryZone.COMMUNE), OWN_DELIVERY, by=owner)
    if opening.number % 4 == 0:
        free = Terms(32_000, step_dong=5_000, free_from_dong=FREE_FROM_DONG, days_least=2, days_most=4)
        set_rate(vendor, (DeliveryKind.CARRIER, DeliveryZone.COUNTRY), free, by=owner)
