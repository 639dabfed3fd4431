"""Deciding on applications and vendors: each move, its reason, its trace, and the second who decides."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.outbox import OutboxMessage
from tests.factories.applications import (
    a_complete_application,
    a_submitted_application,
    accept_papers,
    an_approved_application,
)
from tests.factories.people import an_administrator
from vendors import shown
from vendors.delivery.operations import DEFAULT_RATES
from vendors.delivery.queries import rates_of
from vendors.models import VENDOR_MOVES, Vendor, VendorStatus
from vendors.moves import StateChanged
from vendors.onboarding import operations, papers
from vendors.onboarding.models import PaperKind, PaperState
from vendors.onboarding.queries import history_of
from vendors.payouts.accounts import current_account


@pytest.fixture
def administrator(app: Flask) -> User:
    return an_administrator()


def facts() -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)))


def test_an_approved_vendor_can_sell_at_once(administrator: User) -> None:
    vendor = a_submitted_application()
    accept_papers(vendor, administrator)
    shown.take_changes()
    operations.approve(vendor, by=administrator, reason="Hồ sơ đầy đủ")
    assert vendor.may_sell
    assert vendor.approved_at
    account = current_account(vendor)
    assert account
    assert account.verified_at
    assert len(rates_of([vendor.id])[vendor.id]) == len(DEFAULT_RATES)
    assert facts() == ["VendorSubmitted", "VendorApproved"]
    assert shown.take_changes() == (set(), {vendor.id})
    assert (history_of(vendor)[0].by, history_of(vendor)[0].reason) == (administrator, "Hồ sơ đầy đủ")


def test_every_paper_has_its_answer_before_approval(administrator: User) -> None:
    vendor = a_submitted_application()
    for kind in (PaperKind.BUSINESS_REGISTRATION, PaperKind.CHARTER):
        papers.answer(vendor, kind, PaperState.ACCEPTED, by=administrator)
    with pytest.raises(operations.PapersUnanswered):
        operations.approve(vendor, by=administrator)
    assert vendor.status is VendorStatus.SUBMITTED
    papers.answer(vendor, PaperKind.FOOD_SAFETY, PaperState.WAIVED, by=administrator, note="Không bán thực phẩm")
    operations.approve(vendor, by=administrator)
    assert vendor.may_sell


@pytest.mark.parametrize("state", [PaperState.RETURNED, PaperState.WAIVED])
def test_an_answer_against_a_paper_has_its_reason(administrator: User, state: PaperState) -> None:
    vendor = a_submitted_application()
    with pytest.raises(operations.ReasonMissing):
        papers.answer(vendor, PaperKind.CHARTER, state, by=administrator, note="  ")


def test_papers_are_answered_only_while_a_decision_is_due(administrator: User) -> None:
    vendor = a_complete_application()
    with pytest.raises(StateChanged):
        papers.answer(vendor, PaperKind.CHARTER, PaperState.ACCEPTED, by=administrator)


def test_a_returned_application_is_mended_and_comes_again(administrator: User) -> None:
    vendor = a_submitted_application()
    owner = history_of(vendor)[0].by
    assert owner
    papers.answer(vendor, PaperKind.CHARTER, PaperState.RETURNED, by=administrator, note="Thiếu trang 2")
    papers.answer(vendor, PaperKind.FOOD_SAFETY, PaperState.ACCEPTED, by=administrator)
    operations.return_with_notes(vendor, by=administrator, reason="Xin nộp lại điều lệ")
    with pytest.raises(operations.Incomplete):
        operations.submit(vendor, by=owner)
    with pytest.raises(papers.PaperAnswered):
        papers.hand_in(vendor, PaperKind.FOOD_SAFETY, b"", by=owner)
    papers.hand_in(vendor, PaperKind.CHARTER, b"", by=owner)
    operations.submit(vendor, by=owner)
    assert facts() == ["VendorSubmitted", "VendorReturned", "VendorSubmitted"]


def test_a_rejected_application_stays_rejected(administrator: User) -> None:
    vendor = a_submitted_application()
    operations.reject(vendor, by=administrator, reason="Không sản xuất tại Quảng Ninh")
    with pytest.raises(StateChanged):
        operations.approve(vendor, by=administrator)
    assert history_of(vendor)[0].reason == "Không sản xuất tại Quảng Ninh"


def test_a_suspended_vendor_comes_back(administrator: User) -> None:
    vendor = an_approved_application()
    approved_at = vendor.approved_at
    shown.take_changes()
    operations.suspend(vendor, by=administrator, reason="Hàng không đúng nguồn gốc")
    assert not vendor.may_sell
    assert vendor.suspended_at
    assert shown.take_changes() == (set(), {vendor.id})
    operations.reinstate(vendor, by=administrator)
    assert vendor.may_sell
    assert (vendor.suspended_at, vendor.approved_at) == (None, approved_at)
    assert shown.take_changes() == (set(), {vendor.id})
    assert facts()[-2:] == ["VendorSuspended", "VendorReinstated"]


@pytest.mark.parametrize("act", [operations.return_with_notes, operations.reject, operations.suspend])
def test_no_act_against_a_vendor_without_its_reason(administrator: User, act: Callable[..., None]) -> None:
    vendor = an_approved_application() if act is operations.suspend else a_submitted_application()
    before = vendor.status
    with pytest.raises(operations.ReasonMissing):
        act(vendor, by=administrator, reason=" \n")
    assert vendor.status is before


ACTS: dict[Callable[..., None], VendorStatus] = {
    operations.approve: VendorStatus.SUBMITTED,
    operations.return_with_notes: VendorStatus.SUBMITTED,
    operations.reject: VendorStatus.SUBMITTED,
    operations.suspend: VendorStatus.APPROVED,
    operations.reinstate: VendorStatus.SUSPENDED,
}


@pytest.mark.parametrize("status", list(VendorStatus))
@pytest.mark.parametrize("act", list(ACTS))
def test_each_act_has_the_state_it_comes_from(
    administrator: User, act: Callable[..., None], status: VendorStatus
) -> None:
    vendor = an_approved_application()
    vendor.status = status
    vendor.suspended_at = vendor.approved_at if status is VendorStatus.SUSPENDED else None
    db.session.flush()
    if status is ACTS[act]:
        act(vendor, by=administrator, reason="vì thế")
        assert vendor.status in VENDOR_MOVES[status]
    else:
        with pytest.raises(MoveNotAllowed):
            act(vendor, by=administrator, reason="vì thế")
        assert vendor.status is status


def test_the_second_who_decides_is_told_what_happened(administrator: User) -> None:
    vendor = a_submitted_application("Cơ sở Tâm Hương")
    operations.reject(vendor, by=administrator, reason="Trùng hồ sơ")
    with pytest.raises(StateChanged, match=r"Cơ sở Tâm Hương.*Bị từ chối.*tải lại trang"):
        operations.return_with_notes(vendor, by=an_administrator(), reason="Thiếu giấy")


def test_what_staff_decides_is_in_the_trail(administrator: User) -> None:
    vendor = a_submitted_application()
    operations.return_with_notes(vendor, by=administrator, reason="Thiếu giấy")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "vendor returned")).one()
    assert (entry.actor_id, entry.subject_kind, entry.subject_id) == (administrator.id, "vendor", vendor.id)
    assert entry.detail == {"reason": "Thiếu giấy"}


def test_the_database_keeps_what_must_hold(administrator: User) -> None:
    """The control: a vendor cannot be approved behind the operations' back without its date."""
    vendor = a_submitted_application()
    with pytest.raises(Exception, match="approved_once"), db.session.begin_nested():
        db.session.execute(db.update(Vendor).where(Vendor.id == vendor.id).values(status=VendorStatus.APPROVED))
