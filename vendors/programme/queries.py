"""Reads of the register: its spreadsheets with what was found in them, its products with their stars over the years."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.text import fold
from vendors.programme.models import (
    RegisterImport,
    RegisterMaker,
    RegisterProducer,
    RegisterProduct,
    RegisterRow,
    RowState,
)


def imports() -> Select[RegisterImport]:
    """Select the spreadsheets that were sent, the newest first."""
    query = select(RegisterImport).order_by(RegisterImport.id.desc())
    return query.options(joinedload(RegisterImport.by), joinedload(RegisterImport.decided_by))


def import_numbered(import_id: int) -> RegisterImport:
    """One spreadsheet. Raises NotFound."""
    job = db.session.scalar(imports().where(RegisterImport.id == import_id))
    if job is None:
        raise NotFound
    return job


def rows_in(job: RegisterImport, state: RowState) -> Select[RegisterRow]:
    """Select the rows of one state in the order of the file."""
    of_job = select(RegisterRow).where(RegisterRow.import_id == job.id, RegisterRow.state == state)
    return of_job.order_by(RegisterRow.number, RegisterRow.id)


def questions_of(job: RegisterImport) -> Sequence[RegisterMaker]:
    """The doubtful producers of the spreadsheet, those not answered for first."""
    asked = select(RegisterMaker).where(RegisterMaker.import_id == job.id, RegisterMaker.candidates != [])
    ordered = asked.order_by(RegisterMaker.known.is_not(None), RegisterMaker.id)
    return db.session.scalars(ordered.options(joinedload(RegisterMaker.commune))).all()


def maker_in(job: RegisterImport, maker_id: int) -> RegisterMaker:
    """A doubtful producer of this spreadsheet. Raises NotFound."""
    of_job = select(RegisterMaker).where(RegisterMaker.import_id == job.id, RegisterMaker.candidates != [])
    maker = db.session.scalar(of_job.where(RegisterMaker.id == maker_id))
    if maker is None:
        raise NotFound
    return maker


def products_matching(words: str, commune_code: str = "") -> Select[RegisterProduct]:
    """Select products by words of the name, the producer or the code (marks do not count), or those of a commune."""
    query = (
        select(RegisterProduct)
        .join(RegisterProduct.producer)
        .options(joinedload(RegisterProduct.producer).joinedload(RegisterProducer.commune))
    )
    if commune_code:
        query = query.where(RegisterProduct.commune_code == commune_code)
    if said := fold(words):
        query = query.where(
            or_(
                RegisterProduct.name_fold.contains(said, autoescape=True),
                RegisterProducer.name_fold.contains(said, autoescape=True),
                RegisterProduct.code.contains(words.strip(), autoescape=True),
            )
        )
    return query.order_by(RegisterProduct.name_fold, RegisterProduct.id)


def product_numbered(product_id: int) -> RegisterProduct:
    """A product with its producer and all its stars. Raises NotFound."""
    query = products_matching("").where(RegisterProduct.id == product_id)
    product = db.session.scalar(query.options(selectinload(RegisterProduct.ratings)))
    if product is None:
        raise NotFound
    return product
