"""Reads of credit notes."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.database import db
from orders.credits.models import CreditNote, CreditNoteLine


def notes_of(part_ids: Collection[int]) -> dict[int, list[CreditNote]]:
    """Give the credit notes of these parts by part, oldest first, with their lines: two statements."""
    query = select(CreditNote).where(CreditNote.vendor_order_id.in_(part_ids)).order_by(CreditNote.id)
    notes: dict[int, list[CreditNote]] = {}
    for note in db.session.scalars(query.options(selectinload(CreditNote.lines).joinedload(CreditNoteLine.order_line))):
        notes.setdefault(note.vendor_order_id, []).append(note)
    return notes


def note_with_part(note_id: int) -> CreditNote:
    """Give a credit note with its lines and its part."""
    query = select(CreditNote).where(CreditNote.id == note_id)
    lines = selectinload(CreditNote.lines).joinedload(CreditNoteLine.order_line)
    return db.session.scalars(query.options(lines, joinedload(CreditNote.vendor_order))).one()
