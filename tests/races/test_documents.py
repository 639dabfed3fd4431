"""Two who take a number in the same moment."""

from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.database import db
from marketplace.documents import operations
from marketplace.documents.models import Document, DocumentKind, DocumentSeries
from marketplace.documents.operations import Issuer
from marketplace.ledger import audit
from tests.factories.documents import a_document
from tests.races.running import SECONDS, race


def numbers() -> list[int]:
    return list(db.session.scalars(select(Document.number).order_by(Document.number)))


def test_numbers_taken_at_once_follow_each_other(market: Flask) -> None:
    assert race(market, [a_document] * 8) == ["done"] * 8
    assert numbers() == list(range(1, 9))
    assert audit.findings() == []


def test_without_the_lock_both_take_the_same_number(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both read the same last number; only the unique index stops the second."""
    a_document()
    db.session.commit()
    both_have_looked = Barrier(2)

    def look_together(_issuer: Issuer, _kind: DocumentKind) -> DocumentSeries:
        series = db.session.scalars(select(DocumentSeries)).one()
        both_have_looked.wait(SECONDS)
        return series

    monkeypatch.setattr(operations, "_lock_series", look_together)
    with pytest.raises(IntegrityError, match="uq_document_series_id_number"):
        race(market, [a_document] * 2)


def test_one_subject_is_issued_once_by_many(market: Flask) -> None:
    assert race(market, [lambda: a_document(subject="trial/of-many")] * 6) == ["done"] * 6
    assert numbers() == [1]
    assert audit.findings() == []


def test_a_number_that_was_given_back_is_taken_by_the_next(market: Flask) -> None:
    def think_better_of_it() -> None:
        a_document()
        db.session.rollback()

    race(market, [a_document, think_better_of_it, a_document, think_better_of_it, a_document])
    assert numbers() == [1, 2, 3]
    assert audit.findings() == []
