"""Numbers without holes, and documents that are issued once."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from marketplace import clock
from marketplace.database import db
from marketplace.documents.models import Document, DocumentFile, DocumentKind, DocumentSeries, IssuerKind
from marketplace.documents.operations import IssuedOtherwise, Issuer, NothingToCorrect, correct
from marketplace.ledger import audit
from marketplace.outbox import OutboxMessage
from tests.factories.documents import a_document, a_paper

NEW_YEARS_EVE = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
"""A minute before midnight in Vietnam."""


def test_each_issuer_kind_and_year_counts_for_itself(app: Flask) -> None:
    vendor = Issuer(IssuerKind.VENDOR, 7)
    with clock.at(NEW_YEARS_EVE):
        numbers = [a_document().full_number, a_document().full_number]
        numbers += [a_document(kind=DocumentKind.TAX_CERTIFICATE).full_number, a_document(issuer=vendor).full_number]
    with clock.at(NEW_YEARS_EVE.replace(hour=17, minute=0)):
        numbers.append(a_document().full_number)
    assert numbers == ["SK-2026-000001", "SK-2026-000002", "KT-2026-000001", "SK-2026-000001", "SK-2027-000001"]
    assert audit.findings() == []


def test_a_transaction_that_is_rolled_back_gives_its_number_back(app: Flask) -> None:
    first = a_document()
    db.session.commit()
    a_document()
    db.session.rollback()
    assert a_document().number == first.number + 1
    assert audit.findings() == []


def test_a_document_is_issued_once_for_its_subject(app: Flask) -> None:
    first = a_document(subject="payout/17")
    assert a_document(subject="payout/17").id == first.id
    assert a_document(subject="payout/17", kind=DocumentKind.CREDIT_NOTE).id != first.id
    with pytest.raises(IssuedOtherwise):
        a_document(a_paper(1), subject="payout/17")
    facts = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.kind == "DocumentIssued")
    assert db.session.scalar(facts) == 2


def test_a_correction_is_a_document_of_its_own(app: Flask) -> None:
    first = a_document(subject="payout/17", owner_id=7)
    corrected = correct(first, a_paper(474_999))
    assert (corrected.number, corrected.corrects_id, corrected.owner_id) == (first.number + 1, first.id, 7)
    assert first.figures["lead"]["amount_dong"] == 475_000
    assert correct(first, a_paper(474_999)).id == corrected.id
    with pytest.raises(IssuedOtherwise):
        correct(first, a_paper(474_998))
    assert correct(corrected, a_paper(474_998)).corrects_id == corrected.id
    with pytest.raises(NothingToCorrect):
        correct(first, a_paper())


@pytest.mark.parametrize(
    "change",
    [
        update(Document).values(owner_id=8),
        text("DELETE FROM document"),
        text("TRUNCATE document CASCADE"),
        update(DocumentFile).values(size_bytes=1),
    ],
)
def test_what_was_issued_is_never_changed(app: Flask, change: object) -> None:
    a_document()
    with pytest.raises(DBAPIError, match="never changed or deleted"):
        db.session.execute(change)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 1, "full_number": "SK-2026-000001"},
        {"number": 0, "full_number": "SK-2026-000000"},
        {"number": 3, "full_number": "SK-2026-000002"},
        {"number": 2, "full_number": "SK-2025-000002"},
        {"number": 2, "full_number": "SK-2026-000002", "year": 2025},
        {"number": 2, "full_number": "SK-2026-000002", "kind": DocumentKind.CREDIT_NOTE},
        {"number": 2, "full_number": "SK-2026-000002", "subject": "payout/17"},
    ],
)
def test_the_database_itself_refuses_wrong_numbers(app: Flask, wrong: dict[str, object]) -> None:
    with clock.at(NEW_YEARS_EVE):
        first = a_document(subject="payout/17")
    row = {
        "series_id": first.series_id,
        "kind": first.kind,
        "year": 2026,
        "subject": "payout/18",
        "issued_at": clock.now(),
        "figures": {},
        "template_version": 1,
    }
    with pytest.raises(IntegrityError):
        db.session.execute(insert(Document).values(row | wrong))


def test_the_audit_finds_a_hole(app: Flask) -> None:
    document = a_document()
    db.session.execute(update(DocumentSeries).where(DocumentSeries.id == document.series_id).values(last_number=3))
    [found] = audit.findings()
    assert "1 documents for the numbers 1 to 3" in found
